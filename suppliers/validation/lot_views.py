"""All the differences of one field at once: the page that asks to confirm, and what it has done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.accounts.roles import territories_validated
from suppliers.models import ReviewItem, User

from .access import for_validators, validator_of
from .facts_shown import label_of
from .item_page import facts_shown
from .lot_done import done_together, forget, left_of, remember, undoable
from .lot_undo import undo_lot
from .lots import Lot, all_waiting, approve_lot
from .queue import FIELD, Asked, Queue
from .wording import author_of, moment

_SAMPLE = 10
_NO_FIELD = "Un lot porte sur un seul champ : filtrez d’abord la file par champ."
_OLD = "Cette page n’est plus à jour : relisez-la. Rien de plus n’est décidé."


@require_http_methods(["GET", "HEAD", "POST"])
@for_validators
def whole(request: HttpRequest) -> HttpResponseBase:
    """How many, and some of them; pressed there, they are approved by and by."""
    user, asked = validator_of(request), Asked.read(request.GET)
    # A filter that is not understood would not be applied: more would be taken than was asked for.
    if asked.mistakes or not asked.chosen.get(FIELD):
        for mistake in asked.mistakes or [_NO_FIELD]:
            messages.warning(request, mistake)
        return redirect(_queue(asked))
    if request.method == "POST":
        return _approve(request, user, asked)
    chosen = all_waiting(Queue(user, asked))
    if not chosen.lot.versions:
        messages.warning(request, "Aucun de ces écarts n’est à décider par vous maintenant.")
        return redirect(_queue(asked))
    context = _context(asked) | {
        "chosen": chosen,
        "how_many": len(chosen.lot.versions),
        "signed": chosen.lot.signed(by=user),
        "sample": _sample(chosen.lot),
    }
    return render(request, "suppliers/validation/lot_whole.html", context)


def _approve(request: HttpRequest, user: User, asked: Asked) -> HttpResponseBase:
    lot = Lot.read(request.POST.get("lot", ""), by=user)
    if lot is None:
        messages.warning(request, _OLD)
        return redirect(f"{reverse('validation:lot-whole')}?{asked.query()}")
    outcome = approve_lot(lot, by=user)
    remember(request.session, lot.number, outcome.left, asked.query())
    if outcome.rest is None:
        return redirect("validation:lot", lot.number)
    context = _context(asked) | {
        "done": done_together(lot.number, territories_validated(user)).count(),
        "how_many": len(outcome.rest.versions),
        "signed": outcome.rest.signed(by=user),
        "chosen": None,
        "sample": [],
    }
    return render(request, "suppliers/validation/lot_whole.html", context)


@require_safe
@for_validators
def lot(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """What was decided together, and what was left."""
    user = validator_of(request)
    events = done_together(number, territories_validated(user))
    first, left = events.first(), left_of(request.session, number)
    if first is None and left is None:
        raise Http404("Ce lot n’est pas parmi ceux que vous décidez.")
    context = {
        "number": number,
        "undoable": undoable(events).count(),
        "kept": left_of(request.session, f"{number}-kept"),
        "who": f"{author_of(first)}, {moment(first.at)}" if first else "",
        "done": events.filter(undone_at=None).count(),
        "undone": events.exclude(undone_at=None).count(),
        "left": left,
        "back": f"{reverse('validation:queue')}?{left['query']}" if left else reverse("validation:queue"),
    }
    return render(request, "suppliers/validation/lot.html", context)


@require_POST
@for_validators
def take_back(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """Undo all that can be; what has changed since is left, and said."""
    user = validator_of(request)
    if not done_together(number, territories_validated(user)).exists():
        raise Http404("Ce lot n’est pas parmi ceux que vous décidez.")
    outcome = undo_lot(number, by=user)
    forget(request.session, f"{number}-kept")
    remember(request.session, f"{number}-kept", outcome.left, "")
    said = (
        f"{outcome.done} décision{'s' if outcome.done > 1 else ''} annulée{'s' if outcome.done > 1 else ''}."
    )
    more = " Le lot est long : pressez de nouveau pour la suite." if outcome.is_cut else ""
    (messages.success if outcome.done else messages.warning)(request, f"{said}{more}")
    return redirect("validation:lot", number)


def _context(asked: Asked) -> dict[str, Any]:
    return {"field": label_of(asked.chosen[FIELD]), "back": _queue(asked), "query": asked.query()}


def _sample(lot: Lot) -> list[tuple[ReviewItem, Any]]:
    """Some from end to end of the list, not the first alone."""
    keys = list(lot.versions)
    some = keys[:: -(-len(keys) // _SAMPLE)]
    items = ReviewItem.objects.filter(pk__in=some).select_related("structure").order_by("created_at", "pk")
    return [(item, facts_shown(item)) for item in items]


def _queue(asked: Asked) -> str:
    query = asked.query()
    return f"{reverse('validation:queue')}?{query}" if query else reverse("validation:queue")
