"""An import holds one batch of rows at a time, however long the file is."""

import gc
import tracemalloc
from collections.abc import Iterator

import pytest

from suppliers.imports import encoding, engine, run_import

from .lists import a_row, write_list

pytestmark = pytest.mark.django_db
BATCH = 25


@pytest.fixture(autouse=True)
def small_batches(monkeypatch) -> Iterator[None]:
    for holder, name in ((engine, "BATCH"), (encoding, "_BLOCK")):
        monkeypatch.setattr(holder, name, BATCH)
    monkeypatch.setattr(engine, "REFRESH_BATCH", 8 * BATCH)
    gc.collect()
    gc.freeze()  # what was there before is not looked at again for each batch
    yield
    gc.unfreeze()


def peak_of_import(folder, rows):
    """The most that Python held during an import of so many rows, each with a doubt to report, in bytes."""
    lines = (a_row(n, website="à venir", description="Nettoyage. " * 40) for n in range(1, rows + 1))
    path = write_list(folder / "siae.csv", lines)
    tracemalloc.start()
    try:
        run = run_import("siae", path, progress=lambda *_: gc.collect())
    finally:
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (run.rows, run.doubtful) == (rows, rows)
    return peak


def test_memory_does_not_grow_with_the_file(tmp_path):
    peak_of_import(tmp_path, BATCH)  # what is read once and kept is not what we count

    short, long = peak_of_import(tmp_path, 4 * BATCH), peak_of_import(tmp_path, 24 * BATCH)

    assert long < 1.05 * short
