"""What an organisation aims at, year by year: set by its members, compared with what it has done.

No target is given by default: the law asks for some (CCP, art. L2111-3) and leaves their level to the buyer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from suppliers.models import BuyerOrganisation, SpaserTarget, User
from suppliers.procurement.spaser import MEASURES, Rate
from suppliers.showing.amounts import share_in_words
from suppliers.workspace.history import record
from suppliers.workspace.owning import workspace_of_organisation

SET = "spaser.targets"  # the action in the history
MOST = 100  # percent


class Aim(NamedTuple):
    """In percent of the contracts of the year; None where nothing is aimed at."""

    number: Decimal | None
    amount: Decimal | None


NO_AIM = Aim(None, None)
Aims = dict[str, Aim]  # by slug of measure; those without an aim are not in it


class ChangedMeanwhileError(Exception):
    """Somebody else has set targets since the page was shown."""


def aims_of(organisation: BuyerOrganisation, year: int) -> Aims:
    """In one query."""
    rows = organisation.spaser_targets.filter(year=year)
    return {row.measure: Aim(row.number_share, row.amount_share) for row in rows}


def years_with_aims(organisation: BuyerOrganisation) -> set[int]:
    return set(organisation.spaser_targets.order_by().values_list("year", flat=True).distinct())


def last_year_with_aims(organisation: BuyerOrganisation, before: int) -> int | None:
    latest = organisation.spaser_targets.filter(year__lt=before).order_by("-year").first()
    return latest.year if latest else None


def version_of(aims: Mapping[str, Aim]) -> str:
    """What a form says it was shown: another as soon as one target is."""
    told = ";".join(f"{slug}={aim.number}/{aim.amount}" for slug, aim in sorted(aims.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def set_aims(
    organisation: BuyerOrganisation, year: int, wanted: Mapping[str, Aim], *, seen: str, by: User
) -> bool:
    """Write the targets of a year; whether any has changed.

    Raises ChangedMeanwhileError, and changes nothing, when they are not those that were `seen`.
    """
    BuyerOrganisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    before = aims_of(organisation, year)
    if seen != version_of(before):
        raise ChangedMeanwhileError
    wanted = {slug: aim for slug, aim in wanted.items() if aim != NO_AIM}
    said = _changes_in_words(before, wanted)
    if not said:
        return False
    _write(organisation, year, wanted)
    record(
        SET,
        workspace=workspace_of_organisation(organisation),
        by=by,
        year=year,
        said=said,
        before=_in_history(before),
        after=_in_history(wanted),
    )
    return True


def _write(organisation: BuyerOrganisation, year: int, aims: Mapping[str, Aim]) -> None:
    organisation.spaser_targets.filter(year=year).delete()
    SpaserTarget.objects.bulk_create(
        SpaserTarget(
            organisation=organisation,
            year=year,
            measure=slug,
            number_share=aim.number,
            amount_share=aim.amount,
        )
        for slug, aim in aims.items()
    )


def _changes_in_words(before: Mapping[str, Aim], after: Mapping[str, Aim]) -> list[str]:
    """« Marchés réservés, tous articles, en valeur : aucun → 10 % », in the order of the indicators."""
    said = []
    for measure in MEASURES:
        old, new = before.get(measure.slug, NO_AIM), after.get(measure.slug, NO_AIM)
        for basis, was, now in (("nombre", old.number, new.number), ("valeur", old.amount, new.amount)):
            if was != now:
                said.append(f"{measure.label}, en {basis} : {_share(was)} → {_share(now)}")
    return said


def _share(value: Decimal | None) -> str:
    return "aucun" if value is None else share_in_words(value)


def _in_history(aims: Mapping[str, Aim]) -> dict[str, list[str | None]]:
    return {slug: [None if value is None else f"{value:.1f}" for value in aim] for slug, aim in aims.items()}


@dataclass(frozen=True)
class Gap:
    """A target beside what was done, in percent of the contracts of the year.

    `share`: None while no contract, or no amount, is known.
    """

    target: Decimal
    share: Decimal | None

    @property
    def is_reached(self) -> bool:
        return self.share is not None and self.share >= self.target

    @property
    def shown_share(self) -> Decimal | None:
        """To the tenth, as the indicator is written."""
        return None if self.share is None else round(self.share, 1)

    @property
    def missing(self) -> Decimal | None:
        """Points between what is written; 0 once it is reached, None as `share`."""
        if self.shown_share is None:
            return None
        return Decimal(0) if self.is_reached else max(self.target - self.shown_share, Decimal(0))

    @property
    def exactly_missing(self) -> Decimal | None:
        """For a file: 0 says that it is reached, and nothing else does."""
        return None if self.share is None else max(self.target - self.share, Decimal(0))

    def in_words(self, *, is_over: bool) -> str:
        """« objectif 10 % · 7,2 % à ce jour · il manque 2,8 points ». `is_over`: the year is."""
        said = f"objectif {share_in_words(self.target)}"
        if self.shown_share is None or self.missing is None:
            return f"{said} · rien à comparer"
        done = f"{share_in_words(self.shown_share)} {'sur l’année' if is_over else 'à ce jour'}"
        return f"{said} · {done} · {'atteint' if self.is_reached else _missing(self.missing)}"


def _missing(points: Decimal) -> str:
    if not points:  # below it by less than what is written
        return "il manque moins de 0,1\u00a0point"
    number = share_in_words(points).removesuffix("\u00a0%")
    return f"il manque {number}\u00a0point{'s' if points >= 2 else ''}"


class Compared(NamedTuple):
    """An indicator and what is aimed at: in number and in value, each None without a target."""

    rate: Rate
    number: Gap | None
    amount: Gap | None


def compared(rate: Rate, aim: Aim) -> Compared:
    return Compared(rate, _gap(aim.number, rate.share_of_number), _gap(aim.amount, rate.share_of_amount))


def _gap(target: Decimal | None, share: Decimal | None) -> Gap | None:
    return None if target is None else Gap(target, share)
