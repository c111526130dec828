"""The ledgers of an organisation: sent, their columns told, read, deleted. Nobody else sees a line."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.accounts.sent_before import restored
from suppliers.models import Ledger, LedgerStatus

from . import ledgers as actions
from .cells import UnreadableError
from .columns import Line, guessed, read_line, remembered_by
from .doors import own_ledger, own_organisation, signed_in, user_of
from .files import Sheet, read_sheet
from .importing import is_being_read
from .ledger_form import CappedLedger, ColumnsForm, LedgerForm
from .results_views import results
from .unreadable import UnreadableFileError

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # checked below, once the handlers of the file are set
def ledgers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A ledger may be larger than what the rest of the site takes in."""
    request.upload_handlers = [
        CappedLedger(request),
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]
    return _ledgers(request, pk)


@csrf_protect
@signed_in
@_FORM
def _ledgers(request: HttpRequest, pk: int) -> HttpResponseBase:
    organisation = own_organisation(request, pk)
    is_sent = request.method == "POST"
    form = LedgerForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, organisation=organisation
    )
    if is_sent and form.is_valid():
        try:
            made = actions.receive(organisation, form.cleaned_data["file"], by=user_of(request))
        except actions.RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("sourcing:ledger", pk, made.pk)
    kept = organisation.ledgers.defer("content").select_related("created_by")
    context = {"organisation": organisation, "form": form, "ledgers": kept}
    return render(request, "suppliers/sourcing/steering/ledgers.html", context)


@signed_in
@_FORM
def ledger(request: HttpRequest, pk: int, ledger: int) -> HttpResponseBase:
    """What there is to do with it, or to see in it."""
    found = own_ledger(request, pk, ledger)
    if found.status == LedgerStatus.UPLOADED:
        return _columns(request, found)
    if request.method == "POST":
        messages.info(request, "Ce fichier est déjà lu, ou en train de l’être.")
        return redirect("sourcing:ledger", pk, ledger)
    if found.status == LedgerStatus.DONE:
        return results(request, found)
    return render(request, "suppliers/sourcing/steering/progress.html", _progress(found))


@dataclass(frozen=True)
class Shown:
    """A line of the preview: as it stands in the file, and as it would be read, or why it would not."""

    number: int
    cells: list[str]
    line: Line | None
    reason: str


def _columns(request: HttpRequest, ledger: Ledger) -> HttpResponseBase:
    try:
        sheet = read_sheet(bytes(ledger.content or b""))
    except UnreadableFileError as error:  # it was taken when the bounds were others
        messages.error(request, f"« {ledger.file_name} » : {error}")
        return redirect("sourcing:ledgers", ledger.organisation_id)
    guess = guessed(sheet.headings, remembered_by(ledger.organisation))
    is_sent = request.method == "POST"
    asked = request.GET if "siret" in request.GET and not is_sent else restored(request, "siret")
    form = ColumnsForm(request.POST if is_sent else asked, headings=sheet.headings, guessed=guess)
    if is_sent and form.is_valid():
        actions.read_with(ledger, sheet.headings, form.places, by=user_of(request))
        return redirect("sourcing:ledger", ledger.organisation_id, ledger.pk)
    places = form.places if form.is_bound and form.is_valid() else guess
    context = {
        "organisation": ledger.organisation,
        "ledger": ledger,
        "form": form,
        "headings": sheet.headings,
        "first": _first_lines(sheet, places),
    }
    return render(request, "suppliers/sourcing/steering/columns.html", context)


def _first_lines(sheet: Sheet, places: dict[str, int]) -> list[Shown]:
    shown = []
    for number, cells in sheet.first:
        try:
            shown.append(Shown(number, cells, read_line(cells, places), ""))
        except UnreadableError as error:
            shown.append(Shown(number, cells, None, str(error)))
    return shown


@signed_in
@require_safe
def progress(request: HttpRequest, pk: int, ledger: int) -> HttpResponse:
    """What the page of progress shows anew; once it is over, the page itself is to be asked again."""
    found = own_ledger(request, pk, ledger)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("sourcing:ledger", pk, ledger)
    if found.status != LedgerStatus.RUNNING:
        return HttpResponse(headers={"HX-Redirect": reverse("sourcing:ledger", args=[pk, ledger])})
    return render(request, "suppliers/sourcing/steering/progress_part.html", _progress(found))


def _progress(ledger: Ledger) -> dict[str, object]:
    """Its status was read while it was being read: asked again, should it have ended since."""
    is_read = ledger.status == LedgerStatus.RUNNING and is_being_read(ledger)
    if not is_read and ledger.status == LedgerStatus.RUNNING:
        ledger.refresh_from_db(fields=["status", "error", "rows", "rows_read", "rows_kept"])
    return {
        "organisation": ledger.organisation,
        "ledger": ledger,
        "is_running": is_read or ledger.status == LedgerStatus.DONE,
        "is_stopped": not is_read and ledger.status == LedgerStatus.RUNNING,
        "most": max(ledger.rows, ledger.rows_read),
    }


@signed_in
@require_POST
def again(request: HttpRequest, pk: int, ledger: int) -> HttpResponseBase:
    found = own_ledger(request, pk, ledger)
    if not actions.prepare_again(found, by=user_of(request)):
        messages.info(request, "Ce fichier est déjà lu, ou en train de l’être.")
    return redirect("sourcing:ledger", pk, ledger)


@signed_in
@_FORM
def delete(request: HttpRequest, pk: int, ledger: int) -> HttpResponseBase:
    found = own_ledger(request, pk, ledger)
    if request.method == "POST":
        actions.delete(found, by=user_of(request))
        messages.success(request, f"« {found.file_name} » et ses lignes sont supprimés.")
        return redirect("sourcing:ledgers", pk)
    context = {"organisation": found.organisation, "ledger": found}
    return render(request, "suppliers/sourcing/steering/delete.html", context)
