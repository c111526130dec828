"""What was decided together is taken back together."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from suppliers import search
from suppliers.models import Event, ReviewItem, Structure, Territory
from suppliers.validation import lots
from suppliers.validation.undo import undo

from .test_bulk import BULK, confirmed, difference, ticked
from .test_lots import WHOLE, open_names, pressed

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(db):
    made = [difference(n) for n in range(4)]
    search.refresh()
    return made


def lot_of_all(client):
    pressed(client)
    return f"/validation/lot/{Event.objects.first().batch}/"


def undone(client, lot):
    return client.post(f"{lot}annuler/", follow=True)


def sites():
    return sorted(Structure.objects.values_list("website", flat=True))


def test_all_of_a_lot_is_taken_back_at_once(signed_in, items):
    lot = lot_of_all(signed_in)
    assert "Tout défaire (4)" in signed_in.get(lot).text

    told = undone(signed_in, lot)

    assert "4 décisions annulées." in told.text
    assert "Lot annulé" in told.text
    assert "Tout défaire (" not in told.text
    assert len(open_names()) == 4
    assert set(sites()) == {"https://ici.example"}
    assert search.differences() == []


def test_those_that_are_ticked_are_a_lot_too(signed_in, items):
    page = signed_in.post(BULK, ticked(items[:3]))
    done = signed_in.post(BULK, confirmed(page), follow=True)
    assert "Tout défaire (3)" in done.text
    lot = re.search(r'action="(/validation/lot/[^"]+/)annuler/"', done.text)[1]

    undone(signed_in, lot)

    assert len(open_names()) == 4


def test_what_has_changed_since_is_left_and_said(signed_in, items, validator):
    lot = lot_of_all(signed_in)
    Structure.objects.filter(name="S1").update(website="https://neuf.example")
    undo(Event.objects.get(item=items[2]), by=validator)

    told = undone(signed_in, lot)

    assert "2 décisions annulées." in told.text
    assert re.search(r"S1</a> : Ce que cette décision avait changé a changé de nouveau", told.text)
    assert "1 gardé malgré" in told.text
    assert open_names() == ["S0", "S2", "S3"]
    assert Structure.objects.get(name="S1").website == "https://neuf.example"


def test_after_thirty_days_it_is_not_offered_and_does_nothing(signed_in, items):
    lot = lot_of_all(signed_in)
    Event.objects.update(at=timezone.now() - dt.timedelta(days=31))

    assert "Tout défaire (" not in signed_in.get(lot).text
    assert "0 décision annulée" in undone(signed_in, lot).text
    assert not ReviewItem.objects.open().exists()


def test_pressed_twice_it_is_undone_once(signed_in, items):
    lot = lot_of_all(signed_in)
    undone(signed_in, lot)

    assert "0 décision annulée" in undone(signed_in, lot).text
    assert Event.objects.filter(action="validation.undo").count() == 4


def test_a_lot_is_taken_back_within_the_territories_of_who_presses(signed_in, client, limited, items):
    difference(7, territory=Territory.objects.get(code="75111"))
    lot = lot_of_all(signed_in)
    client.force_login(limited)
    assert "Tout défaire (1)" in client.get(lot).text

    undone(client, lot)

    assert open_names() == ["S7"]


def test_a_lot_of_other_territories_is_not_there(signed_in, client, limited, items):
    lot = lot_of_all(signed_in)
    client.force_login(limited)

    assert client.get(lot).status_code == 404
    assert client.post(f"{lot}annuler/").status_code == 404
    assert not ReviewItem.objects.open().exists()


def test_a_long_lot_is_taken_back_in_several_presses(signed_in, items, monkeypatch):
    lot = lot_of_all(signed_in)
    monkeypatch.setattr(lots, "TOGETHER", 3)
    monkeypatch.setattr(lots, "SECONDS", -1.0)

    assert "pressez de nouveau" in undone(signed_in, lot).text
    undone(signed_in, lot)

    assert len(open_names()) == 4


def test_the_log_leads_to_the_lot_and_shows_it_alone(signed_in, items):
    lot = lot_of_all(signed_in)
    Event.objects.record("profiles.change")
    number = lot.split("/")[-2]

    assert f'href="{lot}"' in signed_in.get("/validation/journal/").text
    page = signed_in.get("/validation/journal/", {"lot": number})

    assert page.text.count('class="told__one"') == 4
    assert "Ce lot n’existe pas" in signed_in.get("/validation/journal/", {"lot": "abc"}).text


def test_approved_again_after_an_undoing_is_another_lot(signed_in, items):
    first = lot_of_all(signed_in)
    undone(signed_in, first)

    done = pressed(signed_in, url=WHOLE)

    assert "4 écarts acceptés" in done.text
    assert Event.objects.exclude(batch=first.split("/")[-2]).count() == 4
