"""Imports that have been run, with what they refused and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

from suppliers.imports.guards import true_status
from suppliers.imports.report import csv_lines
from suppliers.models import ImportIssue, ImportRun

from .columns import account, moment, source_title
from .filters import ReasonFilter, RefusedFilter, RunSourceFilter, RunStatusFilter
from .read_only import ReadOnlyAdmin

_FIGURES = ["rows", "created", "updated", "unchanged", "left", "skipped", "refused", "doubtful"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["started", "file_name", "origin", "state", "changed", "refusals", "doubts", "person"]
    list_filter = [RefusedFilter, RunStatusFilter, "dry_run", RunSourceFilter]
    list_select_related = ["by"]
    date_hierarchy = "started_at"
    search_fields = ["file_name"]
    search_help_text = "Un mot du nom du fichier."
    readonly_fields = ["origin", "state", "reasons"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "origin",
                    "file_name",
                    "file_sha256",
                    "listed_on",
                    "within",
                    "dry_run",
                    "state",
                    "by",
                ]
            },
        ),
        ("Durée", {"fields": [("started_at", "finished_at")]}),
        ("Ce qui a changé", {"fields": tuple(_FIGURES)}),
        ("Lignes refusées ou douteuses", {"fields": ["reasons"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        download = self.admin_site.admin_view(self.download)
        return [
            path("<int:pk>/rapport.csv", download, name="suppliers_importrun_report"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        runs: QuerySet[Any] = super().get_queryset(request)
        runs = runs.annotate(true_status=true_status())
        return runs

    @admin.display(description="commencé le", ordering="started_at")
    def started(self, run: ImportRun) -> str | None:
        return moment(run.started_at)

    @admin.display(description="source", ordering="source")
    def origin(self, run: ImportRun) -> str:
        return source_title(run.source)

    @admin.display(description="état", ordering="true_status")
    def state(self, run: Any) -> str:
        return f"{ImportRun.Status(run.true_status).label}{' (essai à blanc)' if run.dry_run else ''}"

    @admin.display(description="structures")
    def changed(self, run: ImportRun) -> str:
        counts = [(run.created, "créées"), (run.updated, "modifiées"), (run.left, "sorties de la liste")]
        return ", ".join(f"{localize(count)} {what}" for count, what in counts if count)

    @admin.display(description="refusées", ordering="refused")
    def refusals(self, run: ImportRun) -> SafeString | str:
        return _leading_to(run, run.refused, ImportIssue.Severity.REFUSED)

    @admin.display(description="douteuses", ordering="doubtful")
    def doubts(self, run: ImportRun) -> SafeString | str:
        return _leading_to(run, run.doubtful, ImportIssue.Severity.DOUBTFUL)

    @admin.display(description="par")
    def person(self, run: ImportRun) -> str | None:
        return account(run.by)

    @admin.display(description="motifs")
    def reasons(self, run: ImportRun) -> SafeString | str:
        """How many rows for each reason, each leading to them, and the whole report as a file."""
        counts = run.issues.order_by().values("severity", "code").annotate(lines=Count("line", distinct=True))
        counts = counts.annotate(example=Min("reason"))
        found = list(counts.order_by("-severity", "-lines", "code"))
        if not found:
            return "Aucune."
        listing = reverse("admin:suppliers_importissue_changelist")
        rows = format_html_join(
            "",
            '<tr><td>{}</td><td><a href="{}?run__id__exact={}&amp;code={}">{}</a></td>'
            "<td>{}</td><td>{}</td></tr>",
            (
                (
                    ImportIssue.Severity(each["severity"]).label,
                    listing,
                    run.pk,
                    each["code"],
                    each["code"],
                    each["lines"],
                    each["example"],
                )
                for each in found
            ),
        )
        return format_html(
            "<table><thead><tr><th>Gravité</th><th>Motif</th><th>Lignes</th><th>Par exemple</th></tr>"
            "</thead><tbody>{}</tbody></table>"
            '<p><a href="{}">Télécharger le rapport (CSV)</a></p>',
            rows,
            reverse("admin:suppliers_importrun_report", args=[run.pk]),
        )

    def download(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = ImportRun.objects.filter(pk=pk).first()
        if run is None:
            raise Http404("Cet import n’existe pas.")
        name = f"rapport-{slugify(run.source)}-{run.pk}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(csv_lines(run), content_type="text/csv; charset=utf-8", headers=headers)


def _leading_to(run: ImportRun, count: int, severity: ImportIssue.Severity) -> SafeString | str:
    """How many rows, leading to them."""
    if not count:
        return "0"
    listing = reverse("admin:suppliers_importissue_changelist")
    question = urlencode({"run__id__exact": run.pk, "severity__exact": severity.value})
    return format_html('<a href="{}?{}">{}</a>', listing, question, localize(count))


@admin.register(ImportIssue)
class ImportIssueAdmin(ReadOnlyAdmin):
    list_display = ["line", "severity", "reason", "column", "value", "of"]
    list_filter = ["severity", ReasonFilter]
    ordering = ["-run_id", "line", "id"]
    sortable_by = ()
    search_fields = ["value__startswith"]
    search_help_text = "Le début de la valeur, par exemple un SIRET."

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("run")

    @admin.display(description="import")
    def of(self, issue: ImportIssue) -> str:
        return str(issue.run)
