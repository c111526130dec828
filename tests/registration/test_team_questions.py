"""A question about what the structure did not ask for: a report, a list's difference, a pair."""

import datetime as dt
from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suppliers.models import Document, ErrorReport, OutgoingEmail, ReviewItem, ReviewKind
from suppliers.profiles.proofs import read_proof
from suppliers.profiles.queue import submit
from suppliers.registration.answering import answer_question
from suppliers.registration.declaring import dispute
from suppliers.validation.actions import ask
from tests.factories import (
    CertificationFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_folder")]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
QUESTION = "Êtes-vous toujours rue de Paris ?"


@pytest.fixture
def kept(db):
    return StructureMembershipFactory(structure=StructureFactory(published=True, name="La Brosse"))


@pytest.fixture
def validator(db):
    return UserFactory(is_validator=True)


def reported(structure):
    said = ErrorReport.objects.create(
        structure=structure, kind="closed", message="Rideau baissé.", email="voisine@example.org"
    )
    return submit(ReviewKind.REPORT, structure, key=str(said.pk), report=said, message=said.message)[0]


def differing(structure):
    fields = {"phone": {"before": "", "after": "01 99 00 12 34"}}
    return submit(ReviewKind.IMPORT, structure, key="phone", data={"fields": fields})[0]


def paired(structure):
    hidden = StructureFactory(status="pending", name="Le Projet Secret")
    first, second = sorted((structure, hidden), key=lambda side: side.pk)
    return submit(ReviewKind.DUPLICATE, first, key=str(second.pk), other=second)[0]


def paired_the_other_way(structure):
    """Its number is the greater of the two: it is the pair's `other`."""
    hidden = StructureFactory(status="pending", name="Le Projet Secret")
    return submit(ReviewKind.DUPLICATE, hidden, key=str(structure.pk), other=structure)[0]


KINDS = pytest.mark.parametrize("make", [reported, differing, paired, paired_the_other_way])


def space(member):
    return f"/espace/structures/{member.structure_id}/"


@KINDS
def test_members_read_the_question_and_answer_it(client, kept, validator, make):
    item = make(kept.structure)
    ask(item, QUESTION, by=validator, seen_version=item.version)
    client.force_login(kept.user)

    (letter,) = OutgoingEmail.objects.filter(kind="question-on-page")
    dashboard = client.get(space(kept)).text
    assert QUESTION in dashboard
    page = client.get(link_to(item, dashboard))
    assert QUESTION in page.text
    for private in ("voisine@example.org", "Rideau baissé", "Le Projet Secret"):
        assert private not in page.text + dashboard + letter.text
    assert letter.to == kept.user.email
    assert reverse("registration:item", args=[item.pk]) in letter.text

    answered = client.post(
        link_to(item, dashboard) + "repondre/", {"answer": "Oui, au 12.", "version": "1"}, follow=True
    )
    item.refresh_from_db()
    assert (item.status, item.data["exchange"][0]["answer"]) == ("waiting", "Oui, au 12.")
    assert answered.request["PATH_INFO"] == link_to(item, dashboard)
    assert "Oui, au 12." in answered.text, "what was answered is there to be read again"
    assert QUESTION not in client.get(space(kept)).text


def link_to(item, page):
    url = reverse("registration:item", args=[item.pk])
    assert f'href="{url}"' in page
    return url


@KINDS
def test_what_is_the_teams_own_is_nobodys_to_withdraw_or_to_see_unasked(client, kept, validator, make):
    item = make(kept.structure)
    client.force_login(kept.user)
    address = f"/espace/demandes/{item.pk}/"

    assert client.get(address).status_code == 404
    assert "Ce qui attend" not in client.get(space(kept)).text
    ask(item, QUESTION, by=validator, seen_version=item.version)
    assert client.post(f"{address}retirer/").status_code == 404
    assert ReviewItem.objects.get().is_open
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_a_pair_is_asked_about_from_its_page(client, kept, validator):
    item = paired(kept.structure)
    client.force_login(validator)
    page = client.get(f"/validation/{item.pk}/").text
    assert "Demander à la structure" in page

    typed = {"decision": "demander", "question": QUESTION, "version": str(item.version)}
    client.post(f"/validation/{item.pk}/decider/", typed)

    item.refresh_from_db()
    assert (item.status, item.question) == ("asked", QUESTION)


def test_what_a_member_disputes_waits_in_their_space_and_is_taken_back(client, kept):
    row = CertificationFactory(structure=kept.structure, verified_on=dt.date(2026, 1, 5))
    dispute(row, "Elle court jusqu’en 2028.", by=kept.user)
    item = ReviewItem.objects.get()
    client.force_login(kept.user)

    assert "Votre contestation" in client.get(space(kept)).text
    address = reverse("registration:item", args=[item.pk])
    assert "Elle court jusqu’en 2028." in client.get(address).text
    client.post(f"{address}retirer/")

    item.refresh_from_db()
    assert item.status == "withdrawn"
    assert not ErrorReport.objects.open().exists(), "the same may be said again"


def test_the_two_of_a_pair_read_nothing_of_each_other(client, kept, validator):
    other = StructureMembershipFactory(structure=StructureFactory(published=True, name="Le Balai"))
    item = submit(ReviewKind.DUPLICATE, kept.structure, key=str(other.structure_id), other=other.structure)[0]
    ask(item, QUESTION, by=validator, seen_version=0)
    proof = read_proof(SimpleUploadedFile("bail.pdf", PDF, "application/pdf"))
    answer_question(item=item, by=other.user, answer="Notre bail le dit.", proof=proof, version=1)
    item.refresh_from_db()
    ask(item, "Et l’autre ?", by=validator, seen_version=item.version)

    address = reverse("registration:item", args=[item.pk])
    client.force_login(kept.user)
    page = client.get(address).text
    assert "Et l’autre ?" in page
    assert "Notre bail" not in page and "bail.pdf" not in page
    document = Document.objects.get()
    assert client.get(f"/documents/{document.uuid}/").status_code == 404
    client.force_login(other.user)
    assert "Notre bail" in client.get(address).text
    with closing(client.get(f"/documents/{document.uuid}/")) as sent:
        assert sent.status_code == 200


def test_a_report_that_names_another_page_asks_nothing_of_it(client, kept, validator):
    other = StructureMembershipFactory(structure=StructureFactory(published=True, name="Le Balai"))
    item = reported(kept.structure)
    ReviewItem.objects.filter(pk=item.pk).update(other=other.structure)
    ask(ReviewItem.objects.get(), QUESTION, by=validator, seen_version=0)
    client.force_login(other.user)

    assert QUESTION not in client.get(f"/espace/structures/{other.structure_id}/").text
    assert client.get(reverse("registration:item", args=[item.pk])).status_code == 404
    assert [letter.to for letter in OutgoingEmail.objects.all()] == [kept.user.email]


def test_the_other_half_is_named_where_everybody_may_read_it(client, kept, validator, settings):
    settings.SITE_URL = "https://atlas.example"
    other = StructureFactory(published=True, name="Le Balai")
    first, second = sorted((kept.structure, other), key=lambda side: side.pk)
    item = submit(ReviewKind.DUPLICATE, first, key=str(second.pk), other=second)[0]
    ask(item, "Est-ce la même structure ?", by=validator, seen_version=0)
    client.force_login(kept.user)

    page = client.get(reverse("registration:item", args=[item.pk])).text
    letter = OutgoingEmail.objects.get().text

    assert f'<a href="{other.get_absolute_url()}">Le Balai</a>' in page
    assert f"Voir l’autre fiche : https://atlas.example{other.get_absolute_url()}" in letter
    assert "parce que vous tenez la fiche" in letter


def test_what_somebody_else_has_answered_for_a_claim_is_not_for_the_members(client, kept, validator):
    asking = UserFactory()
    item = submit(ReviewKind.CLAIM, kept.structure, key=str(asking.pk), by=asking)[0]
    ask(item, "Quel est votre poste ?", by=validator, seen_version=0)
    answer_question(item=item, by=asking, answer="Comptable, depuis mai.", proof=None, version=1)
    address = reverse("registration:item", args=[item.pk])

    client.force_login(kept.user)
    assert client.get(address).status_code == 404
    client.force_login(asking)
    assert "Comptable, depuis mai." in client.get(address).text
