"""The visitor's shortlist, kept in the session: it needs no account."""

from __future__ import annotations

from collections.abc import Container, Mapping, MutableMapping
from typing import Any

KEY = "selection"
EMPTIED = "selection_emptied"
ORDER = "selection_order"
MOST = 50


class Selection:
    """Structure ids, in the order they were chosen."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self.session = session

    @property
    def ids(self) -> list[int]:
        return self._kept_under(KEY)

    @property
    def emptied(self) -> list[int]:
        """What it held when it was emptied, until it changes again."""
        return self._kept_under(EMPTIED)

    @property
    def order(self) -> list[int]:
        """What it holds, and in their places those taken out since another was chosen."""
        return self._kept_under(ORDER) or self.ids

    @property
    def is_full(self) -> bool:
        return len(self) >= MOST

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, structure_id: object) -> bool:
        return structure_id in self.ids

    def add(self, structure_id: int) -> bool:
        """Whether there was room for it. One taken out comes back where it was, any other comes last."""
        held, order = self.ids, self.order
        if structure_id in held:
            return True
        if self.is_full:
            return False
        if structure_id in order:
            self._now_holds([key for key in order if key in held or key == structure_id], order)
        else:
            self._now_holds([*held, structure_id])
        return True

    def remove(self, structure_id: int) -> None:
        held, order = self.ids, self.order
        if structure_id in held:
            self._now_holds([key for key in held if key != structure_id], order)

    def keep(self, structure_ids: Container[int]) -> None:
        """Only those among these."""
        self._now_holds([key for key in self.ids if key in structure_ids])

    def put(self, heirs: Mapping[int, int]) -> None:
        """Each of these structures gives its place to the one it was merged into, which is there once."""
        held = list(dict.fromkeys(heirs.get(key, key) for key in self.ids))
        order = list(dict.fromkeys(heirs.get(key, key) for key in self.order))
        self._now_holds(held, order)

    def clear(self) -> None:
        """Take all of it out; `restore` puts it back."""
        if held := self.ids:
            self.session[EMPTIED] = held
        for key in (KEY, ORDER):
            self.session.pop(key, None)

    def restore(self) -> None:
        """Put back what it held when it was emptied."""
        if emptied := self.emptied:
            self._now_holds(emptied)

    def _kept_under(self, key: str) -> list[int]:
        kept = self.session.get(key, [])
        return [item for item in kept if isinstance(item, int)] if isinstance(kept, list) else []

    def _now_holds(self, structure_ids: list[int], order: list[int] | None = None) -> None:
        self.session[KEY] = structure_ids
        self.session.pop(EMPTIED, None)
        if order is None:
            self.session.pop(ORDER, None)
        else:
            self.session[ORDER] = order
