"""Import a long ledger into the directory this process serves, and read what it says."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from suppliers.management.benchmarks.machine import witness
from suppliers.management.seeding.identifiers import siret_number, with_luhn_key
from suppliers.models import BuyerOrganisation, Ledger, LedgerLine, LedgerStatus, Structure
from suppliers.sourcing.steering.importing import read_ledger
from suppliers.sourcing.steering.spending import unknown_suppliers, years_of

LEDGER_LINE = "grand livre"
ROWS = 100_000
GOAL_SECONDS = 30
_PLACES = {"siret": 0, "supplier": 1, "label": 2, "amount": 3, "date": 4}
_KNOWN = 0.3  # of the lines go to structures of the directory: more than any buyer’s
_SUPPLIERS = 5_000


@dataclass(frozen=True)
class LedgerMeasure:
    """One import, then the figures of its page. `kept`: the lines that went in."""

    rows: int
    kept: int
    seconds: float
    results_ms: float
    witness_ms: float  # `machine.witness`, the mean of before and after


def measure_ledger(seed: int, rows: int = ROWS) -> LedgerMeasure:
    """Read a ledger of so many lines, each good, and take it away again."""
    organisation = BuyerOrganisation.objects.create(name="Mesure")
    content = "\r\n".join(["SIRET;Fournisseur;Libellé;Montant HT;Date", *_lines(seed, rows), ""])
    ledger = Ledger.objects.create(
        organisation=organisation,
        file_name="mesure.csv",
        content=content.encode(),
        status=LedgerStatus.RUNNING,
        columns={"places": _PLACES},
        rows=rows,
    )
    try:
        before, started = witness(), time.perf_counter()
        read_ledger(ledger.pk)
        seconds = time.perf_counter() - started
        started = time.perf_counter()
        years_of(ledger)
        unknown_suppliers(ledger)
        results_ms = (time.perf_counter() - started) * 1000
        ledger.refresh_from_db()
        shown = round((before + witness()) / 2, 1)
        return LedgerMeasure(rows, ledger.rows_kept, round(seconds, 2), round(results_ms, 1), shown)
    finally:
        LedgerLine.objects.filter(ledger=ledger)._raw_delete("default")
        organisation.delete()


def _lines(seed: int, rows: int) -> Iterator[str]:
    rng = Random(seed)  # noqa: S311
    known = Structure.objects.published().exclude(siret=None).order_by("pk")[:_SUPPLIERS]
    sirets = [siret or "" for siret in known.values_list("siret", flat=True)]
    # Of legal units that no fictional structure has, with a right key.
    others = [f"{number:08d}" for number in range(10_000_000, 10_000_000 + _SUPPLIERS)]
    units = [_with_keys(digits) for digits in others]
    for number in range(rows):
        siret = rng.choice(sirets if sirets and rng.random() < _KNOWN else units)
        amount = f"{rng.randrange(1, 99)} {rng.randrange(1000):03d},{rng.randrange(100):02d}"
        day = f"{rng.randrange(1, 29):02d}/{rng.randrange(1, 13):02d}/{rng.choice((2024, 2025))}"
        yield f"{siret};Fournisseur {siret[:9]};Mandat {number};{amount};{day}"


def _with_keys(digits: str) -> str:
    return siret_number(with_luhn_key(digits), 1)
