"""What the home page shows of the directory: figures, and ways in by sector, certification and territory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from suppliers.models import CertificationKind
from suppliers.search import Search
from suppliers.search.facets import Facet, FacetValue
from suppliers.search.links import directory_url
from suppliers.search.state import State

from .drawing import Land, drawing
from .panels import Choice, choices_in_levels

# Heading, shape and groups of the certifications on the home page; labels and standards are in the filters.
HOME_KINDS = [
    ("Insertion", "ci", [CertificationKind.Group.SIAE, CertificationKind.Group.OTHER_INSERTION]),
    ("Handicap", "sq", [CertificationKind.Group.HANDICAP]),
    ("ESS et utilité sociale", "di", [CertificationKind.Group.ESS]),
]


@dataclass(frozen=True)
class Figure:
    number: int
    label: str
    url: str


@dataclass(frozen=True)
class Entry:
    """A way into the directory."""

    code: str
    label: str
    count: int
    url: str
    children: list[Entry]
    land: Land | None = None


@lru_cache(maxsize=2)
def entries_and_figures(at: State) -> dict[str, Any]:
    """Counts come from the search itself, kept as long as the directory does not change."""
    everything = Search(QueryDict(""), at=at)
    proven = Search(QueryDict("verifie=1"), at=at)
    facets = everything.facets
    return {
        "count": everything.count,
        "figures": _figures(everything, proven),
        "sectors": [_entry("secteur", choice) for choice in choices_in_levels(facets["secteur"].values)],
        "kinds": _kinds(everything),
        "territories": [
            replace(_entry("territoire", choice), land=drawing().lands.get(choice.value))
            for choice in sorted(choices_in_levels(facets["territoire"].values), key=_territory_number)
            if choice.value.startswith("T")
        ],
        "drawing": drawing(),
    }


def _figures(everything: Search, proven: Search) -> list[Figure]:
    handicap = _value(proven.facets["article"], "L2113-12")
    insertion = _value(proven.facets["article"], "L2113-13")
    confirmed = _value(everything.facets["confirme"], "12")
    found = [
        Figure(everything.count, "structures référencées", directory_url("")),
        Figure(
            handicap,
            "éligibles, preuve vérifiée, aux marchés réservés handicap (L2113-12)",
            directory_url("article=L2113-12&verifie=1"),
        ),
        Figure(
            insertion,
            "éligibles, preuve vérifiée, aux marchés réservés insertion (L2113-13)",
            directory_url("article=L2113-13&verifie=1"),
        ),
        Figure(confirmed, "fiches confirmées depuis moins d’un an", directory_url("confirme=12")),
    ]
    return found[:1] + [figure for figure in found[1:] if figure.number]


def _value(facet: Facet, value: str) -> int:
    return next((one.count for one in facet.values if one.value == value), 0)


def _kinds(search: Search) -> list[dict[str, Any]]:
    known = search.reference.kinds
    values: list[FacetValue] = search.facets["certification"].values
    return [
        {
            "label": label,
            "shape": shape,
            "entries": [
                Entry(one.value, one.label, one.count, directory_url(f"certification={one.value}"), [])
                for one in values
                if known[one.value].group in groups
            ],
        }
        for label, shape, groups in HOME_KINDS
    ]


def _entry(name: str, choice: Choice) -> Entry:
    children = [_entry(name, child) for child in choice.children]
    return Entry(choice.value, choice.label, choice.count, directory_url(f"{name}={choice.value}"), children)


def _territory_number(choice: Choice) -> int:
    number = choice.value.removeprefix("T")
    return int(number) if number.isdigit() else 0
