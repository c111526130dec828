"""What visitors change."""

from __future__ import annotations

import logging
import re
from typing import Any

from django.db import transaction

from suppliers.models import ErrorReport, NotDuplicate, ReviewItem, ReviewKind, Structure
from suppliers.profiles.queue import submit

from .merged import heir_of_key
from .published import column_of

logger = logging.getLogger(__name__)
_IN_AN_ADDRESS = re.compile(r"/structures/([^/?#\s]+)")


@transaction.atomic
def report_error(
    *, structure: Structure, kind: str, message: str, email: str, other_page: str = ""
) -> ErrorReport:
    """Keep what a visitor says is wrong, in the queue. Who it was is known only by the address given.

    `other_page`: where the same structure is said to be, an address or a SIRET: both are then compared.
    """
    Structure.objects.select_for_update().get(pk=structure.pk)  # of two that arrive together, one first
    said = {"structure": structure, "kind": kind, "message": message.strip(), "email": email}
    if waiting := _sent_before(said, other_page.strip()):
        return waiting
    report = ErrorReport(**said)
    report.full_clean()
    report.save()
    other = other_structure(other_page) if kind == ErrorReport.Kind.DUPLICATE else None
    data = {"other_page": other_page.strip()} if other_page.strip() else {}
    if other is None or not _compare(structure, other, report, data):
        links: dict[str, Any] = {"report": report, "other": other}
        submit(ReviewKind.REPORT, structure, key=str(report.pk), message=report.message, data=data, **links)
    logger.info("error report %s on structure %s: %s", report.pk, structure.pk, kind)
    return report


def other_structure(typed: str) -> Structure | None:
    """The published structure that somebody means by its address or its SIRET, if it is one of ours."""
    met = _IN_AN_ADDRESS.search(typed)
    key = met.group(1) if met else "".join(typed.split())
    column = column_of(key)
    if column is None:
        return None
    found = Structure.objects.published().filter(**{column.name: column.value}).first()
    return found or heir_of_key(key)


def _sent_before(said: dict[str, Any], other_page: str) -> ErrorReport | None:
    """The same report, of the same other page, that nobody has seen to yet."""
    for item in ReviewItem.objects.open().filter(
        report__in=ErrorReport.objects.filter(handled_at=None, **said)
    ):
        if item.data.get("other_page", "") == other_page:
            return item.report
    return None


def _compare(structure: Structure, other: Structure, report: ErrorReport, data: dict[str, str]) -> bool:
    """Put the pair in the queue; False when it waits there already, or was found to be two structures."""
    if other.pk == structure.pk or other.is_demo != structure.is_demo:
        return False
    first, second = sorted((structure, other), key=lambda side: side.pk)
    if NotDuplicate.objects.filter(first=first, second=second).exists():
        return False
    _, is_new = submit(
        ReviewKind.DUPLICATE,
        first,
        key=str(second.pk),
        message=report.message,
        data=data,
        report=report,
        other=second,
    )
    return is_new
