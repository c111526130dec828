"""Permalinks: the search's query string with one thing changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from django.http import QueryDict
from django.urls import get_script_prefix, reverse

from suppliers.models.structure import structure_url

# In the order of the public contract, so that one search has one address.
PARAMETERS = [
    "q",
    "secteur",
    "type",
    "certification",
    "article",
    "famille",
    "territoire",
    "intervient",
    "pres_de",
    "rayon",
    "adresse",
    "effectif",
    "verifie",
    "confirme",
    "cpv",
    "tri",
]
# Of these only the last value is read, as everywhere in Django.
SINGLE = {"q", "pres_de", "rayon", "adresse", "verifie", "confirme", "tri"}
# Gone with the one they depend on.
FOLLOWERS = {"pres_de": ["rayon"]}


class Links:
    """Addresses around one search. What it does not read is left out: unknown, empty or repeated."""

    def __init__(self, params: QueryDict) -> None:
        self.kept: dict[str, list[str]] = {}
        for name in PARAMETERS:
            read = params.getlist(name)[-1:] if name in SINGLE else params.getlist(name)
            values = list(dict.fromkeys(value.strip() for value in read if value.strip()))
            if values:
                self.kept[name] = values

    @cached_property
    def query(self) -> str:
        return self._encode(self.kept)

    @property
    def filters(self) -> dict[str, list[str]]:
        """What narrows the search: all but the sort, and the radius, which goes with its point."""
        return {name: values for name, values in self.kept.items() if name not in ("tri", "rayon")}

    def without(self, name: str, value: str | None = None) -> str:
        """The query string without a parameter, or without one of its values."""
        return self._encode(self.values_without(name, value))

    def without_each(self, gone: Iterable[tuple[str, str]]) -> str:
        """The query string without several values, each after the name of its parameter."""
        kept = self.kept
        for name, value in gone:
            kept = _less(kept, name, value)
        return self._encode(kept)

    def values_without(self, name: str, value: str | None = None) -> dict[str, list[str]]:
        return _less(self.kept, name, value)

    def with_value(self, name: str, value: str) -> str:
        """The query string with a parameter set to one value."""
        return self._encode({**self.kept, name: [value]})

    def moved_to(self, code: str) -> str:
        """The query string of who works in a territory, instead of around a point."""
        return self._encode({**self.values_without("pres_de"), "intervient": [code]})

    def moved(self, words: str, **values: str | list[str]) -> str:
        """The query string with other words, and what they no longer say as values of their own."""
        said = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
        kept = {**self.kept, "q": [words], **said}
        return self._encode({name: values for name, values in kept.items() if values != [""]})

    def with_values(self, **values: Iterable[Any]) -> str:
        """The query string with parameters set, each to several values."""
        return self._encode({**self.kept, **{name: [*map(str, each)] for name, each in values.items()}})

    def _encode(self, values: dict[str, list[str]]) -> str:
        return "&".join(_encoded(name, tuple(values[name])) for name in _ORDER if name in values)


_ORDER = (*PARAMETERS, "page")


@lru_cache(maxsize=1024)
def _encoded(name: str, values: tuple[str, ...]) -> str:
    """Kept: a page has hundreds of addresses, which differ by a parameter."""
    params = QueryDict(mutable=True)
    params.setlist(name, values)
    return params.urlencode(safe=",")


def _less(kept: dict[str, list[str]], name: str, value: str | None) -> dict[str, list[str]]:
    """Parameters without one, or without one of its values; what depends on it goes with the last."""
    left = [other for other in kept.get(name, []) if value is not None and other != value]
    gone = {name} if left else {name, *FOLLOWERS.get(name, [])}
    less = {other: values for other, values in kept.items() if other not in gone}
    return {**less, name: left} if left else less


def directory_url(query: str) -> str:
    """The address of the results page for a query string."""
    page = _directory(get_script_prefix())
    return f"{page}?{query}" if query else page


def card_url(card: dict[str, Any]) -> str:
    """The address of a structure's page, from its card."""
    return structure_url(card["siret"], card["id"], card["name"])


@lru_cache(maxsize=1)
def _directory(site: str) -> str:
    """Kept: `reverse` takes its time, and a page asks for dozens."""
    return reverse("directory:list")
