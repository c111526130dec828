"""Art. L2113-15 is said where it can matter, and never offered for services it does not know."""

import pytest

from suppliers import search
from suppliers.models import Structure
from tests.directory.conftest import count_of
from tests.factories import ActivityFactory, StructureFactory
from tests.made_once import made_once

BADGE = "L2113-15</b> : à vérifier"
OFFERED = 'name="article" value="L2113-15"'


@pytest.fixture
@made_once
def associations(db):
    """Two associations: one that cleans, one that runs a nursery."""
    for name, sector in [("La Propre", "nettoyage-locaux"), ("La Crèche", "petite-enfance")]:
        ActivityFactory(structure=StructureFactory(published=True, name=name), sectors=[sector])
    search.refresh()


@pytest.mark.parametrize(
    ("query", "badges"),
    [
        ("q=propre", 0),
        ("q=crèche", 1),
        ("article=L2113-15", 2),
        ("cpv=85312110", 1),
        ("cpv=90911200", 0),
        ("cpv=90911200&article=L2113-15", 0),  # the warning says why
    ],
)
def test_card_speaks_of_the_article_where_it_can_matter(associations, results, query, badges):
    assert results(query).count(BADGE) == badges


@pytest.mark.parametrize("query", ["cpv=90911200", "q=90911200-8", "cpv=90911200&secteur=nimporte"])
def test_article_is_not_offered_for_a_code_that_is_not_listed(associations, results, query):
    html = results(query)

    assert OFFERED not in html
    assert "le code CPV 90911200 n’est pas dans la liste de l’annexe 3" in html
    assert "ne paraît pas pouvoir être réservé ainsi" not in html


def test_codes_that_are_not_listed_are_said_together(associations, results):
    assert "L2113-15 : aucun des codes CPV demandés n’est dans la liste" in results(
        "cpv=90911200&cpv=90917000"
    )


def test_article_asked_with_a_code_that_is_not_listed_finds_and_warns(associations, results):
    html = results("cpv=90911200&article=L2113-15")

    assert count_of(html) == 1
    assert OFFERED in html
    assert "ne paraît pas pouvoir être réservé ainsi" in html
    assert html.count("liste de l’annexe 3") == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("secteur=nettoyage-locaux", "au secteur « Nettoyage de locaux et de vitres »"),
        ("secteur=proprete", "au secteur « Propreté, hygiène et cadre de vie urbain »"),
        ("secteur=nettoyage-locaux&secteur=traiteur", "aux secteurs demandés"),
        ("q=nettoyage", "aux secteurs demandés"),
        ("q=netoyage+vitres", "au secteur « Nettoyage de locaux et de vitres »"),
        ("q=nettoyage&secteur=proprete", "aux secteurs demandés"),
    ],
)
def test_article_is_not_offered_for_sectors_without_a_listed_code(associations, results, query, said):
    sentence = f"L2113-15 : aucun code CPV rattaché {said} n’est dans la liste de l’annexe 3"
    html = results(query)

    assert count_of(html) == 1
    assert OFFERED not in html
    assert BADGE not in html
    assert sentence in html
    assert "ne paraît pas pouvoir être réservé ainsi" not in html

    html = results(f"{query}&article=L2113-15")

    assert count_of(html) == 1
    assert OFFERED in html
    assert html.count(sentence) == 1
    assert "Un lot de ces services ne paraît pas pouvoir être réservé ainsi." in html


@pytest.mark.parametrize(
    "query",
    ["secteur=petite-enfance", "secteur=solidarite", "q=crèche", "secteur=petite-enfance&secteur=traiteur",
     "cpv=85312110&secteur=solidarite"],
)  # fmt: skip
def test_one_sector_with_a_listed_code_is_enough(associations, results, query):
    html = results(query)

    assert "liste de l’annexe 3" not in html
    assert OFFERED in html
    assert html.count(BADGE) == 1


@pytest.mark.parametrize(
    ("query", "badges"),
    [
        ("", 2),
        ("q=festin", 1),
        ("secteur=traiteur", 0),
        ("q=traiteur", 0),
        ("cpv=55520000", 0),
        ("secteur=portage-repas", 1),
        ("q=portage+de+repas", 1),
        ("secteur=alimentation", 1),
        ("secteur=traiteur&secteur=petite-enfance", 1),
        ("cpv=85312110&secteur=traiteur", 0),
    ],
)
def test_card_speaks_of_the_services_asked_for_not_of_what_else_is_sold(associations, results, query, badges):
    caterer = StructureFactory(published=True, name="Le Festin")
    ActivityFactory(structure=caterer, sectors=["traiteur"])
    ActivityFactory(structure=caterer, sectors=["portage-repas"], position=1)
    search.refresh()

    assert results(query).count(BADGE) == badges


def test_code_below_a_listed_one_is_hinted_at(associations, results):
    assert "un code voisin y est : vérifier la nomenclature" in results("cpv=92521000")


@pytest.mark.parametrize("query", ["", "cpv=85312110", "cpv=85312110&cpv=90911200", "cpv=12"])
def test_no_word_when_the_article_may_be_used(associations, results, query):
    html = results(query)

    assert "liste de l’annexe 3" not in html
    assert OFFERED in html


def test_structure_says_when_what_it_sells_is_not_on_the_list(associations, client):
    for name, is_beside in [("La Propre", True), ("La Crèche", False)]:
        html = client.get(Structure.objects.get(name=name).get_absolute_url()).content.decode()
        assert "services réservé aux entreprises de l’ESS (L2113-15)" in html
        assert ("rattaché à ce qu’elle vend n’est dans la liste de l’annexe 3" in html) == is_beside


def test_structure_says_what_is_left_to_check(associations, client):
    nursery = StructureFactory(published=True, name="Un multi-accueil")
    search.refresh()
    html = client.get(nursery.get_absolute_url()).content.decode()

    for said in ["mission de service public", "annexe 3", "trois ans au plus", "avec le même acheteur"]:
        assert said in html
