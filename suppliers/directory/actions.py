"""What visitors change."""

from __future__ import annotations

import logging

from django.db import transaction

from suppliers.models import ErrorReport, Structure

logger = logging.getLogger(__name__)


@transaction.atomic
def report_error(*, structure: Structure, kind: str, message: str, email: str) -> ErrorReport:
    """Keep what a visitor says is wrong, for the admins. Who it was is known only by the address given."""
    report = ErrorReport(structure=structure, kind=kind, message=message.strip(), email=email)
    report.full_clean()
    report.save()
    logger.info("error report %s on structure %s: %s", report.pk, structure.pk, kind)
    return report
