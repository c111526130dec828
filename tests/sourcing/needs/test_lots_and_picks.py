"""Lots and proposals of a need, by its pages; what they cost."""

import datetime as dt

import pytest
from django.urls import reverse

from suppliers import search
from suppliers.models import Lot, Need, NeedSite, ShortlistItem
from tests.buyer_factories import (
    AwardFactory,
    ConsortiumFactory,
    ConsortiumMemberFactory,
    LotFactory,
    NeedFactory,
)
from tests.factories import ActivityFactory

from .test_views import NEEDS, write

pytestmark = pytest.mark.django_db


def test_lots_are_numbered_and_close_their_ranks(client):
    need = write(client)
    add = reverse("sourcing:lot-add", args=[need.pk])
    for title in ("Locaux", "Vitres", "Parquets"):
        assert client.post(add, {"title": title, "what": "nettoyage"}).status_code in (200, 302)
    Lot.objects.filter(need=need).delete()
    lots = [LotFactory(need=need, title=title) for title in ("Locaux", "Vitres", "Parquets")]

    client.post(reverse("sourcing:lot-remove", args=[need.pk, lots[1].pk]))

    assert list(need.lots.values_list("number", "title")) == [(1, "Locaux"), (2, "Parquets")]
    assert client.get(reverse("sourcing:lot", args=[need.pk, lots[1].pk])).status_code == 404


def test_a_lot_keeps_places_of_its_own(client):
    need = write(client, where="Montreuil")
    client.post(reverse("sourcing:lot-add", args=[need.pk]), {"title": "Pantin", "where": "Pantin"})

    assert NeedSite.objects.get(lot__need=need).territory.name == "Pantin"
    assert need.sites.filter(lot=None).get().territory.name == "Montreuil"


def test_proposals_are_put_in_the_shortlist_of_the_need(client):
    structures = [ActivityFactory().structure for _ in range(3)]
    search.refresh()
    need = write(client, sectors=["nettoyage-locaux"])
    pick = reverse("sourcing:proposals-pick", args=[need.pk])

    client.post(pick, {"structure": [structures[0].pk, structures[2].pk, 999_999]})

    items = need.shortlist.items.all()
    assert [item.structure_id for item in items] == [structures[0].pk, structures[2].pk]
    assert {item.found_by for item in items} == {"secteur=nettoyage-locaux"}
    assert "Dans la sélection" in client.get(reverse("sourcing:proposals", args=[need.pk])).content.decode()


def test_what_is_picked_for_a_lot_is_kept_with_the_order_it_stood_in(client):
    structures = [ActivityFactory().structure for _ in range(2)]
    search.refresh()
    need = write(client, sectors=["nettoyage-locaux"])
    lots = [LotFactory(need=need, number=number) for number in (1, 2)]
    pick = reverse("sourcing:proposals-pick", args=[need.pk])
    page = reverse("sourcing:proposals", args=[need.pk])

    client.post(pick, {"structure": [structures[0].pk], "lot": 1})
    client.post(reverse("sourcing:proposals-order", args=[need.pk]), {"ordre": "neutre"})
    client.post(pick, {"structure": [structures[1].pk], "lot": 2})
    html = client.get(f"{page}?lot=2").content.decode()
    assert html.count("Aussi pour ce lot") == 1
    said = client.post(pick, {"structure": [structures[0].pk], "lot": 2}, follow=True).content.decode()

    assert "1 structure de la sélection gardée aussi pour le lot 2." in said
    first, second = need.shortlist.items.all()
    assert (list(first.lots.all()), list(second.lots.all())) == (lots, [lots[1]])
    assert first.shown_order == "ordre expliqué"
    assert second.shown_order.startswith("ordre neutre tiré le ")
    assert str(dt.date.today().toordinal()) in second.shown_order


def test_the_order_chosen_is_kept_with_its_day(client):
    need = write(client)
    url = reverse("sourcing:proposals-order", args=[need.pk])

    client.post(url, {"ordre": "neutre"})
    need.refresh_from_db()
    assert need.order_drawn_on == dt.date.today()
    assert "graine" in client.get(reverse("sourcing:proposals", args=[need.pk])).content.decode()

    client.post(url, {"ordre": "raisonne"})
    need.refresh_from_db()
    assert need.order_drawn_on is None


def test_a_deleted_need_goes_with_its_lots(client):
    need = write(client)
    LotFactory(need=need)

    assert "Supprimer" in client.get(reverse("sourcing:need-delete", args=[need.pk])).content.decode()
    client.post(reverse("sourcing:need-delete", args=[need.pk]))

    assert not Need.objects.exists()
    assert not Lot.objects.exists()


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_list_of_needs_costs_the_same(client, django_assert_max_num_queries, how_many):
    need = write(client)
    NeedFactory.create_batch(how_many, workspace=need.workspace, places=["93048"], sectors=["traiteur"])

    with django_assert_max_num_queries(12):
        assert client.get(NEEDS).status_code == 200


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_page_of_a_need_costs_the_same(client, django_assert_max_num_queries, how_many):
    ActivityFactory()
    search.refresh()
    need = write(client, sectors=["nettoyage-locaux"], where="Montreuil")
    for _ in range(how_many):
        LotFactory(need=need, sectors=["nettoyage-locaux"])
    url = reverse("sourcing:need", args=[need.pk])
    client.get(url)

    with django_assert_max_num_queries(18):
        assert client.get(url).status_code == 200


def test_what_is_hostile_stays_text(client):
    need = write(client, title="=cmd()|<script>alert(1)</script>\u202e")

    page = client.get(reverse("sourcing:need", args=[need.pk])).content.decode()

    assert "<script>alert" not in page
    assert "\u202e" not in need.title


def test_a_lot_that_is_taken_away_twice_is_taken_away_once(client):
    need = write(client)
    lots = [LotFactory(need=need, title=title) for title in ("Locaux", "Vitres")]
    remove = reverse("sourcing:lot-remove", args=[need.pk, lots[0].pk])

    client.post(remove)
    again = client.post(remove, follow=True)

    assert "Ce lot n’est plus dans le besoin." in again.content.decode()
    assert list(need.lots.values_list("number", "title")) == [(1, "Vitres")]


def test_a_lot_with_an_outcome_stays(client):
    need = write(client)
    lot = LotFactory(need=need)
    AwardFactory(need=need, lot=lot)

    page = client.post(reverse("sourcing:lot-remove", args=[need.pk, lot.pk]), follow=True).content.decode()

    assert "effacez-la d’abord" in page
    assert need.lots.exists()
    assert (
        "1 issue de marché est notée"
        in client.get(reverse("sourcing:need-delete", args=[need.pk])).content.decode()
    )


def test_groups_follow_the_lots_that_move_up(client):
    need = write(client)
    lots = [LotFactory(need=need) for _ in range(3)]
    group = ConsortiumFactory(need=need)
    for numbers in ([1], [2], [1, 3]):
        ConsortiumMemberFactory(consortium=group, lot_numbers=numbers)

    client.post(reverse("sourcing:lot-remove", args=[need.pk, lots[0].pk]))

    assert sorted(group.members.values_list("lot_numbers", flat=True)) == [[1], [2]]


def test_a_lot_changed_meanwhile_is_not_written_over(client):
    need = write(client)
    lot = LotFactory(need=need, title="Vitres")
    url = reverse("sourcing:lot", args=[need.pk, lot.pk])
    assert client.post(url, {"title": "Le premier", "seen": 1}).status_code == 302

    page = client.post(url, {"title": "Le second", "seen": 1}).content.decode()

    assert "Quelqu’un a modifié ce besoin" in page
    assert "Le second" in page
    lot.refresh_from_db()
    assert lot.title == "Le premier"


@pytest.mark.parametrize("typed", ["9" * 5000, "-1", "x", "1\x00"])
def test_numbers_that_are_none_change_nothing(client, typed):
    need = write(client)

    assert (
        client.get(reverse("sourcing:proposals", args=[need.pk]), {"lot": typed, "page": typed}).status_code
        == 200
    )
    pick = client.post(reverse("sourcing:proposals-pick", args=[need.pk]), {"structure": typed, "lot": typed})
    assert pick.status_code == 302
    assert not ShortlistItem.objects.exists()
