import datetime as dt

import pytest

from suppliers.models import NotDuplicate, ReviewItem, ReviewKind, Structure, Territory
from suppliers.profiles.queue import submit
from suppliers.validation.actions import decide
from suppliers.validation.contract import Decision
from suppliers.validation.merging.act import digest_of_both
from tests.factories import CertificationFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    kept = StructureFactory(published=True, name="La Ressourcerie du Lac", website="https://lac.example")
    merged = StructureFactory(published=True, name="RESSOURCERIE DU LAC", phone="01 99 00 12 34")
    return kept, merged


@pytest.fixture
def waiting(pair):
    return submit(ReviewKind.DUPLICATE, pair[0], key=str(pair[1].pk), other=pair[1])[0]


def url_of(item, page="fusionner"):
    return f"/validation/{item.pk}/{page}/"


def typed(item, **values):
    kept, merged = item.structure.pk, item.other.pk
    sides = {"cote-name": merged, "cote-website": kept, "cote-phone": merged}
    return {"garder": kept, "version": item.version, "facts": digest_of_both(item), **sides, **values}


@pytest.fixture
def signed_in(client, validator):
    client.force_login(validator)
    return client


def test_merge_page_shows_what_differs_with_its_default(signed_in, waiting):
    html = signed_in.get(url_of(waiting)).content.decode()

    kept, merged = waiting.structure, waiting.other
    assert f'name="garder" value="{kept.pk}" aria-describedby="reste" checked' in html
    assert f'name="cote-name" value="{kept.pk}" checked' in html
    assert f'name="cote-phone" value="{merged.pk}" checked' in html  # the kept one has none
    assert "cote-address" not in html
    assert "unités légales" in html


def test_merge_page_takes_each_side_that_is_chosen(signed_in, waiting):
    response = signed_in.post(url_of(waiting), typed(waiting), follow=True)

    assert response.redirect_chain == [(f"/validation/{waiting.pk}/", 302)]
    kept = Structure.objects.get(pk=waiting.structure_id)
    assert (kept.name, kept.website, kept.phone) == (
        "RESSOURCERIE DU LAC",
        "https://lac.example",
        "01 99 00 12 34",
    )
    assert Structure.objects.get(pk=waiting.other_id).merged_into == kept
    assert "n’en font plus qu’une" in response.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"garder": ""}, {"garder": "999"}, {"cote-name": "\0"}, {"version": "10" * 20}, {"facts": ""}]
)
def test_merge_page_keeps_what_was_chosen_when_something_is_wrong(signed_in, waiting, wrong):
    response = signed_in.post(url_of(waiting), typed(waiting, **wrong))

    html = response.content.decode()
    assert response.status_code == 200
    assert "Rien n’est fusionné" in html
    if "cote-name" not in wrong:
        assert f'name="cote-name" value="{waiting.other_id}" checked' in html
    assert not Structure.objects.exclude(merged_into=None).exists()


def test_merge_page_tells_the_second_of_two(signed_in, waiting):
    data = typed(waiting)
    signed_in.post(url_of(waiting), data)

    response = signed_in.post(url_of(waiting), data, follow=True)

    assert response.redirect_chain == [(f"/validation/{waiting.pk}/", 302)]
    assert Structure.objects.exclude(merged_into=None).count() == 1


def test_merge_page_tells_of_a_page_that_changed_meanwhile(signed_in, waiting):
    data = typed(waiting)
    CertificationFactory(structure=waiting.other, verification="declared")

    response = signed_in.post(url_of(waiting), data)

    assert response.status_code == 409
    assert "a changé depuis" in response.content.decode()


def test_merge_page_refuses_to_lose_the_published_page(signed_in, waiting):
    Structure.objects.filter(pk=waiting.structure_id).update(status="pending")

    response = signed_in.post(url_of(waiting), typed(waiting))

    assert "Gardez « RESSOURCERIE DU LAC », qui est publiée" in response.content.decode()
    assert ReviewItem.objects.open().exists()


def test_pair_said_to_be_two_is_closed_and_remembered(signed_in, waiting):
    typed = {"version": waiting.version, "motif": "two"}
    response = signed_in.post(url_of(waiting, "pas-des-doublons"), typed, follow=True)

    assert "ne seront plus proposées" in response.content.decode()
    assert NotDuplicate.objects.get().first_id == waiting.structure_id


@pytest.mark.parametrize("wrong", [{"version": "", "motif": "two"}, {"version": "0", "motif": "?"}])
def test_pair_said_to_be_two_without_a_reason_stays_open(signed_in, waiting, wrong):
    signed_in.post(url_of(waiting, "pas-des-doublons"), wrong)

    assert ReviewItem.objects.open().get() == waiting


def test_merge_page_is_there_for_who_decides_both_sides(client, waiting, limited):
    assert client.get(url_of(waiting)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(url_of(waiting)).status_code == 403
    client.force_login(limited)
    assert client.get(url_of(waiting)).status_code == 404


def test_merge_page_of_another_kind_is_not_there(signed_in, pair):
    item = submit(ReviewKind.CHANGE, pair[0])[0]
    assert signed_in.get(url_of(item)).status_code == 404


def test_merge_page_shows_names_as_they_are_written(signed_in, waiting):
    Structure.objects.filter(pk=waiting.other_id).update(name="<script>alert(1)</script>")

    html = signed_in.get(url_of(waiting)).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("is_undoing", [False, True])
def test_pair_with_a_side_elsewhere_is_not_decided_from_its_item(client, limited, is_undoing):
    here = StructureFactory(published=True, territory=Territory.objects.get(code="75056"))
    there = StructureFactory(published=True)  # of Montreuil
    item, _ = submit(ReviewKind.DUPLICATE, here, key=str(there.pk), other=there)
    what = "decider"
    if is_undoing:
        done = decide(item, Decision.REFUSE, by=None, seen_version=0, reason="two")
        what = f"annuler/{done.pk}"
    client.force_login(limited)

    typed = {"decision": "refuse", "reason": "two", "version": "0"}
    assert client.post(url_of(item, what), typed).status_code == 404

    item.refresh_from_db()
    assert (item.is_open, NotDuplicate.objects.count()) == (not is_undoing, int(is_undoing))


def test_certifications_of_one_kind_are_told_apart(signed_in, waiting):
    held = {"structure": waiting.structure, "kind_id": "ESUS", "verified_on": dt.date(2026, 3, 1)}
    CertificationFactory(
        **held, valid_from=dt.date(2021, 3, 1), valid_until=dt.date(2026, 2, 28), number="A-1"
    )
    CertificationFactory(**held, valid_from=dt.date(2026, 3, 1), valid_until=dt.date(2031, 2, 28))
    for until in (None, dt.date(2019, 1, 1)):
        CertificationFactory(
            structure=waiting.other, kind_id="EA", valid_until=until, verification="rejected"
        )

    page = signed_in.get(url_of(waiting)).text

    assert "n°\u00a0A-1 (vérifiée, du 1er mars 2021 au 28 févr. 2026)" in page
    assert "(vérifiée, du 1er mars 2026 au 28 févr. 2031)" in page
    assert "(rejetée, jusqu’au 1er janv. 2019)" in page
