"""What was merged leads to what stays."""

import pytest

from suppliers import search
from suppliers.models import ErrorReport, Structure
from suppliers.workspace.owning import KEY as WORKSPACE
from tests.buyer_factories import ShortlistFactory, ShortlistItemFactory
from tests.factories import StructureFactory


@pytest.fixture
def chain(db):
    """Three pages of one structure: the first was merged into the second, the second into the third."""
    last = StructureFactory(published=True, name="La Brosse")
    second = StructureFactory(name="Brosse & Cie", status="hidden", merged_into=last)
    first = StructureFactory(name="Brosse", status="hidden", merged_into=second)
    search.refresh()
    return first, second, last


@pytest.mark.parametrize("rank", [0, 1])
def test_address_of_a_merged_structure_leads_to_the_one_that_stays(client, chain, rank):
    merged, last = chain[rank], chain[2]
    for address in (merged.get_absolute_url(), f"/structures/{merged.siret}/"):
        response = client.get(f"{address}?retour=1")
        assert (response.status_code, response.url) == (301, f"{last.get_absolute_url()}?retour=1")
        assert "no-cache" in response["Cache-Control"]


def test_address_without_siret_leads_there_too(client, chain):
    Structure.objects.filter(pk=chain[0].pk).update(siret=None)
    response = client.get(f"/structures/a-{chain[0].pk}/brosse/")
    assert (response.status_code, response.url) == (301, chain[2].get_absolute_url())


def test_merged_into_one_that_is_hidden_leads_nowhere(client, chain):
    Structure.objects.filter(pk=chain[2].pk).update(status="hidden")
    assert client.get(chain[0].get_absolute_url()).status_code == 404


def test_ring_of_merged_structures_ends(client, chain):
    first, _, last = chain
    Structure.objects.filter(pk=last.pk).update(status="hidden", merged_into=first)
    assert client.get(first.get_absolute_url()).status_code == 404


def test_report_typed_on_a_merged_page_arrives(client, chain):
    typed = {"kind": "closed", "message": "Rideau baissé."}
    response = client.post(f"/structures/{chain[0].siret}/signaler/", typed, follow=True)
    assert response.redirect_chain[0] == (f"/structures/{chain[2].siret}/signaler/", 308)
    assert ErrorReport.objects.get().structure == chain[2]


def test_page_of_a_published_structure_costs_no_query_more(client, chain, django_assert_num_queries):
    url = chain[2].get_absolute_url()
    client.get(url)
    with django_assert_num_queries(3):
        client.get(url)


def chosen(client, *ids):
    """A visitor's shortlist of these."""
    shortlist = ShortlistFactory()
    for key in ids:
        ShortlistItemFactory(shortlist=shortlist, structure=Structure.objects.get(pk=key))
    session = client.session
    session[WORKSPACE] = shortlist.workspace.pk
    session.save()
    return shortlist


def held(shortlist):
    return [item.structure_id for item in shortlist.items.held()]


def test_selection_shows_the_survivor_in_the_place_of_the_merged_one(client, chain):
    other = StructureFactory(published=True)
    search.refresh([other.pk])
    shortlist = chosen(client, chain[0].pk, other.pk)

    html = client.get("/selection/").content.decode()

    assert held(shortlist) == [chain[2].pk, other.pk]
    assert "La Brosse" in html
    assert "n’a plus de fiche publique" not in html


def test_selection_holds_the_survivor_once(client, chain):
    shortlist = chosen(client, chain[0].pk, chain[2].pk, chain[1].pk)

    client.get("/selection/")

    assert held(shortlist) == [chain[2].pk]


def test_selection_asks_for_heirs_only_when_some_are_gone(client, chain, django_assert_num_queries):
    chosen(client, chain[2].pk)
    client.get("/selection/")
    with django_assert_num_queries(12):
        client.get("/selection/")
    chosen(client, chain[0].pk)
    # The heirs; their rows, and what was asked of them, changed in a transaction; the rows and their entries.
    with django_assert_num_queries(12 + 1 + 8 + 3):
        client.get("/selection/")
