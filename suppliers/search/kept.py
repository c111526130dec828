"""What this process keeps of the searches it answered, as long as the directory stays the same."""

from __future__ import annotations

from django.http import QueryDict

from .criteria import Criteria
from .current_index import current
from .current_index import forget as forget_index
from .facets import Facet, Facets
from .filters import StructureFilterSet
from .matching import Matching
from .reference import reference
from .state import State


def matching(criteria: Criteria, at: State) -> Matching:
    """The sets of a search, kept while the directory stays the same: the map asks right after the list."""
    index = current(at)
    found: Matching = index.recent.get((criteria, at.today), lambda: Matching(criteria, index))
    return found


def facets(criteria: Criteria, at: State, query: str) -> dict[str, Facet]:
    """The facets of a search, kept likewise."""
    found = matching(criteria, at)
    counted: dict[str, Facet] = found.index.recent.get(
        (query, criteria, at.today), lambda: _facets(found, at, query)
    )
    return counted


def _facets(found: Matching, at: State, query: str) -> dict[str, Facet]:
    fields = StructureFilterSet.base_filters
    labels = {name: str(field.label) for name, field in fields.items()}
    return Facets(found, reference(at.version), QueryDict(query), labels).all()


def forget() -> None:
    """Drop what this process keeps, when the database below it was put back (between two tests)."""
    forget_index()
    reference.cache_clear()
