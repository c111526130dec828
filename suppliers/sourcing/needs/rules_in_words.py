"""What the code allows for a need and its parts, from what the buyer has said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from suppliers.models import Consideration, Need
from suppliers.procurement.cpv import is_social_service_cpv
from suppliers.procurement.legal_links import article_url
from suppliers.procurement.lots import ContractType
from suppliers.procurement.reservations import Opening, Option
from suppliers.procurement.sayings import NeedFacts, Saying
from suppliers.procurement.strategy import sayings
from suppliers.procurement.thresholds import Buyer, Nature
from suppliers.search.criteria import Criteria
from suppliers.search.current_index import current
from suppliers.search.entries import ARTICLES
from suppliers.search.kept import matching
from suppliers.search.links import directory_url
from suppliers.search.matching import Matching
from suppliers.search.reference import Reference
from suppliers.search.state import State

from .depth import Figure
from .ending import Ending
from .lot_rules import RESERVED_TO, options_for_part, sectors_listed
from .parts import Part, criteria_of


@dataclass(frozen=True)
class Opened:
    """A reservation, and who there is to answer it: known as eligible, and eligible or to check.

    `ending`: of those, how many will have no proof left by the deadline for applications. Nobody answers one
    that is closed.
    """

    option: Option
    eligible: Figure
    possible: Figure
    ending: int
    is_chosen: bool

    @property
    def links(self) -> list[tuple[str, str]]:
        return [(article, article_url(article)) for article in self.option.articles]


def options_of(part: Part, known: Reference, at: State, ending: Ending | None = None) -> list[Opened]:
    """Each reservation for a part, with the structures that work there."""
    base = matching(criteria_of(part.query(known, "intervient"), known, at.today), at).all
    return [_opened(part, known, at, base, option, ending) for option in options_for_part(part, known, at)]


def _opened(
    part: Part, known: Reference, at: State, base: int, option: Option, ending: Ending | None
) -> Opened:
    is_chosen = option.reservation == part.reservation
    if option.opening is Opening.CLOSED:  # the lot cannot be reserved so: nobody is eligible to it
        return Opened(option, Figure(0, ""), Figure(0, ""), 0, is_chosen)
    articles = [str(article) for article in RESERVED_TO[option.reservation]]
    ranks = tuple(ARTICLES.index(article) + 1 for article in RESERVED_TO[option.reservation])

    def answering(verified: bool) -> int:
        return base & Matching(Criteria(articles=ranks, verified=verified), current(at)).all

    def figure(verified: bool) -> Figure:
        more = {"article": articles} | ({"verifie": 1} if verified else {})
        return Figure(answering(verified).bit_count(), directory_url(part.query(known, "intervient", **more)))

    lost = ending.without_article(answering(False), articles) if ending else 0
    return Opened(option, figure(True), figure(False), lost, is_chosen)


@dataclass(frozen=True)
class Said:
    """A sentence as a page shows it."""

    sentence: str
    article: str
    url: str
    to_check: bool


def what_the_code_says(
    need: Need, parts: Sequence[Part], known: Reference, at: State
) -> list[tuple[str, list[Said]]]:
    """The sentences by topic; what another amount that the need says would not say is to check."""
    facts = need_facts(need, parts, known, at)
    said, at_least = sayings(facts), frozenset(sayings(replace(facts, amount=_least_amount(need, parts))))
    return [
        (str(topic.value), [_said(one, one not in at_least) for one in group])
        for topic, group in groupby(said, key=lambda one: one.topic)
    ]


def _said(one: Saying, is_doubtful: bool) -> Said:
    return Said(one.sentence, one.article, article_url(one.article), one.to_check or is_doubtful)


def need_facts(need: Need, parts: Sequence[Part], known: Reference, at: State) -> NeedFacts:
    amount = total_amount(need, parts)
    return NeedFacts(
        launched_on=need.launched_on or at.today,
        contract_type=ContractType(need.contract_kind),
        buyer=Buyer(need.buyer_kind),
        nature=Nature(need.nature) if need.nature else None,
        amount=amount,
        lots=sum(part.lot is not None for part in parts),
        has_listed_services=any(_may_be_listed(part, known) for part in parts),
        has_other_services=not all(_may_be_listed(part, known) for part in parts),
        social_clause=Consideration.SOCIAL_CLAUSE in need.considerations,
        insertion_hours=need.insertion_hours,
    )


def lots_total(parts: Sequence[Part]) -> Decimal | None:
    """What the lots add up to, in euros HT; None while one of them says nothing."""
    amounts = [part.amount_excl_tax for part in parts if part.lot]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known and len(known) == len(amounts) else None


def _may_be_listed(part: Part, known: Reference) -> bool:
    """Whether a part is of services of the list of annexe 3; by its sectors while it has no CPV code."""
    if part.cpv_codes:
        return any(is_social_service_cpv(code, known.social_services) for code in part.cpv_codes)
    return bool(sectors_listed(part, known))


def total_amount(need: Need, parts: Sequence[Part]) -> int | None:
    """Of the whole need, in euros HT: what a need is worth is what all its lots are worth together.

    When it says another amount, the larger of the two decides: nobody falls under a threshold by mistake.
    Where it says none, nothing is known until each lot says its own.
    """
    if need.amount_excl_tax is None:
        total = lots_total(parts)
        return None if total is None else int(total)
    return int(max(need.amount_excl_tax, amounts_of_lots(parts)))


def amounts_differ(need: Need, parts: Sequence[Part]) -> bool:
    """Whether the need says one amount and its lots another."""
    whole, total = need.amount_excl_tax, lots_total(parts)
    if whole is None:
        return False
    return amounts_of_lots(parts) > whole if total is None else total != whole


def _least_amount(need: Need, parts: Sequence[Part]) -> int | None:
    """The smaller of the two amounts where they differ, in euros HT; else that of the need."""
    if need.amount_excl_tax is None or not amounts_differ(need, parts):
        return total_amount(need, parts)
    return int(min(need.amount_excl_tax, amounts_of_lots(parts)))


def amounts_of_lots(parts: Sequence[Part]) -> Decimal:
    """What the lots that say an amount add up to, in euros HT."""
    return sum((part.amount_excl_tax for part in parts if part.lot and part.amount_excl_tax), Decimal())
