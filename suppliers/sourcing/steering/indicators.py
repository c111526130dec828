"""The figures of the SPASER, of the contracts an organisation has awarded in a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from suppliers.models import Award, AwardMember, AwardOutcome, BuyerOrganisation, GroupForm
from suppliers.procurement.flags import Flags
from suppliers.procurement.spaser import Holder as Held
from suppliers.procurement.spaser import Purchase, Rate, rates

from .matching import Match, matches
from .standing import holders


@dataclass(frozen=True)
class Indicators:
    """The rates of a year, and what they leave aside."""

    year: int
    rates: list[Rate]
    awarded: int
    amount: Decimal
    without_amount: int
    unknown_holders: int
    to_groups: int
    groups_not_split: int
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
    told = list(
        awards_of(organisation).filter(decided_on__year=year).order_by("pk").prefetch_related("members")
    )
    awarded = [award for award in told if award.outcome == AwardOutcome.AWARDED]
    purchases = _purchases(awarded)
    to_groups = [item for item in purchases if len(item.holders) > 1]
    return Indicators(
        year=year,
        rates=rates(purchases),
        awarded=len(awarded),
        amount=sum((item.amount for item in purchases if item.amount is not None), Decimal(0)),
        without_amount=sum(item.amount is None for item in purchases),
        unknown_holders=sum(holder.flags is None for item in purchases for holder in item.holders),
        to_groups=len(to_groups),
        groups_not_split=sum(item.amount is not None and not item.is_split for item in to_groups),
        unsuccessful=sum(award.outcome == AwardOutcome.UNSUCCESSFUL for award in told),
        abandoned=sum(award.outcome == AwardOutcome.ABANDONED for award in told),
    )


@dataclass(frozen=True)
class _Named:
    """A holder as an award names it. `amount`: its part."""

    siret: str
    structure_id: int | None
    amount: Decimal | None


def _named(award: Award) -> list[_Named]:
    """The holder; of a groupement, its mandataire and then the others."""
    if award.group_form == GroupForm.NONE:
        return [_Named(award.holder_siret, award.structure_id, award.amount_excl_tax)]
    others: list[AwardMember] = list(award.members.all())
    return [
        _Named(award.holder_siret, award.structure_id, award.holder_share),
        *(_Named(one.siret, one.structure_id, one.amount_excl_tax) for one in others),
    ]


def _purchases(awards: Sequence[Award]) -> list[Purchase]:
    """Each with its holders, found in the directory by SIRET, else by what was linked: two queries."""
    named = {award.pk: _named(award) for award in awards}
    every = [one for members in named.values() for one in members]
    matched = matches({one.siret for one in every if one.siret})
    linked = {one: _match(one, matched) for one in every}
    known = holders({match.structure_id for match in linked.values() if match})

    def flags(one: _Named, day: dt.date) -> Flags | None:
        match = linked[one]
        if match is None or match.structure_id not in known:
            return None
        return known[match.structure_id].worth_on(day, unit_only=match.unit_only).flags

    return [
        _purchase(award, [Held(flags(one, award.decided_on), one.amount) for one in named[award.pk]])
        for award in awards
    ]


def _match(one: _Named, matched: dict[str, Match]) -> Match | None:
    found = matched.get(one.siret)
    if one.structure_id and (found is None or found.unit_only):
        return Match(one.structure_id, by_siren=False, unit_only=False)
    return found


def _purchase(award: Award, held: list[Held]) -> Purchase:
    return Purchase(
        amount=award.amount_excl_tax,
        reserved_to=award.reserved_to,
        has_social_clause=award.has_social_clause,
        has_social_criterion=award.has_social_criterion,
        has_environmental_consideration=award.has_environmental_consideration,
        holders=tuple(held),
    )
