"""A list that verifies what waits in the queue closes it, and says so in the log."""

import datetime as dt

import pytest

from suppliers.models import Certification, Event, ReviewItem, ReviewKind
from suppliers.profiles.queue import submit
from tests.factories import StructureFactory

from .lists import ASP, a_row, import_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure():
    return StructureFactory(published=True, siret=a_row()["siret"])


def listed(tmp_path, **cells):
    return import_rows(tmp_path, a_row(updated_at="2025-06-10", **cells))


def declared(structure, **fields):
    row = Certification.objects.create(structure=structure, kind_id="EI", **fields)
    return submit(ReviewKind.CERTIFICATION, structure, key=f"row-{row.pk}", certification=row)[0]


def proposal(structure, **said):
    data = {"certification": {"kind": "EI", "valid_from": None, "valid_until": None, **said}}
    return submit(ReviewKind.CERTIFICATION, structure, key="new-EI-", data=data)[0]


@pytest.mark.parametrize("make", [declared, proposal])
def test_what_the_list_verifies_waits_no_more(tmp_path, structure, make):
    item = make(structure)

    listed(tmp_path)

    item.refresh_from_db()
    assert (item.status, item.decided_by, item.version) == ("approved", None, 1)
    event = Event.objects.get()
    assert (event.action, event.by, event.item, event.note) == ("validation.listed", None, item, ASP)


def test_declared_dates_wait_for_somebody(tmp_path, structure):
    row = declared(structure, valid_from=dt.date(2025, 1, 1), valid_until=dt.date(2027, 12, 31))
    dated = proposal(structure, valid_from="2025-01-01")

    listed(tmp_path)

    assert set(ReviewItem.objects.open()) == {row, dated}


def test_another_kind_and_another_structure_wait(tmp_path, structure):
    other = declared(StructureFactory(published=True))
    rejected = declared(structure, verification="rejected")
    kind = proposal(structure, kind="ACI")

    listed(tmp_path)

    assert set(ReviewItem.objects.open()) == {other, rejected, kind}
    assert not Event.objects.exists()


@pytest.mark.parametrize("make", [declared, proposal])
def test_what_the_list_does_not_hold_says_so_and_waits(tmp_path, make):
    item = make(StructureFactory(published=True))

    listed(tmp_path)

    item.refresh_from_db()
    assert (item.status, item.data["missing_from_list_of"]) == ("waiting", "2025-06-10")


def test_a_kind_that_the_list_does_not_speak_of_is_not_contradicted(tmp_path):
    item = proposal(StructureFactory(published=True), kind="ESAT")

    listed(tmp_path)

    item.refresh_from_db()
    assert "missing_from_list_of" not in item.data


def test_what_a_later_list_holds_is_contradicted_no_more(tmp_path, structure):
    item = proposal(structure, valid_from="2025-01-01")
    ReviewItem.objects.update(data={**item.data, "missing_from_list_of": "2025-01-01"})

    listed(tmp_path)

    item.refresh_from_db()
    assert "missing_from_list_of" not in item.data


def sister_of(siret, suffix="00027"):
    return StructureFactory(published=True, siret=luhn(siret[:9] + suffix[:4]))


def luhn(thirteen):
    """The SIRET that begins so."""
    doubled = (int(digit) * (2 if n % 2 == 0 else 1) for n, digit in enumerate(reversed(thirteen)))
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{thirteen}{-total % 10}"


def test_a_certification_of_the_legal_unit_is_not_contradicted_for_another_establishment(tmp_path):
    row = a_row(kind="GEIQ", updated_at="2025-06-10")
    sister = sister_of(row["siret"])
    item = proposal(sister, kind="GEIQ")
    other = proposal(sister_of(a_row(9)["siret"]), kind="GEIQ")

    import_rows(tmp_path, row)

    item.refresh_from_db()
    other.refresh_from_db()
    assert "missing_from_list_of" not in item.data
    assert other.data["missing_from_list_of"] == "2025-06-10"


def test_a_page_that_stays_for_a_listed_one_is_not_contradicted(tmp_path, structure):
    stays = sister_of(structure.siret)
    type(structure).objects.filter(pk=structure.pk).update(merged_into=stays, status="hidden")
    item = proposal(stays, valid_from="2025-01-01")

    listed(tmp_path)

    item.refresh_from_db()
    assert "missing_from_list_of" not in item.data


def test_who_decides_is_told_that_a_list_has_just_contradicted_it_once(tmp_path):
    item = proposal(StructureFactory(published=True))

    listed(tmp_path)
    listed(tmp_path)

    item.refresh_from_db()
    assert item.version == 1


def test_an_older_list_does_not_unsay_a_newer_one(tmp_path, structure):
    item = proposal(structure, valid_from="2025-01-01")
    ReviewItem.objects.update(data={**item.data, "missing_from_list_of": "2026-01-01"})

    listed(tmp_path)

    item.refresh_from_db()
    assert item.data["missing_from_list_of"] == "2026-01-01"
