"""Needs as nobody expects them: each gets a clear sentence or a sensible note, and never an error."""

import datetime as dt

import pytest
from django.urls import reverse

from suppliers.models import Need
from tests.buyer_factories import LotFactory

from .test_views import NEEDS, said, write

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()


def day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


def page_of(client, need: Need) -> str:
    text = ""
    for name in ("sourcing:need", "sourcing:proposals", "sourcing:consortiums", "sourcing:records"):
        response = client.get(reverse(name, args=[need.pk]))
        assert response.status_code == 200, name
        text = text or response.content.decode()
    return text.replace("\u202f", " ").replace("\xa0", " ")


def change(client, need: Need, **typed: object):
    url = reverse("sourcing:need-change", args=[need.pk])
    response = client.post(url, {"title": need.title, "seen": need.version, **typed})
    need.refresh_from_db()
    return response


@pytest.mark.parametrize("lots", [10, 25, 30])
def test_many_lots_stand_on_every_page(client, lots):
    need = write(client)
    for number in range(1, lots + 1):
        LotFactory(need=need, number=number, title=f"Lot de {number}", sectors=["traiteur"], places=["93048"])

    assert f"Lot {lots} · Lot de {lots}" in page_of(client, need)


def test_a_31st_lot_is_refused_in_words(client):
    need = write(client)
    for number in range(1, 31):
        LotFactory(need=need, number=number)

    page = said(client, reverse("sourcing:lot-add", args=[need.pk]), title="Un de trop")

    assert "Un besoin compte 30 lots au plus." in page
    assert "Un de trop" in page


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("0", "0.00", "0 €"),
        ("12 000,50 €", "12000.50", "12 000,50 €"),
        ("12000.5", "12000.50", "12 000,50 €"),
        ("999 999 999", "999999999.00", "999 999 999 €"),
    ],
)
def test_an_amount_is_read_as_it_is_written(client, typed, kept, shown):
    need = write(client)

    assert change(client, need, amount_excl_tax=typed, nature="services").status_code == 302

    assert str(need.amount_excl_tax) == kept
    assert shown in page_of(client, need)


@pytest.mark.parametrize("title", ["x" * 200, "mot " * 49, "<b>gras</b> & « citation »"])
def test_a_long_or_odd_title_is_shown_as_it_is(client, title):
    need = write(client, title=title)

    assert "<b>gras</b>" not in page_of(client, need)


def test_a_deadline_that_is_behind_is_said(client):
    need = write(client)

    assert change(client, need, applications_due_on=day(-10)).status_code == 302

    assert "date limite des candidatures est passée" in page_of(client, need)


def test_a_start_before_the_deadline_is_said_at_its_field(client):
    need = write(client)

    response = change(client, need, applications_due_on=day(30), starts_on=day(10))

    assert response.status_code == 200
    assert "Le début vient après la date limite des candidatures" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"launched_on": day(20), "starts_on": day(10)}, "Le début vient après le lancement"),
        ({"launched_on": day(20), "applications_due_on": day(10)}, "La date limite vient après le lancement"),
    ],
)
def test_days_out_of_order_are_said_at_their_field(client, typed, sentence):
    response = change(client, write(client), **typed)

    assert response.status_code == 200
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        ({"launched_on": day(20), "starts_on": day(10)}, "vient avant le lancement de la consultation"),
        ({"applications_due_on": day(20), "starts_on": day(10)}, "avant la date limite des candidatures"),
        ({"launched_on": day(20), "applications_due_on": day(10)}, "limite des candidatures vient avant"),
        ({"launched_on": day(-3)}, "Le lancement de la consultation est passé, le"),
        (
            {"launched_on": day(-3), "applications_due_on": day(10)},
            "Le lancement de la consultation est passé",
        ),
    ],
)
def test_days_out_of_order_that_were_kept_before_are_remarked(client, kept, sentence):
    """Kept by an earlier version, or by an import: the form alone does not stand at every door."""
    need = write(client)
    Need.objects.filter(pk=need.pk).update(**kept)

    assert sentence in page_of(client, need)


def test_lots_above_the_amount_of_the_need_are_told(client):
    need = write(client)
    change(client, need, amount_excl_tax="50 000")
    LotFactory(need=need, amount_excl_tax=40_000)
    LotFactory(need=need, amount_excl_tax=20_000)

    assert "Les lots totalisent 60 000 € HT, le besoin dit 50 000 € HT" in page_of(client, need)


def test_one_lot_above_the_amount_is_told_though_another_says_nothing(client):
    need = write(client)
    change(client, need, amount_excl_tax="50 000")
    LotFactory(need=need, amount_excl_tax=60_000)
    LotFactory(need=need)

    assert "Les lots dépassent déjà le montant du besoin" in page_of(client, need)


def test_two_lots_alike_are_told(client):
    need = write(client)
    for _ in range(2):
        LotFactory(need=need, title="Ménage", sectors=["nettoyage-locaux"], places=["93048"])
    LotFactory(need=need, title="ménage", sectors=["traiteur"], places=["93048"])

    assert "Les lots 1 et 2 disent la même chose" in page_of(client, need)


def test_two_tabs_that_change_one_lot_are_told(client):
    need = write(client)
    lot = LotFactory(need=need, title="Ménage")
    url = reverse("sourcing:lot", args=[need.pk, lot.pk])
    assert client.post(url, {"title": "Le premier", "seen": 1}).status_code == 302

    page = said(client, url, title="Le second", seen=1)

    assert "Quelqu’un a modifié ce besoin" in page
    assert "Le second" in page


def test_a_lot_removed_in_another_tab_is_not_written_again(client):
    need = write(client)
    lot = LotFactory(need=need)
    url = reverse("sourcing:lot", args=[need.pk, lot.pk])
    lot.delete()

    assert client.post(url, {"title": "Le second", "seen": 1}).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {"amount_excl_tax": "-5"},
        {"amount_excl_tax": "1e9"},
        {"amount_excl_tax": "12,000,50"},
        {"duration_months": "999999999999"},
        {"insertion_hours": "∞"},
        {"starts_on": "0001-01-01"},
        {"launched_on": "9999-12-31"},
        {"applications_due_on": "demain"},
        {"seen": "autre"},
        {"cpv_codes": ["\x00"]},
        {"places": ["FR", "zz", "93048" * 50]},
        {"addresses": ["faux", "x" * 5000]},
        {"what": "\x00"},
        {"where": "’" * 300},
        {"title": "\u202e\x00"},
    ],
)
def test_nothing_breaks(client, typed):
    need = write(client)

    response = change(client, need, **typed)

    assert response.status_code in (200, 302)
    page_of(client, need)


def test_a_second_press_of_the_same_form_makes_no_two_needs_alike_unseen(client):
    """Both stand in the list, the last first: nothing is lost, and one is deleted in two presses."""
    for _ in range(2):
        client.post(NEEDS, {"title": "Ménage"})

    assert client.get(NEEDS).content.decode().count('rows__name"') == Need.objects.count()
