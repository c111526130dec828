"""The queue's page."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from suppliers.models import ReviewKind

from .access import for_validators, validator_of
from .facts_shown import label_of
from .queue import CHOICES, PER_PAGE, TITLES, Asked, Queue
from .summaries import rows_of


@require_safe
@for_validators
def queue(request: HttpRequest) -> HttpResponseBase:
    """What waits, the oldest first."""
    user = validator_of(request)
    asked = Asked.read(request.GET)
    found = Queue(user, asked)
    counts = found.counts
    pages = max(1, -(-counts.total // PER_PAGE))
    page = min(asked.page, pages)
    start = (page - 1) * PER_PAGE
    items = found.page(start)
    context = {
        "asked": asked,
        "rows": rows_of(items, user.pk, found.limits),
        "counts": counts,
        "facets": [(name, TITLES[name], counts.values(name)) for name in CHOICES],
        "fields": [(key, label_of(key), count) for key, count in counts.fields()],
        "of_imports": asked.chosen.get("nature") == ReviewKind.IMPORT,
        "can_select": bool(asked.chosen.get("champ")),
        "page": page,
        "pages": pages,
        "start": start,
        "query": asked.query(),
    }
    return render(request, "suppliers/validation/queue.html", context)
