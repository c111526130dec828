"""Structures get their commune, and its centre, once load_territories has read it."""

import io

import pytest
from django.core.management import call_command

from suppliers import search
from suppliers.models import DirectoryEntry, Structure, Territory
from tests.factories import StructureFactory
from tests.imports.lists import a_row, import_rows

pytestmark = pytest.mark.django_db

MONTREUIL_62 = (
    "insee,name,department,post_codes,lat,lon,population,ept_siren\n"
    "62588,Montreuil,62,62170,50.4637,1.7634,1862,\n"
)


@pytest.fixture
def listed(tmp_path):
    """Write a list of communes and load it."""

    def write_and_load(lines):
        path, output = tmp_path / "communes.csv", io.StringIO()
        path.write_text(lines)
        call_command("load_territories", str(path), stdout=output)
        return " ".join(output.getvalue().split())

    return write_and_load


def test_structures_of_a_departement_get_their_commune(listed):
    wide = {"territory": Territory.objects.get(code="62"), "city": "MONTREUIL", "postal_code": "62170"}
    known = StructureFactory(published=True, **wide)
    unknown = StructureFactory(**{**wide, "city": "Ailleurs"})
    nowhere = StructureFactory(**{**wide, "territory": None})
    here = StructureFactory()
    output = listed(MONTREUIL_62)
    assert "Structures rattachées : 2." in output
    placed = dict(Structure.objects.values_list("pk", "territory__code"))
    assert placed == {known.pk: "62588", unknown.pk: "62", nowhere.pk: "62588", here.pk: "93048"}
    assert DirectoryEntry.objects.get(pk=known.pk).card["city"]


@pytest.fixture
def loose():
    """A published structure of Montreuil (62), of which only the département is known."""
    wide = {"territory": Territory.objects.get(code="62"), "city": "Montreuil", "postal_code": "62170"}

    def made(**fields):
        structure = StructureFactory(
            published=True, **{**wide, "latitude": None, "longitude": None, **fields}
        )
        search.refresh()
        return structure

    return made


@pytest.mark.parametrize(
    "approximate", [{}, {"latitude": 50.5, "longitude": 1.8, "geo_precision": "commune", "geo_score": 0.9}]
)
def test_attached_structure_without_a_point_of_its_own_is_at_the_centre(listed, loose, approximate):
    structure = loose(**approximate)
    listed(MONTREUIL_62)
    structure.refresh_from_db()
    assert (structure.latitude, structure.longitude) == (50.4637, 1.7634)
    assert (structure.geo_precision, structure.geo_score) == ("commune", None)
    entry = DirectoryEntry.objects.get(pk=structure.pk)
    assert (entry.latitude, entry.longitude) == (50.4637, 1.7634)
    assert search.differences() == []


@pytest.mark.parametrize(
    "known",
    [
        {"latitude": 50.46, "longitude": 1.76, "geo_precision": "street"},
        {"edited_fields": ["latitude", "longitude"]},
    ],
    ids=["finer", "edited"],
)
def test_attached_structure_keeps_a_finer_point_or_none_when_that_was_chosen(listed, loose, known):
    structure = loose(**known)
    listed(MONTREUIL_62)
    structure.refresh_from_db()
    assert structure.territory.code == "62588"
    assert (structure.latitude, structure.geo_precision) == (
        known.get("latitude"),
        known.get("geo_precision", ""),
    )


def test_attached_structure_is_where_its_list_would_put_it(listed, tmp_path):
    row = a_row(city="Montreuil", post_code="62170", department="62", lat="", lon="")
    import_rows(tmp_path, row)
    listed(MONTREUIL_62)
    version = search.state().version
    again = import_rows(tmp_path, row)
    assert (again.updated, again.unchanged) == (0, 1)
    assert Structure.objects.get().geo_precision == "commune"
    assert search.state().version == version


def test_structures_are_attached_in_batches(listed, monkeypatch):
    monkeypatch.setattr("suppliers.territories.attaching.BATCH", 3)
    wide = {"territory": Territory.objects.get(code="62"), "city": "Montreuil", "postal_code": "62170"}
    StructureFactory.create_batch(8, **wide)
    assert "Structures rattachées : 8." in listed(MONTREUIL_62)
