"""What a ledger says, on a page and in files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from suppliers.imports.spreadsheet import Table, tables_answer
from suppliers.models import Ledger, LedgerStatus

from .doors import own_ledger, signed_in
from .oeth import OethForm
from .spending import Sum, Year, unknown_suppliers, years_of
from .tables import workbook_answer

REFUSALS_SHOWN = 10


def results(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """The page of a ledger that was read."""
    years = years_of(ledger)
    asked = request.GET if {"contribution", "taux"} & set(request.GET) else None
    context = {
        "organisation": ledger.organisation,
        "ledger": ledger,
        "years": years,
        "oeth": OethForm(asked, years),
        "unknown": unknown_suppliers(ledger),
        "refusals": ledger.refusals.all()[:REFUSALS_SHOWN] if ledger.rows_refused else [],
    }
    return render(request, "suppliers/sourcing/steering/results.html", context)


@signed_in
@require_safe
def refusals(request: HttpRequest, pk: int, ledger: int) -> HttpResponseBase:
    """Each line that could not be read, and why."""
    found = own_ledger(request, pk, ledger)
    rows = found.refusals.order_by("number", "pk").values_list("number", "reason", "content")
    table = Table("Lignes refusées", ["Ligne", "Motif", "Contenu"], rows.iterator(chunk_size=2_000))
    return tables_answer(f"lignes-refusees-{found.pk}", [table])


@signed_in
@require_safe
def unknown(request: HttpRequest, pk: int, ledger: int) -> HttpResponseBase:
    """Each supplier that the directory does not know."""
    return tables_answer(f"fournisseurs-inconnus-{ledger}", [_unknown(_read(request, pk, ledger))])


@signed_in
@require_safe
def workbook(request: HttpRequest, pk: int, ledger: int) -> HttpResponseBase:
    found = _read(request, pk, ledger)
    headings = ["Année", "Part", "Lignes", "Montant HT (€)", "Part de la dépense (%)"]
    rows = [row for year in years_of(found) for row in _rows(year)]
    return workbook_answer(f"depenses-{found.pk}", [Table("Dépenses", headings, rows), _unknown(found)])


def _read(request: HttpRequest, pk: int, ledger: int) -> Ledger:
    found = own_ledger(request, pk, ledger)
    if found.status != LedgerStatus.DONE:
        raise Http404("Ce grand livre n’est pas encore lu.")
    return found


def _unknown(ledger: Ledger) -> Table:
    rows = (
        [item.number, item.name, item.lines, item.amount] for item in unknown_suppliers(ledger, None).first
    )
    return Table("Fournisseurs inconnus", ["SIRET ou SIREN", "Nom", "Lignes", "Montant HT (€)"], rows)


def _rows(year: Year) -> Iterator[list[Any]]:
    for label, part in parts_of(year):
        yield [year.year, label, part.lines, part.amount, year.share(part)]
    yield [year.year, "OETH : déduction, au plus (avant plafonds)", None, year.oeth_ceiling, None]


def parts_of(year: Year) -> list[tuple[str, Sum]]:
    return [
        ("Toutes les dépenses", year.total),
        ("Fournisseurs de l’annuaire", year.known),
        ("dont rattachés par le SIREN", year.by_siren),
        ("Entreprises de l’ESS", year.ess),
        *((f"ESS : {name}", part) for name, part in year.families_in_order),
        ("Appartenance à l’ESS à vérifier", year.ess_unknown),
        ("ESUS", year.esus),
        ("SIAE", year.siae),
        ("EA, EATT et ESAT", year.sheltered),
        ("Achats ouvrant la déduction OETH", year.oeth),
        ("Déduction OETH à vérifier", year.oeth_unknown),
        *((f"Territoire : {name}", part) for name, part in year.epts_in_order),
    ]
