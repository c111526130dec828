"""Distances to thousands of points at once."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6378.168  # the sphere of PostgreSQL's earthdistance
Numbers = NDArray[np.float64]


class Sphere:
    """Points of a sphere of radius 1: the product of two is the cosine of their distance."""

    def __init__(self, latitudes: Sequence[float], longitudes: Sequence[float]) -> None:
        """Degrees of WGS 84; a point that is not a number is near nothing."""
        phi, theta = np.radians(latitudes), np.radians(longitudes)
        self.axes = np.array([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])

    def followed_by(self, other: Sphere) -> Sphere:
        """These points, then those."""
        joined = Sphere((), ())
        joined.axes = np.concatenate([self.axes, other.axes], axis=1)
        return joined

    def cosines(self, latitude: float, longitude: float, among: NDArray[np.integer] | None = None) -> Numbers:
        """Nearness of a point to each of these, or to some of them: 1 where they are, less the farther."""
        phi, theta = math.radians(latitude), math.radians(longitude)
        xs, ys, zs = self.axes if among is None else self.axes[:, among]
        found: Numbers = xs * (math.cos(phi) * math.cos(theta))
        found += ys * (math.cos(phi) * math.sin(theta))
        found += zs * math.sin(phi)
        return found


def smallest_cosine(km: float) -> float:
    """The nearness of what is so many kilometres away."""
    return math.cos(min(km / EARTH_RADIUS_KM, math.pi))
