"""What is noted of a structure, where it stands, what is shown of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from suppliers.models import ShortlistItem, WorkspaceEvent
from suppliers.sourcing.shortlists.editing import move, move_before
from suppliers.sourcing.shortlists.item_form import OTHER, parts_of_reason, reason_of, tags_in
from suppliers.workspace.shortlists import take_out
from tests.buyer_factories import LotFactory, NeedFactory, ShortlistItemFactory

from .conftest import follow, held, page_of, visit


def test_what_is_noted_is_kept_and_told(client, shortlist):
    item = shortlist.items.first()
    response = follow(
        client, shortlist, item, status="interested", note="Rappeler mardi", tags="bio, Local ; bio"
    )

    item.refresh_from_db()
    assert (item.status, item.note, item.tags) == ("interested", "Rappeler mardi", ["bio", "Local"])
    html = response.content.decode()
    assert "Rappeler mardi" in html
    assert "Vous</b> : «\u00a0Atelier Brosse\u00a0» : «\u00a0Intéressée\u00a0»" in html
    told = WorkspaceEvent.objects.filter(shortlist=shortlist).values_list("action", flat=True)
    assert {"shortlist.status", "shortlist.note", "shortlist.tags"} <= set(told)


def test_what_is_left_as_it_was_changes_nothing(client, shortlist):
    before = WorkspaceEvent.objects.count()
    follow(client, shortlist, shortlist.items.first())
    assert WorkspaceEvent.objects.count() == before


def test_setting_aside_asks_for_an_objective_reason_and_loses_nothing(client, shortlist):
    item = shortlist.items.first()
    response = follow(client, shortlist, item, status="set_aside", note="Écrit avec soin")
    html = response.content.decode()
    assert "demande un motif objectif" in html
    assert "Écrit avec soin" in html
    assert "<title>Erreur : " in html
    item.refresh_from_db()
    assert item.status == "to_contact"

    assert (
        "en quelques mots"
        in follow(client, shortlist, item, status="set_aside", reason_kind=OTHER).content.decode()
    )
    follow(
        client, shortlist, item, status="set_aside", reason_kind="Délai trop long", reason_detail="6 semaines"
    )
    item.refresh_from_db()
    assert item.reason == "Délai trop long : 6 semaines"
    follow(client, shortlist, item, status="contacted")
    item.refresh_from_db()
    assert (item.status, item.reason) == ("contacted", "")


@pytest.mark.parametrize("reason", ["", "Délai trop long", "Délai trop long : six", "Un autre : motif"])
def test_a_reason_is_shown_as_it_was_given(reason):
    choice, detail = parts_of_reason(reason)
    assert reason_of(choice, detail) == reason


def test_tags_are_told_apart_but_for_their_capitals():
    assert tags_in(" bio,  Très  local;BIO,,") == ["bio", "Très local"]


@pytest.mark.parametrize(
    ("typed", "said"), [("a,b,c,d,e,f,g,h,i,j,k", "Dix étiquettes au plus"), ("x" * 41, "est trop longue")]
)
def test_tags_have_their_bounds(client, shortlist, typed, said):
    assert said in follow(client, shortlist, shortlist.items.first(), tags=typed).content.decode()


def test_why_a_structure_is_kept_is_noted_and_goes_when_it_is_set_aside(client, shortlist):
    item = shortlist.items.first()
    html = follow(client, shortlist, item, kept_for="Quatre équipes  sur place").content.decode()
    assert "Gardée parce que : Quatre équipes sur place" in html
    item.refresh_from_db()
    assert item.reason == "Quatre équipes sur place"

    follow(client, shortlist, item, status="set_aside", reason_kind="N’a pas répondu", kept_for="")
    item.refresh_from_db()
    assert item.reason == "N’a pas répondu"


def test_what_is_kept_for_a_lot_says_so(client, db):
    need = NeedFactory()
    lots = [LotFactory(need=need, number=number) for number in (1, 2, 3)]
    item = ShortlistItemFactory(shortlist__workspace=need.workspace, shortlist__need=need)
    visit(client, need.workspace)
    follow(client, item.shortlist, item, lots=[lots[2].pk, lots[0].pk])

    assert set(item.lots.all()) == {lots[0], lots[2]}
    html = client.get(page_of(item.shortlist)).content.decode()
    assert "Lots 1 et 3" in html
    assert "pour lots 1 et 3" in html  # in the history
    other = LotFactory()
    refused = follow(client, item.shortlist, item, lots=[other.pk]).content.decode()
    assert "Sélectionnez un choix valide" in refused
    lots[0].delete()
    assert "Lot 3" in client.get(page_of(item.shortlist)).content.decode()


def test_a_colleague_who_takes_back_what_was_set_aside_leaves_no_reason(colleagues):
    shortlist, first, second = colleagues
    item = shortlist.items.first()
    aside = {"status": "set_aside", "reason_kind": "N’a pas répondu"}
    follow(first, shortlist, item, **aside)
    seen = ShortlistItem.objects.get(pk=item.pk)
    follow(first, shortlist, seen, status="contacted")
    follow(second, shortlist, seen, reason_detail="depuis mars")
    assert ShortlistItem.objects.get(pk=item.pk).reason == ""


@pytest.mark.parametrize("seen", ["", "{", "[]", '"x"', "[" * 49_000, '{"status":' * 4_000])
def test_a_form_that_does_not_say_what_it_showed_is_written_whole(client, shortlist, seen):
    item = shortlist.items.first()
    follow(client, shortlist, item, note="Vue", seen=seen)
    item.refresh_from_db()
    assert (item.note, item.status) == ("Vue", "to_contact")


def test_order_by_buttons(client, shortlist):
    first, second, third = shortlist.items.all()
    url = page_of(shortlist, "shortlist-order")
    response = client.post(url, {"descendre": first.pk})
    assert [item.pk for item in shortlist.items.held()] == [second.pk, first.pk, third.pk]
    assert response.url == page_of(shortlist)
    html = client.get(response.url).content.decode()
    assert f'name="descendre" value="{first.pk}" autofocus' in html
    assert "autofocus" not in client.get(response.url).content.decode()  # once

    client.post(url, {"monter": second.pk})  # it is the first already
    assert [item.pk for item in shortlist.items.held()] == [second.pk, first.pk, third.pk]
    client.post(url, {"monter": third.pk})
    assert [item.pk for item in shortlist.items.held()] == [second.pk, third.pk, first.pk]


def test_order_for_the_script_says_the_rank(client, shortlist):
    first, _, third = shortlist.items.all()
    answer = client.post(
        page_of(shortlist, "shortlist-order"),
        {"deplacer": third.pk, "avant": first.pk},
        headers={"accept": "application/json"},
    )
    assert answer.json() == {"item": third.pk, "rank": 1, "count": 3}


@pytest.mark.parametrize("sent", [{}, {"monter": "abc"}, {"deplacer": "9" * 30}])
def test_order_ignores_what_names_no_row(client, shortlist, sent):
    before = held(shortlist)
    assert client.post(page_of(shortlist, "shortlist-order"), sent).status_code == 302
    assert held(shortlist) == before


def test_order_of_a_row_of_another_shortlist_is_not_there(client, shortlist):
    other = ShortlistItemFactory()
    assert client.post(page_of(shortlist, "shortlist-order"), {"monter": other.pk}).status_code == 404


def test_a_row_taken_out_in_another_tab_is_said_and_can_be_put_back(client, shortlist):
    first, second, _ = shortlist.items.all()
    order, before = page_of(shortlist, "shortlist-order"), held(shortlist)
    client.post(page_of(shortlist), {"retirer": first.structure_id})
    for url, sent in (
        (order, {"monter": first.pk}),
        (order, {"deplacer": second.pk, "avant": first.pk}),
        (page_of(shortlist, "shortlist-item", first.pk), {"note": "Vue"}),
    ):
        answer = client.post(url, sent, follow=True)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "n’est plus dans la sélection : elle en est sortie depuis." in html
        assert f'name="ajouter" value="{first.structure_id}"' in html
    script = client.post(order, {"monter": first.pk}, headers={"accept": "application/json"})
    assert script.status_code == 409
    assert "elle en est sortie depuis" in client.get(page_of(shortlist)).content.decode()
    client.post(page_of(shortlist), {"ajouter": first.structure_id})
    assert set(held(shortlist)) == set(before)


@pytest.mark.parametrize("here", range(4))
@pytest.mark.parametrize("to", range(4))
def test_a_row_moves_as_in_a_list_and_those_taken_out_keep_their_place(shortlist, here, to):
    fourth = ShortlistItemFactory(shortlist=shortlist)
    gone = ShortlistItemFactory(shortlist=shortlist)
    take_out(shortlist, [gone.structure_id], by=None)
    order = [item.pk for item in shortlist.items.held()]
    assert order[-1] == fourth.pk

    move(shortlist, order[here], steps=to - here, by=None)

    expected = order.copy()
    expected.insert(to, expected.pop(here))
    assert [item.pk for item in shortlist.items.held()] == expected
    assert list(shortlist.items.values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    move_before(shortlist, expected[0], None, by=None)
    assert [item.pk for item in shortlist.items.held()] == [*expected[1:], expected[0]]


def test_page_is_narrowed_by_state_and_label(client, shortlist):
    first, second, _ = shortlist.items.all()
    ShortlistItem.objects.filter(pk=first.pk).update(status="quoted", tags=["bio"])
    ShortlistItem.objects.filter(pk=second.pk).update(tags=["bio"])
    for query, names in (
        ("etat=quoted", ["Atelier Brosse"]),
        ("etiquette=bio", ["Atelier Brosse", "Café des Halles"]),
        ("etat=to_contact&etiquette=bio", ["Café des Halles"]),
        ("etat=inconnu", []),
    ):
        html = client.get(f"{page_of(shortlist)}?{query}").content.decode()
        shown = [name for name in ("Atelier Brosse", "Café des Halles", "Éco Façade")
                 if f">{name}</a></h2>" in html]  # fmt: skip
        assert shown == names, query
        assert f"affichée{'s' if len(names) > 1 else ''} sur 3" in html


@pytest.mark.parametrize("how_many", [3, 40])
def test_page_query_count_is_flat(client, shortlist, how_many, django_assert_max_num_queries):
    for _ in range(how_many - 3):
        ShortlistItemFactory(shortlist=shortlist)
    client.get(page_of(shortlist))
    with django_assert_max_num_queries(14):
        client.get(page_of(shortlist))


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize("url", ["/", "/annuaire/"])
def test_other_pages_cost_one_query_more_for_who_has_a_shortlist(client, shortlist, url):
    with_session = Client()
    session = with_session.session
    session["anything"] = 1
    session.save()
    nothing_begun = queries_of(with_session, url)

    assert queries_of(client, url) == nothing_begun + 1
    assert nothing_begun == queries_of(Client(), url) + 1  # the session alone
