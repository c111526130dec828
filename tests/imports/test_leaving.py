"""What left the official list is flagged, never deleted, and only as far as the list speaks of it."""

import datetime as dt

import pytest

from suppliers.imports import run_import
from suppliers.models import Structure
from tests.factories import StructureFactory

from .lists import COLUMNS, a_row, counts, found, import_rows, write_list

pytestmark = pytest.mark.django_db
LATER = "2025-06-10"


def flagged():
    return set(Structure.objects.exclude(left_list_on=None).values_list("siret", flat=True))


def test_what_left_the_list_is_flagged_with_its_date(tmp_path):
    stays, leaves = a_row(1), a_row(2)
    import_rows(tmp_path, stays, leaves)

    run = import_rows(tmp_path, {**stays, "updated_at": LATER})

    assert (flagged(), run.left) == ({leaves["siret"]}, 1)
    gone = Structure.objects.get(siret=leaves["siret"])
    assert (gone.left_list_on, gone.status) == (dt.date(2025, 6, 10), "published")
    assert gone.certifications.get().listed_on == dt.date(2025, 3, 10)


def test_what_is_back_is_flagged_no_more(tmp_path):
    import_rows(tmp_path, a_row(1), a_row(2))
    import_rows(tmp_path, a_row(1, updated_at=LATER))

    run = import_rows(tmp_path, a_row(1, updated_at="2025-09-01"), a_row(2, updated_at="2025-09-01"))

    assert (flagged(), run.left, run.updated) == (set(), 0, 2)


def test_an_older_list_neither_flags_nor_unflags(tmp_path):
    import_rows(tmp_path, a_row(1), a_row(2))
    import_rows(tmp_path, a_row(1, updated_at=LATER), a_row(3, updated_at=LATER))

    run = import_rows(tmp_path, a_row(1, updated_at="2020-12-18"), a_row(2, updated_at="2020-12-18"))

    assert flagged() == {a_row(2)["siret"]}
    assert run.left == 0


def test_a_row_that_is_refused_this_time_has_not_left(tmp_path):
    import_rows(tmp_path, a_row(1), a_row(2))

    run = import_rows(tmp_path, a_row(1, updated_at=LATER), a_row(2, updated_at=LATER, kind="???"))

    assert (flagged(), run.refused) == (set(), 1)


def test_only_what_is_within_the_territory_can_leave(tmp_path):
    aubervilliers = {"post_code": "93300", "city": "Aubervilliers", "lat": "48.914", "lon": "2.382"}
    import_rows(tmp_path, a_row(1), a_row(2), a_row(3, **aubervilliers))

    run = import_rows(tmp_path, a_row(1, updated_at=LATER), within="T8")

    assert (flagged(), run.left) == ({a_row(2)["siret"]}, 1)


def test_a_structure_that_moved_out_of_the_territory_has_not_left(tmp_path):
    import_rows(tmp_path, a_row(1), a_row(2))

    elsewhere = a_row(2, updated_at=LATER, post_code="59000", city="Lille")
    run = import_rows(tmp_path, a_row(1, updated_at=LATER), elsewhere, within="T8")

    assert (flagged(), run.skipped) == (set(), 1)


def test_other_lists_and_structures_without_a_list_are_left_alone(tmp_path):
    StructureFactory(published=True)
    StructureFactory(status="published", validated_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    import_rows(tmp_path, a_row(900, kind="GEIQ", source="GEIQ"))

    run = import_rows(tmp_path, a_row(901, updated_at=LATER))

    assert (flagged(), counts(run)) == (set(), (1, 0, 0, 0))


def test_a_structure_that_another_list_has_seen_since_has_not_left(tmp_path):
    import_rows(tmp_path, a_row(1), a_row(2))
    Structure.objects.get(siret=a_row(2)["siret"]).certifications.create(
        kind_id="EA", listed_on=dt.date(2025, 8, 1)
    )

    import_rows(tmp_path, a_row(1, updated_at=LATER))

    assert flagged() == set()


@pytest.mark.parametrize("field", ["name", "description"])
def test_rows_swallowed_by_a_quotation_mark_left_open_have_not_left(tmp_path, field):
    columns = [*COLUMNS, "description"] if "description" not in COLUMNS else COLUMNS
    rows = [a_row(n, updated_at=LATER) for n in range(1, 6)]
    import_rows(tmp_path, *rows)
    rows[1][field], rows[3][field] = "BEGINS", "ENDS"
    path = write_list(tmp_path / "broken.csv", rows, columns=columns)
    path.write_text(path.read_text().replace(",BEGINS", ',"BEGINS').replace(",ENDS", ',ENDS"'))

    run = run_import("siae", path)

    assert (flagged(), counts(run)) == (set(), (0, 0, 2, 0))
    assert found(run) == [(3, field, "lignes-avalees")]
    assert (run.rows, run.refused) == (3, 1)


def test_a_name_in_two_lines_swallows_nothing(tmp_path):
    import_rows(tmp_path, a_row(1), a_row(2))

    run = import_rows(tmp_path, a_row(1, updated_at=LATER, name="Deux\nlignes, et 75001"))

    assert (flagged(), run.refused) == ({a_row(2)["siret"]}, 0)
