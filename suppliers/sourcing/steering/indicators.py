"""The figures of the SPASER, of the contracts an organisation has awarded in a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from suppliers.models import Award, AwardOutcome, BuyerOrganisation
from suppliers.procurement.flags import Flags
from suppliers.procurement.spaser import Purchase, Rate, rates

from .matching import Match, matches
from .standing import Holder, holders


@dataclass(frozen=True)
class Indicators:
    """The rates of a year, and what they leave aside."""

    year: int
    rates: list[Rate]
    awarded: int
    amount: Decimal
    without_amount: int
    unknown_holders: int
    unsuccessful: int
    abandoned: int


def awards_of(organisation: BuyerOrganisation) -> QuerySet[Award]:
    return Award.objects.filter(need__workspace__organisation=organisation)


def years_with_awards(organisation: BuyerOrganisation) -> list[int]:
    """The latest first."""
    years = awards_of(organisation).annotate(year=ExtractYear("decided_on")).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def indicators(organisation: BuyerOrganisation, year: int) -> Indicators:
    """Of the contracts awarded in a year; each holder is read as it was on the day of the award."""
    told = list(awards_of(organisation).filter(decided_on__year=year).order_by("pk"))
    awarded = [award for award in told if award.outcome == AwardOutcome.AWARDED]
    found = _flags_of(awarded)
    purchases = [_purchase(award, found.get(award.pk)) for award in awarded]
    return Indicators(
        year=year,
        rates=rates(purchases),
        awarded=len(awarded),
        amount=sum((item.amount for item in purchases if item.amount is not None), Decimal(0)),
        without_amount=sum(item.amount is None for item in purchases),
        unknown_holders=sum(item.flags is None for item in purchases),
        unsuccessful=sum(award.outcome == AwardOutcome.UNSUCCESSFUL for award in told),
        abandoned=sum(award.outcome == AwardOutcome.ABANDONED for award in told),
    )


def _flags_of(awards: Sequence[Award]) -> dict[int, Flags]:
    """By number of award, for the holders that the directory knows: by SIRET, else by what was linked."""
    matched = matches({award.holder_siret for award in awards if award.holder_siret})
    linked = {award.pk: _match(award, matched) for award in awards}
    known = holders({match.structure_id for match in linked.values() if match})
    return {
        award.pk: _flags(known[match.structure_id], match, award.decided_on)
        for award in awards
        if (match := linked[award.pk]) and match.structure_id in known
    }


def _match(award: Award, matched: dict[str, Match]) -> Match | None:
    found = matched.get(award.holder_siret)
    if award.structure_id and (found is None or found.unit_only):
        return Match(award.structure_id, by_siren=False, unit_only=False)
    return found


def _flags(holder: Holder, match: Match, day: dt.date) -> Flags:
    return holder.worth_on(day, unit_only=match.unit_only).flags


def _purchase(award: Award, flags: Flags | None) -> Purchase:
    return Purchase(
        amount=award.amount_excl_tax,
        reserved_to=award.reserved_to,
        has_social_clause=award.has_social_clause,
        has_social_criterion=award.has_social_criterion,
        has_environmental_consideration=award.has_environmental_consideration,
        flags=flags,
    )
