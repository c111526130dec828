"""What a structure has lost between two cards of the directory: that of the day it was picked, and today's.

A card is `DirectoryEntry.card`. What it has gained is no alert.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from suppliers.procurement.answers import Answer
from suppliers.procurement.certificates import State as CertificateState

from .days import day_in_words

Card = Mapping[str, Any]
LEFT = "left"
CLOSED = "closed"
UNLISTED = "unlisted"


class Loss(NamedTuple):
    """`key` is the same as long as the loss is: it tells what has been said from what is new."""

    key: str
    text: str


def changes_since(known: Card, now: Card | None) -> list[str]:
    """What was lost, in French sentences without a full stop; `now` is None once it left the directory.

    Empty when nothing was. `known` may be empty: then only what holds of any structure is said.
    """
    return [loss.text for loss in losses_since(known, now)]


def losses_since(known: Card, now: Card | None) -> list[Loss]:
    """The same with their keys, the gravest first."""
    if now is None:
        return [Loss(LEFT, "n’est plus dans l’annuaire")]
    return [*_standing(known, now), *_certifications(known, now), *_answers(known, now)]


def _standing(known: Card, now: Card) -> Iterator[Loss]:
    if now.get("closed") and not known.get("closed"):
        yield Loss(CLOSED, "établissement fermé d’après SIRENE")
    since = now.get("left_list_on")
    if since and not known.get("left_list_on"):
        yield Loss(f"{UNLISTED}:{since}", f"absente de la liste officielle depuis le {day_in_words(since)}")


def _certifications(known: Card, now: Card) -> Iterator[Loss]:
    """Those held that day and no more; those that were proven, and are to be checked."""
    held, ended = _states(now), {item["kind"]: item.get("valid_until") for item in now.get("renewals", [])}
    names = {
        item["kind"]: item.get("short_label") or item["label"] for item in known.get("certifications", [])
    }
    for kind, before in _states(known).items():
        after, said = held.get(kind), f"certification «\u00a0{names[kind]}\u00a0»"
        if after is None and kind in ended:
            on = day_in_words(ended[kind])
            yield Loss(f"renewal:{kind}", f"{said} échue le {on}, renouvellement en cours")
        elif after is None:
            yield Loss(f"certification:{kind}", f"{said} perdue ou échue")
        elif before == CertificateState.VALID and after != CertificateState.VALID:
            yield Loss(f"unverified:{kind}", f"{said} à vérifier de nouveau")


def _states(card: Card) -> dict[str, str]:
    """The best state of each kind of certification."""
    best: dict[str, str] = {}
    for item in card.get("certifications", []):
        if best.get(item["kind"]) != CertificateState.VALID:
            best[item["kind"]] = item["state"]
    return best


def _answers(known: Card, now: Card) -> Iterator[Loss]:
    """Articles of a reserved contract (code de la commande publique) that it answers less well."""
    after = {item["article"]: Answer(item["answer"]) for item in now.get("articles", [])}
    for item in known.get("articles", []):
        article, before = item["article"], Answer(item["answer"])
        answer = after.get(article, Answer.NOT_ELIGIBLE)
        if answer.rank <= before.rank:
            continue
        was = "éligible" if before == Answer.ELIGIBLE else "à vérifier"
        if answer == Answer.TO_CHECK:
            yield Loss(f"article:{article}:{answer}", f"à vérifier pour le {article}, {was} lors du choix")
        else:
            yield Loss(f"article:{article}:none", f"plus éligible au {article}, {was} lors du choix")
