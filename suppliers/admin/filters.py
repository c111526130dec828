"""Filters whose values are known beforehand: none reads the whole table to list them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from suppliers.imports import SOURCES
from suppliers.models import ImportIssue, ImportRun, Structure, Territory

from .columns import source_titles

SOON = dt.timedelta(days=92)


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
        own = [("inscrites", "Inscrites d’elles-mêmes"), ("fictives", "Démonstration")]
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


class RunSourceFilter(admin.SimpleListFilter):
    title = "source"
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return source_titles()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(source=self.value()) if self.value() else queryset


class RunStatusFilter(admin.SimpleListFilter):
    """By what an import really is: one that was killed still says that it runs."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(ImportRun.Status.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(true_status=self.value()) if self.value() else queryset


class RefusedFilter(admin.SimpleListFilter):
    title = "lignes refusées"
    parameter_name = "refus"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "Avec des lignes refusées")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(refused__gt=0) if self.value() == "oui" else queryset


class PrecisionFilter(admin.SimpleListFilter):
    title = "précision"
    parameter_name = "precision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Structure.Precision.choices, ("aucune", "Adresse introuvable")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(precision="" if value == "aucune" else value) if value else queryset


class ValidityFilter(admin.SimpleListFilter):
    """What an admin asks of certifications: which are over, which soon will be."""

    title = "validité"
    parameter_name = "validite"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("bientot", "Finit dans les trois mois"), ("finie", "Finie"), ("retiree", "Retirée")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        match self.value():
            case "bientot":
                return queryset.filter(valid_until__range=(today, today + SOON), revoked_on=None)
            case "finie":
                return queryset.filter(valid_until__lt=today)
            case "retiree":
                return queryset.filter(revoked_on__isnull=False)
        return queryset
