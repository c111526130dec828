"""An enquiry: written, looked at, frozen, sent, noted as sent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.accounts.sent_before import restored
from suppliers.accounts.verified import verified_emails
from suppliers.models import Enquiry, PickStatus, Shortlist, ShortlistItem
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_or_new_workspace, own_shortlist

from . import enquiries, letter, sending
from .enquiries import RefusedError
from .forms import BY_MAIL, BY_SITE, USUAL_DAYS, EnquiryForm
from .other_texts import other_texts
from .places import frame_of, home_of, own_enquiry, own_recipient
from .questions import rearranged
from .recipients import rows_of

_PAGES = "suppliers/sourcing/exchanges/"
as_form = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@for_its_owners
@as_form
def new(request: HttpRequest, pk: int) -> HttpResponseBase:
    shortlist = own_shortlist(request, pk)
    return _edit(request, shortlist, None)


@never_cache
@for_its_owners
@as_form
def edit(request: HttpRequest, pk: int, enquiry: int) -> HttpResponseBase:
    found = own_enquiry(request, pk, enquiry)
    if found.frozen_at:
        messages.error(request, enquiries.FROZEN)
        return redirect("sourcing:enquiry", pk, enquiry)
    return _edit(request, found.shortlist, found)


@never_cache
@for_its_owners
@require_safe
def show(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    found = own_enquiry(request, pk, enquiry)
    rows = rows_of(found)
    asked = {row.recipient.structure_id for row in rows}
    context = frame_of(found.shortlist) | {
        "enquiry": found,
        "rows": rows,
        "others": [item for item in _items(found.shortlist) if item.structure_id not in asked],
        "other_texts": [] if found.frozen_at else other_texts(found.shortlist, found),
        "waiting": sum(row.is_waiting and not row.refusal for row in rows),
    }
    return render(request, f"{_PAGES}enquiry.html", context)


@never_cache
@for_its_owners
@require_POST
def freeze(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    found = own_enquiry(request, pk, enquiry)
    try:
        enquiries.freeze(found, by=author(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("sourcing:enquiry", pk, enquiry)


@never_cache
@for_its_owners
@require_POST
def send(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    found = own_enquiry(request, pk, enquiry)
    try:
        sent = sending.send(found, by=author(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("sourcing:enquiry", pk, enquiry)
    if sent.left:
        said = "La lettre est partie à une structure." if sent.left == 1 else None
        messages.success(request, said or f"La lettre est partie à {sent.left} structures.")
    for name, reason in sent.kept_back:
        messages.warning(request, f"Rien n’est parti à {name} : {reason}. Écrivez-lui par votre messagerie.")
    return redirect("sourcing:enquiry", pk, enquiry)


@never_cache
@for_its_owners
@require_POST
def sent(request: HttpRequest, pk: int, enquiry: int, recipient: int) -> HttpResponse:
    found = own_recipient(request, pk, enquiry, recipient)
    try:
        enquiries.mark_sent(found.enquiry, found, by=author(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Noté : la lettre est partie à {found.structure_name}.")
    return redirect("sourcing:enquiry", pk, enquiry)


@never_cache
@for_its_owners
@require_POST
def add(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    found = own_enquiry(request, pk, enquiry)
    chosen = [int(one) for one in request.POST.getlist("structures") if one.isdecimal() and len(one) < 19]
    try:
        added = enquiries.add(found, chosen, by=author(request)) if chosen else 0
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("sourcing:enquiry", pk, enquiry)
    if added:
        said = "Une structure est ajoutée" if added == 1 else f"{added} structures sont ajoutées"
        messages.success(request, f"{said} : même texte, mêmes questions. La lettre est encore à envoyer.")
    else:
        messages.error(request, "Choisissez au moins une structure à ajouter.")
    return redirect("sourcing:enquiry", pk, enquiry)


@never_cache
@for_its_owners
@require_POST
def delete(request: HttpRequest, pk: int, enquiry: int) -> HttpResponse:
    found = own_enquiry(request, pk, enquiry)
    try:
        enquiries.delete(found, by=author(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("sourcing:enquiry", pk, enquiry)
    messages.success(request, "Le brouillon est supprimé.")
    return redirect(home_of(found.shortlist))


def _edit(request: HttpRequest, shortlist: Shortlist, enquiry: Enquiry | None) -> HttpResponse:
    about: dict[str, Any] = {
        "items": _items(shortlist),
        "verified": verified_emails(by) if (by := author(request)) else set(),
        "amount": letter.amount_line(shortlist.need),
    }
    sent = request.POST if request.method == "POST" else restored(request, "subject")
    asked = request.POST.get("do", "")
    if sent is not None and asked:  # a button that puts the questions in order keeps nothing yet
        initial: dict[str, Any] = {name: sent.get(name, "") for name in EnquiryForm.base_fields}
        questions, focus = rearranged(sent.getlist("questions"), asked)
        initial |= {"structures": sent.getlist("structures"), "questions": questions}
        return _show_form(request, EnquiryForm(initial=initial, **about), shortlist, enquiry, focus)
    form = EnquiryForm(sent, initial=_initial(request, shortlist, enquiry, about), **about)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _keep(request, form, shortlist, enquiry)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sourcing:enquiry", shortlist.pk, kept.pk)
    return _show_form(request, form, shortlist, enquiry)


def _keep(request: HttpRequest, form: EnquiryForm, shortlist: Shortlist, enquiry: Enquiry | None) -> Enquiry:
    own_or_new_workspace(request)  # it is used today
    if enquiry is None:
        key = form.cleaned_data["form_key"]
        return enquiries.create(shortlist, form.asking(), form_key=key, by=author(request))
    enquiries.change(enquiry, form.asking(), by=author(request))
    return enquiry


def _show_form(
    request: HttpRequest,
    form: EnquiryForm,
    shortlist: Shortlist,
    enquiry: Enquiry | None,
    focus: int | None = None,
) -> HttpResponse:
    questions = form["questions"].value() or [""]
    context = frame_of(shortlist) | {
        "form": form,
        "enquiry": enquiry,
        "questions": questions,
        "focus": focus,
        "other_texts": other_texts(shortlist, enquiry),
    }
    return render(request, f"{_PAGES}enquiry_form.html", context)


def _items(shortlist: Shortlist) -> list[ShortlistItem]:
    """Those that can be asked: the shortlist holds them, and they still have a row."""
    held = shortlist.items.held().filter(structure__isnull=False)
    return list(held.select_related("structure"))


def _initial(
    request: HttpRequest, shortlist: Shortlist, enquiry: Enquiry | None, about: dict[str, Any]
) -> dict[str, Any]:
    if enquiry:
        return {
            "subject": enquiry.subject,
            "message": enquiry.message,
            "questions": enquiry.questions,
            "answers_due_on": enquiry.answers_due_on,
            "way": BY_SITE if enquiry.is_by_site else BY_MAIL,
            "reply_to": enquiry.reply_to,
            "shows_amount": bool(about["amount"]) and about["amount"] in enquiry.message,
            "structures": [str(key) for key in enquiry.recipients.values_list("structure_id", flat=True)],
        }
    by = author(request)
    verified = about["verified"]
    own = by.email.casefold() if by else ""
    return {
        "subject": letter.subject_for(shortlist),
        "message": letter.message_for(shortlist, by),
        "questions": letter.QUESTIONS,
        "answers_due_on": timezone.localdate() + dt.timedelta(days=USUAL_DAYS),
        "way": BY_SITE if verified else BY_MAIL,
        "reply_to": own if own in verified else min(verified, default=""),
        "structures": [
            str(item.structure_id) for item in about["items"] if item.status != PickStatus.SET_ASIDE
        ],
    }
