import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.procurement.certificates import (
    SIAE_KINDS,
    Certificate,
    State,
    annex_is_missing,
    exceeds_legal_maximum,
    legal_maximum_years,
)

from .examples import certificate, next_change, state_at

START, END = dt.date(2024, 1, 1), dt.date(2026, 6, 30)
UNDATED = {"valid_from": None, "valid_until": None}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2023-12-31", State.NOT_YET),
        ("2024-01-01", State.VALID),
        ("2026-06-30", State.VALID),
        ("2026-07-01", State.EXPIRED),
    ],
)
def test_state_at_the_ends_of_the_period(on: str, state: State) -> None:
    assert state_at(certificate("EA", valid_from=START, valid_until=END), day(on)) is state


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"verification": "rejected"}, State.INVALID),
        ({"verification": "rejected", "valid_from": dt.date(2027, 1, 1)}, State.INVALID),
        ({"revoked_on": dt.date(2026, 6, 1)}, State.INVALID),
        ({"revoked_on": dt.date(2026, 6, 2)}, State.VALID),
        ({"valid_until": dt.date(2026, 5, 31), "revoked_on": dt.date(2026, 6, 1)}, State.INVALID),
        ({"verification": "declared"}, State.UNVERIFIED),
        ({"verification": "proof_received"}, State.UNVERIFIED),
        ({"verification": "declared", "valid_until": dt.date(2026, 5, 31)}, State.EXPIRED),
        ({"verification": "declared", "listed_on": dt.date(2026, 6, 1)}, State.UNVERIFIED),
        ({"valid_until": None}, State.UNVERIFIED),
        ({"valid_from": None}, State.VALID),
        ({"valid_until": dt.date(2026, 5, 31), "renewal_declared": True}, State.EXPIRED),
    ],
)
def test_state_on_1_june_2026(changes: dict[str, Any], state: State) -> None:
    assert state_at(certificate("EA", **changes), dt.date(2026, 6, 1)) is state


@pytest.mark.parametrize("kind", ["ESS_STATUT", "ESS_COMMERCIALE"])
def test_state_of_a_kind_without_term_needs_no_end(kind: str) -> None:
    assert state_at(certificate(kind, **UNDATED), END) is State.VALID


@pytest.mark.parametrize(
    ("listed_on", "on", "state"),
    [
        ("2026-05-23", "2026-11-23", State.VALID),
        ("2026-05-22", "2026-11-23", State.UNVERIFIED),
        ("2026-11-23", "2026-11-23", State.VALID),
        ("2026-11-24", "2026-11-23", State.UNVERIFIED),
        # 31 August minus six months is the last day of February.
        ("2026-02-28", "2026-08-31", State.VALID),
        ("2026-02-28", "2026-09-01", State.UNVERIFIED),
        ("2024-02-29", "2024-08-31", State.VALID),
        ("2024-02-28", "2024-08-31", State.UNVERIFIED),
    ],
)
def test_state_without_end_date_follows_the_listing_window(listed_on: str, on: str, state: State) -> None:
    assert state_at(certificate("ESAT", **UNDATED, listed_on=day(listed_on)), day(on)) is state


def test_listing_window_is_configurable() -> None:
    esat = certificate("ESAT", **UNDATED, listed_on=dt.date(2026, 2, 23))
    assert state_at(esat, dt.date(2026, 11, 23), listing_window_months=9) is State.VALID
    assert state_at(esat, dt.date(2026, 11, 24), listing_window_months=9) is State.UNVERIFIED


@pytest.mark.parametrize(
    ("kind", "annex_year", "on", "missing"),
    [
        ("EI", 2026, "2026-12-31", False),
        ("EI", 2026, "2027-01-01", True),
        ("SIAE_PENIT", 2026, "2027-01-01", True),
        ("EI", None, "2027-01-01", False),
        ("EA", 2020, "2027-01-01", False),
        ("EITI", 2020, "2027-01-01", False),
    ],
)
def test_annex_is_missing_from_new_year(kind: str, annex_year: int | None, on: str, missing: bool) -> None:
    assert annex_is_missing(certificate(kind, annex_year=annex_year), day(on)) is missing


@pytest.mark.parametrize(
    ("changes", "on", "change"),
    [
        ({}, "2025-12-31", "2026-01-01"),
        ({}, "2026-01-01", "2027-01-01"),
        ({}, "2027-01-01", None),
        ({"revoked_on": day("2026-04-01")}, "2026-02-01", "2026-04-01"),
        ({"verification": "rejected"}, "2025-01-01", None),
        ({"valid_until": dt.date.max}, "2026-02-01", None),
        (UNDATED | {"listed_on": day("2026-05-23")}, "2026-06-01", "2026-11-24"),
        (UNDATED | {"listed_on": day("2026-08-30")}, "2026-09-01", "2027-03-01"),
        ({"kind": "EI", "valid_until": day("2028-12-31")}, "2026-06-01", "2027-01-01"),
        ({"kind": "EI", "valid_until": day("2026-09-30")}, "2026-06-01", "2026-10-01"),
        ({"kind": "EI", "annex_year": 32767}, "2026-06-01", "2027-01-01"),
    ],
)
def test_next_change(changes: dict[str, Any], on: str, change: str | None) -> None:
    changing = certificate(**{"kind": "ESAT"} | changes)
    assert next_change(changing, day(on)) == (day(change) if change else None)


near = st.dates(dt.date(2023, 12, 1), dt.date(2025, 3, 31))


@given(
    st.builds(
        Certificate,
        kind=st.sampled_from(["EI", "EA", "ESAT", "ESS_STATUT", "BCORP"]),
        scope=st.just("siret"),
        valid_from=st.none() | near,
        valid_until=st.none() | near,
        verification=st.sampled_from(["declared", "verified", "rejected"]),
        revoked_on=st.none() | near,
        annex_year=st.sampled_from([None, 2023, 2024]),
        listed_on=st.none() | near,
    ),
    near,
    st.integers(0, 13),
)
def test_next_change_is_the_first_day_that_differs(held: Certificate, on: dt.date, window: int) -> None:
    """Compared with a walk through every later day."""

    def standing(when: dt.date) -> tuple[State, bool]:
        state = state_at(held, when, listing_window_months=window)
        stale = held.kind in SIAE_KINDS and held.annex_year is not None and held.annex_year < when.year
        return state, stale and state is State.VALID

    later = (on + dt.timedelta(days=number) for number in range(1, 900))
    expected = next((when for when in later if standing(when) != standing(on)), None)
    assert next_change(held, on, listing_window_months=window) == expected


@pytest.mark.parametrize(
    ("kind", "years"),
    [("EI", 3), ("ETTI", 3), ("AI", 3), ("ACI", 3), ("SIAE_PENIT", 3), ("EA", 5), ("EATT", 5)]
    + [("EA_PENIT", 5), ("ESUS", 5), ("GEIQ", 1), ("ESAT", 15), ("EITI", None), ("BCORP", None)],
)
def test_legal_maximum_years(kind: str, years: int | None) -> None:
    assert legal_maximum_years(kind) == years


@pytest.mark.parametrize(
    ("kind", "valid_from", "valid_until", "too_long"),
    [
        ("EI", "2024-01-01", "2026-12-31", False),
        ("EI", "2024-01-01", "2027-01-01", False),
        ("EI", "2024-01-01", "2027-01-02", True),
        ("EI", "2024-02-29", "2027-02-28", False),
        ("EI", "2024-02-29", "2027-03-01", True),
        ("BCORP", "2024-01-01", "2060-01-01", False),
        ("EI", None, "2060-01-01", False),
        ("EI", "2024-01-01", None, False),
    ],
)
def test_exceeds_legal_maximum(
    kind: str, valid_from: str | None, valid_until: str | None, too_long: bool
) -> None:
    start, end = (day(text) if text else None for text in (valid_from, valid_until))
    assert exceeds_legal_maximum(kind, start, end) is too_long
