"""Two ways to read a territory in « Où ? »: who works there, or who is there; each leads to the other."""

from __future__ import annotations

from dataclasses import replace

from suppliers.search import Search
from suppliers.search.advice import Advice
from suppliers.search.links import Links, directory_url

from .shown_place import shown_place

OTHERS = {
    "intervient": ("territoire", "qui s’y trouve", "qui s’y trouvent"),
    "territoire": ("intervient", "qui dit y intervenir", "qui disent y intervenir"),
}


def other_reading(search: Search) -> Advice | None:
    """The same search with its only territory read the other way, when that finds something."""
    name, _, code = shown_place(search.params, search.reference).value.partition("=")
    if not search.is_valid or name not in OTHERS:
        return None
    place = search.reference.territory(code)
    if place is None:
        return None
    other, one, several = OTHERS[name]
    params = search.params.copy()
    params.setlist(name, [])
    params.setlist(other, [code])
    is_there = other == "territoire"
    asked = replace(
        search.criteria,
        located_in=(place.pk,) if is_there else (),
        served=() if is_there else (place,),
    )
    count = search.count_meeting(asked)
    address = directory_url(Links(params).query)
    return Advice(one if count == 1 else several, count, address) if count else None
