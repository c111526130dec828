"""What has changed of a structure since it was picked, in words: the card known that day against today's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suppliers.procurement.answers import Answer
from suppliers.procurement.certificates import State
from suppliers.showing.days import day_in_words

NO_PAGE = "N’a plus de fiche publique."
DELETED = "N’est plus dans l’annuaire."


@dataclass(frozen=True)
class Change:
    """`is_loss`: something it had is no more; else what it has is less sure."""

    text: str
    is_loss: bool = True


def changes_between(known: Mapping[str, Any], card: Mapping[str, Any] | None, today: dt.date) -> list[Change]:
    """`known`: the card the day it was picked, maybe without some of its parts; `card`: today's, or None."""
    if card is None:
        return [Change(NO_PAGE), *_ended(known, today)]
    closed = card.get("closed") and not known.get("closed")
    left = card.get("left_list_on")
    said = [Change("Établissement fermé d’après SIRENE.")] if closed else []
    if left and left != known.get("left_list_on"):
        said.append(Change(f"Absente de la liste officielle depuis le {day_in_words(left)}."))
    return [*said, *_certifications(known, card, today), *_articles(known, card)]


def _certifications(known: Mapping[str, Any], card: Mapping[str, Any], today: dt.date) -> list[Change]:
    now = {item["kind"]: item for item in reversed(card.get("certifications", []))}
    lost, weaker = [], []
    for item in _first_of_each(known):
        current = now.get(item["kind"])
        if current is None:
            lost.append(Change(f"A perdu : {_name(item)} ({_why(item, today)})."))
        elif item.get("state") == State.VALID and current["state"] != State.VALID:
            weaker.append(Change(f"{_name(item)} : preuve à vérifier de nouveau.", is_loss=False))
    return lost + weaker


def _ended(known: Mapping[str, Any], today: dt.date) -> list[Change]:
    """Of one that has no card any more: only what its own dates say."""
    over = [item for item in _first_of_each(known) if _is_over(item, today)]
    return [Change(f"{_name(item)} : {_why(item, today)}.") for item in over]


def _first_of_each(known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Its certifications, one of each kind: the best proven comes first."""
    found: dict[str, dict[str, Any]] = {}
    for item in known.get("certifications", []):
        found.setdefault(item["kind"], item)
    return list(found.values())


def _name(item: Mapping[str, Any]) -> str:
    return str(item.get("short_label") or item.get("label") or item["kind"])


def _is_over(item: Mapping[str, Any], today: dt.date) -> bool:
    until: str | None = item.get("valid_until")
    return until is not None and dt.date.fromisoformat(until) < today


def _why(item: Mapping[str, Any], today: dt.date) -> str:
    if _is_over(item, today):
        return f"échue le {day_in_words(item['valid_until'])}"
    return "retirée, rejetée ou plus déclarée"


def _articles(known: Mapping[str, Any], card: Mapping[str, Any]) -> list[Change]:
    """The reserved contracts it answered, and does no more, or less surely (art. L2113-12 and following)."""
    now = {item["article"]: item["answer"] for item in card.get("articles", [])}
    said = []
    for item in known.get("articles", []):
        article, answer = item["article"], now.get(item["article"])
        if answer is None:
            said.append(Change(f"Marché réservé {article} : plus éligible selon les preuves connues."))
        elif item["answer"] == Answer.ELIGIBLE and answer == Answer.TO_CHECK:
            said.append(Change(f"Marché réservé {article} : désormais à vérifier.", is_loss=False))
    return said
