"""Two ways to read a territory in « Où ? »: who works there, or who is there; each leads to the other."""

from __future__ import annotations

from django.http import QueryDict

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
    other, one, several = OTHERS[name]
    params = search.params.copy()
    params.setlist(name, [])
    params.setlist(other, [code])
    query = Links(params).query
    count = Search(QueryDict(query), at=search.state).count
    return Advice(one if count == 1 else several, count, directory_url(query)) if count else None
