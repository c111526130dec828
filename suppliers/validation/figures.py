"""Figures of the queue: what waits, how long it takes, what is refused, which profiles grow old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet
from django.utils import timezone

from suppliers.accounts.roles import territories_validated
from suppliers.models import ReviewItem, ReviewKind, ReviewStatus, Structure, User
from suppliers.models.review import ReviewItemQuerySet

from .decisions import rules_of
from .wording import named

MONTHS = 12
MOST_OLDEST = 10
_DAY = dt.timedelta(days=1)
_YEAR = 365 * _DAY
_DECIDED = [ReviewStatus.APPROVED, ReviewStatus.REFUSED]


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Share:
    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Table:
    """Titles and figures; the first column names the row. A page says them in words, a file in numbers.

    `units`: by title, in what a file counts what a page says with its unit.
    """

    slug: str
    caption: str
    titles: list[str]
    figures: list[list[Any]]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[Any]]:
        return [[_in_words(cell) for cell in row] for row in self.figures]

    @property
    def file_titles(self) -> list[str]:
        return [f"{title} ({self.units[title]})" if title in self.units else title for title in self.titles]

    @property
    def file_rows(self) -> list[list[Any]]:
        return [[_in_numbers(cell) for cell in row] for row in self.figures]


class Figures:
    """Those of one account: all, or of the territories it is limited to."""

    def __init__(self, user: User) -> None:
        self._limits = territories_validated(user)
        self.now = timezone.now()

    @property
    def items(self) -> ReviewItemQuerySet:
        return ReviewItem.objects.within(self._limits)

    @property
    def structures(self) -> QuerySet[Structure]:
        published = Structure.objects.published().order_by()
        if not self._limits:
            return published
        return published.filter(territory__ancestor_ids__overlap=self._limits)

    def tables(self) -> list[Table]:
        return [self.waiting(), self.decided(), self.refused(), self.stale()]

    def waiting(self) -> Table:
        found = (
            self.items.open()
            .values("kind")
            .annotate(
                count=Count("pk"),
                asked=Count("pk", filter=Q(status=ReviewStatus.ASKED)),
                oldest=Min("created_at"),
            )
        )
        by_kind = {row["kind"]: row for row in found}
        rows = [
            [label, row["count"], row["asked"], self.now - row["oldest"]]
            for kind, label in ReviewKind.choices
            if (row := by_kind.get(kind))
        ]
        titles = ["Nature", "En attente", "Dont attendent la structure", "La plus ancienne attend depuis"]
        return Table("attente", "Ce qui attend", titles, rows, {titles[-1]: "jours"})

    def decided(self) -> Table:
        delay = ExpressionWrapper(F("decided_at") - F("created_at"), output_field=DurationField())
        found = (
            self._decided()
            .values("kind")
            .annotate(
                count=Count("pk"), no=Count("pk", filter=Q(status=ReviewStatus.REFUSED)), median=Median(delay)
            )
        )
        by_kind = {row["kind"]: row for row in found}
        rows = [
            [label, row["count"], row["median"], row["no"], Share(row["no"], row["count"])]
            for kind, label in ReviewKind.choices
            if (row := by_kind.get(kind))
        ]
        titles = ["Nature", "Décisions", "Délai médian", "Refus", "Part de refus"]
        units = {"Délai médian": "jours", "Part de refus": "%"}
        return Table("decisions", f"Décisions des {MONTHS} derniers mois", titles, rows, units)

    def refused(self) -> Table:
        found = self._decided().filter(status=ReviewStatus.REFUSED)
        counts = found.values_list("kind", "reason").annotate(count=Count("pk")).order_by("kind", "-count")
        labels = dict(ReviewKind.choices)
        rows = [
            [labels[kind], rules_of(kind).refusals.get(reason, reason or "Sans motif"), count]
            for kind, reason, count in counts
        ]
        titles = ["Nature", "Motif", "Refus"]
        return Table("refus", f"Motifs de refus des {MONTHS} derniers mois", titles, rows)

    def stale(self) -> Table:
        """Not confirmed for a year, of those somebody keeps, and of the others."""
        is_kept = Q(claimed_at__isnull=False)
        counts = self.structures.aggregate(
            kept=Count("pk", filter=is_kept),
            others=Count("pk", filter=~is_kept),
            kept_stale=Count("pk", filter=is_kept & self._is_stale()),
            others_stale=Count("pk", filter=~is_kept & self._is_stale()),
        )
        rows = [
            [label, counts[name], counts[f"{name}_stale"], Share(counts[f"{name}_stale"], counts[name])]
            for name, label in (
                ("kept", "Tenues par la structure"),
                ("others", "Venues d’une liste, ou de l’équipe"),
            )
        ]
        titles = ["Fiches publiées", "En tout", f"Sans confirmation depuis {MONTHS} mois", "Part"]
        return Table("fiches", "Fiches qui vieillissent", titles, rows, {"Part": "%"})

    def oldest(self) -> list[tuple[ReviewItem, str]]:
        """What waits longest, and since when."""
        items = self.items.open().select_related("structure").order_by("created_at", "pk")[:MOST_OLDEST]
        return [(item, days_in_words(self.now - item.created_at)) for item in items]

    def each_waiting(self) -> Iterator[list[Any]]:
        """The whole queue, line by line."""
        items = self.items.open().select_related("structure__territory", "assigned_to", "submitted_by")
        for item in items.order_by("created_at", "pk").iterator(chunk_size=1_000):
            structure = item.structure
            yield [
                item.pk,
                item.get_kind_display(),
                item.get_status_display(),
                str(structure),
                structure.siret,
                structure.territory.name if structure.territory else structure.city,
                f"{timezone.localtime(item.created_at):%d/%m/%Y %H:%M}",
                named(item.submitted_by) if item.submitted_by else "",
                named(item.assigned_to) if item.assigned_to else "",
                item.message,
            ]

    def each_stale(self) -> Iterator[list[Any]]:
        """The profiles that grow old, the oldest first."""
        found = self.structures.filter(self._is_stale()).select_related("territory")
        for one in found.order_by(F("confirmed_on").asc(nulls_first=True), "pk").iterator(chunk_size=1_000):
            yield [
                str(one),
                one.siret,
                one.territory.name if one.territory else one.city,
                "oui" if one.claimed_at else "non",
                f"{one.confirmed_on:%d/%m/%Y}" if one.confirmed_on else "",
                one.source,
                f"{one.source_date:%d/%m/%Y}" if one.source_date else "",
            ]

    def _decided(self) -> QuerySet[ReviewItem]:
        return self.items.order_by().filter(status__in=_DECIDED, decided_at__gte=self.now - _YEAR)

    def _is_stale(self) -> Q:
        return Q(confirmed_on=None) | Q(confirmed_on__lt=timezone.localdate(self.now) - _YEAR)


QUEUE_TITLES = [
    *("Numéro", "Nature", "État", "Structure", "SIRET", "Commune", "Reçue le", "De", "Suivie par", "Message"),
]
STALE_TITLES = [
    *(
        "Structure",
        "SIRET",
        "Commune",
        "Tenue par la structure",
        "Confirmée le",
        "Source",
        "Date de la source",
    ),
]


def days_in_words(delay: dt.timedelta | None) -> str:
    """« 3 jours », « 5 heures »: enough to compare."""
    if delay is None:
        return ""
    hours = max(0, round(delay.total_seconds() / 3600))
    if hours < 1:
        return "moins d’une heure"
    if hours < 48:
        return f"{hours} heure{'s' if hours > 1 else ''}"
    return f"{round(hours / 24)} jours"


def _in_words(cell: Any) -> Any:
    if isinstance(cell, dt.timedelta):
        return days_in_words(cell)
    if isinstance(cell, Share):
        return f"{cell.percent:.0f}\u00a0%" if cell.percent is not None else ""
    return cell


def _in_numbers(cell: Any) -> Any:
    """Delays in days, shares in hundredths."""
    if isinstance(cell, dt.timedelta):
        return max(0.0, cell / _DAY)
    return cell.percent if isinstance(cell, Share) else cell
