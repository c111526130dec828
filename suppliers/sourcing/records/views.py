"""The « dossier » of a need: made in one click, read, printed, taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import SourcingRecord
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_need

from . import counted, words
from .actions import TooManyError, make_record
from .forms import NAMES, AddedForm, said_before
from .freezing import canonical
from .reading import own_record, records_of

HERE = "sourcing:records"
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
MOST_LISTED = 200


@for_its_owners
@never_cache
def of_need(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The records of a need, and the form of the next one."""
    need = own_need(request, pk)
    form = AddedForm(
        sent_or_restored(request, *NAMES), initial=said_before(need), has_lots=need.lots.exists()
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = make_record(need, form.added(), by=author(request))
        except TooManyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"Le dossier {made.number}, version {made.version}, est établi et figé."
            )
            return redirect(HERE, pk)
    context: dict[str, Any] = {"need": need, "tabs": tabs_of(need, HERE), "form": form}
    context["records"] = list(records_of(request).filter(need=need).order_by("-version"))
    return render(request, "suppliers/sourcing/records/of_need.html", context)


@require_safe
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """Every record one may read, those of needs that were deleted too."""
    context = {"records": list(records_of(request)[:MOST_LISTED])}
    return render(request, "suppliers/sourcing/records/kept.html", context)


@require_safe
@for_its_owners
@never_cache
def printed(request: HttpRequest, record: int) -> HttpResponse:
    """The record itself, from what was frozen and nothing else."""
    found = own_record(request, record, "content")
    context = {
        "record": found,
        "told": found.content,
        "words": words,
        "counted": counted,
        "names": names_of(found),
    }
    return render(request, "suppliers/sourcing/records/record.html", context)


@require_safe
@for_its_owners
def of_need_printed(request: HttpRequest, pk: int, record: int) -> HttpResponseBase:
    """A record by its need: to its own address, which stays when the need is deleted."""
    need = own_need(request, pk)
    found = own_record(request, record)
    if found.need_id != need.pk:
        raise Http404("Ce dossier est celui d’un autre besoin.")
    return redirect("sourcing:record", found.pk)


@require_safe
@for_its_owners
@never_cache
def download(request: HttpRequest, record: int, kind: str) -> HttpResponse:
    """A file, byte for byte as it was sealed; `kind`: docx, xlsx or json."""
    if kind not in TYPES:
        raise Http404("Un dossier est un document texte (docx), un tableur (xlsx) et un contenu (json).")
    found = own_record(request, record, "content" if kind == "json" else kind)
    body = canonical(found.content) if kind == "json" else bytes(getattr(found, kind))
    response = HttpResponse(body, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{names_of(found)[kind]}"'
    return response


def names_of(record: SourcingRecord) -> dict[str, str]:
    """What its files are called, by kind."""
    slug = slugify(record.title)[:60].strip("-")
    return {kind: words.file_name(record.number, record.version, slug, kind) for kind in TYPES}
