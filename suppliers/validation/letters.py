"""What is written to those who wait for a decision."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from suppliers import mailing
from suppliers.models import ReviewItem, ReviewKind, Structure

from .decisions import rules_of


def tell(item: ReviewItem, decision: str, *, after: str = "") -> None:
    """One letter to each. `decision`: approved, refused, asked or undone; `after`: which was undone."""
    rules = rules_of(item.kind)
    structure = item.structure
    context = {
        "item": item,
        "named": rules.named(item),
        "consequence": rules.consequence(item, decision),
        "reason": rules.refusals.get(item.reason, "") if item.reason != "other" else "",
        "answer": item.answer,
        "question": item.question,
        "page": page_of(structure),
        "space": _space(structure),
    }
    kind = f"decision_{decision}"
    if item.kind == ReviewKind.REPORT and decision in ("approved", "refused"):
        kind = "decision_report"
    for to in rules.recipients(item, after or decision):
        mailing.write(kind, context, to=to, structure=structure)


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
