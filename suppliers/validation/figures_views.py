"""Figures of the queue, as a page and as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from suppliers.imports.spreadsheet import csv_answer

from .access import for_validators, validator_of
from .figures import QUEUE_TITLES, STALE_TITLES, Figures


@require_safe
@for_validators
def figures(request: HttpRequest) -> HttpResponseBase:
    found = Figures(validator_of(request))
    context = {"tables": found.tables(), "oldest": found.oldest()}
    return render(request, "suppliers/validation/figures.html", context)


@require_safe
@for_validators
def figures_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    """One table; `file`: the whole queue; `fiches-anciennes`: each profile not confirmed for a year."""
    found = Figures(validator_of(request))
    name = f"{table}-{timezone.localdate()}"
    if table == "file":
        return csv_answer(name, QUEUE_TITLES, found.each_waiting())
    if table == "fiches-anciennes":
        return csv_answer(name, STALE_TITLES, found.each_stale())
    shown = next((one for one in found.tables() if one.slug == table), None)
    if shown is None:
        raise Http404("Ce tableau n’existe pas.")
    return csv_answer(name, shown.file_titles, shown.file_rows)
