"""What an organisation steers by: its needs and their outcome, its indicators, its territory."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from suppliers.accounts.roles import can_manage_members
from suppliers.accounts.sent_before import sent_or_restored
from suppliers.imports.spreadsheet import Table, tables_answer

from .contract_tables import contract_tables
from .doors import own_organisation, signed_in, user_of
from .indicators import Indicators, indicators, years_with_awards
from .needs_table import Filters, needs_of, rows_of
from .tables import workbook_answer
from .targets import NO_AIM, Aims, Compared, Gap, aims_of, compared, years_with_aims
from .territory import TerritoryForm, set_territory

NEEDS_SHOWN = 50


@signed_in
@require_safe
def steering(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own_organisation(request, pk)
    filters = Filters.read(request.GET)
    page = Paginator(needs_of(organisation, filters), NEEDS_SHOWN).get_page(request.GET.get("page"))
    years = years_with_awards(organisation)
    year = filters.year or (years[0] if years else timezone.localdate().year)
    told, aims = indicators(organisation, year), aims_of(organisation, year)
    context = {
        "organisation": organisation,
        "filters": filters,
        "years": sorted(
            {*years, *years_with_aims(organisation), year, timezone.localdate().year}, reverse=True
        ),
        "page": page,
        "rows": rows_of(page.object_list),
        "told": told,
        "compared": _compared(told, aims),
        "aims": aims,
        "is_over": year < timezone.localdate().year,
        "is_owner": can_manage_members(request.user, organisation),
        "ledgers": organisation.ledgers.defer("content")[:5],
    }
    return render(request, "suppliers/sourcing/steering/steering.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def territory(request: HttpRequest, pk: int) -> HttpResponseBase:
    organisation = own_organisation(request, pk)
    if not can_manage_members(request.user, organisation):
        raise PermissionDenied("Seule la personne responsable peut le faire.")
    place = organisation.territory
    initial = {"place": f"{place.name} ({place.get_kind_display()})" if place else ""}
    form = TerritoryForm(sent_or_restored(request, "place"), initial=initial)
    if request.method == "POST" and form.is_valid():
        set_territory(organisation, form.cleaned_data["place"], by=user_of(request))
        messages.success(request, "Le territoire de l’organisation est enregistré.")
        return redirect("sourcing:steering", pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "suppliers/sourcing/steering/territory.html", context)


@signed_in
@require_safe
def as_csv(request: HttpRequest, pk: int) -> HttpResponseBase:
    return tables_answer(*_files(request, pk))


@signed_in
@require_safe
def as_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    return workbook_answer(*_files(request, pk))


def _compared(told: Indicators, aims: Aims) -> list[Compared]:
    return [compared(rate, aims.get(rate.measure.slug, NO_AIM)) for rate in told.rates]


def _files(request: HttpRequest, pk: int) -> tuple[str, list[Table]]:
    """The indicators of a year, and the contracts they are made of."""
    organisation = own_organisation(request, pk)
    years = years_with_awards(organisation)
    asked = Filters.read(request.GET).year
    year = asked or (years[0] if years else timezone.localdate().year)
    told = indicators(organisation, year)
    table = _rates_table(year, _compared(told, aims_of(organisation, year)))
    return f"indicateurs-{year}", [table, *contract_tables(organisation, year)]


def _rates_table(year: int, rows: list[Compared]) -> Table:
    headings = [
        *("Année", "Indicateur", "Texte", "Ce qui est compté"),
        *("Nombre", "Sur (nombre)", "Part en nombre (%)"),
        *("Objectif en nombre (%)", "Manque en nombre (points)"),
        *("Montant HT (€)", "Sur (€ HT)", "Part en valeur (%)"),
        *("Objectif en valeur (%)", "Manque en valeur (points)", "Référence (%)"),
    ]
    cells = [
        [
            *(year, rate.measure.label, rate.measure.source, rate.measure.counts),
            *(rate.number, rate.of_number, rate.share_of_number, *_of_gap(number)),
            *(rate.amount, rate.of_amount, rate.share_of_amount, *_of_gap(amount)),
            rate.measure.target,
        ]
        for rate, number, amount in rows
    ]
    return Table(f"Indicateurs {year}", headings, cells)


def _of_gap(gap: Gap | None) -> tuple[Any, Any]:
    return (gap.target, gap.exactly_missing) if gap else (None, None)
