"""The profile in steps: their order, what each is for, and where a structure stands in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.urls import reverse

from suppliers.models import ReviewItem, ReviewKind
from suppliers.profiles.completeness import Completeness
from suppliers.profiles.facts import ADDRESS, IDENTITY


@dataclass(frozen=True)
class Step:
    """`purpose` says what buyers do with it; `guarded` names the facts of this step that may wait."""

    slug: str
    title: str
    purpose: str
    guarded: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)  # of items that wait because of it
    is_optional: bool = False


STEPS = [
    Step(
        "identite",
        "Qui nous sommes",
        "Le nom sous lequel les acheteurs vous trouvent, et ce qu’ils lisent en premier.",
        guarded=frozenset(IDENTITY),
    ),
    Step(
        "offre",
        "Ce que nous vendons",
        "Les secteurs et les prestations par lesquels un acheteur vous cherche.",
    ),
    Step(
        "certifications",
        "Nos certifications",
        "Les agréments, conventions et labels qui ouvrent des marchés réservés, avec leur preuve.",
        kinds=frozenset([ReviewKind.CERTIFICATION]),
        is_optional=True,
    ),
    Step(
        "lieu",
        "Où nous sommes",
        "L’adresse et le point sur la carte, puis les territoires où vous intervenez.",
        guarded=frozenset(ADDRESS),
    ),
    Step(
        "capacite",
        "Ce que nous pouvons faire",
        "L’effectif, les délais, la taille de commande : de quoi savoir si vous pouvez répondre.",
    ),
    Step(
        "references",
        "Nos références",
        "Des clients et des chantiers : la preuve par l’exemple.",
        is_optional=True,
    ),
    Step(
        "contact",
        "Nous joindre",
        "Le téléphone ou l’adresse électronique que les acheteurs utiliseront : il faut l’un des deux.",
    ),
    Step(
        "apercu",
        "Aperçu",
        "La fiche telle que les acheteurs la verront.",
    ),
]
PREVIEW = "apercu"
_ASKS_FOR = 4  # weight of what leaves a step « à compléter »: less is pleasant, and wished for elsewhere
BY_SLUG = {step.slug: step for step in STEPS}


def step_after(slug: str) -> Step:
    """The one that follows; the preview is the last, and stays."""
    place = STEPS.index(BY_SLUG[slug])
    return STEPS[min(place + 1, len(STEPS) - 1)]


class Progress(StrEnum):
    DONE = "fait"
    TO_DO = "à compléter"
    WAITING = "en attente"
    OPTIONAL = "facultatif"
    NONE = ""  # the preview asks for nothing


@dataclass(frozen=True)
class StepLine:
    """A step in the list that leads from one to the other."""

    step: Step
    number: int
    progress: Progress
    is_current: bool


def step_lines(
    completeness: Completeness, waiting: Iterable[ReviewItem], filled: Collection[str], current: str
) -> list[StepLine]:
    """Every step with where it stands. `filled`: slugs of optional steps in which something is."""
    items = list(waiting)
    missing = {one.step for one in completeness.missing if one.weight >= _ASKS_FOR}
    return [
        StepLine(step, number, _progress(step, items, missing, filled), step.slug == current)
        for number, step in enumerate(STEPS, start=1)
    ]


def _progress(
    step: Step, items: list[ReviewItem], missing: Collection[str], filled: Collection[str]
) -> Progress:
    if step.slug == PREVIEW:
        return Progress.NONE
    if any(_concerns(item, step) for item in items):
        return Progress.WAITING
    if step.is_optional and step.slug not in filled:
        return Progress.OPTIONAL
    return Progress.TO_DO if step.slug in missing else Progress.DONE


def _concerns(item: ReviewItem, step: Step) -> bool:
    return item.kind in step.kinds or (
        item.kind == ReviewKind.CHANGE and bool(step.guarded.intersection(item.fields))
    )


def step_url(structure_id: int, step: Step) -> str:
    return reverse("registration:step", args=[structure_id, step.slug])


def dashboard_url(structure_id: int) -> str:
    return reverse("registration:structure", args=[structure_id])
