"""What visitors change."""

from __future__ import annotations

import logging

from django.db import transaction

from suppliers.models import ErrorReport, ReviewKind, Structure
from suppliers.profiles.queue import submit

logger = logging.getLogger(__name__)


@transaction.atomic
def report_error(*, structure: Structure, kind: str, message: str, email: str) -> ErrorReport:
    """Keep what a visitor says is wrong, in the queue. Who it was is known only by the address given."""
    report = ErrorReport(structure=structure, kind=kind, message=message.strip(), email=email)
    report.full_clean()
    report.save()
    submit(ReviewKind.REPORT, structure, key=str(report.pk), message=report.message, report=report)
    logger.info("error report %s on structure %s: %s", report.pk, structure.pk, kind)
    return report
