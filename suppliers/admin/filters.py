"""Filters whose values are known beforehand: none reads the whole table to list them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from suppliers.imports import SOURCES
from suppliers.models import ImportIssue, Territory


class ClaimedFilter(admin.SimpleListFilter):
    title = "revendiquée"
    parameter_name = "revendiquee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "Oui"), ("non", "Non")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("oui", "non"):
            return queryset.filter(claimed_at__isnull=self.value() == "non")
        return queryset


class SourceFilter(admin.SimpleListFilter):
    title = "source"
    parameter_name = "origine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        labels = sorted({label for source in SOURCES.values() for label in source.labels})
        own = [("inscrites", "Inscrites d'elles-mêmes"), ("fictives", "Démonstration")]
        return [*own, *((label, label) for label in labels)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case None:
                return queryset
            case "inscrites":
                return queryset.filter(source="")
            case "fictives":
                return queryset.filter(is_demo=True)
            case label:
                return queryset.filter(source=label)


class LeftListFilter(admin.SimpleListFilter):
    title = "liste officielle"
    parameter_name = "sortie"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "Sortie de la liste")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(left_list_on__isnull=False) if self.value() == "oui" else queryset


class TerritoryFilter(admin.SimpleListFilter):
    """Territories of the metropolis and régions; a commune is found by its name in the search box."""

    title = "territoire"
    parameter_name = "territoire"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = (Territory.Kind.METROPOLE, Territory.Kind.EPT, Territory.Kind.REGION)
        wide = Territory.objects.of_kind(*kinds).order_by("kind", "name")
        return [(place.code, f"{place.name} ({place.code})") for place in wide]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        place = Territory.objects.filter(code=self.value()).first()
        if place is None:
            return queryset.none()
        inside = Territory.objects.filter(ancestor_ids__contains=[place.pk])
        return queryset.filter(territory__in=inside.values("pk"))


class ReasonFilter(admin.SimpleListFilter):
    """The reasons of one import: of all imports together there may be millions of rows."""

    title = "motif"
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        run = request.GET.get("run__id__exact", "")
        if not (run.isascii() and run.isdigit() and len(run) < 19):
            return []
        codes = ImportIssue.objects.filter(run_id=int(run)).order_by("code").values_list("code", flat=True)
        return [(code, code) for code in codes.distinct()]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(code=self.value()) if self.value() else queryset
