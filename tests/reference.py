"""The reference tables, for tests that need real sectors, kinds, places: load them once per session."""

from functools import cache

from suppliers.management.commands.load_reference import load_reference
from tests.snapshot import Snapshot


def load_reference_data() -> None:
    """Load `fixtures/` into the database of the test (a second call changes nothing)."""
    load_reference()


@cache
def reference_alone() -> Snapshot:
    """What an empty directory holds; asked for the first time when it does."""
    return Snapshot()
