from typing import Any

import pytest

from .examples import DEADLINE, certificate, days, flags_at, structure

company = structure("5499", sirene_ess="N")


@pytest.mark.parametrize(
    ("kind", "changes", "oeth", "esus", "disadvantaged", "insertion"),
    [
        ("EA", {}, True, False, True, True),
        ("ESAT", {}, True, False, True, True),
        ("EATT", {}, None, False, True, True),
        ("EA_PENIT", {}, None, False, True, False),
        ("TIH", {}, True, False, False, False),
        ("TIH", {"verification": "declared"}, True, False, False, False),
        ("TIH", {"verification": "rejected"}, False, False, False, False),
        ("EI", {}, False, False, True, True),
        ("ETTI", {}, False, False, True, True),
        ("AI", {}, False, False, True, True),
        ("ACI", {}, False, False, True, True),
        ("SIAE_PENIT", {}, False, False, True, False),
        ("EITI", {}, False, False, False, False),
        ("GEIQ", {}, False, False, False, True),
        ("ESUS", {}, False, True, False, False),
        ("BCORP", {}, False, False, False, False),
        ("EA", {"verification": "declared"}, None, False, False, False),
        ("EATT", {"verification": "declared"}, None, False, False, False),
        ("EA", {"valid_until": DEADLINE - days(1)}, False, False, False, False),
        ("ESUS", {"valid_until": DEADLINE - days(1)}, False, False, False, False),
    ],
)
def test_flags(
    kind: str, changes: dict[str, Any], oeth: bool | None, esus: bool, disadvantaged: bool, insertion: bool
) -> None:
    flags = flags_at(company, [certificate(kind, **changes)], DEADLINE)
    assert flags.oeth_deductible is oeth
    assert flags.spaser_esus is esus
    assert flags.spaser_disadvantaged is disadvantaged
    assert flags.counts_for_insertion_clause is insertion


def test_the_buyer_may_accept_an_eiti_for_an_insertion_clause() -> None:
    eiti = [certificate("EITI")]
    assert flags_at(company, eiti, DEADLINE, buyer_accepts_eiti=True).counts_for_insertion_clause


@pytest.mark.parametrize(
    ("facts", "is_ess"),
    [({}, True), ({"legal_category": "5710"}, None), ({"legal_category": "7361"}, False)],
)
def test_is_ess(facts: dict[str, Any], is_ess: bool | None) -> None:
    assert flags_at(structure(**facts), [], DEADLINE).is_ess is is_ess
