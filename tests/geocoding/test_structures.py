"""Better points for structures, and whose work they may not undo."""

import pytest
from django.db import transaction

from suppliers.geocoding.structures import improvable, propose, write
from suppliers.models import Structure, Territory
from tests.factories import StructureFactory
from tests.geocoding.ban_server import found

pytestmark = pytest.mark.django_db

PLACE = found("18 Rue Saint-Antoine 93100 Montreuil", 48.865, 2.455)


def approximate(**fields):
    """A structure at the centre of Montreuil, its address known."""
    centre = {"latitude": 48.8633, "longitude": 2.4483, "geo_precision": "commune"}
    return StructureFactory(**{"address": "18 rue Saint-Antoine", **centre, **fields})


def improve(*structures):
    proposals = propose(structures)
    with transaction.atomic():
        moved = write(proposals)
    for structure in structures:
        structure.refresh_from_db()
    return moved


def test_improvable_are_the_approximate_and_the_missing():
    wanted = [approximate(), StructureFactory(latitude=None, longitude=None)]
    for precision in ("housenumber", "street", "source", "manual"):
        approximate(geo_precision=precision)
    assert set(improvable()) == set(wanted)


def test_improvable_leave_out_the_centre_without_an_address():
    approximate(address="")
    assert not improvable().exists()


def test_improvable_with_precise_ones_leave_out_those_of_members():
    wanted = [approximate(geo_precision=precision) for precision in ("housenumber", "street", "source")]
    approximate(geo_precision="manual")
    approximate(edited_fields=["latitude", "longitude"])
    assert set(improvable(precise_too=True)) == set(wanted)


def test_improvable_never_asked_come_first():
    tried = approximate(geo_score=0.2)
    new = approximate()
    assert list(improvable()) == [new, tried]


def test_approximate_structure_moves_to_its_address(ban):
    ban.otherwise = PLACE
    structure = approximate()
    assert improve(structure) == [structure.pk]
    assert (structure.latitude, structure.longitude) == (48.865, 2.455)
    assert (structure.geo_precision, structure.geo_score) == ("housenumber", 0.97)


def test_missing_point_becomes_the_centre_when_nothing_is_found(ban):
    structure = StructureFactory(latitude=None, longitude=None, address="lieu-dit inconnu")
    assert improve(structure) == [structure.pk]
    assert structure.geo_precision == "commune"
    assert structure.latitude == Territory.objects.get(code="93048").latitude


def test_point_found_in_vain_stays_and_its_score_is_noted(ban):
    ban.otherwise = found("18 Rue Antoine", 48.9, 2.5, score=0.31)
    structure = approximate()
    assert improve(structure) == []
    assert (structure.geo_precision, structure.geo_score) == ("commune", 0.31)


@pytest.mark.parametrize(
    ("known", "answer", "moves"),
    [
        ("housenumber", "housenumber", True),
        ("source", "housenumber", True),
        ("street", "housenumber", True),
        ("street", "street", True),
        ("housenumber", "street", False),
        ("source", "street", False),
        ("source", "municipality", False),
        ("street", "municipality", False),
    ],
)
def test_point_never_gives_way_to_a_vaguer_one(ban, known, answer, moves):
    ban.otherwise = found("18 Rue Saint-Antoine", 48.865, 2.455, kind=answer)
    structure = approximate(geo_precision=known)
    assert bool(improve(structure)) is moves
    assert structure.latitude == (48.865 if moves else 48.8633)


@pytest.mark.parametrize(
    "change",
    [
        {"geo_precision": "manual", "latitude": 48.9, "longitude": 2.5},
        {"edited_fields": ["latitude"]},
        {"address": "20 rue de Paris"},
        {"city": "Bagnolet", "postal_code": "93170"},
    ],
    ids=["placed by hand", "edited", "moved", "moved away"],
)
def test_change_made_while_we_asked_is_kept(ban, change):
    ban.otherwise = PLACE
    structure = approximate()
    proposals = propose([structure])
    Structure.objects.filter(pk=structure.pk).update(**change)
    with transaction.atomic():
        assert write(proposals) == []
    structure.refresh_from_db()
    assert all(getattr(structure, name) == value for name, value in change.items())
    assert structure.latitude == change.get("latitude", 48.8633)


def test_point_of_a_list_is_its_own_no_more_once_replaced(ban):
    ban.otherwise = PLACE
    said = {"source": "ASP", "date": "2026-01-01"}
    structure = approximate(geo_precision="source", field_sources={"latitude": said, "address": said})
    improve(structure)
    assert structure.field_sources == {"address": said}


def test_structure_of_a_departement_gets_the_commune_of_its_address(ban):
    ban.otherwise = PLACE
    structure = approximate(
        territory=Territory.objects.get(code="93"), latitude=None, longitude=None, geo_precision=""
    )
    improve(structure)
    assert structure.territory.code == "93048"


def test_structure_of_a_departement_gets_the_heir_of_a_merged_commune(ban):
    ban.otherwise = found("1 Place de la Mairie", 48.96, 2.36, citycode="93059")
    structure = approximate(territory=None, latitude=None, longitude=None, geo_precision="")
    improve(structure)
    assert structure.territory.code == "93066"


def test_structure_of_a_commune_keeps_it(ban):
    ban.otherwise = found("Rue de Paris 93170 Bagnolet", 48.868, 2.418, citycode="93006")
    structure = approximate()
    improve(structure)
    assert structure.territory.code == "93048"
