"""The commune an address names."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suppliers.models import Territory
from suppliers.territories.lines import commune_in_line, is_street_line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("12 rue de la République, Montreuil", "93048"),
        ("12 rue de la République Montreuil", "93048"),
        ("12 rue de la République 93100 Montreuil", "93048"),
        ("12 rue de la République, Montreuil 93", "93048"),
        ("12 rue de la République (Montreuil)", "93048"),
        ("12 rue de la République, Montreuil, France", "93048"),
        ("Montreuil, 12 rue de Paris", "93048"),
        ("12 rue de Paris, Vincennes", "94080"),
        ("12 rue de Paris Vincennes", "94080"),
        ("12 rue Oberkampf Paris 11", "75111"),
        ("12 rue Oberkampf, Paris XI", "75111"),
        ("Paris 12e rue de Reuilly", "75112"),
        ("3 place Jean Jaurès Le Kremlin-Bicêtre", "94043"),
        ("12 av. de Fontainebleau Le Kremlin Bicêtre Cedex", "94043"),
        ("4 rue de Paris, Pierrefitte-sur-Seine", "93066"),
        ("Montreuil sous bois", "93048"),
    ],
)
def test_commune_in_a_line(line, code):
    assert commune_in_line(line).code == code


@pytest.mark.parametrize(
    "line",
    ["", ",,,", "\x00", "12 rue de Paris", "rue du Faubourg Saint-Denis", "10 rue des Lilas", "1 quai Perdu"],
)
def test_street_named_like_a_commune_is_in_none(line):
    assert commune_in_line(line) is None


def test_commune_in_a_line_is_at_home_first():
    reunion = Territory.objects.get(code="974")
    far = {"code": "97411", "kind": "commune", "name": "Saint-Denis", "name_key": "st denis"}
    Territory.objects.create(**far, population=999_999, ancestor_ids=[reunion.pk], latitude=-20, longitude=55)

    assert commune_in_line("3 rue X, Saint-Denis").code == "93066"
    assert commune_in_line("3 rue X, Saint-Denis 974").code == "97411"


def test_commune_in_a_line_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        commune_in_line("12 rue de la République, escalier B, Montreuil")


@pytest.mark.parametrize(
    ("line", "is_street"),
    [("12 rue X", True), ("rue de Paris Montreuil", True), ("3 bis Grande Rue", True),
     ("12B Les Mûriers", True), ("Montreuil", False), ("93100 Montreuil", False), ("Paris 11e", False),
     ("11e arrondissement", False)],
)  # fmt: skip
def test_street_line_is_told_from_a_name(line, is_street):
    assert is_street_line(line) is is_street


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_line_is_read(line):
    place = commune_in_line(line)
    assert place is None or place.kind in ("commune", "arrondissement")
    is_street_line(line)
