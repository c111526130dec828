"""The room and a slow reading of the written tables give the same answers."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from suppliers.procurement.certificates import Certificate, Kind, Verification
from suppliers.procurement.decision_table import TABLE, Article
from suppliers.procurement.facts import StructureFacts
from suppliers.procurement.lots import ContractType, Lot, PreviousContract, Reservation

from . import literal_reading
from .examples import (
    BUYER,
    CHILD_CARE,
    CLEANING,
    LISTED_CPV,
    MUSEUMS,
    OTHER_BUYER,
    assess,
    contract,
    standing_answers,
    state_at,
)

# Few days, close together, so that ends, windows and ties meet often.
DAYS = [
    dt.date(2025, 12, 31),
    dt.date(2026, 1, 1),
    dt.date(2026, 2, 27),
    dt.date(2026, 2, 28),
    dt.date(2026, 3, 1),
    dt.date(2026, 8, 28),
    dt.date(2026, 8, 31),
    dt.date(2026, 9, 1),
    dt.date(2027, 1, 1),
]
days = st.sampled_from(DAYS)
maybe_days = st.none() | days
shares = st.sampled_from([None, 0, 49.9, Decimal("49.99"), 50, Decimal("50"), 72.5])

certificates = st.builds(
    Certificate,
    kind=st.sampled_from([*Kind, "BCORP", "REGIE_QUARTIER"]),
    scope=st.just("siret"),
    valid_from=st.none() | st.sampled_from(DAYS[:4]),
    valid_until=st.none() | st.sampled_from(DAYS[4:]),
    verification=st.sampled_from([*Verification, "verified", "verified"]),
    verified_on=maybe_days,
    revoked_on=st.sampled_from([None, None, None, *DAYS]),
    target_share=shares,
    annex_year=st.sampled_from([None, 2025, 2026, 2027]),
    listed_on=maybe_days,
    renewal_declared=st.booleans(),
)
structures = st.builds(
    StructureFacts,
    siret=st.just("77567227200011"),
    siren=st.just("775672272"),
    legal_category=st.just("9220"),
    ess_rule=st.sampled_from(["de_droit", "a_verifier", "exclu"]),
    sirene_ess=st.sampled_from(["O", "N", ""]),
    rcs_ess_mention=st.sampled_from([None, True, False]),
    admin_state=st.sampled_from(["A", "A", "A", "F"]),
    is_public_body=st.sampled_from([False, False, False, True]),
)
lots = st.builds(
    Lot,
    reservation=st.sampled_from(Reservation),
    reference_date=days,
    contract_type=st.sampled_from(ContractType),
    main_cpv=st.sampled_from([CHILD_CARE, CHILD_CARE, CLEANING, MUSEUMS, ""]),
    exclusive_scope=st.sampled_from([True, True, False]),
    duration_months=st.sampled_from([None, 12, 36, 37]),
    buyer_is_contracting_authority=st.sampled_from([True, True, False]),
    buyer_siren=st.just(BUYER),
    executed_in_prison=st.sampled_from([None, True, False]),
)
held_contract = contract(held_from=dt.date(2024, 1, 1), held_until=None)
other_contract = contract(held_from=dt.date(2024, 1, 1), held_until=None, buyer_siren=OTHER_BUYER)


@given(certificates, days)
def test_state_is_read_as_written(held: Certificate, on: dt.date) -> None:
    assert state_at(held, on) == literal_reading.state(held, on)


def test_the_table_holds_no_other_cell_than_the_written_one() -> None:
    articles = [article for article in Article if article is not Article.L2113_15]
    for kind in [*Kind, "BCORP"]:
        opened = {article for article in TABLE.get(kind, {}) if article is not Article.L2113_15}
        assert opened == {article for article in articles if literal_reading.cell(kind, article) != "no"}


@given(structures, st.lists(certificates, max_size=4), days)
def test_standing_answers_are_those_of_the_tables(
    facts: StructureFacts, held: list[Certificate], on: dt.date
) -> None:
    answers = [
        (item.article, item.answer, item.reason, item.certificate_kind, item.proof_date, item.notes)
        for item in standing_answers(facts, held, on)
    ]
    assert answers == literal_reading.standing(facts, held, on)
    assert standing_answers(facts, held[::-1], on) == standing_answers(facts, held, on)


@given(
    structures,
    st.lists(certificates, max_size=4),
    lots,
    st.booleans(),
    st.lists(st.sampled_from([held_contract, other_contract]), max_size=2),
)
def test_assess_is_that_of_the_tables(
    facts: StructureFacts,
    held: list[Certificate],
    wanted: Lot,
    checked: bool,
    previous: list[PreviousContract],
) -> None:
    assessment = assess(
        facts, held, wanted, listed_cpv=LISTED_CPV, checks_recorded=checked, previous_contracts=previous
    )
    expected = literal_reading.lot_answer(
        facts, held, wanted, set(LISTED_CPV), checked, held_contract in previous
    )
    assert assessment.answer == expected


@given(structures, st.lists(certificates, max_size=4), lots)
def test_paths_explain_the_answer(facts: StructureFacts, held: list[Certificate], wanted: Lot) -> None:
    """The best path is the answer; no lot ever says more than its paths."""
    assessment = assess(facts, held, wanted, listed_cpv=LISTED_CPV)
    if assessment.paths:
        best = assessment.paths[0]
        assert (assessment.answer, assessment.reason) == (best.answer, best.reason)
        assert {path.article for path in assessment.paths} <= {None, *assessment.articles}
        ranks = [path.answer.rank for path in assessment.paths]
        assert ranks == sorted(ranks)
