"""As-you-type answers for the members of a structure: sectors, territories, addresses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from suppliers.asking.addresses_asked import addresses_for
from suppliers.asking.places_offered import drawings, kind_in_words, places_like_typed
from suppliers.models import Sector, Territory
from suppliers.profiles.joining import own_structure
from suppliers.search.sector_choices import cpv_in_words, sectors_like

from .place_form import signed
from .step_place import said_of

LONGEST = 200


@require_safe
def sectors(request: HttpRequest, pk: int) -> JsonResponse:
    return _answer([_sector(one) for one in sectors_like(_typed(request, pk))])


@require_safe
def territories(request: HttpRequest, pk: int) -> JsonResponse:
    found = places_like_typed(_typed(request, pk))
    drawn = drawings(found)
    return _answer([_place(one, drawn[one.code]) for one in found])


@require_safe
def addresses(request: HttpRequest, pk: int) -> JsonResponse:
    """The candidates, and why they are less than was typed. The service is asked at its own pace."""
    found, too_many = addresses_for(request, _typed(request, pk))
    listed = [
        {
            "kind": "address",
            "label": one.label,
            "detail": "centre de la commune" if one.point.is_approximate else "",
            "address": one.street,
            "postal_code": one.postal_code,
            "city": one.city,
            "lat": one.point.latitude,
            "lon": one.point.longitude,
            "approximate": one.point.is_approximate,
            "choice": signed(one),
        }
        for one in found.found
    ]
    return _answer({"candidates": listed, "doubt": too_many or (said_of(found) if found.doubt else "")})


def _typed(request: HttpRequest, pk: int) -> str:
    """What is being typed. Http404 for who is no member: a script asks, and follows nowhere."""
    if not request.user.is_authenticated:
        raise Http404("Connectez-vous d’abord.")
    own_structure(request.user, pk)
    return request.GET.get("q", "")[:LONGEST]


def _answer(found: Any) -> JsonResponse:
    response = JsonResponse(found, safe=False)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _sector(one: Sector) -> dict[str, Any]:
    return {"kind": "sector", "label": one.label, "detail": cpv_in_words(one), "code": one.code}


def _place(one: Territory, drawing: str) -> dict[str, Any]:
    return {
        "kind": "place",
        "label": one.short_name,
        "detail": kind_in_words(one),
        "code": one.code,
        "drawing": drawing,
    }
