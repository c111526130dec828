"""A place of the reference, as the search asks for it."""

from __future__ import annotations

from suppliers.models import Territory

from .criteria import Criteria
from .current_index import current
from .matching import Matching
from .state import State

AROUND = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


def parameters_of(place: Territory, at: State) -> dict[str, str]:
    """The parameter that asks for a place: around the centre of a commune; for a wider one, who works there.

    Where nobody says so, and an official list tells no zone, who is located there.
    """
    if place.kind in AROUND and place.latitude is not None:
        return {"pres_de": f"{place.latitude:.5f},{place.longitude:.5f}"}
    index = current(at)
    works = Matching(Criteria(served=(place,)), index).count
    is_there = Matching(Criteria(located_in=(place.pk,)), index).count
    return {"territoire" if is_there and not works else "intervient": place.code}
