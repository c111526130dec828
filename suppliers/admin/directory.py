"""What the public site reads, as it stands: to be looked at when something seems wrong."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from suppliers.models import (
    DirectoryEntry,
    DirectoryRemoval,
    DirectoryState,
    GeocodedAddress,
    SearchWord,
    Structure,
)

from .columns import moment
from .filters import PrecisionFilter
from .read_only import ReadOnlyAdmin

_PRECISIONS: dict[str, Any] = dict(Structure.Precision.choices)


@admin.register(DirectoryEntry)
class DirectoryEntryAdmin(ReadOnlyAdmin):
    list_display = ["sort_name", "siret", "confirmed_on", "fresh_on", "next_change_on", "changed_in"]
    sortable_by = ["sort_name", "siret"]
    search_fields = ["structure__siret__startswith", "sort_name__startswith"]
    search_help_text = "Le début d’un SIRET, ou celui du nom en minuscules sans accents."
    exclude = ["vector", "card"]
    readonly_fields = ["shown"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[DirectoryEntry]:
        return super().get_queryset(request).select_related("structure")

    @admin.display(description="SIRET", ordering="structure__siret")
    def siret(self, entry: DirectoryEntry) -> str | None:
        return entry.structure.siret

    @admin.display(description="carte")
    def shown(self, entry: DirectoryEntry) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(entry.card, ensure_ascii=False, indent=2))


@admin.register(DirectoryState)
class DirectoryStateAdmin(ReadOnlyAdmin):
    list_display = ["version", "refreshed_on", "changed_at", "listing_window_months", "has_demo"]


@admin.register(DirectoryRemoval)
class DirectoryRemovalAdmin(ReadOnlyAdmin):
    list_display = ["structure_id", "removed_in"]
    ordering = ["-removed_in"]


@admin.register(SearchWord)
class SearchWordAdmin(ReadOnlyAdmin):
    list_display = ["word", "entries"]
    sortable_by = ["word"]
    search_fields = ["word__startswith"]


@admin.register(GeocodedAddress)
class GeocodedAddressAdmin(ReadOnlyAdmin):
    """An answer that is deleted will be asked for again."""

    list_display = ["query", "label", "found", "score", "asked"]
    list_filter = [PrecisionFilter]
    sortable_by = ["query"]
    search_fields = ["query__startswith"]

    @admin.display(description="précision")
    def found(self, answer: GeocodedAddress) -> str:
        return str(_PRECISIONS.get(answer.precision, answer.precision))

    @admin.display(description="demandée le", ordering="asked_at")
    def asked(self, answer: GeocodedAddress) -> str | None:
        return moment(answer.asked_at)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)
