"""The neutral order: drawn for each day, the same for everybody; nothing a structure does weighs on it."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Lots = NDArray[np.uint64]
Scores = NDArray[np.float64]
# Sebastiano Vigna's SplitMix64: it never gives two numbers the same lot, so nothing has to break ties.
STEP = 0x9E3779B97F4A7C15
MIXES = [(30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)]
LAST_SHIFT = 31


def drawn(structure_ids: Ids, day: dt.date, most: int, scores: Scores | None = None) -> list[int]:
    """The first of these structures, in the order of that day, the lowest scores before."""
    lots = lots_of(structure_ids, day)
    if scores is not None:
        best: list[int] = structure_ids[np.lexsort((lots, scores))[:most]].tolist()
        return best
    if len(lots) > most:
        first = np.argpartition(lots, most)[:most]
        structure_ids, lots = structure_ids[first], lots[first]
    found: list[int] = structure_ids[np.argsort(lots)].tolist()
    return found


def lots_of(structure_ids: Ids, day: dt.date) -> Lots:
    """What each structure draws on a day."""
    lots = structure_ids.astype(np.uint64) + np.uint64(day.toordinal() * STEP % 2**64)
    for shift, factor in MIXES:
        lots = (lots ^ (lots >> np.uint64(shift))) * np.uint64(factor)
    return lots ^ (lots >> np.uint64(LAST_SHIFT))
