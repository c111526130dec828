"""Which records somebody may read: those of their workspace, and of their buyer organisations."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest

from suppliers.models import SourcingRecord
from suppliers.workspace.doors import NotTheirsError
from suppliers.workspace.owning import workspaces_of

HEAVY = ("content", "docx", "xlsx")


def records_of(request: HttpRequest) -> QuerySet[SourcingRecord]:
    """The last first, without their content; `docx_size` and `xlsx_size` in bytes."""
    within: Any = workspaces_of(request).order_by().values("pk")
    found = SourcingRecord.objects.filter(workspace__in=within).select_related("created_by", "need")
    sizes = {"docx_size": Length(F("docx")), "xlsx_size": Length(F("xlsx"))}
    return found.defer(*HEAVY).annotate(**sizes)


def own_record(request: HttpRequest, pk: int, *needed: str) -> SourcingRecord:
    """One of them, with what is `needed` of it; any other is not there: NotTheirsError, a 404."""
    found = records_of(request).filter(pk=pk)
    left = [name for name in HEAVY if name not in needed]
    record: SourcingRecord | None = found.defer(None).defer(*left).first()
    if record is None:
        raise NotTheirsError("Ce dossier n’est pas parmi les vôtres.")
    return record
