"""An address in; a point, its precision and its score out. Never an exception: at worst, no point."""

from .addresses import Address, geocode, geocode_in_time, geocode_many
from .candidates import Candidate, Candidates, candidates
from .point import Point
from .queries import Answer, Doubt, known_place, locate
from .service import is_away, is_failing

__all__ = [
    "Address",
    "Answer",
    "Candidate",
    "Candidates",
    "Doubt",
    "Point",
    "candidates",
    "geocode",
    "geocode_in_time",
    "geocode_many",
    "is_away",
    "is_failing",
    "known_place",
    "locate",
]
