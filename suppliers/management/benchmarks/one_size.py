"""Measure one directory, in the process that runs on its database."""

import os
import random
import resource
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import connection

from suppliers.management.benchmarks.asking import Site
from suppliers.management.benchmarks.buying import forget, with_needs
from suppliers.management.benchmarks.explain import write_plans
from suppliers.management.benchmarks.importing import RSS_PER_MB
from suppliers.management.benchmarks.ledgers import LEDGER_LINE, measure_ledger
from suppliers.management.benchmarks.measuring import measure
from suppliers.management.benchmarks.pool import read_pool
from suppliers.management.benchmarks.scenarios import Line, lines
from suppliers.management.benchmarks.weight import first_view
from suppliers.models import DirectoryEntry, Structure
from suppliers.search.warming import warm


def measure_directory(
    *,
    requests: int,
    seed: int,
    only: str,
    plans: Path | None,
    advance: Callable[[str], object] = lambda _: None,
) -> dict[str, Any]:
    """All the figures of the directory this process serves; `only` keeps the lines whose name holds it."""
    _settle()
    site = Site()
    first = site.get("/annuaire/")
    warm()
    pool = with_needs(read_pool(random.Random(seed)), random.Random(seed))  # noqa: S311
    wanted = [line for line in lines() if only in line.name]
    measures = measure(site, wanted, pool, requests=requests, seed=seed, advance=advance)
    forget(pool)
    ledger = _ledger(seed, advance) if only in LEDGER_LINE else None
    seen = list(site.seen.values())
    weights = [] if only else [asdict(first_view(site, page)) for page in _pages(pool)]
    if plans is not None:
        write_plans(seen, plans)
    return {
        "structures": Structure.objects.count(),
        "entries": DirectoryEntry.objects.count(),
        "first_ms": round(first.seconds * 1000, 1),
        "measures": [asdict(item) for item in measures],
        "weights": weights,
        "ledger": ledger,
        "load_after": round(os.getloadavg()[0], 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / RSS_PER_MB, 1),
    }


def line_count(only: str) -> int:
    """How many lines will be measured."""
    return sum(only in name for name in (*(line.name for line in lines()), LEDGER_LINE))


def _ledger(seed: int, advance: Callable[[str], object]) -> dict[str, Any]:
    advance(LEDGER_LINE)
    return asdict(measure_ledger(seed))


def _pages(pool: Any) -> list[str]:
    structure: Line = next(line for line in lines() if line.budget == "structure")
    return ["/", "/annuaire/", structure.address(random.Random(1), pool)]  # noqa: S311


def _settle() -> None:
    """What autovacuum does of itself in a database that has stood for an hour."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
