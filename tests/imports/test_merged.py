"""A list goes on naming a SIRET that was merged into another page."""

import pytest

from suppliers import search
from suppliers.models import DirectoryEntry, Structure
from tests.factories import StructureFactory, siret_number

from .lists import a_row, import_rows, structure_of

pytestmark = pytest.mark.django_db
JUNE = "2025-06-10"


@pytest.fixture
def merged(tmp_path):
    """A structure of the list of March, merged into another establishment of its legal unit."""
    import_rows(tmp_path, a_row())
    structure = structure_of(a_row())
    structure.status = Structure.Status.HIDDEN
    structure.merged_into = StructureFactory(published=True, siret=f"{siret_number(1)[:9]}00099")
    structure.save()
    structure.certifications.update(structure=structure.merged_into)
    search.refresh()
    return structure


def later(**cells):
    return a_row(updated_at=JUNE, **cells)


def test_import_of_a_merged_siret_does_not_bring_it_back(tmp_path, merged):
    import_rows(tmp_path, later(name="LA BROSSE", kind="ACI"))

    structure = Structure.objects.get(siret=merged.siret)
    assert (structure.status, structure.merged_into_id) == ("hidden", merged.merged_into_id)
    assert structure.name == "LA BROSSE"
    assert [entry.structure_id for entry in DirectoryEntry.objects.all()] == [merged.merged_into_id]
    assert search.differences() == []


@pytest.mark.parametrize("kind", ["EI", "ACI"])
def test_list_verifies_the_certification_of_the_page_that_stays(tmp_path, merged, kind):
    import_rows(tmp_path, later(kind=kind))

    row = merged.merged_into.certifications.get(kind=kind)
    assert (row.verification, f"{row.listed_on:%Y-%m-%d}") == ("verified", JUNE)
    assert not merged.certifications.exists()


def test_list_is_followed_to_the_end_of_a_chain(tmp_path, merged):
    end = StructureFactory(published=True, siret=f"{siret_number(1)[:9]}00088")
    Structure.objects.filter(pk=merged.merged_into_id).update(merged_into=end, status="hidden")

    import_rows(tmp_path, later(kind="ACI"))

    assert end.certifications.get().kind_id == "ACI"


def test_list_proves_nothing_of_another_legal_unit(tmp_path, merged):
    other = StructureFactory(published=True)
    Structure.objects.filter(pk=merged.pk).update(merged_into=other)

    import_rows(tmp_path, later(kind="ACI"))

    assert not other.certifications.exists()
    assert merged.certifications.get().kind_id == "ACI"


def test_structure_listed_by_a_merged_siret_has_not_left(tmp_path, merged):
    survivor = merged.merged_into
    source = Structure.objects.get(pk=merged.pk).source
    Structure.objects.filter(pk=survivor.pk).update(source=source, source_date="2025-01-01")

    import_rows(tmp_path, later())

    survivor.refresh_from_db()
    assert survivor.left_list_on is None
