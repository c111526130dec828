"""The two files of a record, opened, and their figures against the lists of the directory."""

from __future__ import annotations

import pathlib
from collections.abc import Sequence
from urllib.parse import urlsplit

import docx
import openpyxl
from django.http import QueryDict
from playwright.sync_api import Page

from suppliers.models import Need
from suppliers.search.reference import reference
from suppliers.search.results import Search
from suppliers.search.state import state
from suppliers.sourcing.needs.parts import parts_of


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


def _rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[Sequence]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


def _caption(table: docx.table.Table) -> str:
    (caption,) = table._tbl.tblPr.xpath("./w:tblCaption/@w:val")
    return caption
