"""Where something is, and how well we know it."""

from __future__ import annotations

from dataclasses import dataclass, field

from suppliers.models import Structure, Territory

_WITH_A_CENTRE = (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)


@dataclass(frozen=True)
class Point:
    """Degrees WGS 84. `precision` is a Structure.Precision; `score` is the geocoder's, from 0 to 1.

    The lines of the address are those of a fresh answer of the service, empty elsewhere.
    """

    latitude: float
    longitude: float
    precision: str
    score: float | None
    label: str
    insee_code: str
    street: str = field(default="", compare=False)
    postal_code: str = field(default="", compare=False)
    city: str = field(default="", compare=False)

    @property
    def is_approximate(self) -> bool:
        """No better than the centre of a commune."""
        return self.precision == Structure.Precision.COMMUNE


def centre_of(territory: Territory | None, *, score: float | None = None) -> Point | None:
    """The centre of a commune or arrondissement; None for a wider place, whose centre says nothing."""
    if territory is None or territory.kind not in _WITH_A_CENTRE:
        return None
    if territory.latitude is None or territory.longitude is None:
        return None
    return Point(
        territory.latitude,
        territory.longitude,
        Structure.Precision.COMMUNE,
        score,
        territory.name,
        territory.code,
    )
