"""Why a structure is proposed: « intervient à Montreuil · EA, preuve vérifiée le… · 3 références · 4 km »."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from suppliers.models import ClientReference, Structure
from suppliers.procurement.answers import Answer
from suppliers.procurement.certificates import State as CertificateState
from suppliers.procurement.decision_table import Article
from suppliers.search.listing import Listed
from suppliers.search.reference import Reference
from suppliers.search.text import read_text
from suppliers.showing.amounts import euros_in_words
from suppliers.showing.cards import distance_in_words
from suppliers.showing.days import day_in_words
from suppliers.territories.in_words import in_words

from .lot_rules import RESERVED_TO, article_of
from .parts import Part, Site


@dataclass(frozen=True)
class Capacity:
    """What decides of a size: the largest order (euros HT), or None; references, and those of what is "
    "asked."""

    largest_order: int | None = None
    references: int = 0
    alike: int = 0


@dataclass(frozen=True)
class Sizes:
    """Of structures: the largest order (euros HT), and of what their references speak."""

    orders: dict[int, int | None]
    subjects: list[tuple[int, str]]


def sizes_of(ids: Iterable[int]) -> Sizes:
    """In two queries, however many parts of a need they are for."""
    keys = list(ids)
    orders = Structure.objects.filter(pk__in=keys).values_list("pk", "largest_order_excl_tax")
    subjects = ClientReference.objects.filter(structure__in=keys).values_list("structure_id", "subject")
    return Sizes(dict(orders), list(subjects))


def capacities(
    entries: Sequence[Listed], part: Part, known: Reference, sizes: Sizes | None = None
) -> dict[int, Capacity]:
    """Of these structures; in two queries, unless `sizes` has been read."""
    ids = [entry.pk for entry in entries]
    sizes = sizes or sizes_of(ids)
    asked = {sector.pk for sector in part.sectors_asked(known)}
    counts: dict[int, list[int]] = {key: [0, 0] for key in ids}
    for key, subject in sizes.subjects:
        if key not in counts:
            continue
        counts[key][0] += 1
        counts[key][1] += bool(asked & known.sectors_named(read_text(subject).words))
    return {key: Capacity(sizes.orders.get(key), *counts[key]) for key in ids}


def reasons(
    entry: Listed,
    part: Part,
    sites: Sequence[Site],
    capacity: Capacity,
    closed: Container[Article] = (),
) -> list[str]:
    """The reasons of one structure, what the order weighs first. `closed`: articles the lot cannot use."""
    said = [
        _works(part, sites),
        *_proofs(entry.card, part, closed),
        *_ending(entry.card, part.need.applications_due_on),
        _references(capacity),
        _size(part, capacity),
        distance_in_words(entry.distance_km),
    ]
    return [reason for reason in said if reason]


def _works(part: Part, sites: Sequence[Site]) -> str:
    if not sites:
        return ""
    if len(part.sites) > 2:
        of_all = len(sites) == len(part.sites)
        whose = "lot" if part.lot else "besoin"
        how_many = f"tous les lieux du {whose}" if of_all else f"{len(sites)} des {len(part.sites)} lieux"
        return f"intervient sur {how_many}"
    return "intervient " + " et ".join(dict.fromkeys(in_words(site.territory) for site in sites))


def _proofs(card: dict[str, Any], part: Part, closed: Container[Article]) -> Iterable[str]:
    """The certification behind the answer on what is thought of; else the valid ones that open something."""
    articles = {str(article) for article in RESERVED_TO.get(part.reservation, ()) if article not in closed}
    names = {item["kind"]: item for item in card["certifications"]}
    for answer in card["articles"]:
        if articles and answer["article"] not in articles:
            continue
        held = names.get(answer["kind"])
        if answer["answer"] == Answer.ELIGIBLE and held:
            since = day_in_words(held["proof_date"])
            yield f"{held['short_label']}, preuve vérifiée le {since} ({article_of(part, answer['article'])})"
        elif articles:
            name = f"{held['short_label']}, " if held else ""
            yield f"{name}éligibilité {article_of(part, answer['article'])} à vérifier"
    if not articles and not any(answer["answer"] == Answer.ELIGIBLE for answer in card["articles"]):
        yield from (
            item["short_label"]
            for item in card["certifications"][:2]
            if item["state"] == CertificateState.VALID
        )


def _ending(card: dict[str, Any], due_on: dt.date | None) -> Iterable[str]:
    """What proves something today and has ended by the deadline for applications: it will count for "
    "nothing."""
    opening = {answer["kind"] for answer in card["articles"]}
    for held in card["certifications"]:
        until = held["valid_until"]
        if due_on and until and until < due_on.isoformat() and held["kind"] in opening:
            ends = day_in_words(until)
            yield f"{held['short_label']} finit le {ends}, avant la date limite des candidatures"


def _references(capacity: Capacity) -> str:
    if not capacity.references:
        return ""
    s = "s" if capacity.references > 1 else ""
    if not capacity.alike:
        return f"{capacity.references} référence{s}"
    if capacity.alike == capacity.references:
        return f"{capacity.references} référence{s} dans ce secteur d’après {_their(capacity.alike)} objet"
    alike = f"{capacity.alike} dans ce secteur d’après {_their(capacity.alike)} objet"
    return f"{capacity.references} référence{s}, dont {alike}"


def _their(number: int) -> str:
    """A reference is told by its subject: the same words may be of another sector as well."""
    return "leur" if number > 1 else "son"


def _size(part: Part, capacity: Capacity) -> str:
    if capacity.largest_order is None or part.amount_excl_tax is None:
        return ""
    said = f"commandes jusqu’à {euros_in_words(capacity.largest_order)}"
    whose = "lot" if part.lot else "besoin"
    return said if capacity.largest_order >= part.amount_excl_tax else f"{said}, moins que ce {whose}"
