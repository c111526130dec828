"""What a new process reads before anybody asks: the index, its places, then the words buyers use.

A word that half of the directory has costs PostgreSQL a look at half of it, once in each process; the first
page costs the reading of the index.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from heapq import nlargest

from django.db import Error, connection

from .codes import DIMENSION_STEP, Dimension, code
from .current_index import current
from .index import DirectoryIndex
from .reference import reference
from .state import state
from .text import WORD
from .word_sets import entries_with

logger = logging.getLogger(__name__)
AT_ONCE = 10  # words of one query
PLACES = 1_000  # communes, départements…
AT_MOST = 120.0  # seconds: for 220,000 structures a worker alone took ninety; labels come first
REST = 1.0  # as long as each query took: visitors are there already


def warm() -> int:
    """Read the index, its places and the entries of each word that names a sector; returns how many words.

    As the first request of a day does, it lets the calendar do its work first.
    """
    started, done = time.monotonic(), 0
    at = state()
    places = _busiest_places(current(at))
    known = reference(at.version)
    reference(at.version).read_places(places)  # the one that is kept, if a visitor read it at the same time
    said = [sector.label for sector in known.sectors.values()] + [term for _, term in known.synonyms]
    words = list(dict.fromkeys(word.lower() for text in said for word in WORD.findall(text)))
    for some in _in_turn(words):
        index = current(state())
        if done + len(some) > index.words.most or time.monotonic() - started > AT_MOST:
            break
        entries_with(some, index)
        done += len(some)
    return done


def _busiest_places(index: DirectoryIndex) -> list[int]:
    """The keys of the territories where most entries are: their pages name them."""
    first = code(Dimension.LOCATED_IN, 0)
    codes = range(first, first + DIMENSION_STEP)
    there = {one - first: len(found) for one, found in index.postings.items() if one in codes}
    return nlargest(PLACES, there, key=there.__getitem__)


def _in_turn(words: list[str]) -> Iterator[list[str]]:
    """A few at a time, with as much rest as work."""
    for first in range(0, len(words), AT_ONCE):
        began = time.monotonic()
        yield words[first : first + AT_ONCE]
        time.sleep((time.monotonic() - began) * REST)


def warm_in_background(first: Callable[[], None] = lambda: None) -> threading.Thread:
    """The same beside the first visitors, after something else; a database that is away is theirs to meet."""
    thread = threading.Thread(target=_warm_alone, args=[first], name="warming", daemon=True)
    thread.start()
    return thread


def _warm_alone(first: Callable[[], None]) -> None:
    try:
        first()
        warm()
    except Error as error:
        logger.info("Reading ahead stopped: %s", error)
    finally:
        connection.close()
