"""The communes and arrondissements by their centres, to tell which one a point is near."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef
from numpy.typing import NDArray

from suppliers.models import Territory

FARTHEST_KM = 30
KM_PER_DEGREE = 111.2
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Centres:
    """Their keys, latitudes and longitudes (WGS 84 degrees), in one order."""

    keys: NDArray[np.int64]
    latitudes: Numbers
    longitudes: Numbers

    def nearest(self, latitude: float, longitude: float) -> Territory | None:
        """The place whose centre is nearest, within 30 km.

        Near, not around: outlines are not in the reference, so a point by a border may get the neighbour.
        """
        if not (abs(latitude) <= 90 and abs(longitude) <= 180 and len(self.keys)):
            return None
        flattening = max(0.01, math.cos(math.radians(latitude)))
        squared = (self.latitudes - latitude) ** 2 + ((self.longitudes - longitude) * flattening) ** 2
        nearest = int(np.argmin(squared))
        if squared[nearest] > (FARTHEST_KM / KM_PER_DEGREE) ** 2:
            return None
        return Territory.objects.filter(pk=int(self.keys[nearest])).first()


def read_centres() -> Centres:
    """Those of the reference; of a commune that has arrondissements, theirs alone."""
    arrondissements = Territory.objects.filter(kind=Territory.Kind.ARRONDISSEMENT, parents=OuterRef("pk"))
    rows = (
        Territory.objects.current()
        .of_kind(Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
        .filter(latitude__isnull=False)
        .exclude(Exists(arrondissements))
        .order_by("pk")
        .values_list("pk", "latitude", "longitude")
    )
    read = np.array(list(rows), dtype=np.float64).reshape(-1, 3)
    return Centres(read[:, 0].astype(np.int64), read[:, 1], read[:, 2])
