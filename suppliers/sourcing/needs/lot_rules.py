"""A part as the law's rules read it, and what they close for it: said alike wherever the part is shown."""

from __future__ import annotations

from collections.abc import Mapping

from suppliers.models import BuyerKind
from suppliers.procurement.decision_table import IN_A_CONCESSION, Article
from suppliers.procurement.lots import ContractType, Reservation
from suppliers.procurement.reservations import LotFacts, Opening, Option, options_for
from suppliers.search.reference import Reference
from suppliers.search.state import State

from .parts import Part, reference_day

RESERVED_TO: Mapping[str, tuple[Article, ...]] = {
    Reservation.L2113_12: (Article.L2113_12,),
    Reservation.L2113_13: (Article.L2113_13,),
    Reservation.L2113_12_13: (Article.L2113_12, Article.L2113_13),
    Reservation.L2113_13_1: (Article.L2113_13_1,),
    Reservation.L2113_15: (Article.L2113_15,),
}


def lot_facts(part: Part, known: Reference, at: State) -> LotFacts:
    need = part.need
    return LotFacts(
        reference_date=reference_day(need, at),
        contract_type=ContractType(need.contract_kind),
        cpv_codes=part.cpv_codes,
        sectors_listed=sectors_listed(part, known),
        exclusive_scope=part.exclusive_scope,
        duration_months=part.duration_months,
        executed_in_prison=part.executed_in_prison,
        is_contracting_authority=need.buyer_kind != BuyerKind.UTILITY,
        is_whole=part.lot is None,
    )


def options_for_part(part: Part, known: Reference, at: State) -> list[Option]:
    """Each reservation of the code, those that may be considered first."""
    return options_for(lot_facts(part, known, at), frozenset(known.social_services))


def closed_articles(part: Part, known: Reference, at: State) -> dict[Article, str]:
    """The articles that none of the reservations which may be considered rests on, and the first reason why.

    Of the lot itself (eligibility.md §4 and §5): nobody is eligible to what it cannot be reserved to.
    """
    options = options_for_part(part, known, at)
    opened = {one for option in options if _may_be(option) for one in RESERVED_TO[option.reservation]}
    return {
        article: option.obstacles[0]
        for option in options
        if not _may_be(option)
        for article in RESERVED_TO[option.reservation]
        if article not in opened
    }


def closed_reservation(part: Part, known: Reference, at: State) -> tuple[str, ...]:
    """Why the reservation that is thought of does not seem possible; nothing when it may be."""
    options = options_for_part(part, known, at)
    return next((one.obstacles for one in options if one.reservation == part.reservation), ())


def ranked_by(part: Part, known: Reference, at: State) -> str:
    """The reservation that ranks who is proposed: the one thought of, unless it is closed for the lot."""
    return "" if closed_reservation(part, known, at) else part.reservation


def article_of(part: Part, article: str) -> str:
    """The number under which a part is reserved: of a concession, that which mirrors it.

    Which one mirrors L2113-13-1 is not confirmed (domain.md §4): none is named.
    """
    if part.need.contract_kind != ContractType.CONCESSION:
        return str(article)
    return str(IN_A_CONCESSION.get(Article(article), "prison, article"))


def _may_be(option: Option) -> bool:
    return option.opening is not Opening.CLOSED


def sectors_listed(part: Part, known: Reference) -> bool | None:
    """Whether one of the sectors asked has a CPV code of annexe 3; None where no sector is named."""
    sectors = known.sectors_within({sector.pk for sector in part.sectors})
    if not sectors:
        return None
    return any(sector.code in known.social_service_sectors for sector in sectors)
