"""An address in; a point, its precision and its score out. Never an exception: at worst, no point."""

from .addresses import Address, geocode, geocode_many
from .point import Point
from .queries import geocode_query
from .service import is_away

__all__ = ["Address", "Point", "geocode", "geocode_many", "geocode_query", "is_away"]
