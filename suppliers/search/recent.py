"""What was computed lately, so that asking again is free."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Kept = TypeVar("Kept")
UNKNOWN = object()


class Recent:
    """The latest so many answers, by question; safe between threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, question: Hashable, answer: Callable[[], Kept]) -> Kept:
        """The answer kept, or a new one; two threads may both compute it."""
        kept = self.known(question, UNKNOWN)
        if kept is not UNKNOWN:
            found: Kept = kept
            return found
        found = answer()
        self.keep(question, found)
        return found

    def known(self, question: Hashable, otherwise: Any = None) -> Any:
        """The answer kept, if there is one."""
        with self._lock:
            if question in self._answers:
                self._answers.move_to_end(question)
            return self._answers.get(question, otherwise)

    def keep(self, question: Hashable, answer: Any) -> None:
        """Keep an answer, and forget the oldest when they are too many."""
        with self._lock:
            self._answers[question] = answer
            if len(self._answers) > self.most:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
