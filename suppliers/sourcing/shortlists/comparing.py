"""Two to five structures of a shortlist side by side, one criterion to a line; where they differ is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from suppliers.models import ClientReference, EmployeeBand, Structure
from suppliers.search.listing import Listed
from suppliers.showing.amounts import euros_in_words, number_in_words
from suppliers.showing.cards import (
    Card,
    answer_line,
    distance_in_words,
    since_in_words,
)

from .rows import Row

FEWEST, MOST = 2, 5
UNKNOWN = "non renseigné"
NO_PAGE = "plus de fiche publique"


@dataclass(frozen=True)
class Line:
    """A criterion: what each structure says of it, in the order of the columns; each a list of sentences."""

    label: str
    values: list[list[str]]

    @property
    def differs(self) -> bool:
        return len({tuple(value) for value in self.values}) > 1


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Compared:
    """What is known of one column. `card`, `entry`: None when it has no public page any more."""

    row: Row
    entry: Listed | None
    structure: Structure | None
    references: int
    last_reference: int | None

    @property
    def card(self) -> Card | None:
        return self.row.card

    @property
    def data(self) -> dict[str, Any]:
        return self.entry.card if self.entry else {}


def read_compared(rows: Sequence[Row], entries: dict[int, Listed]) -> list[Compared]:
    """What the columns show, in two queries more, however many."""
    ids = [row.item.structure_id for row in rows if row.item.structure_id]
    structures = Structure.objects.published().in_bulk(ids)
    counted = ClientReference.objects.filter(structure_id__in=ids).values_list("structure_id")
    counts = {key: (how_many, year) for key, how_many, year in counted.annotate(Count("pk"), Max("year"))}
    return [
        Compared(
            row,
            entries.get(row.item.structure_id or 0),
            structures.get(row.item.structure_id or 0),
            *counts.get(row.item.structure_id or 0, (0, None)),
        )
        for row in rows
    ]


def groups_of(columns: Sequence[Compared], *, with_distance: bool) -> list[Group]:
    """All criteria. Distance only where the need says a place."""
    return [
        Group("Suivi", _following(columns)),
        Group("Capacité", _capacity(columns)),
        Group("Certifications", _certifications(columns)),
        Group("Marchés réservés", _articles(columns)),
        Group("Lieu et références", _place(columns, with_distance)),
    ]


def _line(label: str, columns: Sequence[Compared], value: Any) -> Line:
    """`value(column)`: a sentence, or several; nothing known is said so."""
    said = []
    for column in columns:
        found = value(column) if column.structure else NO_PAGE
        sentences = found if isinstance(found, list) else [found] if found else []
        said.append(sentences or [UNKNOWN])
    return Line(label, said)


def _following(columns: Sequence[Compared]) -> list[Line]:
    def status(column: Compared) -> list[str]:
        item = column.row.item
        return [item.get_status_display(), *([item.reason] if item.reason else [])]

    return [
        *_if_any("Lots du besoin", [[column.row.for_lots] for column in columns]),
        Line("État", [status(column) for column in columns]),
        *_if_any("Étiquettes", [[", ".join(column.row.item.tags)] for column in columns]),
        *_if_any("Depuis l’ajout", [[one.text for one in column.row.changes] for column in columns]),
    ]


def _if_any(label: str, values: list[list[str]]) -> list[Line]:
    """A line only where there is something to say."""
    said = [[text for text in value if text] for value in values]
    return [Line(label, [value or ["–"] for value in said])] if any(said) else []


def _capacity(columns: Sequence[Compared]) -> list[Line]:
    bands = dict(EmployeeBand.objects.values_list("code", "label"))

    def people(one: Structure) -> str:
        if one.headcount is not None:
            return number_in_words(one.headcount)
        return bands.get(one.employee_band_id or "", "")

    def days(one: Structure) -> str:
        found = one.lead_time_days
        return "" if found is None else f"{found} jour{'s' if found > 1 else ''}"

    return [
        _of_structure("Personnes", columns, people),
        _of_structure(
            "Dont en insertion ou en situation de handicap",
            columns,
            lambda one: number_in_words(one.inclusion_posts),
        ),
        _of_structure("Délai habituel", columns, days),
        _of_structure(
            "Plus grosse commande possible", columns, lambda one: euros_in_words(one.largest_order_excl_tax)
        ),
        _of_structure("Chantiers simultanés", columns, lambda one: number_in_words(one.simultaneous_sites)),
        _of_structure("Ouverte à la cotraitance", columns, lambda one: _yes_or_no(one.open_to_cocontracting)),
    ]


def _of_structure(label: str, columns: Sequence[Compared], value: Any) -> Line:
    return _line(label, columns, lambda column: value(column.structure))


def _yes_or_no(said: bool | None) -> str:
    return {True: "oui", False: "non", None: ""}[said]


def _certifications(columns: Sequence[Compared]) -> list[Line]:
    """A line for each kind that one of them has, in the order of the reference."""
    kinds: dict[str, str] = {}
    for column in columns:
        for item in column.data.get("certifications", []):
            kinds.setdefault(item["kind"], item.get("short_label") or item["label"])
    if not kinds:
        return [_line("Certifications", columns, lambda column: "aucune connue")]
    return [
        _line(name, columns, lambda column, kind=kind: _held(column, kind)) for kind, name in kinds.items()
    ]


def _held(column: Compared, kind: str) -> list[str]:
    found = [item for item in column.data.get("certifications", []) if item["kind"] == kind]
    return [since_in_words(item) for item in found] or ["aucune connue"]


def _articles(columns: Sequence[Compared]) -> list[Line]:
    """What each is known to answer under a reservation (art. L2113-12 and following)."""
    names = sorted({item["article"] for column in columns for item in column.data.get("articles", [])})

    def answer(column: Compared, article: str) -> str:
        answers = {item["article"]: item for item in column.data.get("articles", [])}
        return answer_line(answers[article]).text if article in answers else "non, selon les preuves connues"

    if not names:
        return [_line("Articles", columns, lambda column: "aucun, selon les preuves connues")]
    return [_line(name, columns, lambda column, name=name: answer(column, name)) for name in names]


def _place(columns: Sequence[Compared], with_distance: bool) -> list[Line]:
    def distance(column: Compared) -> str:
        return distance_in_words(column.entry.distance_km) if column.entry else ""

    def references(column: Compared) -> str:
        if not column.references:
            return "aucune indiquée"
        return f"{column.references}, la plus récente en {column.last_reference}"

    lines = [_line("Commune", columns, lambda column: column.data.get("city", ""))]
    if with_distance:
        lines.append(_line("Distance du lieu le plus proche du besoin", columns, distance))
    return [
        *lines,
        _line("Forme", columns, lambda column: column.card.about if column.card else ""),
        _line("Références", columns, references),
        _line("Fraîcheur", columns, lambda column: column.card.freshness if column.card else ""),
    ]


def only_differences(groups: Sequence[Group]) -> list[Group]:
    kept = [Group(group.title, [line for line in group.lines if line.differs]) for group in groups]
    return [group for group in kept if group.lines]


def chosen_rows(rows: Sequence[Row], keys: Sequence[str]) -> list[Row]:
    """Those that were asked for, in the order of the shortlist."""
    return [row for row in rows if str(row.item.structure_id) in keys]
