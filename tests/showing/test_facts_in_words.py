from decimal import Decimal

import pytest

from suppliers import search
from suppliers.models import Certification, LegalForm, Sector, Structure, Territory
from suppliers.showing.facts_in_words import (
    city_of,
    cpv_in_words,
    naf_in_words,
    share_in_words,
    title_of,
)
from suppliers.showing.short_forms import SHORT_FORMS, short_form
from tests.factories import StructureFactory


@pytest.mark.parametrize(
    ("name", "city", "title"),
    [
        ("L'Ardoise – Le Kremlin-Bicêtre", "Le Kremlin-Bicêtre", "L'Ardoise – Le Kremlin-Bicêtre"),
        ("RÉGIE DE SAINT OUEN", "Saint-Ouen", "RÉGIE DE SAINT OUEN"),
        ("Les Pantinois", "Pantin", "Les Pantinois, Pantin"),
        ("Amicale", "", "Amicale"),
    ],
)
def test_title_says_the_commune_once(name, city, title):
    assert title_of(Structure(name=name, city=city)) == title


def test_city_is_the_arrondissement_when_known(db, client):
    eleventh = Territory.objects.get(code="75111")
    structure = StructureFactory(published=True, city="Paris", postal_code="75011", territory=eleventh)
    search.refresh()
    html = client.get(structure.get_absolute_url()).content.decode()

    assert city_of(structure) == "Paris 11e"
    assert "<b>Paris 11e</b> · Île-de-France" in html
    assert "<b>Paris 11e</b> ·" in client.get("/annuaire/").content.decode()


@pytest.mark.parametrize(
    ("code", "nomenclature", "said"),
    [
        ("81.21Z", "NAFRev2", "81.21Z (NAF rév. 2)"),
        ("8899B", "", "88.99B"),
        ("81.21Y", "NAF25", "81.21Y (NAF 2025)"),
        ("", "NAFRev2", ""),
    ],
)
def test_naf_code_is_said_with_its_nomenclature(code, nomenclature, said):
    assert naf_in_words(Structure(naf_code=code, naf_nomenclature=nomenclature)) == said


def test_share_says_what_it_counts():
    share = {"target_share": Decimal("65.20"), "target_share_year": 2025}
    assert share_in_words(Certification(target_share_basis="tetes", **share)) == (
        "65,2 % en nombre de personnes (2025)"
    )


def test_cpv_codes_have_the_labels_we_hold():
    sectors = [Sector(cpv_prefixes=["851", "9091"])]
    assert (
        cpv_in_words(sectors, {"85100000": "Services de santé"}) == "85100000 (Services de santé), 90910000"
    )


def test_short_legal_forms_are_forms_of_the_reference(db):
    assert set(SHORT_FORMS) <= set(LegalForm.objects.values_list("code", flat=True))
    assert short_form("5499", "Société à responsabilité limitée (sans autre indication)") == "SARL"
    assert short_form("3120", "Société commerciale étrangère") == "Société commerciale étrangère"
