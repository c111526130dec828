"""How PostgreSQL answers each distinct query of the public pages."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

from suppliers.management.benchmarks.asking import SlowestQuery


def write_plans(queries: Iterable[SlowestQuery], path: Path) -> int:
    """EXPLAIN the slowest execution of each reading query, slowest first; returns how many."""
    reading = [query for query in queries if query.sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    reading.sort(key=lambda query: -query.seconds)
    with path.open("w", encoding="utf-8") as file:
        for query in reading:
            file.write(f"-- {query.seconds * 1000:.1f} ms, {query.asked_by}\n{query.sql.strip()}\n\n")
            file.write("\n".join(_plan(query)) + "\n\n\n")
    return len(reading)


def _plan(query: SlowestQuery) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query.sql}", query.parameters)
        return [row[0] for row in cursor.fetchall()]
