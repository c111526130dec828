"""As-you-type answers for « Quoi ? » and « Où ? »: what may be ticked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from suppliers.asking.addresses_asked import addresses_for
from suppliers.asking.places_offered import kind_in_words, places_like_typed
from suppliers.geocoding import Doubt
from suppliers.models import Territory
from suppliers.procurement.cpv import clean_cpv
from suppliers.search.reference import reference
from suppliers.search.sector_choices import cpv_in_words, sectors_like
from suppliers.search.state import state
from suppliers.territories.find import territory_with_code
from suppliers.territories.lines import is_street_line

from .what_and_where import AddressedSite, addressed_at

LONGEST = 200
AWAY = (
    "Le service d’adresses ne répond pas : choisissez la commune, ou écrivez l’adresse en entier, elle sera "
    "cherchée de nouveau à l’enregistrement."
)


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
    """Our own places; addresses too, where a street is being typed, or what no place of ours is called.

    `doubt`: in French, why there are no addresses when there should be.
    """
    typed = request.GET.get("q", "")[:LONGEST]
    ours = places_like_typed(typed)
    if ours and not is_street_line(typed):
        return _answer({"found": [_place(one) for one in ours], "doubt": ""})
    asked, too_many = addresses_for(request, typed)
    addresses = [site for site in map(addressed_at, asked.found) if site]
    around = [territory_with_code(one.point.insee_code) for one in asked.found if one.point.is_approximate]
    named = {place.code: place for place in [*around, *ours] if place}
    found = [*map(_address, addresses), *map(_place, named.values())]
    return _answer({"found": found, "doubt": too_many or (AWAY if asked.doubt is Doubt.AWAY else "")})


def _place(one: Territory) -> dict[str, Any]:
    return {"kind": "place", "label": one.short_name, "detail": kind_in_words(one), "code": one.code}


def _address(site: AddressedSite) -> dict[str, Any]:
    return {"kind": "address", "label": site.address, "detail": "", "code": site.token, "name": "addresses"}


def _answer(found: Any) -> JsonResponse:
    response = JsonResponse(found, safe=False)
    patch_cache_control(response, private=True, no_cache=True)
    return response
