"""Filters whose values are known beforehand: none reads the whole table to list them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import Exists, Func, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from suppliers.imports import SOURCES
from suppliers.models import (
    Certification,
    CertificationKind,
    ImportIssue,
    ImportRun,
    Structure,
    Territory,
)

from .columns import source_titles

SOON = dt.timedelta(days=92)
A_YEAR = dt.timedelta(days=365)


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
    """Wide places, and départements that have structures; a commune is found by name in the search box."""

    title = "territoire"
    parameter_name = "territoire"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = (Territory.Kind.METROPOLE, Territory.Kind.EPT, Territory.Kind.REGION)
        peopled = Territory.objects.filter(Exists(Structure.objects.filter(territory=OuterRef("pk"))))
        around = peopled.values_list(Func("ancestor_ids", function="unnest"), flat=True)
        known = Q(kind__in=kinds) | Q(kind=Territory.Kind.DEPARTEMENT, pk__in=around)
        wide = Territory.objects.filter(known).order_by("kind", "name")
        return [(place.code, f"{place.name} ({place.code})") for place in wide]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        place = Territory.objects.filter(code=self.value()).first()
        if place is None:
            return queryset.none()
        inside = Territory.objects.filter(ancestor_ids__contains=[place.pk])
        return queryset.filter(territory__in=inside.values("pk"))


class KindFilter(admin.SimpleListFilter):
    """Structures by what they hold themselves, as the list's column tells it."""

    title = "certification"
    parameter_name = "certification"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(CertificationKind.objects.order_by("number").values_list("code", "short_label"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Certification.objects.filter(kind=self.value()).values("structure"))


class ConfirmedFilter(admin.SimpleListFilter):
    """Whom to ask again whether what we say of them still holds."""

    title = "confirmation"
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("jamais", "Jamais confirmée"), ("ancienne", "Confirmée il y a plus de 12 mois")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "jamais":
                return queryset.filter(confirmed_on=None)
            case "ancienne":
                return queryset.filter(confirmed_on__lt=timezone.localdate() - A_YEAR)
        return queryset


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
