"""A console of rich on the output of a command."""

from __future__ import annotations

from typing import IO, Any, cast

from django.core.management.base import OutputWrapper
from rich.console import Console


def console_on(output: OutputWrapper, **options: Any) -> Console:
    """Write there, in colour and with bars on a terminal. `options` are those of rich's Console."""
    return Console(
        file=cast(IO[str], output), **options
    )  # it writes, and knows a terminal: that is all it takes
