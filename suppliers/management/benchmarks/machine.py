"""The machine and the versions a figure was measured with."""

import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection

WITNESS_TURNS = 100_000


def describe_machine() -> dict[str, str | float]:
    """What a reader needs to compare figures."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count() or 1,
        "load_before": round(os.getloadavg()[0], 1),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgres.split()[0],
    }


def witness() -> float:
    """Milliseconds of a loop that never changes: how fast this machine is now (a shared one varies)."""
    start = time.perf_counter()
    total = 0
    for turn in range(WITNESS_TURNS):
        total += turn
    return (time.perf_counter() - start) * 1000


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
