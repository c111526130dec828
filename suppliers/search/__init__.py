"""The directory as the public reads it: one read model, one filter set, one way to search."""

from .kept import forget
from .refresh import differences, forget_reference, refresh, settings_changed
from .results import Search
from .state import state

__all__ = ["Search", "differences", "forget", "forget_reference", "refresh", "settings_changed", "state"]
