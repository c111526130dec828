"""Words that a filter says better are recognised, and what they would bring is counted."""

from typing import Any

import pytest
from django.http import QueryDict

from suppliers import search
from suppliers.search.hints import filters_named
from suppliers.search.links import Links
from suppliers.search.reference import reference
from suppliers.search.state import state
from suppliers.search.suggestions import suggest
from suppliers.search.text import read_text
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
@made_once
def cleaners() -> None:
    certified = StructureFactory(published=True, name="La Brosse et le Seau")
    ActivityFactory(structure=certified)
    CertificationFactory(structure=certified, verification="declared", verified_on=None)
    named = StructureFactory(published=True, name="ESAT sans preuve")
    ActivityFactory(structure=named)
    search.refresh()


def hints(query: str) -> list[tuple[str, int, str]]:
    return [(hint.label, hint.count, hint.url) for hint in search.Search(QueryDict(query)).hints]


def test_acronym_typed_as_a_word_offers_its_filter() -> None:
    expected = [("ESAT", 1, "/annuaire/?q=nettoyage&certification=ESAT")]
    assert hints("q=esat+nettoyage") == expected
    assert hints("q=esat+nettoyage&certification=ESAT") == []


def test_acronym_alone_leaves_no_word() -> None:
    assert hints("q=ESAT") == [("ESAT", 1, "/annuaire/?certification=ESAT")]


def test_commune_typed_as_a_word_offers_to_search_around_it() -> None:
    ((label, count, url), _working_there) = hints("q=nettoyage+Montreuil")
    assert (label, count) == ("autour de Montreuil", 2)
    assert url.startswith("/annuaire/?q=nettoyage&pres_de=48.8")
    assert hints("q=nettoyage+Montreuil&territoire=93") == []


def test_commune_that_has_merged_is_the_one_it_is_part_of() -> None:
    text, links = read_text("nettoyage Pierrefitte-sur-Seine"), Links(QueryDict("q=x"))
    named = dict(filters_named(text, links, reference(state().version), lambda query: 1))

    assert list(named) == ["autour de Saint-Denis", "intervient à Saint-Denis"]
    assert named["intervient à Saint-Denis"] == "q=nettoyage&intervient=93066"


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("nettoyage Paris 20e", "Paris 20e"),
        ("nettoyage 20e arrondissement", "Paris 20e"),
        ("nettoyage paris 1er", "Paris 1er"),
        ("nettoyage paris XIe", "Paris 11e"),
        ("nettoyage paris", "Paris"),
    ],
)
def test_arrondissement_is_a_place_however_it_is_said(typed: str, place: str) -> None:
    (label, _count, url), _working_there = hints(f"q={typed.replace(' ', '+')}")
    assert label == f"autour de {place}"
    assert url.startswith("/annuaire/?q=nettoyage&pres_de=48.8")


def test_commune_offers_who_works_there_too() -> None:
    far = StructureFactory(published=True, name="Loin", latitude=48.6, longitude=2.45, geo_precision="street")
    ActivityFactory(structure=far, zone_kind="territories", territories=["93"])
    search.refresh()
    around, working_there = hints("q=nettoyage+Montreuil")
    assert around[:2] == ("autour de Montreuil", 2)
    assert working_there == ("intervient à Montreuil", 3, "/annuaire/?q=nettoyage&intervient=93048")
    assert hints("q=nettoyage+93100")[1] == working_there


def test_of_both_readings_of_a_commune_the_one_that_finds_most_goes_with_the_rest() -> None:
    assert hints("q=nettoyage+ESAT+Montreuil")[0][0] == "ESAT, autour de Montreuil"
    far = StructureFactory(published=True, name="Loin", latitude=48.6, longitude=2.45, geo_precision="street")
    ActivityFactory(structure=far)
    CertificationFactory(structure=far, verification="declared", verified_on=None)
    search.refresh()
    together, *alone = hints("q=nettoyage+ESAT+Montreuil")
    url = "/annuaire/?q=nettoyage&certification=ESAT&intervient=93048"
    assert together == ("ESAT, intervient à Montreuil", 2, url)
    assert [label for label, _, _ in alone] == ["ESAT", "autour de Montreuil", "intervient à Montreuil"]


def test_commune_is_read_once(django_assert_num_queries: Any) -> None:
    hints("q=nettoyage+Montreuil")
    with django_assert_num_queries(2):  # the state of the directory, and the places of that name
        hints("q=nettoyage+Bagnolet")


def test_territory_of_two_words_offers_who_works_there() -> None:
    assert hints("q=nettoyage+est+ensemble") == [
        ("intervient à Est Ensemble", 2, "/annuaire/?q=nettoyage&intervient=T8")
    ]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("nettoyage de 3 écoles à Montreuil, 60 k€, en mars", "nettoyage de 3 écoles"),
        ("nettoyage près de Montreuil", "nettoyage"),
        ("nettoyage proche de Montreuil", "nettoyage"),
        ("nettoyage aux environs de Montreuil", "nettoyage"),
        ("nettoyage autour de Montreuil", "nettoyage"),
        ("nettoyage vers Montreuil", "nettoyage"),
        ("nettoyage a Montreuil de bureaux", "nettoyage de bureaux"),
        ("nettoyage en ville à Montreuil", "nettoyage en ville"),
        ("nettoyage secteur de Montreuil", "nettoyage"),
        ("nettoyage pour la ville de Montreuil", "nettoyage"),
        ("nettoyage sur la commune de Montreuil", "nettoyage"),
        ("nettoyage de Montreuil", "nettoyage"),
        ("nettoyage dans Est Ensemble", "nettoyage"),
        ("nettoyage vers Les Lilas", "nettoyage"),
        ("nettoyage d’écoles à L’Île-Saint-Denis", "nettoyage d'écoles"),
        ("nettoyage département de la Seine-Saint-Denis", "nettoyage"),
        ("nettoyage en Seine-Saint-Denis", "nettoyage"),
        ("nettoyage dans le département 93", "nettoyage"),
        ("nettoyage dans les Hauts-de-Seine", "nettoyage"),
        ("Bonjour, je cherche à Montreuil du nettoyage", "nettoyage"),
        ("besoin de nettoyage à domicile, à Montreuil", "nettoyage à domicile"),
        ("service à la personne à Montreuil", "service à la personne"),
        ("lot 2 à Montreuil", ""),
    ],
)
def test_place_leaves_with_what_introduces_it(typed: str, left: str) -> None:
    assert words_left(typed) == left


def test_filter_leaves_with_what_introduces_it() -> None:
    assert words_left("nettoyage de bureaux par un ESAT à Montreuil") == "nettoyage de bureaux"
    assert words_left("nettoyage ESAT ou EA") == "nettoyage"


def words_left(typed: str) -> str:
    """What the first hint leaves in the search box."""
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    question = search.Search(asked)
    assert question.is_valid
    _label, query = filters_named(question.asked.text, question.links, question.reference, question.count_of)[
        0
    ]
    assert query != question.query
    return QueryDict(query).get("q", "")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Les Lilas", "autour des Lilas"),
        ("Aubervilliers", "autour d’Aubervilliers"),
        ("Le Kremlin-Bicêtre", "autour du Kremlin-Bicêtre"),
        ("seine-saint-denis", "intervient en Seine-Saint-Denis"),
        ("94", "intervient dans le Val-de-Marne"),
        ("92", "intervient dans les Hauts-de-Seine"),
        ("La Réunion", "intervient à La Réunion"),
        ("Plaine Commune", "intervient à Plaine Commune"),
    ],
)
def test_place_follows_its_preposition(typed: str, label: str) -> None:
    question = search.Search(QueryDict(f"q=nettoyage {typed}"))
    assert question.is_valid
    named = filters_named(question.asked.text, question.links, question.reference, question.count_of)
    assert named[0][0] == label


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("val de marne", "intervient dans le Val-de-Marne"),
        ("seine saint denis", "intervient en Seine-Saint-Denis"),
        ("hauts de seine", "intervient dans les Hauts-de-Seine"),
        ("dans les alpes de haute provence", "intervient dans les Alpes-de-Haute-Provence"),
        ("paris est marne bois", "intervient à Paris Est Marne & Bois"),
        ("ile de france", "intervient en Île-de-France"),
        ("région grand est", "intervient dans le Grand Est"),
        ("Bretagne", "intervient en Bretagne"),
        ("provence alpes cote d azur", "intervient en Provence-Alpes-Côte d'Azur"),
        ("métropole du grand paris", "intervient dans la Métropole du Grand Paris"),
    ],
)
def test_wider_place_in_several_words_leaves_whole(typed: str, said: str) -> None:
    gardener = StructureFactory(published=True, name="Le Jardin de la Marne")
    ActivityFactory(structure=gardener, sectors=["espaces-verts"])
    search.refresh()
    ((label, count, url),) = hints(f"q=espaces verts {typed}")
    assert (label, count) == (said, 1)
    assert url.startswith("/annuaire/?q=espaces%20verts&intervient=")


@pytest.mark.parametrize("typed", ["ESAT+ESAT", "esat+nettoyage+ESAT", "ESAT/esat"])
def test_acronym_typed_twice_counts_once(typed: str) -> None:
    once = search.Search(QueryDict("q=ESAT+nettoyage" if "nettoyage" in typed else "q=ESAT"))
    assert search.Search(QueryDict(f"q={typed}")).count == once.count > 0


def test_number_of_people_is_no_place() -> None:
    assert hints("q=nettoyage+pour+93+personnes") == []


@pytest.mark.parametrize(
    ("typed", "parameter"),
    [("93100", "pres_de=48.8"), ("seine-saint-denis", "intervient=93"), ("93", "intervient=93")],
)
def test_place_said_by_a_number_or_wider_is_offered_too(typed: str, parameter: str) -> None:
    _label, count, url = hints(f"q=nettoyage+{typed}")[0]
    assert count == 2
    assert url.startswith(f"/annuaire/?q=nettoyage&{parameter}")


def test_hint_that_would_bring_nothing_is_not_given() -> None:
    assert hints("q=nettoyage+ESUS") == []


def test_acronyms_of_one_kind_are_alternatives() -> None:
    assert hints("q=nettoyage+ESAT/EA") == [
        ("ESAT ou Entreprise adaptée", 1, "/annuaire/?q=nettoyage&certification=ESAT&certification=EA")
    ]
    assert search.Search(QueryDict("q=nettoyage+ESAT/EA")).count == 2


@pytest.mark.parametrize(
    ("typed", "parameters"),
    [
        ("l'article L. 2113-12", "article=L2113-12"),
        ("ESAT", "certification=ESAT"),
        ("nettoyage handicap", "q=nettoyage&article=L2113-12"),
        ("marchés réservés", "article=L2113-12&article=L2113-13"),
    ],
)
def test_words_of_the_law_offer_their_filter(typed: str, parameters: str) -> None:
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    assert f"/annuaire/?{parameters}" in [hint.url for hint in search.Search(asked).hints]


def test_certification_is_suggested_by_its_acronym() -> None:
    assert suggest("esa")[0]["url"] == "/annuaire/?certification=ESAT"


def test_all_that_is_recognised_is_offered_at_once() -> None:
    together, *alone = hints("q=nettoyage+de+bureaux+ESAT+Montreuil")
    assert together[0] == "ESAT, autour de Montreuil"
    assert together[2].startswith("/annuaire/?q=nettoyage%20de%20bureaux&certification=ESAT&pres_de=48.8")
    assert [label for label, _, _ in alone] == ["ESAT", "autour de Montreuil", "intervient à Montreuil"]


@pytest.mark.parametrize(
    ("typed", "articles"),
    [
        ("marchés réservés handicap", ["L2113-12"]),
        ("marché réservé insertion", ["L2113-13"]),
        ("marchés réservés", ["L2113-12", "L2113-13"]),
        ("handicap et insertion", ["L2113-12", "L2113-13"]),
    ],
)
def test_reserved_contracts_are_those_that_are_named(typed: str, articles: list[str]) -> None:
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    question = search.Search(asked)
    assert question.is_valid
    named = filters_named(question.asked.text, question.links, question.reference, question.count_of)
    assert named[0][1] == "&".join(f"article={article}" for article in articles)


def test_arrondissement_is_offered_by_its_short_name() -> None:
    label, _count, _url = hints("q=nettoyage 75011")[0]
    assert label == "autour de Paris 11e"
