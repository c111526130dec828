"""The reference rows the filters speak of, read once per version of the directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from suppliers.models import (
    CertificationKind,
    EmployeeBand,
    LegalForm,
    Sector,
    SectorSynonym,
    SocialServiceCpv,
    Territory,
)
from suppliers.procurement.cpv import sectors_for_cpv, sectors_of_listed_cpv
from suppliers.territories.centres import Centres, read_centres
from suppliers.territories.find import (
    former_names,
    places_to_work_in,
    territories_with_codes,
    territories_with_keys,
    territory_with_code,
    territory_with_key,
)

from .naming import Terms, terms_called
from .offered import Offered, offered, offered_places
from .recent import Recent
from .sector_calls import SectorCalls
from .text import WORD, unaccented

WIDE = [Territory.Kind.EPT, Territory.Kind.METROPOLE, Territory.Kind.DEPARTEMENT, Territory.Kind.REGION]


@dataclass(frozen=True)
class Reference:
    """Small tables by code. Communes are looked up one by one: there are 35,000."""

    sectors: dict[str, Sector]
    kinds: dict[str, CertificationKind]
    bands: dict[str, EmployeeBand]
    territories: dict[str, Territory]
    communes: Recent = field(default_factory=lambda: Recent(2_000), repr=False, compare=False)

    @cached_property
    def social_services(self) -> dict[str, str]:
        """The CPV codes of art. L2113-15, with their labels; read when a card may speak of it."""
        return dict(SocialServiceCpv.objects.values_list("code", "label"))

    @cached_property
    def legal_forms(self) -> dict[str, LegalForm]:
        return {form.pk: form for form in LegalForm.objects.all()}

    @cached_property
    def synonyms(self) -> list[tuple[int, str]]:
        """What buyers call each sector; read when somebody types a word."""
        return list(SectorSynonym.objects.order_by("pk").values_list("sector_id", "term"))

    @cached_property
    def terms(self) -> Terms:
        """Every way to call a sector."""
        called: dict[int, list[str]] = {}
        for sector_id, term in self.synonyms:
            called.setdefault(sector_id, []).append(term)
        return terms_called(
            tuple((one.label, tuple(called.get(one.pk, ())), one.pk) for one in self.sectors.values())
        )

    @cached_property
    def calls(self) -> SectorCalls:
        """The same, for what is being typed."""
        return SectorCalls(self.sectors.values(), self.synonyms)

    @cached_property
    def place_keys(self) -> frozenset[str]:
        """Names of communes and territories; read when somebody types a word, which is seldom one of them."""
        return frozenset(places_to_work_in().values_list("name_key", flat=True))

    @cached_property
    def former_names(self) -> dict[str, str]:
        """The key of the commune that bears now what was another one's; read likewise."""
        return former_names()

    @cached_property
    def places_offered(self) -> list[Territory]:
        """The wide places, each once: Paris is a territory and a département."""
        known = {place.pk: place for place in self.territories.values()}
        return [place for place in known.values() if not any(_narrower_names(place, known))]

    @cached_property
    def offered_places(self) -> Offered:
        return offered_places(self.places_offered)

    @cached_property
    def offered_sectors(self) -> Offered:
        rows = [(sector.code, sector.label, sector.pk) for sector in self.sectors.values()]
        return offered(rows, (int(sector.parent_id is not None) for sector in self.sectors.values()))

    @cached_property
    def offered_kinds(self) -> Offered:
        return offered((kind.code, kind.short_label, kind.number) for kind in self.kinds.values())

    @cached_property
    def offered_bands(self) -> Offered:
        return offered((band.code, band.label, band.number) for band in self.bands.values())

    @cached_property
    def centres(self) -> Centres:
        """The communes by their centres; read when somebody searches around a point."""
        return read_centres()

    def commune_near(self, latitude: float, longitude: float) -> Territory | None:
        """The commune around a point (WGS 84 degrees), kept: a search names it several times."""
        point = (latitude, longitude)
        found: Territory | None = self.communes.get(point, lambda: self.centres.nearest(*point))
        return found

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The words of those terms with their accents, by the same without."""
        said = [sector.label for sector in self.sectors.values()] + [term for _, term in self.synonyms]
        return {unaccented(word): word.lower() for text in said for word in WORD.findall(text)}

    def spelled(self, word: str) -> str:
        """A word with its accents, if it is one of a sector's."""
        return self.spellings.get(word, word)

    def sectors_named(self, words: tuple[str, ...]) -> frozenset[int]:
        """The keys of the sectors that words name."""
        return self.terms.sectors_named(words) if words else frozenset()

    def sectors_within(self, keys: Set[int]) -> list[Sector]:
        """The sectors of these keys; those of a group included."""
        if not keys:
            return []
        return [sector for key, group, sector in self._sector_keys if key in keys or group in keys]

    @cached_property
    def _sector_keys(self) -> list[tuple[int, int | None, Sector]]:
        return [(sector.pk, sector.parent_id, sector) for sector in self.sectors.values()]

    def sectors_of_cpv(self, cpv: str) -> list[Sector]:
        """The sectors a CPV code belongs to, by its longest prefix; none for an unreadable code."""
        return [self.sectors[code] for code in sectors_for_cpv(cpv, self._cpv_prefixes)]

    @cached_property
    def _cpv_prefixes(self) -> dict[str, list[str]]:
        return {code: sector.cpv_prefixes for code, sector in self.sectors.items()}

    @cached_property
    def social_service_sectors(self) -> frozenset[str]:
        """The sectors that hold a code of art. L2113-15, and their groups."""
        codes = sectors_of_listed_cpv(self._cpv_prefixes, self.social_services)
        groups = (self.sectors[code].parent for code in codes)
        return codes | {group.code for group in groups if group}

    def territory(self, code: str) -> Territory | None:
        """The place of this code, communes included; a merged commune leads to its heir."""
        if code in self.territories:
            return self.territories[code]
        found: Territory | None = self.communes.get(code, lambda: territory_with_code(code))
        return found

    def keep_territory(self, place: Territory) -> None:
        """A place already read, that is about to be asked for by its code."""
        if place.code not in self.territories:
            self.communes.keep(place.code, place)

    def read_territories(self, codes: Iterable[str]) -> None:
        """Read in one query those that will be asked for one by one."""
        unread = [code for code in codes if code not in self.territories and not self.communes.known(code)]
        if len(unread) > 1:
            found = territories_with_codes(unread)
            for code in unread:
                self.communes.keep(code, found.get(code))

    def read_places(self, keys: Iterable[int]) -> None:
        """Read in one query places that will be asked for by their keys."""
        for place in territories_with_keys(keys):
            self.communes.keep(place.pk, place)

    def place(self, key: int | None) -> Territory | None:
        """The place of this key."""
        if key is None:
            return None
        found: Territory | None = self.communes.get(key, lambda: territory_with_key(key))
        return found


def _narrower_names(place: Territory, known: Mapping[int, Territory]) -> Iterator[Territory]:
    """The places of a narrower kind that are the same one: each lies within the other."""
    kinds, key = list(Territory.Kind), place.pk
    for other in (known[around] for around in place.ancestor_ids if around in known):
        is_narrower = kinds.index(Territory.Kind(other.kind)) < kinds.index(Territory.Kind(place.kind))
        if key in other.ancestor_ids and is_narrower:
            yield other


@lru_cache(maxsize=2)
def reference(version: int) -> Reference:
    """The reference for a version of the directory: a new version may mean new reference rows."""

    def by_code(rows: Iterable) -> dict:  # type: ignore[type-arg]
        return {row.code: row for row in rows}

    return Reference(
        sectors=by_code(_in_reading_order(Sector.objects.select_related("parent"))),
        kinds=by_code(CertificationKind.objects.all()),
        bands=by_code(EmployeeBand.objects.all()),
        territories=by_code(Territory.objects.current().of_kind(*WIDE)),
    )


def _in_reading_order(sectors: Iterable[Sector]) -> list[Sector]:
    """Each group followed by its sectors."""

    def place(sector: Sector) -> tuple[int, str, int, str]:
        group = sector.parent or sector
        return (group.position, group.code, 0 if sector.parent is None else 1, sector.label)

    return sorted(sectors, key=place)
