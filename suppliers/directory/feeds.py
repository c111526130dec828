"""What scripts read: the map's features, and suggestions as one types."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from suppliers.search import Search
from suppliers.search.state import State
from suppliers.search.suggestions import suggest
from suppliers.showing.current_state import current_state

from .address import place_asked
from .caching import public_answer
from .map_view import MapViewForm

PLACES = "lieu"


@require_safe
def map_cells(request: HttpRequest) -> HttpResponseBase:
    """GeoJSON of the results seen through `bbox` (west,south,east,north in WGS 84 degrees) at `zoom`.

    The same filters as the list, so the two cannot disagree: an invalid one has no results on either. `sauf`
    names structures to leave out: the map shows those of the list itself, with the number they have there.
    """
    form = MapViewForm(request.GET)
    if not form.is_valid():
        sentence = " ".join(
            f"{name} : {' '.join(map(str, messages))}" for name, messages in form.errors.items()
        )
        return JsonResponse({"error": sentence, "errors": form.errors}, status=400)
    state = current_state(request)
    search = Search(_placed(request.GET, state), at=state)
    box, zoom, without = (form.cleaned_data[name] for name in ("bbox", "zoom", "sauf"))
    return public_answer(
        request,
        f"{search.etag} {box} {zoom} {without}",
        lambda: HttpResponse(orjson.dumps(search.cells(box, zoom, without)), "application/geo+json"),
    )


def _placed(params: QueryDict, at: State) -> QueryDict:
    """The same with the place typed in `adresse`, if it is one of ours: the map waits for nobody else."""
    if not params.get("adresse", "").strip():
        return params
    place = place_asked(params, at, known_only=True)
    return params if place.query is None else QueryDict(place.query)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """A list of {kind, label, detail, url}; `quoi=lieu` asks for places alone."""
    found = suggest(request.GET.get("q", ""), places_only=request.GET.get("quoi") == PLACES)
    return JsonResponse(found, safe=False)
