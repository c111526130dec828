"""Sectors come from the reference; the words buyers use for them are added here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest

from suppliers.models import Activity, Sector, SectorSynonym

from .refreshing import RefreshingAdmin


class SynonymInline(admin.TabularInline):
    model = SectorSynonym
    extra = 1


def structures_selling(sector_ids: Iterable[int]) -> list[int]:
    """Structures with an activity in these sectors, or in a sector of these groups."""
    ids = list(sector_ids)
    sold = Q(sectors__in=ids) | Q(sectors__parent__in=ids)
    return list(Activity.objects.filter(sold).values_list("structure_id", flat=True).distinct())


@admin.register(Sector)
class SectorAdmin(RefreshingAdmin):
    inlines = [SynonymInline]
    list_display = ["label", "code", "parent", "cpv_prefixes"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["label", "code", "synonyms__term"]
    readonly_fields = ["code", "label", "parent", "position", "cpv_prefixes", "naf_divisions"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def concerned(self, objects: Iterable[Any]) -> list[int]:
        return structures_selling(sector.pk for sector in objects)


@admin.register(SectorSynonym)
class SectorSynonymAdmin(RefreshingAdmin):
    list_display = ["term", "sector"]
    list_select_related = ["sector"]
    search_fields = ["term", "sector__label"]
    autocomplete_fields = ["sector"]

    def concerned(self, objects: Iterable[Any]) -> list[int]:
        return structures_selling(synonym.sector_id for synonym in objects)

    def formerly_concerned(self, form: ModelForm[Any]) -> list[int]:
        before = form.initial.get("sector")
        return structures_selling([before]) if before and "sector" in form.changed_data else []
