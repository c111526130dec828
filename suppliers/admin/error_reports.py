"""What visitors say is wrong, until somebody has seen to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from suppliers.models import ErrorReport, Structure

from . import handling
from .acting import acting
from .columns import account, moment, shortened
from .finding import OfStructureSearch


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
class ErrorReportAdmin(OfStructureSearch):
    change_form_template = "admin/error_report.html"
    list_display = ["kind", "about", "said", "reported", "followed"]
    list_filter = [HandledFilter, "kind"]
    list_select_related = ["structure", "handled_by"]
    # What waits first, the latest on top; then what was seen to last.
    ordering = [F("handled_at").desc(nulls_first=True), "-created_at"]
    date_hierarchy = "created_at"
    search_fields = ["structure__siret__startswith", "message"]
    search_help_text = "Un SIRET ou son début ; des mots du nom de la structure ; ou un mot du signalement."
    fieldsets = [
        ("Ce qui est signalé", {"fields": ["kind", "message", "structure", "public_page"]}),
        ("Par qui, quand", {"fields": ["reported_by", "created_at"]}),
        ("Suivi", {"fields": ["handled_at", "handled_by"]}),
    ]
    readonly_fields = [
        "structure",
        "public_page",
        "kind",
        "message",
        "reported_by",
        "created_at",
        "handled_at",
        "handled_by",
    ]
    show_full_result_count = False
    actions = ["mark_handled", "mark_open"]

    def get_urls(self) -> list[URLPattern]:
        def view(question: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(require_POST(question))

        return [
            path("<int:pk>/traiter/", view(self.close_one), name="suppliers_errorreport_close"),
            path("<int:pk>/rouvrir/", view(self.reopen_one), name="suppliers_errorreport_reopen"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorReport]:
        return super().get_queryset(request).select_related("structure")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return super().change_view(request, object_id, form_url, {"title": "Signalement"})

    @admin.display(description="page publique")
    def public_page(self, report: ErrorReport) -> SafeString | str:
        structure = report.structure
        if structure.status != Structure.Status.PUBLISHED:
            return f"Aucune : la structure est à l’état « {structure.get_status_display()} »."
        url = structure.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, structure)

    @admin.display(description="signalé par")
    def reported_by(self, report: ErrorReport) -> SafeString | str:
        if not report.email:
            return "Quelqu’un qui n’a pas laissé d’adresse."
        return format_html('<a href="mailto:{0}">{0}</a>', report.email)

    @admin.display(description="structure")
    def about(self, report: ErrorReport) -> str:
        return str(report.structure)

    @admin.display(description="signalé le", ordering="created_at")
    def reported(self, report: ErrorReport) -> str | None:
        return moment(report.created_at)

    @admin.display(description="précisions")
    def said(self, report: ErrorReport) -> str:
        return shortened(report.message)

    @admin.display(description="suivi", ordering="handled_at")
    def followed(self, report: ErrorReport) -> str:
        if report.handled_at is None:
            return "À traiter"
        who = account(report.handled_by)
        return f"Traité par {who}" if who else "Traité"

    def close_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._mark_one(request, pk, handling.close, ("Traité", "Déjà traité"))

    def reopen_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._mark_one(request, pk, handling.reopen, ("Remis à traiter", "Déjà à traiter"))

    @admin.action(description="Marquer comme traités", permissions=["change"])
    def mark_handled(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        self._tell(request, handling.close(queryset, by=acting(request)))

    @admin.action(description="Remettre à traiter", permissions=["change"])
    def mark_open(self, request: HttpRequest, queryset: QuerySet[ErrorReport]) -> None:
        self._tell(request, handling.reopen(queryset, by=acting(request)))

    def _tell(self, request: HttpRequest, ids: list[int]) -> None:
        self.message_user(request, f"Signalements modifiés : {len(ids)}.", messages.SUCCESS)

    def _mark_one(
        self, request: HttpRequest, pk: int, mark: Callable[..., list[int]], said: tuple[str, str]
    ) -> HttpResponse:
        """Do it, say it with a way back to the report, and go on with the list as it was filtered."""
        report = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        done = mark(ErrorReport.objects.filter(pk=pk), by=acting(request))
        url = reverse("admin:suppliers_errorreport_change", args=[pk])
        sentence = format_html('{} : <a href="{}">{}</a>', said[0 if done else 1], url, report)
        self.message_user(request, sentence, messages.SUCCESS if done else messages.INFO)
        filters: dict[str, Any] = {
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
        }
        return redirect(add_preserved_filters(filters, reverse("admin:suppliers_errorreport_changelist")))
