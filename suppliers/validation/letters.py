"""What is written to those who wait for a decision."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse

from suppliers import mailing
from suppliers.models import (
    Event,
    ImportRun,
    OutgoingEmail,
    ReviewItem,
    ReviewKind,
    Structure,
    StructureMembership,
    User,
)

from .decisions import rules_of
from .decisions.certifications import kind_of

_NOBODY_ASKED = {ReviewKind.REPORT, ReviewKind.IMPORT, ReviewKind.DUPLICATE}  # the team's own
CORRECTED = "corrected"  # an approval that puts something right


def tell(item: ReviewItem, decision: str, *, after: str = "", corrected: Sequence[str] = ()) -> None:
    """One letter to each. `decision`: approved, refused, asked or undone; `after`: which was undone.

    `corrected`: what the team has put right, a line each.
    """
    rules = rules_of(item.kind)
    context = {
        "item": item,
        "named": rules.named(item),
        "consequence": rules.consequence(item, decision),
        "reason": rules.refusals.get(item.reason, "") if item.reason != "other" else "",
        "answer": item.answer,
        "corrected": corrected,
        "question": item.question,
        "is_ours": item.kind in _NOBODY_ASKED,
    }
    kind = f"decision_{decision}"
    if item.kind == ReviewKind.REPORT and decision in ("approved", "refused"):
        kind = "decision_report"
    if item.kind in _NOBODY_ASKED and decision == "asked":
        kind = "question-on-page"
    for to in rules.recipients(item, "approved" if after == CORRECTED else after or decision):
        side = _side_of(item, to)
        its_own = {"structure": side, "page": page_of(side), "space": _space(side), **_twin(item, side)}
        mailing.write(kind, context | its_own, to=to, structure=side)
    if item.kind == ReviewKind.REPORT and (corrected or after == CORRECTED):
        _tell_holders(item, corrected)


def _twin(item: ReviewItem, side: Structure) -> dict[str, str]:
    """Of a pair, the other half, where everybody may read its page; and where a question is answered."""
    site = getattr(settings, "SITE_URL", "")
    answer_page = site and site + reverse("registration:item", args=[item.pk])
    other = item.structure if item.other_id == side.pk else item.other
    is_shown = item.kind == ReviewKind.DUPLICATE and other is not None and bool(page_of(other))
    twin = {"twin": str(other), "twin_page": page_of(other)} if other is not None and is_shown else {}
    return {"twin": "", "twin_page": "", "answer_page": answer_page, **twin}


def _side_of(item: ReviewItem, to: User | str) -> Structure:
    """Of a pair, the half that its reader keeps: the other may be nobody's business."""
    if item.kind != ReviewKind.DUPLICATE or item.other is None or not isinstance(to, User):
        return item.structure
    keeps = StructureMembership.objects.filter(structure=item.structure_id, user=to).exists()
    return item.structure if keeps else item.other


def _tell_holders(item: ReviewItem, corrected: Sequence[str]) -> None:
    """Because of what somebody reported, a page is corrected, or is as before: who keeps it learns that."""
    structure = item.structure
    members = User.objects.filter(structure_memberships__structure=structure, is_active=True)
    context = {
        "structure": structure,
        "kind": item.report.get_kind_display().lower() if item.report else "",
        "corrected": corrected,
        "page": page_of(structure),
        "space": _space(structure),
    }
    for member in members.order_by("pk"):
        mailing.write("page-corrected", context, to=member, structure=structure)


@transaction.atomic
def tell_listed(run: ImportRun) -> int:
    """Write to those whose certifications this import has verified: one letter for one structure."""
    events = Event.objects.filter(action="validation.listed", at__gte=run.started_at, item__isnull=False)
    items: dict[int, list[ReviewItem]] = {}
    people: dict[int, set[User]] = {}
    for event in events.select_related("item__structure", "item__certification__kind", "item__submitted_by"):
        assert event.item is not None
        items.setdefault(event.item.structure_id, []).append(event.item)
        if event.item.submitted_by:
            people.setdefault(event.item.structure_id, set()).add(event.item.submitted_by)
    members = StructureMembership.objects.filter(structure__in=items, user__is_active=True)
    for member in members.select_related("user"):
        people.setdefault(member.structure_id, set()).add(member.user)
    emails = [one for pk, told in people.items() for one in _of_a_list(items[pk], told, run)]
    mailing.write_many(emails)
    return len(emails)


def _of_a_list(items: list[ReviewItem], people: set[User], run: ImportRun) -> list[OutgoingEmail]:
    structure = items[0].structure
    context = {
        "kinds": sorted({str(kind.short_label) for item in items if (kind := kind_of(item))}),
        "day": run.listed_on,
        "page": page_of(structure),
        "space": _space(structure),
    }
    letters = (mailing.prepare("certification-listed", context, to=to, structure=structure) for to in people)
    return [letter for letter in letters if letter is not None]


def page_of(structure: Structure) -> str:
    """The address of its public page, for a letter; empty when it has none."""
    site = getattr(settings, "SITE_URL", "")
    is_public = site and structure.status == Structure.Status.PUBLISHED
    return f"{site}{structure.get_absolute_url()}" if is_public else ""


def _space(structure: Structure) -> str:
    site = getattr(settings, "SITE_URL", "")
    try:
        return f"{site}{reverse('registration:structure', args=[structure.pk])}" if site else ""
    except NoReverseMatch:  # a site where structures do not register themselves
        return ""
