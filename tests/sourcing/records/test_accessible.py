"""The text document as a screen reader meets it, the workbook as a spreadsheet opens and prints it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from docx.oxml.ns import qn

from suppliers.sourcing.records import words
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from tests.buyer_factories import EnquiryFactory, EnquiryRecipientFactory, NeedFactory
from tests.sourcing.records.test_files import SHEETS, opened_docx, opened_xlsx, rows_of

pytestmark = pytest.mark.django_db
EMU_PER_TWIP = 635


@pytest.fixture(params=["full", "bare"])
def either(request, market):
    need = market.need if request.param == "full" else NeedFactory()
    return make_record(need, Added(author="A. Martin", lessons="Le marché répond."), by=None)


def headings_of(document):
    levels = {"Title": 0, "Heading 1": 1, "Heading 2": 2, "Heading 3": 3}
    return [(levels[p.style.name], p.text) for p in document.paragraphs if p.style.name in levels]


def test_headings_go_down_one_level_at_a_time(either):
    levels = [level for level, _ in headings_of(opened_docx(either))]
    assert levels[0] == 0 and levels.count(0) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_contents_lead_to_each_chapter(either):
    document = opened_docx(either)
    anchors = document.element.body.xpath(".//w:hyperlink/@w:anchor")
    assert anchors == list(words.CHAPTERS)
    assert set(anchors) <= set(document.element.body.xpath(".//w:bookmarkStart/@w:name"))
    chapters = [text for level, text in headings_of(document) if level == 1]
    assert chapters == list(words.CHAPTERS.values())


def test_every_link_says_where_it_leads_and_no_image_is_without_words(either):
    document = opened_docx(either)
    for link in document.element.body.xpath(".//w:hyperlink"):
        assert "".join(link.itertext()).strip()
    for image in document.element.body.xpath(".//wp:docPr"):
        assert image.get("descr")
    assert document.element.body.xpath(".//w:tc[not(.//w:p)]") == []


def test_a_table_is_a_plain_grid(either):
    """No merged cell, as many cells in each row: a screen reader tells the title of each."""
    document = opened_docx(either)
    page = document.sections[0]
    text_width = (page.page_width - page.left_margin - page.right_margin) / EMU_PER_TWIP
    for table in document.tables:
        columns = len(table._tbl.tblGrid.gridCol_lst)
        assert {len(row.tc_lst) for row in table._tbl.tr_lst} == {columns}
        assert table._tbl.xpath(".//w:gridSpan | .//w:vMerge") == []
        width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst)
        assert width <= text_width + 10


def test_the_questions_of_each_letter_are_counted_from_one(market):
    enquiry = EnquiryFactory(shortlist=market.shortlist, questions=["Quand ?", "Où ?"], frozen=True)
    EnquiryRecipientFactory(enquiry=enquiry, structure=market.structures[0])
    document = opened_docx(make_record(market.need, Added(), by=None))
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    asked = [len(one.questions) for one in market.shortlist.enquiries.order_by("frozen_at", "pk")]
    assert [len([*same]) for _, same in itertools.groupby(numbers)] == asked
    assert len(set(numbers)) == len(asked)


def test_each_page_says_of_which_record_it_is(either):
    footer = opened_docx(either).sections[0].footer.paragraphs[0].text
    assert f"{either.number}, version 1" in footer and either.sha256[:16] in footer
    for sheet in opened_xlsx(either):
        assert either.number in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "page &P sur &N"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def test_the_hash_of_the_content_is_on_the_first_page_and_the_first_sheet(either):
    text = "\n".join(p.text for p in opened_docx(either).paragraphs)
    assert either.sha256 in text and "/besoins/verifier/" in text
    said = {row[1]: row[2] for row in rows_of(opened_xlsx(either), "Besoin") if row[0] == "Dossier"}
    assert said["Empreinte SHA-256 du contenu"] == either.sha256


def test_the_workbook_can_be_sorted_and_no_row_is_cut(either):
    for sheet in opened_xlsx(either):
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes == "A2"
        for row in sheet.iter_rows(min_row=2):
            lines = max(str(cell.value).count("\n") + 1 for cell in row if cell.value is not None)
            assert sheet.row_dimensions[row[0].row].height >= min(lines * 15, 409)


def test_numbers_keep_their_unit_and_identifiers_stay_texts(record, market):
    book = opened_xlsx(record)
    cells = {(row[0].value, row[1].value): row[2] for row in book["Besoin"].iter_rows(min_row=2)}
    amount = cells[("Lot 2 · Véhicules", "Montant estimé")]
    assert (amount.value, amount.number_format) == (12_500.5, '#,##0.00" € HT"')
    made = cells[("Dossier", "Établi le")]
    assert isinstance(made.value, dt.datetime) and made.number_format == "DD/MM/YYYY HH:MM"
    for name in ("Trouvées", "Sélection", "Fiches"):
        rank = [cell.value for cell in book[name][1]].index("SIRET")
        sirets = [row[rank] for row in book[name].iter_rows(min_row=2)]
        assert all(cell.data_type == "s" and cell.number_format == "@" for cell in sirets)
        assert {len(cell.value) for cell in sirets} == {14}


def test_an_empty_sheet_says_so(market):
    book = opened_xlsx(make_record(NeedFactory(), Added(), by=None))
    said = {name: [value for row in rows_of(book, name) for value in row if value] for name in SHEETS}
    assert said["Sélection"] == [words.NOBODY_PICKED]
    assert said["Échanges"] == [words.NO_EXCHANGE]
    assert said["Fiches"] == [words.NO_SHEET]
    assert said["Groupements"] == ["Aucun groupement n’est gardé."]


def test_codes_and_places_are_said_in_words(market):
    market.need.cpv_codes = ["90911200", "85000000"]
    market.need.save()
    market.need.lots.all().delete()
    facts = make_record(market.need, Added(), by=None).content["asked"]["parts"][0]["facts"]
    said = {one["label"]: one["said"] for one in facts}
    first, second = said["Codes CPV"].split("\n")
    assert first.startswith("90911200 (relève de : Nettoyage de locaux")
    assert second.startswith("85000000 : ") and len(second) > 15
    assert said["Lieux"] == "Montreuil (code INSEE 93048)"


def test_a_letter_that_nobody_got_says_so(market):
    enquiry = EnquiryFactory(shortlist=market.shortlist, subject="Deuxième", frozen=True)
    EnquiryRecipientFactory(enquiry=enquiry, structure=market.structures[0])
    made = make_record(market.need, Added(), by=None)
    titles = [text for _, text in headings_of(opened_docx(made)) if "Deuxième" in text]
    assert len(titles) == 1 and "pas encore envoyée" in titles[0]
    assert made.content["funnel"]["contacted"] == 3
