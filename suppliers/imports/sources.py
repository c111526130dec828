"""What an official source is: its columns, the kinds of certification it attests, who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What a row may hold, whatever the source calls it; what a source does not tell is simply empty.
FIELDS = [
    "siret",
    "kind",
    "name",
    "brand",
    "naf",
    "legal_form",
    "address",
    "post_code",
    "city",
    "department",
    "lat",
    "lon",
    "website",
    "description",
    "source",
    "updated_at",
]


@dataclass(frozen=True)
class Column:
    """A column we read: one of `FIELDS`, and other titles it goes under."""

    field: str
    also: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Origin:
    """Who states a row. Only an official list verifies a certification."""

    label: str
    is_official: bool = True


@dataclass(frozen=True)
class Source:
    """An official list, as the module of its name describes it."""

    code: str
    title: str
    columns: tuple[Column, ...]
    kinds: Mapping[str, str]  # what the file writes, in capitals → the code of the certification kind
    origin: Origin
    origins: Mapping[str, Origin] = field(default_factory=dict)  # by the value of the column "source"
    unknown: Origin | None = None  # of a row whose column "source" holds another value

    @property
    def labels(self) -> frozenset[str]:
        """All the names under which this source states something."""
        return frozenset({self.origin.label, *(origin.label for origin in self.origins.values())})
