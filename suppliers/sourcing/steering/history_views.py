"""What was done in an organisation: its accounts, targets, territory and outcomes, by whom and when.

What was done to a need, a shortlist, is on its own page. No line of the accounts is ever told here.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from suppliers.models import WorkspaceEvent
from suppliers.sourcing.history import told_of

from .doors import own_organisation, signed_in, user_of

SHOWN = 50
_TOLD = reduce(
    or_, (Q(action__startswith=prefix) for prefix in ("ledger.", "spaser.", "organisation.", "award."))
)


@signed_in
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = own_organisation(request, pk)
    found = WorkspaceEvent.objects.filter(_TOLD, workspace__organisation=organisation)
    events = found.select_related("by", "need").order_by("-at", "-pk")
    page = Paginator(events, SHOWN).get_page(request.GET.get("page"))
    told = [(told_of(event, user_of(request)), event.need) for event in page.object_list]
    context = {"organisation": organisation, "page": page, "told": told}
    return render(request, "suppliers/sourcing/steering/history.html", context)
