"""Where fictional structures stand: real communes, weighted by population, points spread within each."""

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate
from random import Random
from statistics import fmean

from suppliers.models import Territory

KM_PER_DEGREE = 111.32
# A département whose communes are not all loaded stands for the missing ones.
FEWEST_MISSING_INHABITANTS = 20_000
DEPARTEMENT_REACH_KM = 18.0
COMMUNE_REACH_KM = (0.3, 6.0)
REACH_SHARE = 0.8  # of the mean distance to the three nearest centres
TRIES = 12
# Arrondissements whose official centre lies in a wood: where their inhabitants are (latitude, longitude).
INHABITED_CENTRES = {"75112": (48.8409, 2.3879), "75116": (48.8600, 2.2760)}


@dataclass(slots=True)
class Place:
    """A commune, an arrondissement of Paris, or a département that stands for its missing communes."""

    id: int
    code: str
    city: str
    postal_codes: tuple[str, ...]
    latitude: float
    longitude: float
    population: int
    departement: Territory
    region: Territory
    ept: Territory | None
    is_departement: bool = False
    reach_km: float = COMMUNE_REACH_KM[1]
    neighbours: tuple[tuple[float, float], ...] = ()

    def spot(self, rng: Random) -> tuple[float, float]:
        """A point nearer to this centre than to any other, evenly spread: latitude and longitude (WGS 84)."""
        for _ in range(TRIES):
            km, bearing = self.reach_km * math.sqrt(rng.random()), rng.random() * math.tau
            latitude = self.latitude + km * math.sin(bearing) / KM_PER_DEGREE
            longitude = self.longitude + km * math.cos(bearing) / _km_per_longitude(self.latitude)
            if not any(_km2(latitude, longitude, *other) < km * km for other in self.neighbours):
                break
        return round(latitude, 6), round(longitude, 6)


class Places:
    """All places of a demonstration, drawn by population."""

    def __init__(self, places: list[Place], epts: list[Territory], departements: list[Territory]) -> None:
        self.all = places
        self.epts = epts
        self.by_code = {place.code: place for place in places}
        self._cumulated = list(accumulate(place.population for place in places))
        self._around: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            self._around[place.departement.code].append(place)
        self._departements: dict[int, list[int]] = defaultdict(list)
        for departement in departements:
            for ancestor in departement.ancestor_ids:
                self._departements[ancestor].append(departement.pk)

    def draw(self, rng: Random) -> Place:
        """A place, the more often the more people live there."""
        return self.all[bisect(self._cumulated, rng.random() * self._cumulated[-1])]

    def near(self, place: Place, rng: Random) -> Place:
        """Another place of the same département, or the same if it is the only one."""
        return rng.choice(self._around[place.departement.code])

    def departements_of(self, region: Territory) -> list[int]:
        """Primary keys of the départements of a région."""
        return self._departements[region.pk]


def load_places(everywhere: bool) -> Places:
    """The Grand Paris, or all that is known of France."""
    wider = {t.pk: t for t in Territory.objects.current().exclude(kind__in=[*_SMALL])}
    places = list(_communes(wider))
    if everywhere:
        places += _departements(wider, places)
    else:
        places = [place for place in places if place.ept is not None]
    _spread(places)
    epts = [t for t in wider.values() if t.kind == Territory.Kind.EPT]
    departements = [t for t in wider.values() if t.kind == Territory.Kind.DEPARTEMENT]
    return Places(places, sorted(epts, key=_code), sorted(departements, key=_code))


_SMALL = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


def _communes(wider: dict[int, Territory]) -> Iterator[Place]:
    small = list(Territory.objects.current().of_kind(*_SMALL).order_by("code"))
    ids = {t.pk for t in small}
    divided = {pk for t in small for pk in t.ancestor_ids if pk != t.pk and pk in ids}
    for commune in small:
        if commune.pk in divided or commune.latitude is None or not commune.population:
            continue
        around = {wider[pk].kind: wider[pk] for pk in commune.ancestor_ids if pk in wider}
        if not {Territory.Kind.DEPARTEMENT, Territory.Kind.REGION} <= around.keys():
            continue
        is_arrondissement = commune.kind == Territory.Kind.ARRONDISSEMENT
        latitude, longitude = INHABITED_CENTRES.get(
            commune.code, (commune.latitude, commune.longitude or 0.0)
        )
        yield Place(
            commune.pk,
            commune.code,
            commune.name.split()[0] if is_arrondissement else commune.name,
            tuple(commune.postal_codes) or (f"{commune.code[:2]}000",),
            latitude,
            longitude,
            commune.population,
            around[Territory.Kind.DEPARTEMENT],
            around[Territory.Kind.REGION],
            around.get(Territory.Kind.EPT),
        )


def _departements(wider: dict[int, Territory], communes: list[Place]) -> Iterator[Place]:
    loaded: dict[int, int] = defaultdict(int)
    for place in communes:
        loaded[place.departement.pk] += place.population
    regions = {t.pk: t for t in wider.values() if t.kind == Territory.Kind.REGION}
    for departement in sorted(wider.values(), key=_code):
        if departement.kind != Territory.Kind.DEPARTEMENT or departement.latitude is None:
            continue
        missing = (departement.population or 0) - loaded[departement.pk]
        region = next((regions[pk] for pk in departement.ancestor_ids if pk in regions), None)
        if missing < FEWEST_MISSING_INHABITANTS or region is None:
            continue
        digits = departement.code.replace("A", "0").replace("B", "0")
        yield Place(
            departement.pk,
            departement.code,
            departement.name,
            (digits.ljust(5, "0"),),
            departement.latitude,
            departement.longitude or 0.0,
            missing,
            departement,
            region,
            None,
            is_departement=True,
            reach_km=DEPARTEMENT_REACH_KM,
        )


def _spread(places: Iterable[Place]) -> None:
    """Give each commune a reach of its own, the farther the centres around it, and neighbours to keep off."""
    communes = [place for place in places if not place.is_departement]
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in communes:
        cells[_cell(place)].append(place)
    for place in communes:
        row, column = _cell(place)
        others = [
            (_km2(place.latitude, place.longitude, other.latitude, other.longitude), other)
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for other in cells.get((row + i, column + j), ())
            if other is not place
        ]
        nearest = [math.sqrt(squared) for squared in nsmallest(3, (squared for squared, _ in others))]
        reach = REACH_SHARE * fmean(nearest) if nearest else COMMUNE_REACH_KM[1]
        place.reach_km = min(max(reach, COMMUNE_REACH_KM[0]), COMMUNE_REACH_KM[1])
        limit = (2 * place.reach_km) ** 2
        place.neighbours = tuple((o.latitude, o.longitude) for squared, o in others if squared < limit)


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place.latitude * 8), math.floor(place.longitude * 8)


def _km_per_longitude(latitude: float) -> float:
    return KM_PER_DEGREE * math.cos(math.radians(latitude))


def _km2(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Squared distance in km², flat earth: enough for a few kilometres."""
    north = (latitude - other_latitude) * KM_PER_DEGREE
    east = (longitude - other_longitude) * _km_per_longitude(latitude)
    return north * north + east * east


def _code(territory: Territory) -> str:
    return territory.code
