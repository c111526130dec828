"""The reference tables, for tests that need real sectors, kinds, places: load them once per session."""

from suppliers.management.commands.load_reference import load_reference


def load_reference_data() -> None:
    """Load `fixtures/` into the database of the test (a second call changes nothing)."""
    load_reference()
