"""How to write to structures, call them and name them on paper: read for a few of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from suppliers.models import Structure

from .cards import Card, Contact
from .facts_in_words import web_address

NO_BREAK = "\u00a0"


def with_contacts(cards: Iterable[Card], origin: str) -> list[Card]:
    """The cards with their contacts, in one query; `origin` is that of the site (https://atlas.example.org)."""
    cards = list(cards)
    rows = Structure.objects.only(
        "siret", "address", "address_extra", "postal_code", "city", "phone", "email", "website"
    ).in_bulk([card.id for card in cards])
    return [
        replace(card, contact=contact_of(rows[card.id], origin)) if card.id in rows else card
        for card in cards
    ]


def contact_of(structure: Structure, origin: str) -> Contact:
    key = structure.siret or f"a-{structure.pk}"
    return Contact(
        siret=siret_in_groups(structure.siret or ""),
        address=", ".join(part for part in (structure.address, structure.address_extra) if part),
        place=f"{structure.postal_code} {structure.city}".strip(),
        phone=structure.phone,
        email=structure.email,
        website=web_address(structure.website),
        page=origin + reverse("directory:structure-by-key", args=[key]),
    )


def siret_in_groups(number: str, space: str = NO_BREAK) -> str:
    """« 123 456 789 00012 »; anything but fourteen digits as it stands."""
    if len(number) != 14:
        return number
    return space.join([number[:3], number[3:6], number[6:9], number[9:]])


def phone_in_pairs(number: str, space: str = NO_BREAK) -> str:
    """« 01 23 45 67 89 »: ten digits two by two, any other as it stands."""
    digits = "".join(number.split())
    if len(digits) == 10 and digits.isdigit():
        return space.join(digits[start : start + 2] for start in range(0, 10, 2))
    return number
