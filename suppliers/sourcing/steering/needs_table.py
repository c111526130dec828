"""The needs of an organisation with their outcome, of a year or in a state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.http import QueryDict

from suppliers.models import Award, AwardOutcome, BuyerOrganisation, Lot, Need

WAITING = "attente"
STATES = [(WAITING, "Sans issue notée"), *AwardOutcome.choices]


@dataclass(frozen=True)
class Filters:
    """What is asked: a year (None for all), a state ("" for any). What is no year or state asks nothing."""

    year: int | None
    state: str

    @classmethod
    def read(cls, params: QueryDict) -> Filters:
        year, state = params.get("annee", ""), params.get("etat", "")
        is_year = len(year) == 4 and year.isascii() and year.isdigit() and "1990" <= year <= "2200"
        return cls(int(year) if is_year else None, state if state in dict(STATES) else "")

    @property
    def states(self) -> list[tuple[str, str]]:
        return STATES

    @property
    def query(self) -> str:
        """To go on with, before another parameter."""
        params = QueryDict(mutable=True)
        if self.year:
            params["annee"] = str(self.year)
        if self.state:
            params["etat"] = self.state
        return f"{params.urlencode()}&" if params else ""


@dataclass(frozen=True)
class Row:
    """A need, or one of its lots; `award` is None while its outcome is not noted."""

    need: Need
    lot: Lot | None
    award: Award | None


def needs_of(organisation: BuyerOrganisation, filters: Filters) -> QuerySet[Need]:
    """The latest changed first. The year of a need is that of a decision; of one without, its beginning."""
    told = Award.objects.filter(need=OuterRef("pk"))
    found = Need.objects.filter(workspace__organisation=organisation).prefetch_related(
        "lots", "awards__lot", "awards__members"
    )
    if filters.year:
        begun = ExtractYear(Coalesce(F("launched_on"), TruncDate("created_at")))
        in_year = Q(Exists(told.filter(decided_on__year=filters.year)))
        waiting = ~Exists(told) & Q(begun_in=filters.year)
        found = found.annotate(begun_in=begun).filter(in_year | waiting)
    if filters.state == WAITING:
        found = found.filter(~Exists(told))
    elif filters.state:
        same = told.filter(outcome=filters.state)
        found = found.filter(Exists(same.filter(decided_on__year=filters.year) if filters.year else same))
    return found.order_by("-updated_at", "-pk")


def rows_of(needs: Iterable[Need]) -> list[Row]:
    return [row for need in needs for row in _rows(need)]


def _rows(need: Need) -> list[Row]:
    awards: dict[Any, Award] = {award.lot_id: award for award in need.awards.all()}
    lots = sorted(need.lots.all(), key=lambda lot: lot.number)
    if None in awards or not lots or not awards:
        return [Row(need, None, awards.get(None))]
    return [Row(need, lot, awards.get(lot.pk)) for lot in lots]
