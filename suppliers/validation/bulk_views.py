"""Differences with a list, of one field: approved together, once they have been seen together."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from suppliers.accounts.roles import territories_validated
from suppliers.models import ReviewItem, ReviewKind, User

from .access import for_validators, validator_of
from .bulk import Seen, approve_many
from .contract import CannotDecideError, DecidedMeanwhileError
from .facts_shown import label_of
from .item_page import facts_shown
from .lot_done import remember
from .queue import Asked
from .seen import digests_of

_MOST = 200
_NONE = "Choisissez d’abord des écarts dans la liste."
_UNSEEN = (
    "Rien n’est décidé : un élément est arrivé sans dire dans quel état vous l’avez vu. Rouvrez la file, et "
    "cochez-le de nouveau."
)
_MIXED = "Un lot porte sur un seul champ : filtrez d’abord la file par champ."


@require_POST
@for_validators
def bulk(request: HttpRequest) -> HttpResponseBase:
    """First the list and its count; pressed again there, they are approved, all or none."""
    user = validator_of(request)
    seen = Seen.read(request.POST.getlist("element")[:_MOST])
    back = _back(request)
    confirmed = request.POST.get("confirmer") == "1"
    if not seen.is_whole or (confirmed and not all(each.facts for each in seen.versions.values())):
        messages.warning(request, _UNSEEN)
        return redirect(back)
    items = list(
        ReviewItem.objects.within(territories_validated(user))
        .filter(pk__in=seen.ids, kind=ReviewKind.IMPORT)
        .select_related("structure__territory", "certification")
        .order_by("created_at", "pk")
    )
    if not items:
        messages.warning(request, _NONE)
        return redirect(back)
    if len({item.key for item in items}) > 1:
        messages.warning(request, _MIXED)
        return redirect(back)
    if confirmed:
        return _approve(request, items, seen, by=user)
    waiting = [item for item in items if item.is_open]
    context = {
        "items": [(item, facts_shown(item)) for item in waiting],
        "facts": digests_of(item.structure_id for item in waiting),
        "decided": len(items) - len(waiting),
        "field": label_of(items[0].key),
        "back": back,
        "query": Asked.read(request.GET).query(),
    }
    return render(request, "suppliers/validation/bulk.html", context)


def _approve(request: HttpRequest, items: Sequence[ReviewItem], seen: Seen, *, by: User) -> HttpResponseBase:
    number = uuid4()
    try:
        done = approve_many(items, seen, by=by, batch=number)
    except (DecidedMeanwhileError, CannotDecideError) as told:
        messages.warning(request, f"Rien n’est décidé. {told}")
        return redirect(_back(request))
    messages.success(request, f"{done} écart{'s' if done > 1 else ''} accepté{'s' if done > 1 else ''}.")
    remember(request.session, number, [], Asked.read(request.GET).query())
    return redirect("validation:lot", number)


def _back(request: HttpRequest) -> str:
    query = Asked.read(request.GET).query()
    return f"{reverse('validation:queue')}?{query}" if query else reverse("validation:queue")
