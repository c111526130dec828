"""« Nos certifications »: said in a draft, proposed once published, disputed when it comes from a list."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suppliers import search
from suppliers.models import Certification, DirectoryEntry, Document, ErrorReport, ReviewItem
from tests.factories import CertificationFactory, StructureFactory
from tests.registration.conftest import Tab, member_of

pytestmark = pytest.mark.django_db
EA = {"kind": "EA", "valid_from": "2025-01-01", "valid_until": "2029-12-31", "number": "EA-93-7"}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def page(member, name, *keys):
    return Tab(member.client, reverse(f"registration:{name}", args=[member.structure.pk, *keys]))


def proof():
    return SimpleUploadedFile("agrément.pdf", PDF, "application/pdf")


def own_word(member, **said):
    return CertificationFactory(
        structure=member.structure, kind_id="EA", verification="declared", verified_on=None, **said
    )


def test_draft_declares_a_certification(drafting):
    answer = page(drafting, "certification-add").open().send(**EA, target_share="82,5 %")

    assert answer.url == drafting.url("certifications")
    row = Certification.objects.get(structure=drafting.structure)
    assert (row.kind_id, row.number, row.verification) == ("EA", "EA-93-7", "declared")
    assert float(row.target_share) == 82.5
    assert not ReviewItem.objects.exists()
    assert "Entreprise adaptée" in drafting.client.get(drafting.url("certifications")).content.decode()


def test_draft_hands_in_the_proof(drafting):
    page(drafting, "certification-add").open().send(**EA, document=proof())

    row = Certification.objects.get()
    assert row.verification == "proof_received"
    assert Document.objects.get().certification == row
    assert "agrément.pdf" in drafting.client.get(drafting.url("certifications")).content.decode()


def test_draft_changes_and_takes_out_its_own_word(drafting):
    row = own_word(drafting, valid_until="2027-01-01")

    page(drafting, "certification", row.pk).open().send(number="EA-1")
    row.refresh_from_db()
    assert row.number == "EA-1"

    drafting.client.post(page(drafting, "certification-remove", row.pk).url)
    assert not Certification.objects.exists()


def test_certification_sent_twice_is_one_row(drafting):
    tab = page(drafting, "certification-add").open()

    assert [tab.client.post(tab.url, {**tab.values, **EA}).status_code for _ in range(2)] == [302, 302]
    assert Certification.objects.count() == 1


def test_second_tab_on_a_certification_is_told(drafting):
    row = own_word(drafting)
    first, second = (page(drafting, "certification", row.pk).open() for _ in range(2))
    first.send(number="UN")

    second.send(number="DEUX")

    assert "Changé entre-temps en : « UN »" in second.page
    assert second.values["number"] == "DEUX"
    assert Certification.objects.get().number == "UN"


def test_certification_taken_out_while_its_form_was_open_is_not_lost(drafting):
    row = own_word(drafting, number="EA-1")
    tab = page(drafting, "certification", row.pk).open()
    row.delete()

    tab.send(authority="Préfet")

    assert "cette étape a changé entre-temps" in tab.page
    assert tab.values["authority"] == "Préfet"
    assert not Certification.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"kind": ""}, "kind", "Remplissez ce champ."),
        ({"kind": "NIMPORTE"}, "kind", "Choisissez une réponse de la liste."),
        ({"valid_until": "2031-01-01"}, "valid_until", "La loi limite cette certification à 5 ans."),
        ({"valid_until": "2024-01-01"}, "valid_until", "La certification finit après avoir commencé."),
        ({"valid_from": "hier"}, "valid_from", "Une date s’écrit jour/mois/année"),
        ({"valid_from": "9999-12-31"}, "valid_from", "vérifiez l’année"),
        ({"target_share": "120"}, "target_share", "Ce nombre est trop grand : 100 au plus."),
        (
            {"document": SimpleUploadedFile("x.pdf", b"MZ not a pdf", "application/pdf")},
            "document",
            "PDF, JPEG ou PNG",
        ),
    ],
)
def test_certification_that_cannot_be_is_refused_at_its_field(drafting, typed, field, said):
    tab = page(drafting, "certification-add").open()

    assert tab.send(**EA | typed).status_code == 200
    assert f'<a href="#id_{field}">' in tab.page
    assert said in tab.page
    assert not Certification.objects.exists()


def test_certification_recorded_already_is_refused_at_its_start(drafting):
    own_word(drafting, valid_from="2025-01-01")
    tab = page(drafting, "certification-add").open()

    tab.send(**EA)

    assert "Cette certification est déjà enregistrée pour cette période." in tab.page


def test_published_structure_proposes_and_its_page_says_nothing_new(published):
    search.refresh([published.structure.pk])

    page(published, "certification-add").open().send(**EA, document=proof())

    assert not Certification.objects.exists()
    item = ReviewItem.objects.get(kind="certification")
    assert item.key == "new-EA-2025-01-01"
    assert item.data["certification"]["valid_until"] == "2029-12-31"
    assert Document.objects.get().item == item
    listed = published.client.get(published.url("certifications")).content.decode()
    assert "En attente de validation depuis le" in listed


def test_published_structure_proposes_to_change_its_own_word(published):
    row = own_word(published)

    page(published, "certification", row.pk).open().send(number="EA-2")

    item = ReviewItem.objects.get()
    assert (item.key, item.certification) == (f"row-{row.pk}", row)
    assert item.data["certification"]["number"] == "EA-2"
    row.refresh_from_db()
    assert row.number == ""


def test_renewal_is_a_certification_of_its_own(published):
    row = CertificationFactory(
        structure=published.structure, kind_id="EA", valid_from="2020-01-01", valid_until="2024-12-31"
    )
    tab = page(published, "certification-renew", row.pk).open()
    assert tab.values["kind"] == "EA"

    tab.send(valid_from="2025-01-01", valid_until="2029-12-31")

    assert ReviewItem.objects.get().key == "new-EA-2025-01-01"
    assert Certification.objects.get() == row


def test_proposal_sent_twice_is_one(published):
    tab = page(published, "certification-add").open()

    assert [tab.client.post(tab.url, {**tab.values, **EA}).status_code for _ in range(2)] == [302, 302]
    assert ReviewItem.objects.count() == 1


def test_another_proposal_for_the_same_is_not_dropped_silently(published):
    page(published, "certification-add").open().send(**EA)
    tab = page(published, "certification-add").open()

    tab.send(**EA | {"number": "AUTRE"})

    assert "attend déjà" in tab.page
    assert tab.values["number"] == "AUTRE"


def test_proposal_is_changed_and_whoever_looked_at_it_will_be_told(published):
    page(published, "certification-add").open().send(**EA)
    item = ReviewItem.objects.get()

    page(published, "certification-proposal", item.pk).open().send(valid_from="2025-02-01")

    item.refresh_from_db()
    assert (item.key, item.version) == ("new-EA-2025-02-01", 1)


def test_proposal_is_withdrawn(published):
    page(published, "certification-add").open().send(**EA)
    item = ReviewItem.objects.get()

    for _ in range(2):
        answer = published.client.post(page(published, "certification-withdraw", item.pk).url)
        assert answer.status_code == 302
    item.refresh_from_db()
    assert item.status == "withdrawn"


def test_certification_of_a_list_is_disputed_and_not_changed(published):
    row = CertificationFactory(
        structure=published.structure, kind_id="ACI", source="Liste des SIAE", verification="declared"
    )

    assert published.client.get(page(published, "certification", row.pk).url).status_code == 404
    published.client.post(page(published, "certification", row.pk).url, EA)
    assert published.client.post(page(published, "certification-remove", row.pk).url).status_code == 404
    contest = page(published, "certification-contest", row.pk).url
    for _ in range(2):
        assert published.client.post(contest, {"message": "Nous ne le sommes plus."}).status_code == 302

    row.refresh_from_db()
    assert row.kind_id == "ACI"
    report = ErrorReport.objects.get()
    assert "Nous ne le sommes plus." in report.message
    assert ReviewItem.objects.get().report == report


def test_dispute_without_a_word_is_asked_again(published):
    row = CertificationFactory(
        structure=published.structure, kind_id="ACI", source="Liste des SIAE", verification="declared"
    )
    answer = published.client.post(page(published, "certification-contest", row.pk).url, {"message": " "})

    assert "Remplissez ce champ." in answer.content.decode()
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize("name", ["certification", "certification-renew", "certification-remove"])
def test_certification_of_another_structure_is_not_there(drafting, name):
    theirs = own_word(member_of(StructureFactory(status="draft")), number="À eux")
    address = page(drafting, name, theirs.pk).url

    if name != "certification-remove":
        assert drafting.client.get(address).status_code == 404
        assert drafting.client.post(address, EA).status_code == 404
    else:
        drafting.client.post(address)
    theirs.refresh_from_db()
    assert theirs.number == "À eux"
    assert Certification.objects.count() == 1


def test_proposal_of_another_structure_is_not_there(published):
    other = member_of(StructureFactory(published=True))
    page(other, "certification-add").open().send(**EA)
    item = ReviewItem.objects.get()

    assert published.client.get(page(published, "certification-proposal", item.pk).url).status_code == 404
    assert (
        published.client.post(page(published, "certification-proposal", item.pk).url, EA).status_code == 404
    )
    published.client.post(page(published, "certification-withdraw", item.pk).url)
    item.refresh_from_db()
    assert item.is_open


@pytest.mark.parametrize("how_many", [1, 12])
def test_certifications_query_count_is_flat(published, django_assert_num_queries, how_many):
    for year in range(how_many):
        CertificationFactory(structure=published.structure, kind_id="EA", valid_from=f"{2000 + year}-01-01")
    published.client.get(published.url("certifications"))

    with django_assert_num_queries(11):
        published.client.get(published.url("certifications"))


def test_what_a_draft_says_of_its_legal_unit_is_not_public(published):
    """Whoever types another SIRET of a legal unit must not certify all of its establishments."""
    published.structure.siret = "12345678200002"
    published.structure.save()
    draft = member_of(StructureFactory(status="draft", siret="12345678200010"))
    page(draft, "certification-add").open().send(kind="ESUS", valid_from="2026-01-01")
    row = Certification.objects.get()
    assert (row.scope, row.siren) == ("siren", "123456782")

    search.refresh([published.structure.pk])

    entry = DirectoryEntry.objects.get(pk=published.structure.pk)
    assert entry.card["certifications"] == []
    public = published.client.get(published.structure.get_absolute_url()).content.decode()
    assert "Entreprise solidaire d’utilité sociale" not in public
    assert "ESUS" not in public.split('<h2 id="certifications">')[1].split("</section>")[0]
    draft.structure.status, draft.structure.source = "published", "essai"
    draft.structure.save()
    search.refresh([draft.structure.pk])
    entry.refresh_from_db()
    assert [held["kind"] for held in entry.card["certifications"]] == ["ESUS"]
