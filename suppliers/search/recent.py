"""What was computed lately, so that asking again is free."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Kept = TypeVar("Kept")


class Recent:
    """The latest so many answers, by question; safe between threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Hashable, answer: Callable[[], Kept]) -> Kept:
        """The answer kept, or a new one; two threads may both compute it."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
                kept: Kept = self._answers[question]
                return kept
        found = answer()
        with self._lock:
            self._answers[question] = found
            if len(self._answers) > self.most:
                self._answers.popitem(last=False)
        return found

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
