"""One line of the queue: what it is about, without asking the database again for each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date

from suppliers.models import CertificationKind, ReviewItem, ReviewKind, ReviewStatus
from suppliers.showing.days import long_day_in_words

from .access import may_be_shown
from .facts_shown import Names, label_of, value_in_words
from .wording import moment, named

PRIVATE = "une fiche qui n’est pas publiée, hors de votre territoire"
_SIGNS = 140


@dataclass(frozen=True)
class Row:
    item: ReviewItem
    about: str
    by: str
    received: str
    place: str
    is_mine: bool
    is_answered: bool  # the structure has answered what it was asked
    contradicted: str  # what a list says against it; empty for nothing


def rows_of(items: Iterable[ReviewItem], user_id: int | None, limits: Collection[int] = ()) -> list[Row]:
    """With their structure, territory, report, certification and people already loaded.

    `limits`: the territories of who reads; of a pair's other half elsewhere, only what is public is said.
    """
    listed = list(items)
    has_proposals = any(item.kind == ReviewKind.CERTIFICATION and not item.certification for item in listed)
    kinds = dict(CertificationKind.objects.values_list("code", "short_label")) if has_proposals else {}
    names = Names(values for item in listed for values in _sides(item))
    return [
        Row(
            item,
            summary_of(item, kinds, limits, names),
            named(item.submitted_by) if item.submitted_by else "",
            moment(item.created_at),
            place_of(item),
            item.assigned_to_id is not None and item.assigned_to_id == user_id,
            item.status == ReviewStatus.WAITING and bool(item.data.get("exchange")),
            contradiction_of(item),
        )
        for item in listed
    ]


def place_of(item: ReviewItem) -> str:
    structure = item.structure
    return " ".join(part for part in (structure.postal_code, structure.city) if part)


def contradiction_of(item: ReviewItem) -> str:
    """« absente de la liste officielle du 10 juin 2025 »."""
    day = parse_date(str(item.data.get("missing_from_list_of") or ""))
    if day is None or item.kind != ReviewKind.CERTIFICATION:
        return ""
    return f"absente de la liste officielle du {long_day_in_words(day)}"


def summary_of(
    item: ReviewItem, kinds: dict[str, str], limits: Collection[int] = (), names: Names | None = None
) -> str:
    """`names`: of what the values of all the lines stand for."""
    if item.kind in (ReviewKind.CHANGE, ReviewKind.IMPORT):
        return _fields_said(item, names)
    if item.kind == ReviewKind.CERTIFICATION:
        code = item.data.get("certification", {}).get("kind", "")
        return item.certification.kind.short_label if item.certification else str(kinds.get(code, code))
    if item.kind == ReviewKind.REPORT and item.report:
        said = f" : « {_short(item.report.message)} »" if item.report.message else ""
        return f"{item.report.get_kind_display()}{said}"
    if item.kind == ReviewKind.DUPLICATE and item.other:
        return f"et {item.other if may_be_shown(item.other, limits) else PRIVATE}"
    return f"« {_short(item.message)} »" if item.message else ""


def _sides(item: ReviewItem) -> Iterable[dict[str, Any]]:
    return ({name: told.get(side) for name, told in item.fields.items()} for side in ("before", "after"))


def _fields_said(item: ReviewItem, names: Names | None) -> str:
    """« Site web : rien → https://la-brosse.example »; the labels alone, where there are several."""
    labels = fields_in_words(item)
    if len(item.fields) != 1 or names is None:
        return ", ".join(labels)
    (name, told), *_ = item.fields.items()
    had, has = (_short(value_in_words(name, told.get(side), names)) or "rien" for side in ("before", "after"))
    return f"{labels[0]} : {had} → {has}"


def fields_in_words(item: ReviewItem) -> list[str]:
    """The labels of the fields that an item proposes; a point is one."""
    names = dict.fromkeys(
        "latitude" if name in ("longitude", "geo_precision", "geo_score") else name for name in item.fields
    )
    return ["Point sur la carte" if name == "latitude" else label_of(name) for name in names]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SIGNS else f"{flat[:_SIGNS].rstrip()}…"
