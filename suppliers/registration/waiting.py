"""What a published structure has proposed and nobody has decided on yet: shown beside what is published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from suppliers.models import ReviewItem, Structure, User
from suppliers.profiles.changing import Outcome, change_facts, proposed_change
from suppliers.profiles.facts import facts_of


@dataclass(frozen=True)
class Pending:
    """The published value of a fact, in words, and since when another is proposed."""

    published: str
    since: dt.datetime


def facts_opened(structure: Structure, names: Iterable[str], proposal: ReviewItem | None) -> dict[str, Any]:
    """What a form of these facts opens on: what is proposed where something is, else what stands."""
    opened = facts_of(structure, names)
    if proposal is not None:
        opened |= {name: proposal.fields[name]["after"] for name in opened.keys() & proposal.fields.keys()}
    return opened


def pending_facts(
    structure: Structure,
    names: Iterable[str],
    proposal: ReviewItem | None,
    in_words: Callable[[str, Any], str],
) -> dict[str, Pending]:
    """Those of these facts that wait, by name; a proposal may hold others, of another step."""
    if proposal is None:
        return {}
    published = facts_of(structure, set(names) & proposal.fields.keys())
    return {name: Pending(in_words(name, value), proposal.created_at) for name, value in published.items()}


def change_and_tell(
    structure: Structure, values: dict[str, Any], labels: Mapping[str, str], *, by: User
) -> str:
    """Change these facts, and say in French what is public at once and what waits; empty for no change."""
    before = _proposed(structure)
    outcome = change_facts(structure, values, by=by)
    now = _proposed(structure)
    newly = [name for name in outcome.proposed if before.get(name) != now.get(name)]
    dropped = [name for name in values if name in before and name not in now]
    if structure.status != Structure.Status.PUBLISHED:
        return "C’est enregistré." if outcome.changed else ""
    return _told(Outcome(outcome.changed, newly), dropped, labels)


def _proposed(structure: Structure) -> dict[str, Any]:
    item = proposed_change(structure)
    return {name: change["after"] for name, change in item.fields.items()} if item else {}


def _told(outcome: Outcome, dropped: list[str], labels: Mapping[str, str]) -> str:
    said = []
    if outcome.changed:
        said.append(f"Publié : {_listed(outcome.changed, labels)}.")
    if outcome.proposed:
        said.append(
            f"En attente de validation : {_listed(outcome.proposed, labels)}. "
            "D’ici là, la fiche publiée ne change pas."
        )
    if dropped:
        said.append(f"Proposition retirée : {_listed(dropped, labels)}.")
    return " ".join(said)


def _listed(names: Iterable[str], labels: Mapping[str, str]) -> str:
    """« nom, forme juridique », each once: several facts may go by one label."""
    said = dict.fromkeys(labels.get(name, name) for name in names)
    return ", ".join(label[:1].lower() + label[1:] if label[1:2].islower() else label for label in said)
