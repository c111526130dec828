"""The comparison of a few structures of a shortlist."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from suppliers.showing.current_state import current_state
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import own_shortlist

from .comparing import FEWEST, MOST, chosen_rows, groups_of, only_differences, read_compared
from .rows import points_of, read_rows, shown_rows
from .views import page_of

DIFFERENCES = "differences"


@never_cache
@for_its_owners
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`s`: ids of two to five of its structures; `differences=1`: only what they differ in."""
    shortlist = own_shortlist(request, pk)
    held, sites = read_rows(shortlist), points_of(shortlist)
    rows = shown_rows(request, held, with_contact=False, sites=sites)
    asked = chosen_rows(rows, request.GET.getlist("s"))
    columns = asked[:MOST]
    context: dict[str, Any] = {
        "shortlist": shortlist,
        "page": page_of(shortlist),
        "rows": [row for row in rows if row.item.structure_id],
        "asked": [row.item.pk for row in asked],
        "columns": columns,
        "too_many": len(asked) > MOST,
        "only": request.GET.get(DIFFERENCES) == "1",
        "day": current_state(request).today,
    }
    if len(columns) >= FEWEST:
        groups = groups_of(read_compared(columns, held.entries), with_distance=bool(sites))
        lines = [line for group in groups for line in group.lines]
        context |= {
            "groups": only_differences(groups) if context["only"] else groups,
            "how_many": len(lines),
            "how_many_differ": sum(line.differs for line in lines),
        }
    return render(request, "suppliers/sourcing/shortlists/compare.html", context)
