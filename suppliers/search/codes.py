"""All that is filtered by equality is one integer: an activity's rank, a dimension and a value.

A search by sector, type and place must be met by one and the same activity, so the codes of an activity
carry its rank ("slot"); those of the structure itself are in slot 0. Layout, from the low bit: 23 for the
value, 4 for the dimension, 3 for the slot, which keeps every code a positive 4-byte integer.
"""

import datetime as dt
from enum import IntEnum

from suppliers.models.activity import MOST_ACTIVITIES

VALUE_BITS, DIMENSION_BITS = 23, 4
DIMENSION_STEP = 1 << VALUE_BITS
SLOT_STEP = 1 << (VALUE_BITS + DIMENSION_BITS)
SLOTS = range(MOST_ACTIVITIES)
EPOCH = dt.date(2000, 1, 1)


class Dimension(IntEnum):
    """What a code speaks of. The value is the key of the row in its table, unless said otherwise."""

    SECTOR = 1  # per activity; groups too
    SERVICE_TYPE = 2  # per activity; rank in ServiceType
    ZONE = 3  # per activity; a territory where it works, or the country
    RADIUS = 4  # per activity; km around the structure
    REACHED = 13  # per activity; a territory wider than a commune whose centre lies within the radius
    CERTIFICATION = 5  # CertificationKind.number, valid or to check
    VALID_CERTIFICATION = 6  # the same, proof verified
    ARTICLE = 7  # rank in ARTICLES, eligible or to check
    ELIGIBLE_ARTICLE = 8  # the same, eligible
    FAMILY = 9  # rank in FAMILIES
    LOCATED_IN = 10  # a territory that holds the structure
    BAND = 11  # EmployeeBand.number
    CONFIRMED = 12  # days since 2000-01-01
    CLOSED = 14  # 1: the establishment is closed according to SIRENE
    CAPACITY = 15  # a Capacity: what it has said of it


class Capacity(IntEnum):
    """What a structure has said of what it can take on."""

    HEADCOUNT = 1
    LEAD_TIME = 2
    LARGEST_ORDER = 3
    REFERENCES = 4
    COCONTRACTING = 5  # open to it


def code(dimension: Dimension, value: int, slot: int = 0) -> int:
    """The code of one value, in one slot."""
    return slot * SLOT_STEP + dimension * DIMENSION_STEP + value


def slot_of(code: int) -> int:
    """The rank of the activity a code speaks of; 0 for the structure itself."""
    return code // SLOT_STEP


def day_number(day: dt.date) -> int:
    """A day as a value."""
    return (day - EPOCH).days
