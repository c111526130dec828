"""Differences of one field, accepted together: all or none, each in the log, each undone by itself."""

import re

import pytest

from suppliers import search
from suppliers.models import Event, ReviewItem, Structure, Territory
from suppliers.validation.undo import undo
from tests.factories import ReviewItemFactory, StructureFactory

pytestmark = pytest.mark.django_db
BULK = "/validation/lot/?nature=import&champ=website"


def difference(n, key="website", **values):
    structure = StructureFactory(published=True, name=f"S{n}", website="https://ici.example", **values)
    fields = {key: {"before": "https://ici.example", "after": f"https://liste{n}.example"}}
    data = {"fields": fields, "source": "Liste des SIAE", "date": "2026-11-03"}
    return ReviewItemFactory(kind="import", key=key, structure=structure, data=data, submitted_by=None)


@pytest.fixture
def items(db):
    made = [difference(n) for n in range(3)]
    search.refresh()
    return made


def ticked(items):
    return {"element": [f"{item.pk}:{item.version}" for item in items]}


def confirmed(page):
    return {"element": re.findall(r'name="element" value="([^"]+)"', page.text), "confirmer": "1"}


def test_they_are_shown_first_and_accepted_once_confirmed(signed_in, items):
    page = signed_in.post(BULK, ticked(items))

    assert "Accepter 3 écarts ?" in page.text
    assert "liste2" in page.text
    assert ReviewItem.objects.open().count() == 3

    done = signed_in.post(BULK, confirmed(page), follow=True)

    assert "3 écarts acceptés." in done.text
    assert not ReviewItem.objects.open().exists()
    assert sorted(Structure.objects.values_list("website", flat=True)) == [
        f"https://liste{n}.example" for n in range(3)
    ]
    assert search.differences() == []


def test_each_is_undone_by_itself(signed_in, validator, items):
    signed_in.post(BULK, confirmed(signed_in.post(BULK, ticked(items))))

    undo(Event.objects.get(item=items[1]), by=validator)

    assert ReviewItem.objects.open().get() == items[1]
    assert Structure.objects.get(name="S1").website == "https://ici.example"
    assert Structure.objects.get(name="S2").website == "https://liste2.example"


def test_one_decided_meanwhile_leaves_them_all(signed_in, items):
    page = signed_in.post(BULK, ticked(items))
    ReviewItem.objects.filter(pk=items[2].pk).update(version=1)

    told = signed_in.post(BULK, confirmed(page), follow=True)

    assert "Rien n’est décidé. S2" in told.text
    assert ReviewItem.objects.open().count() == 3
    assert not Event.objects.exists()


def test_those_decided_already_are_said_and_left(signed_in, items):
    ReviewItem.objects.filter(pk=items[0].pk).update(status="refused", decided_at="2026-01-01T00:00Z")
    page = signed_in.post(BULK, ticked(items))

    assert "Accepter 2 écarts ?" in page.text
    assert "est déjà décidé" in page.text


@pytest.mark.parametrize("typed", [[], ["abc"], ["1" * 30], ["\0"], ["١:1"], ["-1:0"], ["999999:0:abc"]])
def test_nothing_chosen_is_said(signed_in, items, typed):
    told = signed_in.post(BULK, {"element": typed, "confirmer": "1"}, follow=True)

    assert "Choisissez d’abord" in told.text or "sans dire" in told.text
    assert ReviewItem.objects.open().count() == 3


@pytest.mark.parametrize("element", ["{}", "{}:", "{}:x", "{}::", "{}:١"])
@pytest.mark.parametrize("confirmed", ["", "1"])
def test_an_item_without_its_version_is_refused(signed_in, items, element, confirmed):
    elements = [*ticked(items[1:])["element"], element.format(items[0].pk)]

    told = signed_in.post(BULK, {"element": elements, "confirmer": confirmed}, follow=True)

    assert "sans dire dans quel état vous l’avez vu" in told.text
    assert ReviewItem.objects.open().count() == 3


def test_what_is_confirmed_without_the_facts_that_were_shown_is_refused(signed_in, items):
    told = signed_in.post(BULK, {**ticked(items), "confirmer": "1"}, follow=True)

    assert "sans dire dans quel état vous l’avez vu" in told.text
    assert ReviewItem.objects.open().count() == 3


def test_facts_that_change_between_page_and_press_leave_them_all(signed_in, items):
    page = signed_in.post(BULK, ticked(items))
    Structure.objects.filter(name="S1").update(website="https://neuf.example")

    told = signed_in.post(BULK, confirmed(page), follow=True)

    assert "Rien n’est décidé. S1 : La fiche a changé" in told.text
    assert ReviewItem.objects.open().count() == 3


def test_two_fields_are_not_one_lot(signed_in, items):
    told = signed_in.post(BULK, ticked([*items, difference(9, key="brand")]), follow=True)
    assert "un seul champ" in told.text


def test_items_of_another_kind_or_place_are_not_taken_along(client, limited, items):
    claim = ReviewItemFactory(kind="claim")
    mine = difference(7, territory=Territory.objects.get(code="75111"))
    client.force_login(limited)

    page = client.post(BULK, ticked([*items, claim, mine]))

    assert "Accepter 1 écart ?" in page.text
