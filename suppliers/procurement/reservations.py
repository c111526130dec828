"""Which reservations a lot may be considered for, and what stands in the way or is still to be settled."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from suppliers.procurement.answers import Note, Reason
from suppliers.procurement.cpv import clean_cpv, descends_from_listed_cpv, is_social_service_cpv
from suppliers.procurement.decision_table import Article
from suppliers.procurement.lots import (
    LONGEST_SOCIAL_SERVICE_MONTHS,
    ContractType,
    Lot,
    Reservation,
    articles_at_stake,
    lot_refusals,
)
from suppliers.procurement.wording import REASONS, notice_sentence, sentence

RESERVATIONS = (
    Reservation.L2113_12,
    Reservation.L2113_13,
    Reservation.L2113_12_13,
    Reservation.L2113_15,
    Reservation.L2113_13_1,
)
LABELS = {
    Reservation.L2113_12: "Handicap",
    Reservation.L2113_13: "Insertion",
    Reservation.L2113_12_13: "Handicap et insertion ensemble",
    Reservation.L2113_15: "Services sociaux et culturels, entreprises de l’ESS",
    Reservation.L2113_13_1: "Production en prison",
}


class Opening(StrEnum):
    """Whether a reservation may be considered."""

    OPEN = "open"
    TO_CHECK = "to_check"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class LotFacts:
    """What is known of a lot before its strategy is settled; None where the buyer has not said.

    `cpv_codes`: all those of the lot. `sectors_listed`, which counts only without them: whether a service of
    annexe 3 is among what it asks for. `is_contracting_authority`: see `models.BuyerKind`. `is_whole`: the
    contract has no lots.
    """

    reference_date: dt.date
    contract_type: ContractType = ContractType.MARCHE
    cpv_codes: tuple[str, ...] = ()
    sectors_listed: bool | None = None
    exclusive_scope: bool | None = None
    duration_months: int | None = None
    executed_in_prison: bool | None = None
    is_contracting_authority: bool = True
    is_whole: bool = False


@dataclass(frozen=True)
class Option:
    """One reservation: whether it may be considered, why not, and what is left to check.

    `articles` are those on which it rests, `notice` the sentence for the notice (art. R2113-7, R2113-8),
    empty when it is closed.
    """

    reservation: Reservation
    opening: Opening
    label: str
    articles: tuple[str, ...]
    beneficiaries: str
    obstacles: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    notice: str = ""


_BENEFICIARIES = {
    Reservation.L2113_12: "entreprises adaptées, ESAT et structures équivalentes",
    Reservation.L2113_13: "structures de l’insertion par l’activité économique et structures équivalentes",
    Reservation.L2113_12_13: "entreprises adaptées, ESAT, structures d’insertion et structures équivalentes",
    Reservation.L2113_15: (
        "entreprises de l’ESS dont l’objet est une mission de service public liée à ces services"
    ),
    Reservation.L2113_13_1: "opérateurs qui exécutent le contrat en établissement pénitentiaire",
}
_SHARE = {
    Reservation.L2113_12: "Au moins 50 % de travailleurs en situation de handicap (R2113-7).",
    Reservation.L2113_13: "Au moins 50 % de travailleurs défavorisés (R2113-7).",
    Reservation.L2113_12_13: (
        "Au moins 50 % de travailleurs en situation de handicap ou défavorisés (R2113-7)."
    ),
    Reservation.L2113_13_1: "Au moins 50 % de personnes détenues (R2113-7).",
}
_LOT = re.compile(r"\blot\b")
_SCOPE_UNKNOWN = (
    "Le lot ne comporte-t-il que des services de la liste ? La réservation le demande (L2113-15)."
)
_CPV_UNKNOWN = (
    "Le code CPV principal, qui doit être exactement dans la liste de l’annexe 3 du code (L2113-15)."
)
_SECTORS_UNLISTED = (
    "Aucun code CPV des secteurs demandés n’est dans la liste de l’annexe 3 du code (L2113-15). Si le code "
    "CPV du lot y est, indiquez-le."
)
_CPV_MIXED = (
    "Un des codes CPV n’est pas dans la liste de l’annexe 3 : seul le code principal compte, à vérifier."
)
_DURATION_UNKNOWN = f"La durée : {LONGEST_SOCIAL_SERVICE_MONTHS} mois au plus (L2113-16)."
_PRISON_UNKNOWN = "Ce marché s’exécute-t-il en établissement pénitentiaire ? (L2113-13-1)"
_CONCESSION_IN_PRISON = "Cette concession s’exécute-t-elle en établissement pénitentiaire ?"
_CONCESSION_PRISON = "L’article applicable aux concessions exécutées en prison est à vérifier."
_PURPOSE = "L’objet de la structure : une mission de service public liée à ces services (L2113-15)."
_HELD = "Aucun marché de ces services avec vous dans les trois années précédentes (L2113-16)."
_UTILITY = (
    "Une entité adjudicatrice n’y a accès que si elle est aussi pouvoir adjudicateur : à vérifier (L2113-15)."
)


def options_for(lot: LotFacts, listed_cpv: Collection[str]) -> list[Option]:
    """Each reservation of the code, those that may be considered first."""
    found = [_option(lot, reservation, listed_cpv) for reservation in RESERVATIONS]
    return sorted(found, key=lambda one: list(Opening).index(one.opening))


def _option(facts: LotFacts, reservation: Reservation, listed_cpv: Collection[str]) -> Option:
    lot = supposed_lot(facts, reservation, listed_cpv)
    refusals = lot_refusals(lot, listed_cpv)
    obstacles = [_obstacle(reason, facts) for reason in refusals]
    if Reason.CPV in refusals and any(descends_from_listed_cpv(code, listed_cpv) for code in facts.cpv_codes):
        obstacles.append(sentence(Note.CPV_BELOW_A_LISTED_ONE))
    if reservation is Reservation.L2113_13_1 and facts.executed_in_prison is False:
        obstacles.append(REASONS[Reason.NOT_IN_PRISON])
    unsettled = _unsettled(facts, reservation, listed_cpv)
    checks = (*unsettled, *_always_checked(reservation))
    opening = Opening.CLOSED if obstacles else Opening.TO_CHECK if unsettled else Opening.OPEN
    return Option(
        reservation,
        opening,
        LABELS[reservation],
        _articles(lot),
        _BENEFICIARIES[reservation],
        tuple(_of_what_is_let(said, facts) for said in obstacles),
        () if obstacles else tuple(_of_what_is_let(said, facts) for said in checks),
        "" if obstacles else notice_sentence(lot, is_whole=facts.is_whole),
    )


def _of_what_is_let(said: str, facts: LotFacts) -> str:
    """« Le lot doit… » is said of the contract where it has no lots."""
    if not facts.is_whole:
        return said
    return _LOT.sub("contrat" if facts.contract_type is ContractType.CONCESSION else "marché", said)


def supposed_lot(facts: LotFacts, reservation: Reservation, listed_cpv: Collection[str]) -> Lot:
    """The lot as if all that the buyer has not said were as the reservation asks: it is then to check."""
    codes = [code for code in map(clean_cpv, facts.cpv_codes) if code]
    listed = [code for code in codes if is_social_service_cpv(code, listed_cpv)]
    supposed = "" if facts.sectors_listed is False else next(iter(listed_cpv), "")
    return Lot(
        reservation=reservation,
        reference_date=facts.reference_date,
        contract_type=facts.contract_type,
        main_cpv=(listed or codes or [supposed])[0],
        exclusive_scope=facts.exclusive_scope is not False,
        duration_months=facts.duration_months,
        buyer_is_contracting_authority=True,  # a network operator may be one too: to check
        executed_in_prison=facts.executed_in_prison,
    )


def _obstacle(reason: Reason, facts: LotFacts) -> str:
    return _SECTORS_UNLISTED if reason is Reason.CPV and not facts.cpv_codes else REASONS[reason]


def _unsettled(facts: LotFacts, reservation: Reservation, listed_cpv: Collection[str]) -> list[str]:
    """What the buyer has not said yet and would decide."""
    if reservation is Reservation.L2113_13_1:
        is_concession = facts.contract_type is ContractType.CONCESSION
        asked = [
            (facts.executed_in_prison is None, _CONCESSION_IN_PRISON if is_concession else _PRISON_UNKNOWN),
            (is_concession, _CONCESSION_PRISON),
        ]
    elif reservation is Reservation.L2113_15:
        listed = [is_social_service_cpv(code, listed_cpv) for code in facts.cpv_codes]
        asked = [
            (not facts.is_contracting_authority, _UTILITY),
            (not facts.cpv_codes, _CPV_UNKNOWN),
            (any(listed) and not all(listed), _CPV_MIXED),
            (facts.exclusive_scope is None, _SCOPE_UNKNOWN),
            (facts.duration_months is None, _DURATION_UNKNOWN),
        ]
    else:
        return []
    return [said for is_unsettled, said in asked if is_unsettled]


def _always_checked(reservation: Reservation) -> list[str]:
    """What depends on each candidate, whatever the lot."""
    return [_PURPOSE, _HELD] if reservation is Reservation.L2113_15 else [_SHARE[reservation]]


def _articles(lot: Lot) -> tuple[str, ...]:
    """Those at stake, and the one that allows two of them together."""
    articles = tuple(map(str, articles_at_stake(lot)))
    if lot.contract_type is ContractType.CONCESSION:
        both = ("L3113-3",) if len(articles) > 1 else ()
        known = tuple(article for article in articles if article != Article.L2113_13_1)
        return (*known, *both)
    return (*articles, "L2113-14") if len(articles) > 1 else articles
