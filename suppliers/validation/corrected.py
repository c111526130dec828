"""What a validator has put right in what somebody had written, said to who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import Truncator

from suppliers.models import ReviewItem, ReviewKind
from suppliers.profiles.facts import as_json

from .decisions import rules_of
from .facts_shown import Part, differing

CORRECTED = "corrected"  # in `ReviewItem.data`
_SIGNS = 160  # of a text: a letter says that it differs, the page says all of it


def handed_in(item: ReviewItem, names: Iterable[str]) -> dict[str, Any]:
    """These columns as they were written, before anything is decided."""
    written = rules_of(item.kind).written(item)
    return {name: written[name] for name in names if name in written}


def put_right(item: ReviewItem, written: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    """« Ville : Bagnolet (vous aviez écrit : Bagnollet) », a line each, for the letter.

    The item remembers what was accepted in place of what was proposed: its page tells it once it is decided.
    """
    rules = rules_of(item.kind)
    columns = {name: value for name, value in kept.items() if name in written}
    if columns:
        item.data = {**item.data, CORRECTED: {name: as_json(value) for name, value in columns.items()}}
        item.save(update_fields=["data"])
    lines = differing(rules.model, written, columns)
    had = "auparavant" if item.kind == ReviewKind.REPORT else "vous aviez écrit"
    said = [_said(line.label, _text(line.before), _text(line.after), had) for line in lines]
    return [*said, *rules.also_corrected(item, kept)]


def forget(item: ReviewItem) -> None:
    """Its decision is taken back."""
    if CORRECTED in item.data:
        item.data = {name: said for name, said in item.data.items() if name != CORRECTED}


def _said(label: str, before: str, after: str, had: str) -> str:
    if not before:
        return f"{label} : {after}"
    return f"{label} : {after or 'retiré'} ({had} : {before})"


def _text(parts: Iterable[Part]) -> str:
    return Truncator("".join(part.text for part in parts)).chars(_SIGNS)
