"""As-you-type answers for « Quoi ? » and « Où ? »: what may be ticked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from suppliers.asking.places_offered import kind_in_words, places_like_typed
from suppliers.procurement.cpv import clean_cpv
from suppliers.search.reference import reference
from suppliers.search.sector_choices import cpv_in_words, sectors_like
from suppliers.search.state import state

LONGEST = 200


@require_safe
def sectors(request: HttpRequest) -> JsonResponse:
    """Sectors; a whole CPV code is offered as such, with what it falls under."""
    typed = request.GET.get("q", "")[:LONGEST]
    code = clean_cpv(typed)
    found = reference(state().version).sectors_of_cpv(code) if code else []
    if code and found:
        labels = ", ".join(sector.label for sector in found)
        return _answer([{"kind": "cpv", "label": code, "detail": labels, "code": code, "name": "cpv_codes"}])
    return _answer(
        [
            {"kind": "sector", "label": one.label, "detail": cpv_in_words(one), "code": one.code}
            for one in sectors_like(typed)
        ]
    )


@require_safe
def places(request: HttpRequest) -> JsonResponse:
    found = places_like_typed(request.GET.get("q", "")[:LONGEST])
    return _answer(
        [
            {"kind": "place", "label": one.short_name, "detail": kind_in_words(one), "code": one.code}
            for one in found
        ]
    )


def _answer(found: list[dict[str, Any]]) -> JsonResponse:
    response = JsonResponse(found, safe=False)
    patch_cache_control(response, private=True, no_cache=True)
    return response
