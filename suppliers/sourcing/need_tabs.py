"""The pages of one need, in the order a buyer goes through them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from suppliers.models import Need

# Name of the address (its argument is the need's number) and what it is called.
PAGES: list[tuple[str, str]] = [
    ("sourcing:need", "Besoin et marché"),
    ("sourcing:proposals", "Propositions"),
    ("sourcing:need-shortlist", "Sélection"),
    ("sourcing:consortiums", "Groupements"),
    ("sourcing:need-exchanges", "Échanges"),
    ("sourcing:need-outcome", "Issue"),
    ("sourcing:records", "Dossier"),
]


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    is_current: bool


def tabs_of(need: Need, here: str) -> list[Tab]:
    """`here`: the name of the page being shown ("sourcing:need")."""
    return [Tab(reverse(name, args=[need.pk]), label, name == here) for name, label in PAGES]
