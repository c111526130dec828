"""The two files, opened as a word processor and a spreadsheet open them."""

from __future__ import annotations

import datetime as dt
import io

import docx
import openpyxl
import pytest
import time_machine
from docx.oxml.ns import qn

from suppliers import search
from suppliers.models import Structure
from suppliers.sourcing.needs.actions import choose_order
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from suppliers.workspace.owning import KEY
from suppliers.workspace.shortlists import take_out

pytestmark = pytest.mark.django_db
SHEETS = [
    "Besoin",
    "Méthode",
    "Comptages",
    "Trouvées",
    "Sélection",
    "Groupements",
    "Échanges",
    "Droit",
    "Fiches",
]
ODD = [
    '=HYPERLINK("https://mal.example")',
    "<script>alert(1)</script> & Fils",
    "مؤسسة \u202eevil\u202c التضامن",
    "Zéro\u200blargeur\ufeff",
    "L" * 200,
]


def opened_docx(record):
    return docx.Document(io.BytesIO(bytes(record.docx)))


def opened_xlsx(record):
    return openpyxl.load_workbook(io.BytesIO(bytes(record.xlsx)))


def rows_of(book, name):
    return [list(row) for row in book[name].iter_rows(min_row=2, values_only=True)]


def test_the_text_document_can_be_navigated_and_heard(record):
    document = opened_docx(record)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [text[:2] for text in headings] == ["1.", "2.", "3.", "4.", "5.", "6.", "An"]
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "fr-FR"
    assert document.core_properties.language == "fr-FR"
    assert (document.core_properties.author, document.core_properties.title[:27]) == (
        "A. Martin",
        f"Dossier de sourcing {record.number[:7]}",
    )
    assert [p.text for p in document.paragraphs if not p.text.strip()] == []
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer
    assert round(document.sections[0].page_width.cm, 1) == 21.0


def test_every_table_repeats_its_header_and_says_what_it_is(record):
    tables = opened_docx(record).tables
    assert len(tables) > 10
    for table in tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in rows[1:])
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert {cell.paragraphs[0].style.name for cell in table.rows[0].cells} == {"Titre de tableau"}


def test_the_text_document_tells_the_figures_of_the_database(record, market):
    tables = opened_docx(record).tables
    found = next(t for t in tables if [c.text for c in t.rows[0].cells][-1] == "Éléments connus")
    assert {row.cells[2].text.replace("\u00a0", "") for row in found.rows[1:]} == {
        one.siret for one in market.structures
    }
    funnel = next(t for t in tables if t.rows[1].cells[0].text.startswith("Structures trouvées"))
    assert [row.cells[1].text for row in funnel.rows[1:]] == ["6", "3", "3", "1", "1"]


def test_the_workbook_holds_texts_numbers_and_days(record, market):
    book = opened_xlsx(record)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2" and sheet.column_dimensions["A"].width > 5
    found = rows_of(book, "Trouvées")
    assert [row[3] for row in found] == [one["siret"] for one in record.content["found"][0]["structures"]]
    assert all(isinstance(row[3], str) and isinstance(row[1], int) for row in found)
    counts = {(row[0], row[2]): row[3] for row in rows_of(book, "Comptages")}
    assert counts[("Ensemble", "Trouvées, toutes parties confondues")] == Structure.objects.count() == 6
    need = {(row[0], row[1]): row[2] for row in rows_of(book, "Besoin")}
    assert need[("Besoin", "Montant estimé du besoin")] == 60_000
    assert need[("Lot 2 · Véhicules", "Montant estimé")] == pytest.approx(12_500.5)
    assert isinstance(need[("Dossier", "Établi le")], dt.datetime)


def test_names_of_every_sort_are_texts_and_nothing_else(market):
    for one, name in zip(market.structures, ODD, strict=False):
        one.name = name
        one.save()
    market.need.title = "=1+1"
    market.need.save()
    search.refresh([one.pk for one in market.structures])
    made = make_record(market.need, Added(lessons="@SUM(A1)\x0c<b>"), by=None)
    book = opened_xlsx(made)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    names = {row[2] for row in rows_of(book, "Trouvées")}
    assert {ODD[0], ODD[1], "مؤسسة evil التضامن", "Zérolargeur", ODD[4]} <= names
    text = "\n".join(
        cell.text for table in opened_docx(made).tables for row in table.rows for cell in row.cells
    )
    assert ODD[0] in text and ODD[1] in text and "\u202e" not in text and "\u200b" not in text


def test_what_was_taken_out_and_each_draw_are_told_with_their_day(market, client):
    for day, neutral in (("2026-03-02", True), ("2026-03-09", True), ("2026-03-10", False)):
        with time_machine.travel(f"{day} 10:00"):
            choose_order(market.need, neutral=neutral, by=None)
    with time_machine.travel("2026-03-11 10:00"):
        take_out(market.shortlist, [market.structures[2].pk], by=None)
    record = make_record(market.need, Added(), by=None)
    name = market.structures[2].name
    seeds = [dt.date(2026, 3, day).toordinal() for day in (2, 9)]
    said = [
        f"Ordre neutre tiré le 2 mars 2026 à 10\u00a0h\u00a000, graine {seeds[0]}",
        f"Ordre neutre tiré le 9 mars 2026 à 10\u00a0h\u00a000, graine {seeds[1]}",
        "Ordre expliqué repris le 10 mars 2026 à 10\u00a0h\u00a000",
    ]
    assert name not in [one["name"] for one in record.content["picks"]]

    document = opened_docx(record)
    assert [p.text for p in document.paragraphs if p.text.startswith(("Ordre neutre", "Ordre expliqué"))] == [
        f"{line}." for line in said
    ]
    gone = [[c.text for c in row.cells] for t in document.tables for row in t.rows]
    assert [row[-1] for row in gone if row[0] == name and "Retirée" in row[-1]] == [
        "Retirée de la sélection le 11 mars 2026"
    ]
    book = opened_xlsx(record)
    assert [row[2] for row in rows_of(book, "Méthode") if row[1] == "Choix de l’ordre"] == said
    (row,) = [row for row in rows_of(book, "Sélection") if row[4] == "Retirée"]
    assert (row[1], row[-1].date()) == (name, dt.date(2026, 3, 11))

    session = client.session
    session[KEY] = record.workspace_id
    session.save()
    page = client.get(f"/besoins/dossiers/{record.pk}/").content.decode()
    assert "Retirée de la sélection le 11 mars 2026" in page and said[1] in page
