"""How a frozen record says its days, numbers and distances: the same in each of its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from suppliers.showing.amounts import number_in_words
from suppliers.showing.cards import distance_in_words
from suppliers.showing.days import long_day_in_words, moment_in_words
from suppliers.sourcing.lots_in_words import lots_in_words

NO_BREAK = "\u00a0"
ADDED = [
    ("lessons", "Ce qui a été appris"),
    ("need_changes", "Ce que cela a changé au besoin"),
    ("shared", "Ce qui sera communiqué à tous dans les documents de la consultation (R2111-2)"),
    ("helped", "Structures qui ont aidé à préparer le marché, et mesures prises (R2111-2)"),
    ("no_lots", "Raisons de ne pas allotir (L2113-11)"),
    ("social_exception", "Raisons de ne pas prévoir de condition d’exécution sociale (L2112-2-1)"),
    ("interests", "Déclaration sur les conflits d’intérêts"),
]
UNSAID = "Non renseigné."
BY_SITE = "par le site"
BY_BUYER = "par la messagerie de l’acheteur"
SAME_FOR_ALL = "Le même texte et les mêmes questions pour toutes."
NOTED = "Réponse notée par l’acheteur."
KEPT_APART = "Un élément couvert par le secret des affaires est conservé à part."


def day(iso: str) -> str:
    """« 1er mars 2026 »; empty for no day."""
    return long_day_in_words(dt.date.fromisoformat(iso)) if iso else ""


def moment(iso: str) -> str:
    """« 1er mars 2026 à 9 h 05 »."""
    return moment_in_words(dt.datetime.fromisoformat(iso))


def count(number: int | None) -> str:
    """« 22 600 »; a dash where nothing could be counted."""
    return "–" if number is None else number_in_words(number)


def siret(digits: str) -> str:
    """« 123 456 789 00012 », in groups that do not part; anything else as it stands."""
    if len(digits) != 14:
        return digits
    return NO_BREAK.join([digits[:3], digits[3:6], digits[6:9], digits[9:]])


def distance(metres: int | None) -> str:
    return distance_in_words(None if metres is None else metres / 1000)


def lots(numbers: list[int]) -> str:
    """« lots 1 et 2 »; the whole need where none is named."""
    return lots_in_words(numbers) or "le besoin entier"


def draw(one: dict[str, Any]) -> str:
    """« Ordre neutre tiré le 1er mars 2026, graine 739676 »."""
    if one["is_neutral"]:
        return f"Ordre neutre tiré le {day(one['day'])}, graine {one['seed']}"
    return f"Ordre raisonné repris le {day(one['day'])}"


def taken_out(one: dict[str, Any]) -> str:
    """« Retirée de la sélection le 1er mars 2026 »."""
    return f"Retirée de la sélection le {day(one['taken_out_on'])}"


def sent(one: dict[str, Any]) -> str:
    """« 1er mars 2026, par le site »."""
    if not one["sent_on"]:
        return "Non envoyée"
    if "is_by_site" not in one:  # a record of schema 1
        return day(one["sent_on"])
    return f"{day(one['sent_on'])}, {BY_SITE if one['is_by_site'] else BY_BUYER}"


def answers(questions: Sequence[str], one: dict[str, Any]) -> list[str]:
    """Each answer behind its question, and whether there is more that is kept apart.

    A record of schema 1 tells neither the comment nor the role.
    """
    known = [*questions, *[""] * len(one["answers"])]
    said = [
        f"{asked} {answer}".strip() for asked, answer in zip(known, one["answers"], strict=False) if answer
    ]
    if one.get("comment"):
        said.append(f"Autres précisions : {one['comment']}")
    if who := ", ".join(part for part in (one["answered_by"], one.get("answered_role")) if part):
        said.append(f"Répondu par {who}.")
    if one.get("is_noted"):
        said.append(NOTED)
    if one["keeps_secrets"]:
        said.append(KEPT_APART)
    return said


def file_name(number: str, version: int, title_slug: str, kind: str) -> str:
    """« dossier-de-sourcing-2026-0001-v1-nettoyage.docx », in ASCII."""
    slug = f"-{title_slug}" if title_slug else ""
    return f"dossier-de-sourcing-{number}-v{version}{slug}.{kind}"
