"""The communes and arrondissements by their centres, to tell which one a point is near."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef
from numpy.typing import NDArray

from suppliers.models import Territory

from .find import territory_with_key
from .positions import KM_PER_DEGREE

FARTHEST_KM = 30
SAME_POINT_KM = 0.1  # who asks for the centre of Paris asks for Paris, not for the arrondissement it lies in
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Centres:
    """In one order: keys, latitudes and longitudes (WGS 84 degrees), and how far each gives its name."""

    keys: NDArray[np.int64]
    latitudes: Numbers
    longitudes: Numbers
    reaches_km: Numbers

    def nearest(self, latitude: float, longitude: float) -> Territory | None:
        """The place whose centre is nearest, within 30 km.

        Near, not around: outlines are not in the reference, so a point by a border may get the neighbour.
        """
        if not (abs(latitude) <= 90 and abs(longitude) <= 180 and len(self.keys)):
            return None
        flattening = max(0.01, math.cos(math.radians(latitude)))
        squared = (self.latitudes - latitude) ** 2 + ((self.longitudes - longitude) * flattening) ** 2
        squared[squared > (self.reaches_km / KM_PER_DEGREE) ** 2] = np.inf
        nearest = int(np.argmin(squared))
        if squared[nearest] == np.inf:
            return None
        return territory_with_key(int(self.keys[nearest]))


def read_centres() -> Centres:
    """Those of the reference; that of a commune with arrondissements stands for no point but itself."""
    arrondissements = Territory.objects.filter(kind=Territory.Kind.ARRONDISSEMENT, parents=OuterRef("pk"))
    rows = (
        Territory.objects.current()
        .of_kind(Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
        .filter(latitude__isnull=False)
        .annotate(is_divided=Exists(arrondissements))
        .order_by("pk")
        .values_list("pk", "latitude", "longitude", "is_divided")
    )
    read = np.array(list(rows), dtype=np.float64).reshape(-1, 4)
    reaches_km = np.where(read[:, 3] == 1, SAME_POINT_KM, FARTHEST_KM)
    return Centres(read[:, 0].astype(np.int64), read[:, 1], read[:, 2], reaches_km)
