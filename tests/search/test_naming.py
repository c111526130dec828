"""Which sectors a search asks for, in whatever way it says so."""

import pytest
from django.http import QueryDict

from suppliers import search
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db
LOCAUX, VEHICULES = "Nettoyage de locaux et de vitres", "Nettoyage de véhicules"
SPECIALISE = "Nettoyage spécialisé (industriel, hospitalier, fin de chantier)"


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("", set()),
        ("q=zzz", set()),
        ("q=de", set()),
        ("secteur=nettoyage-vehicules", {VEHICULES}),
        ("cpv=90911200", {LOCAUX}),
        ("q=90911200", {LOCAUX}),
        ("q=nettoyages", {LOCAUX, VEHICULES, SPECIALISE}),
        ("q=Nettoyage+de+VITRES", {LOCAUX}),
        ("q=nettoyage+vitres+rapide", {LOCAUX}),
        ("q=vitrerie", {LOCAUX}),
        ("q=véhicule", {VEHICULES}),
        ("q=netoyage+vitres", {LOCAUX}),
        ("q=vitrerie&secteur=nettoyage-vehicules", {LOCAUX, VEHICULES}),
        ("q=vitrerie&secteur=nimporte", set()),
    ],
)
def test_sectors_asked(query: str, asked: set[str]) -> None:
    ActivityFactory(sectors=["nettoyage-locaux"])
    search.refresh()
    found = search.Search(QueryDict(query)).sectors
    assert found & {LOCAUX, VEHICULES, SPECIALISE} == asked


def test_group_asks_for_its_sectors() -> None:
    assert search.Search(QueryDict("secteur=proprete")).sectors >= {LOCAUX, VEHICULES, SPECIALISE}
