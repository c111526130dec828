"""What a list says of certifications that are already known, verified or set aside."""

import datetime as dt

import pytest

from suppliers.models import Certification
from tests.factories import StructureFactory

from .lists import ASP, a_row, counts, found, import_rows

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 6, 10)


@pytest.fixture
def structure():
    return StructureFactory(published=True, siret=a_row()["siret"])


def certification(structure, **fields):
    return Certification.objects.create(structure=structure, kind_id="EI", **fields)


def listed(tmp_path, **cells):
    return import_rows(tmp_path, a_row(updated_at="2025-06-10", **cells))


def test_a_declared_certification_without_dates_is_verified_by_the_list(tmp_path, structure):
    declared = certification(structure, number="EI-93-001")

    run = listed(tmp_path)

    declared.refresh_from_db()
    assert (declared.verification, declared.verified_on, declared.listed_on) == ("verified", DAY, DAY)
    assert (declared.number, declared.source) == ("EI-93-001", ASP)
    assert run.updated == 1


def test_declared_dates_are_not_what_the_list_verifies(tmp_path, structure):
    declared = certification(structure, valid_from=dt.date(2025, 1, 1), valid_until=dt.date(2027, 12, 31))

    listed(tmp_path)

    declared.refresh_from_db()
    assert (declared.verification, declared.listed_on) == ("declared", None)
    assert Certification.objects.exclude(pk=declared.pk).get().valid_until is None


@pytest.mark.parametrize("end", [dt.date(2024, 12, 31), DAY, dt.date(2027, 12, 31)])
def test_a_declared_end_stays_declared_beside_what_the_list_verifies(tmp_path, structure, end):
    declared = certification(structure, valid_until=end)

    run, again = listed(tmp_path), listed(tmp_path)

    declared.refresh_from_db()
    by_list = Certification.objects.exclude(pk=declared.pk).get()
    assert (declared.verification, declared.verified_on, declared.listed_on) == ("declared", None, None)
    assert (by_list.verification, by_list.listed_on, by_list.valid_until) == ("verified", DAY, None)
    assert (counts(run), counts(again)) == ((0, 1, 0, 0), (0, 0, 1, 0))
    assert found(run) == []


def test_a_user_s_row_adds_nothing_to_a_declared_end(tmp_path, structure):
    declared = certification(structure, valid_until=dt.date(2027, 12, 31))

    listed(tmp_path, source="USER_CREATED")

    assert Certification.objects.get() == declared


@pytest.mark.parametrize("start", [dt.date(2025, 1, 1), None])
def test_a_verified_period_is_seen_again(tmp_path, structure, start):
    verified = certification(
        structure,
        valid_from=start,
        valid_until=dt.date(2027, 12, 31),
        verification="verified",
        verified_on=dt.date(2025, 2, 1),
    )

    run = listed(tmp_path)

    verified.refresh_from_db()
    assert (verified.listed_on, verified.verified_on) == (DAY, dt.date(2025, 2, 1))
    assert (Certification.objects.count(), run.updated) == (1, 1)


def test_a_period_that_has_ended_does_not_stand_for_the_list(tmp_path, structure):
    certification(
        structure,
        valid_from=dt.date(2021, 1, 1),
        valid_until=dt.date(2023, 12, 31),
        verification="verified",
        verified_on=dt.date(2021, 2, 1),
    )

    listed(tmp_path)

    assert Certification.objects.filter(valid_from=None, verification="verified").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"verification": "rejected"},
        {"verification": "rejected", "valid_until": dt.date(2027, 12, 31)},
        {"revoked_on": dt.date(2025, 5, 1), "verification": "verified", "verified_on": dt.date(2025, 1, 1)},
        {
            "revoked_on": dt.date(2025, 5, 1),
            "verification": "verified",
            "verified_on": dt.date(2025, 1, 1),
            "valid_from": dt.date(2025, 1, 1),
        },
    ],
)
def test_what_was_set_aside_here_stays_so_and_is_reported(tmp_path, structure, fields):
    set_aside = certification(structure, **fields)

    run = listed(tmp_path)

    set_aside.refresh_from_db()
    assert set_aside.listed_on is None
    assert Certification.objects.count() == 1
    assert (2, "kind", "certification-ecartee") in found(run)


def test_a_rejected_claim_takes_nothing_from_what_the_list_verified(tmp_path, structure):
    listed(tmp_path)
    certification(structure, verification="rejected", valid_until=dt.date(2027, 12, 31))

    run = import_rows(tmp_path, a_row(updated_at="2025-09-01"))

    assert Certification.objects.get(verification="verified").listed_on == dt.date(2025, 9, 1)
    assert found(run) == []


def test_a_rejected_claim_that_has_ended_does_not_stand_against_the_list(tmp_path, structure):
    certification(structure, verification="rejected", valid_until=dt.date(2024, 12, 31))

    run = listed(tmp_path)

    assert Certification.objects.filter(verification="verified", listed_on=DAY).count() == 1
    assert found(run) == []


def test_who_verified_it_by_hand_is_kept(tmp_path, structure, admin_user):
    verified = certification(
        structure,
        verification="verified",
        verified_on=dt.date(2025, 2, 1),
        verified_by=admin_user,
        source="courrier",
    )

    listed(tmp_path)

    verified.refresh_from_db()
    assert (verified.verified_on, verified.source, verified.listed_on) == (
        dt.date(2025, 2, 1),
        "courrier",
        DAY,
    )


def test_a_later_list_moves_the_date_on_and_an_older_one_does_not_move_it_back(tmp_path, structure):
    listed(tmp_path)
    later = import_rows(tmp_path, a_row(updated_at="2025-09-01"))
    older = import_rows(tmp_path, a_row(updated_at="2025-01-01"))

    known = Certification.objects.get()
    assert known.listed_on == known.verified_on == known.source_date == dt.date(2025, 9, 1)
    assert (counts(later), counts(older)) == ((0, 1, 0, 0), (0, 0, 1, 0))


def test_a_kind_that_is_listed_no_more_keeps_its_last_date(tmp_path, structure):
    listed(tmp_path, kind="ACI")

    import_rows(tmp_path, a_row(kind="EI", updated_at="2025-09-01"))

    dates = dict(Certification.objects.values_list("kind_id", "listed_on"))
    assert dates == {"ACI": DAY, "EI": dt.date(2025, 9, 1)}
