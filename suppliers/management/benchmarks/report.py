"""Figures beside their goals: a table on the screen, a page and a file to keep."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from suppliers.management.benchmarks.grouping import BUDGET_SECONDS
from suppliers.management.benchmarks.ledgers import GOAL_SECONDS

# DESIGN §8: p95 of server time in ms, by number of structures.
BUDGETS_MS = {
    22_600: {"annuaire": 25, "carte": 15, "structure": 10, "besoin": 300, "groupements": 2000},
    220_000: {"annuaire": 40, "carte": 30, "structure": 10, "besoin": 300, "groupements": 2000},
    1_000_000: {"annuaire": 80, "carte": 60, "structure": 10, "besoin": 300, "groupements": 2000},
}
IMPORT_ROWS_PER_SECOND = 3_000
FLAT_MEMORY = 1.15  # of the peak of a file five times shorter
FIRST_VIEW_BYTES = 150_000
HEADINGS = (
    *("Mesure", "n", "p50 ms", "p95 ms", "but", "tenu", "CPU p95", "revue p95", "304 p95"),
    *("SQL", "SQL max", "octets", "gzip", "témoin"),
)
LEGEND = (
    "p50, p95 : réponse encore jamais donnée, processus en route, mots des secteurs lus d’avance ; "
    "CPU : temps du processus Python seul ; "
    "revue : la même question aussitôt après ; "
    "304 : avec son ETag ; but : p95 visé (DESIGN §8) ; SQL et octets : médianes ; "
    "n (m) : n requêtes, m questions ; "
    "témoin : ms d’une boucle toujours la même (100 000 additions), médiane pendant la mesure."
)
NARROWEST = 160  # columns of a screen that is a file


@dataclass(frozen=True)
class Section:
    """A titled table."""

    title: str
    headings: Sequence[str]
    rows: list[list[str]]
    remarks: list[str] = field(default_factory=list)


def budget_ms(structures: int, name: str) -> int | None:
    """The goal for a directory of that size: that of the next size of DESIGN §8."""
    bounds = [size for size in BUDGETS_MS if structures <= size] or [max(BUDGETS_MS)]
    return BUDGETS_MS[min(bounds)].get(name)


def sections(report: dict[str, Any]) -> list[Section]:
    """The tables of a report, as `Command` gathers it."""
    found = [_size_section(size) for size in report["sizes"]]
    found += [_weights_section(size) for size in report["sizes"][:1] if size["weights"]]
    found += [_groups_section(report["groups"])] if report.get("groups") else []
    ledgers = [(size["structures"], size["ledger"]) for size in report["sizes"] if size.get("ledger")]
    found += [_ledgers_section(ledgers)] if ledgers else []
    return found + ([_imports_section(report["imports"])] if report["imports"] else [])


def show(console: Console, report: dict[str, Any]) -> None:
    """Print every table."""
    console.print(machine_line(report["machine"]), soft_wrap=True)
    for section in sections(report):
        console.print(f"\n{section.title}", soft_wrap=True)
        table = Table(*section.headings)
        for column in table.columns[1:]:
            column.justify = "right"
        for row in section.rows:
            table.add_row(*row)
        console.print(table)
        for remark in section.remarks:
            console.print(remark, soft_wrap=True, markup=False)


def write(folder: Path, report: dict[str, Any]) -> None:
    """Keep the report as bench.json and bench.md."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    parts = [f"# Mesures\n\n{machine_line(report['machine'])}"]
    parts += [f"## {section.title}\n\n{_markdown(section)}" for section in sections(report)]
    (folder / "bench.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def machine_line(machine: dict[str, Any]) -> str:
    """One sentence on what the figures were measured with."""
    return (
        f"{machine['date']} · {machine['processor']}, {machine['cores']} cœurs "
        f"(charge au départ : {machine['load_before']}), {machine['memory_gb']} Go · "
        f"Python {machine['python']}, Django {machine['django']}, PostgreSQL {machine['postgresql']}"
    )


def _size_section(size: dict[str, Any]) -> Section:
    rows = [_measure_row(measure, size["structures"]) for measure in size["measures"]]
    missed = sum(row[5] == "non" for row in rows)
    title = (
        f"{size['structures']} structures, {size['entries']} dans l’annuaire · "
        f"première page d’un processus neuf : {size['first_ms']:.0f} ms · "
        f"mémoire du processus : {size['peak_mb']:.0f} Mo · charge à la fin : {size['load_after']} · "
        f"objectifs manqués : {missed}"
    )
    failures = [failure for measure in size["measures"] for failure in measure["failures"]]
    remarks = [LEGEND] + [f"Réponse inattendue : {failure}" for failure in failures]
    return Section(title, HEADINGS, rows, remarks)


def _measure_row(measure: dict[str, Any], structures: int) -> list[str]:
    goal = budget_ms(structures, measure["budget"])
    asked = measure["requests"], measure["distinct"]
    return [
        measure["name"],
        str(asked[0]) if asked[0] == asked[1] else f"{asked[0]} ({asked[1]})",
        _ms(measure["p50_ms"]),
        _ms(measure["p95_ms"]),
        "—" if goal is None else f"{goal}",
        _held(goal is None or measure["p95_ms"] <= goal, known=goal is not None),
        _ms(measure["cpu_p95_ms"]),
        _ms(measure["warm_p95_ms"]),
        "—" if measure["unchanged_p95_ms"] is None else _ms(measure["unchanged_p95_ms"]),
        str(measure["queries_median"]),
        str(measure["queries_most"]),
        str(measure["bytes_median"]),
        str(measure["gzip_median"]),
        _ms(measure["witness_ms"]),
    ]


def _weights_section(size: dict[str, Any]) -> Section:
    rows = []
    for weight in size["weights"]:
        heaviest = sorted(weight["parts"].items(), key=lambda part: -part[1])[:4]
        named = ", ".join(f"{path.rpartition('/')[2] or path} {bytes_}" for path, bytes_ in heaviest)
        held = _held(weight["total"] <= FIRST_VIEW_BYTES and not weight["missing"])
        rows.append([weight["page"], str(weight["total"]), str(FIRST_VIEW_BYTES), held, named])
        rows[-1].append(", ".join(weight["missing"]) or "—")
    headings = ("Page", "octets (gzip)", "objectif", "tenu", "les plus lourds", "manquants")
    return Section("Poids de la première visite, sans les tuiles", headings, rows)


def _groups_section(groups: list[dict[str, Any]]) -> Section:
    rows = [
        [
            f"{one['lots']} × {one['candidates']}",
            str(one["most_lots_each"]),
            f"{one['median_seconds']:.2f}",
            f"{one['longest_seconds']:.2f}",
            f"{BUDGET_SECONDS:.0f}",
            _held(one["longest_seconds"] <= BUDGET_SECONDS and one["is_proved"]),
            str(one["fewest_members"]),
            _ms(one["witness_ms"]),
        ]
        for one in groups
    ]
    headings = ("Lots × candidates", "lots par candidate", "s (médiane)", "s (la plus longue)", "objectif")
    return Section(
        "Groupements : cinq propositions, prouvées les meilleures",
        (*headings, "tenu", "membres", "témoin"),
        rows,
    )


def _imports_section(imports: list[dict[str, Any]]) -> Section:
    rows = []
    for measured in imports:
        flat = measured["peak_mb"] <= imports[0]["peak_mb"] * FLAT_MEMORY
        rate = measured["rows"] / measured["seconds"]
        rows.append(
            [
                str(measured["rows"]),
                f"{measured['seconds']:.1f}",
                f"{rate:.0f}",
                str(IMPORT_ROWS_PER_SECOND),
                _held(rate >= IMPORT_ROWS_PER_SECOND),
                f"{measured['peak_mb']:.0f}",
                _held(flat),
                _ms(measured["witness_ms"]),
            ]
        )
    headings = ("Lignes", "secondes", "lignes/s", "objectif", "tenu", "mémoire Mo", "mémoire plate", "témoin")
    return Section("Import d’une liste officielle, démarrage et annuaire compris", headings, rows)


def _ledgers_section(ledgers: list[tuple[int, dict[str, Any]]]) -> Section:
    rows = [
        [
            *(str(structures), str(measured["rows"]), str(measured["kept"]), f"{measured['seconds']:.1f}"),
            *(str(GOAL_SECONDS), _held(measured["seconds"] <= GOAL_SECONDS)),
            *(_ms(measured["results_ms"]), _ms(measured["witness_ms"])),
        ]
        for structures, measured in ledgers
    ]
    headings = ("Structures", "lignes", "gardées", "secondes", "but", "tenu", "résultats ms", "témoin")
    return Section("Import d’un grand livre", headings, rows)


def _markdown(section: Section) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    rule = line("---" if rank == 0 else "---:" for rank, _ in enumerate(section.headings))
    table = "\n".join([line(section.headings), rule, *(line(row) for row in section.rows)])
    return "\n\n".join([table, *section.remarks])


def _held(held: bool, *, known: bool = True) -> str:
    return ("oui" if held else "non") if known else "—"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.1f}"
