import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from suppliers import search
from suppliers.models import Workspace
from suppliers.models.shortlist import MOST_PICKED as MOST
from suppliers.workspace.owning import KEY as WORKSPACE
from tests.buyer_factories import ShortlistFactory, ShortlistItemFactory
from tests.factories import StructureFactory

URL = "/selection/"


def held(client):
    """The structures of the visitor's shortlist, in order."""
    number = client.session.get(WORKSPACE)
    items = Workspace.objects.get(pk=number).shortlists.get().items.held() if number else []
    return [item.structure_id for item in items]


def test_selection_empty_says_how_to_fill_it(client, db):
    html = client.get(URL).content.decode()

    assert "Votre sélection est vide." in html
    assert 'href="/annuaire/"' in html


def test_selection_adds_and_comes_back_to_the_button(client, esat):
    response = client.post(URL, {"ajouter": esat.pk, "retour": "/annuaire/?q=nettoyage"})

    assert response.status_code == 302
    assert response.url == f"/annuaire/?q=nettoyage#pick-{esat.pk}"
    html = client.get(URL).content.decode()
    assert esat.name in html
    assert "reste à vérifier par l’acheteur" in html
    assert 'data-count="1"' in client.get("/").content.decode()


def test_selection_removes_and_clears(client, esat):
    client.post(URL, {"ajouter": esat.pk})
    client.post(URL, {"retirer": esat.pk})
    assert held(client) == []

    client.post(URL, {"ajouter": esat.pk})
    client.post(URL, {"vider": "1"})
    assert held(client) == []


def test_selection_emptied_by_mistake_comes_back_as_it_was(client, db):
    gone, first, second = StructureFactory.create_batch(3, published=True)
    search.refresh()
    for structure in (second, gone, first):
        client.post(URL, {"ajouter": structure.pk})
    gone.status = "hidden"
    gone.save()
    search.refresh([gone.pk])

    html = client.post(URL, {"vider": "1", "retour": URL}, follow=True).content.decode()
    assert "3 structures sont sorties de votre sélection." in html
    assert "Votre sélection est vide." in html
    html = client.post(URL, {"retablir": "1", "retour": URL}, follow=True).content.decode()
    assert held(client) == [second.pk, gone.pk, first.pk]
    assert "de votre sélection. <button" not in html


def test_selection_emptied_is_forgotten_at_the_next_change(client, esat):
    client.post(URL, {"ajouter": esat.pk})
    client.post(URL, {"vider": "1"})
    client.post(URL, {"vider": "1"})  # a second click takes nothing away
    assert "1 structure est sortie de votre sélection." in client.get(URL).content.decode()

    client.post(URL, {"ajouter": esat.pk})
    client.post(URL, {"retirer": esat.pk})
    assert "est sortie de votre sélection" not in client.get(URL).content.decode()
    client.post(URL, {"retablir": "1"})
    assert held(client) == []


def chosen_in_order(client, how_many=4):
    keys = [structure.pk for structure in StructureFactory.create_batch(how_many, published=True)]
    search.refresh()
    for key in keys:
        client.post(URL, {"ajouter": key})
    return keys


def test_selection_puts_back_at_the_rank_it_had(client, db):
    first, second, third, last = keys = chosen_in_order(client)
    for key in (second, third, first):
        client.post(URL, {"retirer": key, "retour": URL})
    for key in (first, second, third):
        client.post(URL, {"ajouter": key, "retour": URL})
    assert held(client) == keys

    client.post(URL, {"retirer": last, "retour": URL})
    client.post(URL, {"ajouter": last, "retour": URL})
    assert held(client) == keys


def test_selection_chosen_anew_comes_last(client, db):
    first, second, third = chosen_in_order(client, 3)
    for key in (first, second):
        client.post(URL, {"retirer": key})
    other = StructureFactory(published=True)
    search.refresh([other.pk])
    for key in (other.pk, first):
        client.post(URL, {"ajouter": key})
    assert held(client) == [third, other.pk, first]


@pytest.mark.parametrize("rank", [0, 1, 3])
def test_selection_says_where_it_stood_what_was_taken_out(client, db, rank):
    keys = chosen_in_order(client)
    html = client.post(URL, {"retirer": keys[rank], "retour": URL}, follow=True).content.decode()

    said = html.index("n’est plus dans votre sélection")
    stand = [key for key in keys if key != keys[rank] and html.index(f'id="fiche-{key}"') < said]
    assert stand == keys[:rank]
    assert html.count("autofocus") == 1


def test_selection_page_is_kept_by_no_cache(client, esat):
    """It says what colleagues do, and is nobody else's business."""
    client.post(URL, {"ajouter": esat.pk})
    assert {"private", "no-store"} <= set(client.get(URL)["Cache-Control"].split(", "))


def test_selection_leads_back_to_the_directory(client, esat):
    for _ in range(2):  # empty, then not
        html = client.get(URL).content.decode()
        assert '<a href="/annuaire/" data-atlas-way-back>Retour à l’annuaire</a>' in html
        client.post(URL, {"ajouter": esat.pk})


@pytest.mark.parametrize(
    "back", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)", "", "/\\x.example"]
)
def test_selection_never_leads_elsewhere(client, esat, back):
    assert client.post(URL, {"ajouter": esat.pk, "retour": back}).url == URL


@pytest.mark.parametrize("typed", ["abc", "-1", "0", "9" * 30, "1; drop", "\x00", "١"])
def test_selection_ignores_what_is_no_structure(client, db, typed):
    assert client.post(URL, {"ajouter": typed}).status_code == 302
    assert held(client) == []


def test_selection_refuses_one_that_is_not_published(client, db):
    client.post(URL, {"ajouter": StructureFactory().pk})

    assert held(client) == []


def test_selection_gives_contacts_and_a_way_back(client, esat):
    esat.phone, esat.email = "0102030405", "contact@esat.example.org"
    esat.save()
    client.post(URL, {"ajouter": esat.pk})
    html = client.get(URL).content.decode()
    assert "contact@esat.example.org" in html
    assert "01\u00a002\u00a003\u00a004\u00a005" in html

    response = client.post(URL, {"retirer": esat.pk, "retour": URL}, follow=True)
    assert "n’est plus dans votre sélection" in response.content.decode()
    client.post(URL, {"ajouter": esat.pk, "retour": URL})
    assert held(client) == [esat.pk]


def test_selection_forgets_those_that_are_gone(client, esat):
    client.post(URL, {"ajouter": esat.pk})
    esat.status = "hidden"
    esat.save()
    search.refresh([esat.pk])
    client.post(URL, {"oublier": "1"})
    assert held(client) == []


def test_selection_is_full_at_fifty(client, db):
    structures = StructureFactory.create_batch(MOST + 1, published=True)
    search.refresh()
    for structure in structures:
        response = client.post(URL, {"ajouter": structure.pk}, follow=True)

    assert len(held(client)) == MOST
    assert "contient déjà 50 structures" in response.content.decode()


def test_selection_for_htmx_answers_the_button_and_the_count(client, esat):
    response = client.post(URL, {"ajouter": esat.pk}, headers={"hx-request": "true"})
    html = response.content.decode()

    assert 'aria-pressed="true"' in html
    assert f"Garder {esat.name} dans ma sélection" in html
    assert re.search(r'id="selection-count" data-count="1" [a-z-]+="\d+" hx-swap-oob="true"', html)


def test_selection_says_when_a_structure_is_gone(client, esat):
    client.post(URL, {"ajouter": esat.pk})
    esat.status = "hidden"
    esat.save()
    search.refresh([esat.pk])

    assert "1 structure de votre sélection n’a plus de fiche publique" in client.get(URL).content.decode()


def test_selection_needs_the_page_it_comes_from(esat):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(URL, {"ajouter": esat.pk}).status_code == 403


def test_selection_is_logged(client, esat, caplog):
    with caplog.at_level(logging.INFO, "suppliers"):
        client.post(URL, {"ajouter": esat.pk})

    assert f"added {esat.pk}" in caplog.text


def test_searching_and_reading_leaves_no_session(client, esat):
    for url in ["/", "/annuaire/?q=nettoyage", esat.get_absolute_url(), URL, reverse("directory:legal")]:
        client.get(url)

    assert not Session.objects.exists()


@pytest.mark.parametrize("how_many", [2, 50])
def test_selection_query_count_is_flat(client, db, how_many, django_assert_max_num_queries):
    structures = StructureFactory.create_batch(how_many, published=True)
    search.refresh()
    shortlist = ShortlistFactory()
    for structure in structures:
        ShortlistItemFactory(shortlist=shortlist, structure=structure)
    session = client.session
    session[WORKSPACE] = shortlist.workspace.pk
    session.save()
    client.get(URL)
    search.forget()

    with django_assert_max_num_queries(17):
        client.get(URL)
