"""What a structure has lost between two cards of the directory: that of the day it was picked, and today's.

A card is `DirectoryEntry.card`. What it has gained is no loss. Pages, records and letters all ask here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from suppliers.models import ShortlistItem
from suppliers.procurement.answers import Answer
from suppliers.procurement.certificates import State as CertificateState

from .days import day_in_words

Card = Mapping[str, Any]
LEFT = "left"
CLOSED = "closed"
UNLISTED = "unlisted"
NO_PAGE = "N’a plus de fiche publique."
DELETED = "N’est plus dans l’annuaire."


class Loss(NamedTuple):
    """`key` is the same as long as the loss is: it tells what has been said from what is new.

    `is_loss`: something it had is no more; else what it has is less sure.
    """

    key: str
    text: str
    is_loss: bool = True


def losses_of(item: ShortlistItem, card: Card | None, today: dt.date) -> list[Loss]:
    """Of one of a shortlist; `card`: today's, None where it has no public page any more."""
    if item.structure_id is None:
        return [Loss(LEFT, DELETED), *_ended(item.known, today)]
    return losses_since(item.known, card, today)


def losses_since(known: Card, now: Card | None, today: dt.date) -> list[Loss]:
    """What was lost, in French sentences, the gravest first; none when nothing was.

    `known` may lack some of its parts, or all: then only what holds of any structure is said.
    """
    if now is None:
        return [Loss(LEFT, NO_PAGE), *_ended(known, today)]
    return [*_standing(known, now), *_certifications(known, now, today), *_answers(known, now)]


def _standing(known: Card, now: Card) -> Iterator[Loss]:
    if now.get("closed") and not known.get("closed"):
        yield Loss(CLOSED, "Établissement fermé d’après SIRENE.")
    since = now.get("left_list_on")
    if since and since != known.get("left_list_on"):
        yield Loss(f"{UNLISTED}:{since}", f"Absente de la liste officielle depuis le {day_in_words(since)}.")


def _certifications(known: Card, now: Card, today: dt.date) -> list[Loss]:
    """Those held that day and no more; then those that were proven, and are to be checked."""
    held, renewing = _best_of_each(now), {item["kind"]: item for item in now.get("renewals", [])}
    lost, weaker = [], []
    for kind, before in _best_of_each(known).items():
        name, after = _name(before), held.get(kind)
        if after is None and kind in renewing:
            on = day_in_words(renewing[kind]["valid_until"])
            lost.append(
                Loss(f"renewal:{kind}", f"A perdu : {name} (échue le {on}, renouvellement en cours).")
            )
        elif after is None:
            lost.append(Loss(f"certification:{kind}", f"A perdu : {name} ({_why(before, today)})."))
        elif before.get("state") == CertificateState.VALID and after["state"] != CertificateState.VALID:
            said = f"{name} : preuve à vérifier de nouveau."
            weaker.append(Loss(f"unverified:{kind}", said, is_loss=False))
    return lost + weaker


def _ended(known: Card, today: dt.date) -> list[Loss]:
    """Of one that has no card any more: only what its own dates say."""
    return [
        Loss(f"certification:{kind}", f"{_name(item)} : {_why(item, today)}.")
        for kind, item in _best_of_each(known).items()
        if _is_over(item, today)
    ]


def _best_of_each(card: Card) -> dict[str, dict[str, Any]]:
    """Its certifications, the best proven of each kind."""
    best: dict[str, dict[str, Any]] = {}
    for item in card.get("certifications", []):
        kind, state = item["kind"], item.get("state")
        if kind not in best or (state == CertificateState.VALID and best[kind].get("state") != state):
            best[kind] = item
    return best


def _name(item: Card) -> str:
    return str(item.get("short_label") or item.get("label") or item["kind"])


def _is_over(item: Card, today: dt.date) -> bool:
    until: str | None = item.get("valid_until")
    return until is not None and dt.date.fromisoformat(until) < today


def _why(item: Card, today: dt.date) -> str:
    if _is_over(item, today):
        return f"échue le {day_in_words(item['valid_until'])}"
    return "retirée, rejetée ou plus déclarée"


def _answers(known: Card, now: Card) -> Iterator[Loss]:
    """The reserved contracts it answered, and does no more, or less surely (art. L2113-12 and following)."""
    after = {item["article"]: Answer(item["answer"]) for item in now.get("articles", [])}
    for item in known.get("articles", []):
        article, before = item["article"], Answer(item["answer"])
        answer = after.get(article, Answer.NOT_ELIGIBLE)
        if answer.rank <= before.rank:
            continue
        contract = f"Marché réservé {article} :"
        if answer == Answer.TO_CHECK:
            yield Loss(f"article:{article}:{answer}", f"{contract} désormais à vérifier.", is_loss=False)
        else:
            gone = f"{contract} plus éligible selon les preuves connues."
            yield Loss(f"article:{article}:none", gone)
