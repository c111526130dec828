"""Places by code, name, postal code and point; the database and the gazetteer agree."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suppliers.models import Territory
from suppliers.territories.find import (
    commune_at,
    departement_of,
    territory_with_code,
)
from suppliers.territories.gazetteer import Gazetteer

pytestmark = pytest.mark.django_db

CITY_LINES = [
    ("Montreuil", "93100", "93048"),
    ("MONTREUIL", " 93100 ", "93048"),
    ("MONTREUIL CEDEX", "93108", "93048"),
    ("Montreuil", "93108", "93048"),  # a CEDEX code without the word
    ("Montreuil", "62170", None),  # another Montreuil
    ("Montreuil", "75011", None),
    ("Montreuil", "94300", None),
    ("", "93100", None),  # never from a postal code alone
    ("Ville inconnue", "93100", None),
    ("Montreuil", "", None),
    ("Montreuil", "9310", None),
    ("Montreuil", "abcde", None),
    ("Montreuil", "٩٣١٠٠", None),
    ("Paris", "75011", "75111"),
    ("PARIS 11", "75011", "75111"),
    ("Paris 11e Arrondissement", "75011", "75111"),
    ("PARIS CEDEX 11", "75544", "75111"),
    ("Paris Cedex", "75544", "75056"),
    ("Paris 12", "75011", "75056"),  # Paris for sure, the arrondissement is not
    ("Paris", "75116", "75116"),
    ("Paris 16", "75116", "75116"),
    ("Paris", "75016", "75116"),
    ("Paris 42", "75011", "75056"),
    ("Saint-Denis", "93210", "93066"),
    ("ST DENIS CEDEX", "93205", "93066"),
    ("Saint-Denis La Plaine", "93210", "93066"),
    ("La Plaine Saint-Denis", "93210", "93066"),
    ("Pierrefitte-sur-Seine", "93380", "93066"),
    ("Pierrefitte", "93380", "93066"),
    ("Saint-Denis", "93380", "93066"),
    ("PIERREFITTE SUR SEINE CEDEX", "93383", "93066"),
    ("L'Ile St Denis", "93450", "93039"),
    ("ILE-SAINT-DENIS", "93450", "93039"),
    ("Asnières", "92600", "92004"),
    ("Boulogne", "92100", "92012"),
    ("Saint-Ouen", "93400", "93070"),
    ("Fontenay s/s Bois", "94120", "94033"),
    ("Champigny S/ Marne", "94500", "94017"),
    ("Nanterre Cedex 9", "92000", "92050"),
    ("Marolles-en-Brie", "94440", "94048"),  # three communes share 94440
    ("Santeny", "94440", "94070"),
    ("Villecresnes", "94440", "94075"),
    ("Mandres-les-Roses", "94520", "94047"),
    ("Périgny", "94520", "94056"),
    ("Athis-Mons", "91200", "91027"),
    ("Argenteuil", "95100", "95018"),
]


@pytest.mark.parametrize(("name", "postal_code", "code"), CITY_LINES)
def test_commune_at_a_city_line(name, postal_code, code):
    found = commune_at(name, postal_code)
    assert (found.code if found else None) == code


def test_gazetteer_agrees_on_every_city_line():
    gazetteer = Gazetteer.load()
    for name, postal_code, code in CITY_LINES:
        found = gazetteer.commune_at(name, postal_code)
        assert (found.code if found else None) == code, (name, postal_code)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_commune_at_a_known_name_and_code_is_that_commune(data):
    communes = Territory.objects.current().filter(kind="commune").exclude(code="75056").order_by("code")
    commune = data.draw(st.sampled_from(list(communes)))
    postal_code = data.draw(st.sampled_from(commune.postal_codes))
    written = data.draw(st.sampled_from([commune.name, commune.name.upper(), commune.name.replace("-", " ")]))
    assert commune_at(written, postal_code) == commune


@given(name=st.text(max_size=40), postal_code=st.text(max_size=8))
def test_commune_at_any_text_answers(name, postal_code):
    gazetteer = Gazetteer([])
    assert gazetteer.commune_at(name, postal_code) is None


def test_commune_at_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        commune_at("Pierrefitte-sur-Seine", "93380")


def test_gazetteer_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        gazetteer = Gazetteer.load()
        gazetteer.commune_at("Pierrefitte-sur-Seine", "93380")
        gazetteer.departement_of("93100")
        gazetteer.with_code("93059")


@pytest.mark.parametrize(
    ("asked", "code"),
    [("93048", "93048"), ("93059", "93066"), ("t8", "T8"), ("R11", "R11"), ("mgp", "MGP"), ("2a", "2A")],
)
def test_territory_with_code_is_found(asked, code):
    assert territory_with_code(asked).code == code
    assert Gazetteer.load().with_code(asked).code == code


@pytest.mark.parametrize("asked", ["", "99999", "T13", "930480", "\x00", "' OR 1=1"])
def test_territory_with_code_of_nothing_is_none(asked):
    assert territory_with_code(asked) is None


def test_territory_with_code_follows_two_mergers():
    heir = Territory.objects.get(code="93048")
    middle = Territory.objects.create(
        code="93901", kind="commune", name="A", name_key="a", merged_into=heir, merged_on="2025-01-01"
    )
    Territory.objects.create(
        code="93902", kind="commune", name="B", name_key="b", merged_into=middle, merged_on="2024-01-01"
    )
    assert territory_with_code("93902") == heir
    assert Gazetteer.load().with_code("93902") == heir


@pytest.mark.parametrize(
    ("postal_code", "code"),
    [
        ("93100", "93"),
        ("01000", "01"),
        ("20000", "2A"),
        ("20137", "2A"),
        ("20200", "2B"),
        ("20600", "2B"),
        ("97400", "974"),
        ("97600", "976"),
        ("97133", None),  # Saint-Barthélemy
        ("97500", None),  # Saint-Pierre-et-Miquelon is no département
        ("98800", None),
        ("00100", None),
        ("99999", None),
        ("9310", None),
        ("", None),
        ("Paris", None),
    ],
)
def test_departement_of_a_postal_code(postal_code, code):
    for found in (departement_of(postal_code), Gazetteer.load().departement_of(postal_code)):
        assert (found.code if found else None) == code
