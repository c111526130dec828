"""The two files of a record, opened, and their figures against the lists of the directory."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from urllib.parse import urlsplit

import docx
import openpyxl
from django.http import QueryDict
from django.utils import timezone
from playwright.sync_api import Page

from suppliers.models import Need
from suppliers.procurement import wording
from suppliers.procurement.decision_table import Article
from suppliers.search.reference import reference
from suppliers.search.results import Search
from suppliers.search.state import state
from suppliers.sourcing.needs.depth import OPENING
from suppliers.sourcing.needs.lot_rules import RESERVED_TO, closed_articles, options_for_part
from suppliers.sourcing.needs.parts import Part, parts_of

RESERVED_GROUP = "Marchés réservés, éligibles ou à vérifier"


def taken_away(page: Page, name: str, folder: pathlib.Path) -> pathlib.Path:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).first.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def number(said: object) -> int:
    """« 22 600 » as a number."""
    return int("".join(sign for sign in str(said) if sign.isdigit()))


def expected_of(need: Need) -> dict[str, int]:
    """For each part, how many the directory's own list finds now, filters written here from the need."""
    known = reference(state().version)
    return {
        part.name: Search(QueryDict(part.query(known, "intervient" if part.sites else ""))).count
        for part in parts_of(need)
    }


def assert_figures(need: Need, text: pathlib.Path, book: pathlib.Path) -> None:
    """Both files tell of each part what the list for the same filters counts in the database."""
    expected = expected_of(need)
    assert any(expected.values())
    sheets = openpyxl.load_workbook(book)
    searches = {row[0]: urlsplit(row[2]).query for row in _rows(sheets["Méthode"]) if row[1] == "Recherche"}
    assert {name: Search(QueryDict(query)).count for name, query in searches.items()} == expected
    counts = {
        row[0]: row[3]
        for row in _rows(sheets["Comptages"])
        if (row[1], row[2]) == ("Étapes", "Disent intervenir dans un des lieux")
    }
    assert counts == expected
    found = [row[0] for row in _rows(sheets["Trouvées"]) if row[1] is not None]
    assert {name: found.count(name) for name in expected} == expected

    tables = {_caption(table): table for table in docx.Document(text).tables}
    for name, count in expected.items():
        steps = {row.cells[0].text: row.cells[1].text for row in tables[f"Étapes : {name}"].rows}
        assert number(steps["Disent intervenir dans un des lieux"]) == count
        listed = tables.get(f"Structures trouvées : {name}")
        assert (len(listed.rows) - 1 if listed else 0) == count


def assert_articles(need: Need, text: pathlib.Path, book: pathlib.Path) -> None:
    """Of each article, both files tell what its list counts, and nobody where the lot cannot use it."""
    known, at = reference(state().version), state()
    sheets, tables = openpyxl.load_workbook(book), {_caption(one): one for one in docx.Document(text).tables}
    counted = {(row[0], row[2]): row[4:8] for row in _rows(sheets["Comptages"]) if row[1] == RESERVED_GROUP}
    reserved = {(row[0], row[1]): row[5:7] for row in _rows(sheets["Droit"])}
    for part in parts_of(need):
        closed = closed_articles(part, known, at)
        rows = [[cell.text for cell in row.cells] for row in tables[f"Profondeur : {part.name}"].rows]
        told = {row[1]: row[2:6] for row in rows if row[0] == RESERVED_GROUP}
        assert len(told) == 4
        for article in OPENING:
            label = wording.ARTICLES[article].short_label
            if article in closed:
                label = f"{label} : ne paraît pas possible"
                assert set(counted[part.name, label]) == {None} and set(told[label]) == {"–"}
            else:
                lists = _lists(part, article)
                assert list(counted[part.name, label]) == lists
                assert [number(said) for said in told[label]] == lists
        for option in options_for_part(part, known, at):
            articles = RESERVED_TO[option.reservation]
            is_closed = option.opening == "closed"
            expected = [None, None] if is_closed else _lists(part, *articles)[1:3]
            assert list(reserved[part.name, option.label]) == expected


def _lists(part: Part, *articles: Article) -> list[int]:
    """How many the directory lists: located, working, of these proven, of these confirmed lately."""
    known, asked = reference(state().version), [str(article) for article in articles]
    queries = [
        part.query(known, "territoire", article=asked),
        part.query(known, "intervient", article=asked),
        part.query(known, "intervient", article=asked, verifie=1),
        part.query(known, "intervient", article=asked, confirme=12),
    ]
    return [Search(QueryDict(query)).count for query in queries]


def assert_picks(need: Need, text: pathlib.Path, book: pathlib.Path) -> None:
    """Of each structure picked, both files tell its lots, the order it was shown in, when and why."""
    rows = {row[2]: row for row in _rows(openpyxl.load_workbook(book)["Sélection"]) if row[4] == "Gardée"}
    table = next(one for one in docx.Document(text).tables if _caption(one) == "Structures de la sélection")
    told = {number(row.cells[1].text): [cell.text for cell in row.cells] for row in table.rows[1:]}
    items = list(need.shortlist.items.select_related("structure").prefetch_related("lots"))
    assert set(rows) == {item.structure.siret for item in items} and len(told) == len(items)
    for item in items:
        lots = [lot.number for lot in need.lots.all() if lot in item.lots.all()]
        for_lots = f"lot {lots[0]}" if len(lots) == 1 else f"lots {lots[0]} et {lots[1]}"
        picked_at = timezone.localtime(item.added_at).replace(microsecond=0, tzinfo=None)
        row, cells = rows[item.structure.siret], told[int(item.structure.siret)]
        assert row[5] == for_lots and f"\n{for_lots}\n" in cells[2]
        assert row[7] == cells[3] == (item.reason or "Non noté")
        assert row[8] == picked_at and f"{picked_at:%-H\u00a0h\u00a0%M}" in cells[4]
        assert row[9] == item.shown_order and f"Montrée : {item.shown_order}" in cells[4]


def assert_draws(need: Need, book: pathlib.Path) -> None:
    """Each choice of an order, with its hour."""
    said = [row[2] for row in _rows(openpyxl.load_workbook(book)["Méthode"]) if row[1] == "Choix de l’ordre"]
    events = need.events.filter(action="need.order").order_by("at", "pk")
    hours = [f"{timezone.localtime(event.at):%-H\u00a0h\u00a0%M}" for event in events]
    assert hours and len(said) == len(hours)
    assert all(hour in line for hour, line in zip(hours, said, strict=True))


def _rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[Sequence]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


def _caption(table: docx.table.Table) -> str:
    (caption,) = table._tbl.tblPr.xpath("./w:tblCaption/@w:val")
    return caption
