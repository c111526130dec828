"""What a number leads to: a structure to claim, one that is taken, one to create…"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from suppliers.models import ReviewItem, ReviewKind, Structure

from .numbers import Kind, Typed, read_number

MOST_ESTABLISHMENTS = 50
_LONGEST_CHAIN = 10  # of structures merged one into the other
_Status = Structure.Status


class Outcome(StrEnum):
    CLAIM = "claim"  # published, and nobody keeps it
    TAKEN = "taken"  # somebody keeps it, or has begun to register it
    WITHDRAWN = "withdrawn"  # hidden: the team alone knows why
    CLOSED = "closed"
    MINE = "mine"
    CREATE = "create"
    UNKNOWN = "unknown"  # no such address


@dataclass(frozen=True)
class Found:
    """`structure`: None to create. `merged_name`: of the one looked for, when it is in another.

    What is not published is never named to a visitor: a page asks `shown`.
    """

    outcome: Outcome
    number: Typed
    structure: Structure | None = None
    merged_name: str = ""
    waiting: ReviewItem | None = None

    @property
    def shown(self) -> Structure | None:
        is_public = self.structure is not None and self.structure.status == _Status.PUBLISHED
        return self.structure if is_public or self.outcome == Outcome.MINE else None


def key_of(structure: Structure) -> str:
    """What stands for a structure in the addresses of this room."""
    return structure.siret or structure.rna or f"a-{structure.pk}"


def look_up(key: str, user: Any) -> Found:
    """`key`: a SIRET, an RNA, or `a-` and the number of a published structure."""
    typed, named = _named(key)
    if named is None:
        can_be_created = typed.kind in (Kind.SIRET, Kind.RNA)
        return Found(Outcome.CREATE if can_be_created else Outcome.UNKNOWN, typed)
    structure = _survivor_of(named)
    merged_name = str(named) if structure.pk != named.pk else ""
    outcome = _outcome_of(structure, user)
    return Found(outcome, typed, structure, merged_name, _waiting_claim(structure, user))


def _named(key: str) -> tuple[Typed, Structure | None]:
    number = key.removeprefix("a-")
    structures = Structure.objects.select_related("territory", "legal_form", "contact_person")
    if key != number:
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        published = structures.filter(pk=int(number), status=_Status.PUBLISHED) if is_number else None
        return Typed(Kind.WRONG), published.first() if published is not None else None
    typed = read_number(key)
    if typed.number != key or typed.kind not in (Kind.SIRET, Kind.RNA):
        return Typed(Kind.WRONG), None
    if typed.kind == Kind.SIRET:
        return typed, structures.filter(siret=key).first()
    # An association with a SIRET may have given its RNA too; what stands without a SIRET comes first.
    same = list(structures.filter(rna=key).order_by("pk")[:MOST_ESTABLISHMENTS])
    same.sort(key=lambda one: (one.merged_into_id is not None, one.status == _Status.HIDDEN, bool(one.siret)))
    return typed, same[0] if same else None


def _survivor_of(structure: Structure) -> Structure:
    for _ in range(_LONGEST_CHAIN):
        if structure.merged_into is None:
            break
        structure = structure.merged_into
    return structure


def _outcome_of(structure: Structure, user: Any) -> Outcome:
    members = {member.user_id for member in structure.memberships.all()}
    if user.is_authenticated and user.pk in members:
        return Outcome.MINE
    if structure.status == _Status.HIDDEN:
        return Outcome.WITHDRAWN
    if structure.admin_state == "F":
        return Outcome.CLOSED
    if structure.status == _Status.PUBLISHED and not members:
        return Outcome.CLAIM
    return Outcome.TAKEN


def _waiting_claim(structure: Structure, user: Any) -> ReviewItem | None:
    if not user.is_authenticated:
        return None
    own = ReviewItem.objects.open().filter(kind=ReviewKind.CLAIM, structure=structure, key=str(user.pk))
    return own.first()


def establishments_of(siren: str) -> list[Structure]:
    """The published establishments of a legal unit, those that are open first."""
    same = Structure.objects.published().filter(siren=siren).order_by("admin_state", "city", "name", "pk")
    return list(same[:MOST_ESTABLISHMENTS])
