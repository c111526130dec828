"""All the differences of one field at once: confirmed as one, approved by small transactions."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suppliers import search
from suppliers.models import Event, OutgoingEmail, ReviewItem, Structure, Territory
from suppliers.validation import lots
from suppliers.validation.actions import take
from tests.factories import ReviewItemFactory, StructureMembershipFactory

from .test_bulk import difference

pytestmark = pytest.mark.django_db
WHOLE = "/validation/lot/tous/?nature=import&champ=website"


@pytest.fixture
def items(db):
    made = [difference(n) for n in range(3)]
    search.refresh()
    return made


def signed(page):
    return {"lot": re.search(r'name="lot" value="([^"]+)"', page.text)[1]}


def pressed(client, page=None, url=WHOLE):
    return client.post(url, signed(page or client.get(url)), follow=True)


def open_names():
    return sorted(ReviewItem.objects.open().values_list("structure__name", flat=True))


def test_all_are_counted_shown_and_accepted_once_confirmed(signed_in, items):
    page = signed_in.get(WHOLE)
    assert "Accepter 3 écarts ?" in page.text
    assert "liste2" in page.text
    assert ReviewItem.objects.open().count() == 3

    done = pressed(signed_in, page)

    assert "3 écarts acceptés" in done.text
    assert open_names() == []
    assert search.differences() == []
    assert Event.objects.values("batch").distinct().count() == 1


def test_more_than_a_page_is_taken_and_ten_are_shown(signed_in):
    for n in range(60):
        difference(n)

    page = signed_in.get(WHOLE)

    assert "Accepter 60 écarts ?" in page.text
    assert page.text.count("liste") < 60
    pressed(signed_in, page)
    assert open_names() == []


def test_those_that_come_after_the_page_are_not_taken(signed_in, items):
    page = signed_in.get(WHOLE)
    difference(8)

    pressed(signed_in, page)

    assert open_names() == ["S8"]


def test_one_that_fails_leaves_the_others_done_and_is_explained(signed_in, items):
    fields = {"website": {"before": "https://ici.example", "after": "pas une adresse"}}
    ReviewItem.objects.filter(pk=items[1].pk).update(data={"fields": fields})

    told = pressed(signed_in)

    assert "2 écarts acceptés" in told.text
    assert re.search(r"S1</a> : .*URL", told.text)
    assert open_names() == ["S1"]
    assert Structure.objects.get(name="S1").website == "https://ici.example"
    assert Structure.objects.get(name="S2").website == "https://liste2.example"


def test_what_the_database_refuses_leaves_the_others_done(signed_in):
    taken = difference(0, key="siret", siret="73282932000074")
    for n, siret in [(1, taken.structure.siret), (2, "39860733300042")]:
        item = difference(n, key="siret")
        fields = {"siret": {"before": item.structure.siret, "after": siret}}
        ReviewItem.objects.filter(pk=item.pk).update(data={"fields": fields})
    ReviewItem.objects.filter(pk=taken.pk).delete()

    told = pressed(signed_in, url="/validation/lot/tous/?nature=import&champ=siret")

    assert "1 écart accepté" in told.text
    assert open_names() == ["S1"]


def test_those_followed_by_somebody_else_or_asked_are_left_and_counted(signed_in, items, other_validator):
    take(items[0], by=other_validator)
    ReviewItem.objects.filter(pk=items[1].pk).update(status="asked", question="Laquelle ?")

    page = signed_in.get(WHOLE)

    assert "Accepter 1 écart ?" in page.text
    assert "1 suivi par quelqu’un d’autre" in page.text
    assert "1 qui attend la réponse" in page.text
    pressed(signed_in, page)
    assert open_names() == ["S0", "S1"]


def test_what_happens_between_page_and_press_is_left_and_said(signed_in, items, other_validator):
    items += [difference(n) for n in range(3, 7)]
    page = signed_in.get(WHOLE)
    take(items[0], by=other_validator)
    ReviewItem.objects.filter(pk=items[1].pk).update(version=1)
    ReviewItem.objects.filter(pk=items[2].pk).update(status="refused", decided_at="2026-01-01T00:00Z")
    Structure.objects.filter(pk=items[3].structure_id).update(website="https://neuf.example")
    items[4].delete()
    ReviewItem.objects.filter(pk=items[5].pk).update(status="asked", question="Laquelle ?")

    told = pressed(signed_in, page).text

    assert "1 écart accepté" in told
    assert "6 laissés tels quels" in told
    for sentence in ["collegue s’en occupe", "a changé", "Déjà décidé", "a changé depuis cet import"]:
        assert sentence in told
    assert "n’existe plus" in told
    assert "Une question vient d’être posée" in told
    assert open_names() == ["S0", "S1", "S3", "S5"]


def test_pressed_twice_is_one_lot(signed_in, items):
    page = signed_in.get(WHOLE)
    pressed(signed_in, page)

    again = pressed(signed_in, page)

    assert "3 écarts acceptés" in again.text
    assert "Déjà décidé par" in again.text
    assert Event.objects.count() == 3


def test_territories_bound_what_is_shown_and_what_is_done(client, limited, items):
    difference(7, territory=Territory.objects.get(code="75111"))
    client.force_login(limited)
    page = client.get(WHOLE)
    assert "Accepter 1 écart ?" in page.text
    assert "Accepter 3 écarts ?" not in page.text

    limited.validator_territories.set([Territory.objects.get(code="93048")])
    told = pressed(client, page)

    assert "n’existe plus, ou n’est plus dans vos territoires" in told.text
    assert "S7" in open_names()


def test_the_filters_of_the_queue_are_those_of_the_lot(signed_in, items):
    difference(7, territory=Territory.objects.get(code="75111"))
    difference(8, key="brand")
    ReviewItemFactory(kind="claim")

    page = signed_in.get(f"{WHOLE}&territoire=75056")

    assert "Accepter 1 écart ?" in page.text


@pytest.mark.parametrize("asked", ["", "nature=import", "champ=website", f"{WHOLE[21:]}&territoire=XX"])
def test_a_filter_that_is_missing_or_wrong_takes_nothing(signed_in, items, asked):
    page = signed_in.get(WHOLE)

    told = signed_in.post(f"/validation/lot/tous/?{asked}", signed(page), follow=True)

    assert "Ce territoire n’existe pas" in told.text or "un seul champ" in told.text
    assert len(open_names()) == 3


@pytest.mark.parametrize("typed", ["", "abc", "\0", "W10:1abc:xyz", "é" * 3000])
def test_a_form_that_is_not_ours_takes_nothing(signed_in, items, typed):
    told = signed_in.post(WHOLE, {"lot": typed}, follow=True)

    assert "n’est plus à jour" in told.text
    assert len(open_names()) == 3


def test_the_form_of_somebody_else_takes_nothing(signed_in, client, other_validator, items):
    page = signed_in.get(WHOLE)
    client.force_login(other_validator)

    told = pressed(client, page)

    assert "n’est plus à jour" in told.text
    assert len(open_names()) == 3


def test_a_long_lot_stops_in_time_and_goes_on(signed_in, items, monkeypatch):
    monkeypatch.setattr(lots, "TOGETHER", 1)
    monkeypatch.setattr(lots, "SECONDS", -1.0)

    page = pressed(signed_in)
    assert "1 écart accepté, il en reste 2" in page.text
    page = pressed(signed_in, page)
    page = pressed(signed_in, page)

    assert "3 écarts acceptés" in page.text
    assert Event.objects.values("batch").distinct().count() == 1


def test_a_lot_holds_so_many_and_says_how_many_are_left(signed_in, items, monkeypatch):
    monkeypatch.setattr(lots, "MOST", 2)

    page = signed_in.get(WHOLE)

    assert "Accepter 2 écarts ?" in page.text
    assert "1 de plus" in page.text


def test_each_structure_learns_of_it_once(signed_in, items, member):
    StructureMembershipFactory(structure=items[0].structure, user=member)

    pressed(signed_in)

    assert OutgoingEmail.objects.get().structure == items[0].structure


def test_questions_for_a_decision_are_the_same_in_a_longer_lot(validator):
    def questions(how_many):
        made = [difference(f"{how_many}-{n}") for n in range(how_many)]
        lot = lots.Lot(lots.uuid4(), {item.pk: 0 for item in made})
        with CaptureQueriesContext(connection) as seen:
            assert lots.approve_lot(lot, by=validator).done == how_many
        return len(seen)

    questions(1)  # what is learned once
    two, twelve = questions(2), questions(12)
    assert (twelve - two) / 10 <= 12


def test_the_page_asks_the_same_questions_for_more(signed_in):
    def questions():
        with CaptureQueriesContext(connection) as seen:
            signed_in.get(WHOLE)
        return len(seen)

    for n in range(12):
        difference(n)
    few = questions()
    for n in range(12, 40):
        difference(n)
    assert questions() == few


def test_a_lot_of_nobody_is_not_there(signed_in):
    assert signed_in.get(f"/validation/lot/{lots.uuid4()}/").status_code == 404


def test_a_lot_is_one_line_of_the_log_and_each_page_keeps_its_own(signed_in, items):
    pressed(signed_in)
    lot = Event.objects.exclude(batch=None).first()
    log = "/validation/journal/"

    page = signed_in.get(log).text
    assert page.count('class="told__one"') == 1
    assert "sur 3 fiches en une fois" in page
    assert signed_in.get(log, {"lot": str(lot.batch)}).text.count('class="told__one"') == 3
    assert lot.structure.name in signed_in.get(log, {"structure": lot.structure_id}).text

    signed_in.post(f"/validation/lot/{lot.batch}/annuler/")
    assert signed_in.get(log).text.count('class="told__one"') == 2, "what was done, what was undone"


def test_a_line_of_the_queue_says_what_a_list_says(signed_in, items):
    page = signed_in.get("/validation/").text

    assert "Site web : https://ici.example → https://liste2.example" in page
