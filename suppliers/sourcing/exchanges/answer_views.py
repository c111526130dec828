"""Answers: on the signed page of a structure, without an account; or noted by the officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from suppliers.accounts.sent_before import sent_or_restored
from suppliers.models import EnquiryRecipient
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author

from . import answering
from .answering import ChangedError, ClosedError
from .enquiries import RefusedError, is_over
from .forms import AnswerForm
from .links import recipient_of
from .noted_forms import NotedAnswerForm
from .places import frame_of, own_recipient
from .told import answers_of

_PAGES = "suppliers/sourcing/exchanges/"
GONE = 410
as_form = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@as_form
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The letter, its questions and what was answered; after the last day, to be read only.

    404 for a link that is not ours; 410 where it is too late to answer.
    """
    found = recipient_of(token)
    if found is None:
        return render(request, f"{_PAGES}answer_unknown.html", status=404)
    if is_over(found.enquiry):
        return _closed(request, found)
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, questions=found.enquiry.questions, initial=_initial(found))
    if sent is not None and form.is_valid():
        try:
            answering.answer(found, form.answer(), seen_before=form.cleaned_data["seen"])
        except ChangedError as changed:
            found.refresh_from_db()
            form.data = sent.copy()
            form.data["seen"] = answering.seen(found)  # who has been told may go on
            form.add_error(None, str(changed))
        except ClosedError:
            return _closed(request, found)
        else:
            messages.success(request, "Votre réponse est enregistrée : l’acheteur la voit.")
            return redirect("sourcing:answer", token)
    return render(request, f"{_PAGES}answer.html", {**_shown(found), "form": form})


@never_cache
@for_its_owners
@as_form
def note(request: HttpRequest, pk: int, enquiry: int, recipient: int) -> HttpResponseBase:
    """An answer that came by telephone or mail. A structure's own words are not changed."""
    found = own_recipient(request, pk, enquiry, recipient)
    asked = found.enquiry
    if asked.frozen_at is None or (found.answered_at and not found.is_noted):
        messages.error(
            request,
            "La structure a répondu elle-même : sa réponse ne se change pas d’ici."
            if asked.frozen_at
            else "Figez d’abord le texte de la demande.",
        )
        return redirect("sourcing:enquiry", pk, enquiry)
    day = timezone.localdate(found.answered_at) if found.answered_at else timezone.localdate()
    initial = {**_initial(found), "received_on": day, "documents": found.documents}
    sent = sent_or_restored(request, "answered_by")
    form = NotedAnswerForm(sent, enquiry=asked, initial=initial)
    if request.method == "POST" and form.is_valid():
        received_on = form.cleaned_data["received_on"]
        try:
            answering.note(found, form.answer(), received_on=received_on, by=author(request))
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"La réponse de {found.structure_name} est notée.")
            return redirect("sourcing:enquiry", pk, enquiry)
    context = frame_of(asked.shortlist) | {"form": form, "enquiry": asked, "recipient": found}
    return render(request, f"{_PAGES}note.html", context)


def _closed(request: HttpRequest, found: EnquiryRecipient) -> HttpResponse:
    """What was answered, to be read; what is sent too late is shown again, to be kept elsewhere."""
    sent = request.POST if request.method == "POST" else None
    too_late = AnswerForm(sent, questions=found.enquiry.questions) if sent is not None else None
    context = {**_shown(found), "answers": answers_of(found.enquiry, found), "too_late": too_late}
    is_read = found.answered_at and sent is None
    return render(request, f"{_PAGES}answer_closed.html", context, status=200 if is_read else GONE)


def _shown(found: EnquiryRecipient) -> dict[str, Any]:
    asked = found.enquiry
    officer = asked.created_by
    names = [officer.get_full_name() if officer else "", str(asked.shortlist.workspace.organisation or "")]
    return {"recipient": found, "enquiry": asked, "buyer": ", ".join(filter(None, names))}


def _initial(found: EnquiryRecipient) -> dict[str, Any]:
    answers = {f"answer_{rank}": text for rank, text in enumerate(found.answers or [], start=1)}
    return {
        **answers,
        "seen": answering.seen(found),
        "comment": found.comment,
        "confidential": found.confidential,
        "answered_by": found.answered_by,
        "answered_role": found.answered_role,
    }
