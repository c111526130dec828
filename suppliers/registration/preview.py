"""The card of a structure as the directory would show it today, published or not."""

from __future__ import annotations

from suppliers.models import Structure
from suppliers.search.preview import preview_of
from suppliers.search.reference import reference
from suppliers.search.state import state
from suppliers.showing.cards import Card, card_of


def card_seen_by_buyers(structure: Structure) -> Card | None:
    now = state()
    entry = preview_of(structure.pk, now.today)
    return card_of(entry, now.today, reference(now.version), ()) if entry else None
