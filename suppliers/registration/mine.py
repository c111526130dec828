"""What an account keeps, and where each of it stands."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from suppliers.models import (
    MemberRole,
    ReviewItem,
    ReviewKind,
    ReviewStatus,
    Structure,
    StructureMembership,
    User,
)

from .answering import OF_MEMBERS, OF_THE_TEAM

_SHOWN_FOR = dt.timedelta(days=90)  # after a claim was refused
_Status = Structure.Status


@dataclass(frozen=True)
class State:
    """Where a structure stands: a word, its tone (ok, check, no) and what it means."""

    word: str
    tone: str
    meaning: str


_STATES = {
    _Status.DRAFT: State(
        "Brouillon", "check", "Vous seul et vos collègues la voyez. Complétez-la, puis envoyez-la."
    ),
    _Status.PENDING: State(
        "En attente de validation", "check", "L’équipe de l’annuaire la lit, et vous répond par courriel."
    ),
    _Status.PUBLISHED: State("Publiée", "ok", "Les acheteurs la voient dans l’annuaire."),
    _Status.HIDDEN: State(
        "Retirée de l’annuaire",
        "no",
        "Les acheteurs ne la voient plus. L’équipe de l’annuaire sait pourquoi.",
    ),
}
_ASKED = State("Une question vous est posée", "no", "L’équipe de l’annuaire attend votre réponse.")
_REFUSED = State(
    "Refusée, à corriger", "no", "Elle n’est pas publiée. Corrigez-la, puis envoyez-la de nouveau."
)


@dataclass(frozen=True)
class Line:
    """A structure in the list of those somebody keeps."""

    structure: Structure
    role: str
    state: State
    items: list[ReviewItem] = field(default_factory=list)

    @property
    def is_owner(self) -> bool:
        return self.role == MemberRole.OWNER

    @property
    def is_asked(self) -> bool:
        return any(item.status == ReviewStatus.ASKED for item in self.items)


def state_of(structure: Structure, items: list[ReviewItem], refused: ReviewItem | None = None) -> State:
    """`items`: those of its members that are open; `refused`: how its last submission ended, if it did so."""
    is_asked = any(item.status == ReviewStatus.ASKED for item in items)
    if is_asked and structure.status == _Status.PENDING:
        return _ASKED
    if refused and structure.status == _Status.DRAFT:
        return _REFUSED
    return _STATES[_Status(structure.status)]


def kept_by(user: User) -> list[Line]:
    """The structures that somebody is a member of, what asks for them first. Two queries."""
    memberships = list(
        StructureMembership.objects.filter(user=user).select_related("structure__territory").order_by("pk")
    )
    ids = [membership.structure_id for membership in memberships]
    items, refused = items_of(ids)
    lines = [
        Line(
            membership.structure,
            membership.role,
            state_of(
                membership.structure, items[membership.structure_id], refused.get(membership.structure_id)
            ),
            items[membership.structure_id],
        )
        for membership in memberships
    ]
    return sorted(lines, key=lambda line: (not line.is_asked, str(line.structure).casefold()))


def items_of(ids: list[int]) -> tuple[dict[int, list[ReviewItem]], dict[int, ReviewItem]]:
    """By structure: what waits, the oldest first, and the refusal that its last submission met."""
    submitted = Q(kind=ReviewKind.STRUCTURE, status__in=[ReviewStatus.REFUSED, ReviewStatus.APPROVED])
    theirs = Q(kind__in=OF_MEMBERS) | Q(kind=ReviewKind.REPORT, submitted_by__isnull=False)
    is_open = theirs & Q(status__in=[ReviewStatus.WAITING, ReviewStatus.ASKED])
    is_asked = Q(kind__in=OF_THE_TEAM, status=ReviewStatus.ASKED)
    found = ReviewItem.objects.filter((is_open | submitted) & Q(structure__in=ids) | is_asked & _about(ids))
    waiting: dict[int, list[ReviewItem]] = defaultdict(list)
    last: dict[int, ReviewItem] = {}
    for item in found.select_related("certification").order_by("created_at", "pk"):
        if item.is_open:
            sides = {item.structure_id, *([item.other_id] if item.kind == ReviewKind.DUPLICATE else [])}
            for pk in {*ids} & sides:
                waiting[pk].append(item)
        else:
            last[item.structure_id] = item
    return waiting, {pk: item for pk, item in last.items() if item.status == ReviewStatus.REFUSED}


def _about(ids: list[int]) -> Q:
    return Q(structure__in=ids) | Q(kind=ReviewKind.DUPLICATE, other__in=ids)


def claims_of(user: User) -> list[ReviewItem]:
    """What somebody has asked for and does not have: it waits, or was refused not long ago."""
    lately = timezone.now() - _SHOWN_FOR
    shown = Q(status__in=[ReviewStatus.WAITING, ReviewStatus.ASKED]) | Q(
        status=ReviewStatus.REFUSED, decided_at__gt=lately
    )
    claims = ReviewItem.objects.filter(shown, kind=ReviewKind.CLAIM, submitted_by=user)
    return list(claims.select_related("structure").order_by("-created_at", "-pk")[:50])
