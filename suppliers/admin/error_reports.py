"""What visitors say is wrong, until somebody has seen to it."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from suppliers.models import ErrorReport


class HandledFilter(admin.SimpleListFilter):
    title = "suivi"
    parameter_name = "suivi"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("a-traiter", "À traiter"), ("traites", "Traités")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> QuerySet[ErrorReport]:
        if self.value() in ("a-traiter", "traites"):
            return queryset.filter(handled_at__isnull=self.value() == "a-traiter")
        return queryset


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    list_display = ["created_at", "structure", "kind", "message", "handled_at", "handled_by"]
    list_filter = [HandledFilter, "kind"]
    list_select_related = ["structure", "handled_by"]
    date_hierarchy = "created_at"
    search_fields = ["structure__siret__startswith", "message"]
    search_help_text = "Le début d'un SIRET, ou un mot du signalement."
    readonly_fields = ["structure", "kind", "message", "email", "created_at", "handled_at", "handled_by"]
    show_full_result_count = False
    actions = ["mark_handled", "mark_open"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description="Marquer comme traités", permissions=["change"])
    @transaction.atomic
    def mark_handled(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        open_ones = queryset.filter(handled_at=None)
        self._mark(request, open_ones, "Traité.", handled_at=timezone.now(), handled_by=request.user)

    @admin.action(description="Remettre à traiter", permissions=["change"])
    @transaction.atomic
    def mark_open(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        self._mark(
            request, queryset.exclude(handled_at=None), "Remis à traiter.", handled_at=None, handled_by=None
        )

    def _mark(
        self, request: HttpRequest, reports: QuerySet[ErrorReport], logged: str, **values: object
    ) -> None:
        ids = list(reports.values_list("pk", flat=True))
        marked = ErrorReport.objects.filter(pk__in=ids)
        marked.update(**values)
        if ids:
            LogEntry.objects.log_actions(request.user.pk, marked, CHANGE, change_message=logged)
        self.message_user(request, f"Signalements modifiés : {len(ids)}.", messages.SUCCESS)
