"""How hard the tests that draw their examples try."""

import os


def up_to(count: int) -> int:
    """So many examples where everything is tried (`CI`), half of them on a desk, where one waits for the end.

    They are drawn anew each time: run after run, a desk sees as many.
    """
    return count if os.environ.get("CI") else count // 2
