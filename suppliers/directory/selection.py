"""The visitor's shortlist, kept in the session: it needs no account."""

from __future__ import annotations

from collections.abc import Container, MutableMapping
from typing import Any

KEY = "selection"
MOST = 50


class Selection:
    """Structure ids, in the order they were chosen."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self.session = session

    @property
    def ids(self) -> list[int]:
        kept = self.session.get(KEY, [])
        return [item for item in kept if isinstance(item, int)] if isinstance(kept, list) else []

    @property
    def is_full(self) -> bool:
        return len(self) >= MOST

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, structure_id: object) -> bool:
        return structure_id in self.ids

    def add(self, structure_id: int) -> bool:
        """Whether there was room for it."""
        if structure_id in self:
            return True
        if self.is_full:
            return False
        self.session[KEY] = [*self.ids, structure_id]
        return True

    def remove(self, structure_id: int) -> None:
        if structure_id in self:
            self.session[KEY] = [other for other in self.ids if other != structure_id]

    def keep(self, structure_ids: Container[int]) -> None:
        """Only those among these."""
        self.session[KEY] = [key for key in self.ids if key in structure_ids]

    def clear(self) -> None:
        self.session.pop(KEY, None)
