"""Time each kind of question: never answered before, answered a moment ago, and unchanged since."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from django.conf import settings

from suppliers.management.benchmarks.asking import Answer, Site, forget_answers
from suppliers.management.benchmarks.machine import witness
from suppliers.management.benchmarks.pool import Pool
from suppliers.management.benchmarks.scenarios import Line

# Requests of each line before any is timed, as in a server that has been running for a minute: a connection
# plans its first five questions of a kind anew. What the first page of all takes is measured apart.
WARM_UP = 10
ASKED_AGAIN = 4  # one address in so many is asked again at once, then once more with its ETag
DRAWS_PER_REQUEST = 20  # an address that has been asked is drawn again so many times, then asked again


@dataclass
class Measure:
    """One line of the report. Times in milliseconds, sizes in bytes."""

    name: str
    budget: str
    requests: int
    distinct: int
    p50_ms: float
    p95_ms: float
    cpu_p95_ms: float  # in this process: on a busy machine, what it would take on a quiet one without SQL
    warm_p50_ms: float
    warm_p95_ms: float
    unchanged_p95_ms: float | None  # of answers 304, when the page says its ETag
    queries_median: int
    queries_most: int
    bytes_median: int
    gzip_median: int
    gzip_most: int
    witness_ms: float  # the median of `machine.witness`, asked between the questions
    failures: list[str] = field(default_factory=list)


def measure(
    site: Site,
    lines: Iterable[Line],
    pool: Pool,
    *,
    requests: int,
    seed: int,
    advance: Callable[[str], object] = lambda _: None,
) -> list[Measure]:
    """Every line, `requests` times each, with addresses that follow from the seed."""
    lines = list(lines)
    for line in lines:
        for address in addresses(line, pool, WARM_UP, seed + 1):
            site.get(address, **headers_of(line, pool))
    site.seen.clear()
    measures = []
    for line in lines:
        advance(line.name)
        asked = addresses(line, pool, requests, seed)
        measures.append(_measure_line(site, line, asked, headers_of(line, pool)))
    return measures


def addresses(line: Line, pool: Pool, requests: int, seed: int) -> list[str]:
    """So many addresses of a line, all different as long as its values allow."""
    rng = Random(f"{seed} {line.name}")  # noqa: S311
    drawn: dict[str, None] = {}
    for _ in range(requests * DRAWS_PER_REQUEST):
        if len(drawn) == requests:
            break
        drawn[line.address(rng, pool)] = None
    distinct = list(drawn)
    return [distinct[rank % len(distinct)] for rank in range(requests)]


def headers_of(line: Line, pool: Pool) -> dict[str, str]:
    """Of who asks: nobody in particular, or the visitor whose needs are asked for."""
    return {"cookie": f"{settings.SESSION_COOKIE_NAME}={pool.session}"} if line.is_buyer else {}


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile; 0 for no value."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0


@dataclass
class _Asked:
    """What a line was answered: anew, a moment after, unchanged; between the questions, `machine.witness`."""

    cold: list[Answer] = field(default_factory=list)
    warm: list[Answer] = field(default_factory=list)
    unchanged: list[Answer] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    witnesses: list[float] = field(default_factory=list)


def _ask(site: Site, addresses: list[str], headers: dict[str, str]) -> _Asked:
    asked = _Asked()
    for rank, address in enumerate(addresses):
        forget_answers()
        answer = site.get(address, **headers)
        asked.cold.append(answer)
        if answer.status != 200:
            asked.failures.append(f"{answer.status} {address}")
        if rank % ASKED_AGAIN:
            continue
        asked.witnesses.append(witness())
        if answer.status != 200:
            continue
        asked.warm.append(site.get(address, **headers))
        if etag := answer.headers.get("etag"):
            again = site.get(address, if_none_match=etag, **headers)
            asked.unchanged += [again] if again.status == 304 else []
    return asked


def _measure_line(site: Site, line: Line, addresses: list[str], headers: dict[str, str]) -> Measure:
    asked = _ask(site, addresses, headers)
    sizes = [len(answer.plain) for answer in asked.cold]
    gzipped = [answer.gzipped for answer in asked.cold]
    return Measure(
        line.name,
        line.budget,
        len(addresses),
        len(set(addresses)),
        *_milliseconds(asked.cold),
        round(percentile([answer.cpu_seconds for answer in asked.cold], 95) * 1000, 2),
        *_milliseconds(asked.warm),
        _milliseconds(asked.unchanged)[1] if asked.unchanged else None,
        int(percentile([answer.queries for answer in asked.cold], 50)),
        max(answer.queries for answer in asked.cold),
        int(percentile(sizes, 50)),
        int(percentile(gzipped, 50)),
        max(gzipped),
        round(percentile(asked.witnesses, 50), 1),
        asked.failures[:5],
    )


def _milliseconds(answers: list[Answer]) -> tuple[float, float]:
    seconds = [answer.seconds for answer in answers]
    return round(percentile(seconds, 50) * 1000, 2), round(percentile(seconds, 95) * 1000, 2)
