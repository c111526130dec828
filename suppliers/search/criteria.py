"""What is asked of the directory, once read and checked: the same for the list, the facets and the map."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from suppliers.models import Territory
from suppliers.procurement.calendar_months import shift_months

from .acronyms import Acronyms
from .codes import EPOCH, day_number
from .text import TypedText, tsquery

NOTHING_TYPED = TypedText()


@dataclass(frozen=True)
class Near:
    """Within so many kilometres of a point (WGS 84 degrees)."""

    latitude: float
    longitude: float
    km: float


@dataclass(frozen=True)
class Criteria:
    """Values of one field are alternatives; fields add up. Keys are those of the reference rows."""

    text: TypedText = NOTHING_TYPED
    words: tuple[str, ...] = ()  # of the text, those that ask something
    acronyms: tuple[Acronyms, ...] = ()
    named_sectors: frozenset[int] = frozenset()  # which the words name: theirs come first
    near: Near | None = None
    sectors: tuple[int, ...] = ()
    cpv_sectors: tuple[int, ...] = ()
    typed_sectors: tuple[int, ...] = ()
    service_types: tuple[int, ...] = ()
    served: tuple[Territory, ...] = ()
    certifications: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()
    verified: bool = False
    families: tuple[int, ...] = ()
    located_in: tuple[int, ...] = ()
    bands: tuple[int, ...] = ()
    confirmed_months: int | None = None
    today: dt.date = EPOCH

    @property
    def tsquery(self) -> str:
        return tsquery(self.words)

    @property
    def asks_by_text(self) -> bool:
        """Whether what was typed asks something: « de la » does not."""
        return bool(self.text.number or self.text.cpv or self.acronyms or self.tsquery)

    @property
    def offered(self) -> list[tuple[int, ...]]:
        """The sector choices that one and the same activity must all meet."""
        return [choice for choice in (self.sectors, self.cpv_sectors, self.typed_sectors) if choice]

    @property
    def asks_for_an_offer(self) -> bool:
        return bool(self.offered or self.service_types or self.served)

    def asks_for_an_offer_but(self, name: str) -> bool:
        """Whether it does apart from "secteur", "type" or "intervient"."""
        asked = {
            "cpv": self.cpv_sectors or self.typed_sectors,
            "secteur": self.sectors,
            "type": self.service_types,
            "intervient": self.served,
        }
        return any(choice for field, choice in asked.items() if field != name)

    @property
    def served_communes(self) -> list[Territory]:
        """The places served that are reached by distance: the wider ones have their own code."""
        small = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
        return [place for place in self.served if place.kind in small and place.latitude is not None]


def days_within(months: int, today: dt.date) -> range:
    """The days of the last so many months, today included, as values of search codes."""
    return range(day_number(shift_months(today, -months)), day_number(today) + 1)
