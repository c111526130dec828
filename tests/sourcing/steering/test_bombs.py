"""Workbooks made to keep the site busy, or damaged on the way: each is answered soon, at the field."""

import io
import time
import zipfile

import pytest

from suppliers.models import Ledger
from suppliers.sourcing.steering.files import opened, read_sheet
from suppliers.sourcing.steering.unreadable import UnreadableFileError

from .conftest import HEADINGS, one, send, workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPEN = f'<worksheet xmlns="{MAIN}"><sheetData>'
CLOSE = "</sheetData></worksheet>"
SOON = 15  # seconds, on a machine that does much else
FAR_TEXT = '<row r="1"><c t="s"><v>8000000</v></c></row>'
SHEET, STYLES, TEXTS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/elsewhere.xml"
TEXTS_ARE_THERE = (
    b'<Override PartName="/xl/elsewhere.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
SPOILT, LARGE, ODD = "illisible", "trop gros", "aucun tableur"


def inline(*cells):
    return "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)


FIRST = f'<row r="1">{inline(*HEADINGS)}</row><row r="2">{inline(*one(1))}</row>'


def with_part(name, data, *, base=None, pack=zipfile.ZIP_DEFLATED):
    """A workbook of which one part is another."""
    content = io.BytesIO()
    data = data.encode() if isinstance(data, str) else data
    with (
        zipfile.ZipFile(io.BytesIO(base or workbook([one(1)]))) as source,
        zipfile.ZipFile(content, "w", pack) as target,
    ):
        for part in source.infolist():
            told = source.read(part)
            if part.filename == "[Content_Types].xml" and name == TEXTS:
                told = told.replace(b"</Types>", TEXTS_ARE_THERE)
            target.writestr(part.filename, data if part.filename == name else told)
        if name == TEXTS:
            target.writestr(name, data)
    return content.getvalue()


def of_sheet(rows):
    return with_part(SHEET, f"{OPEN}{rows}{CLOSE}")


def many_parts():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}", b"")
    return content.getvalue()


def encrypted():
    content = bytearray(workbook([one(1)]))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def cut_within():
    """The list of parts is whole; what was packed is not."""
    content = bytearray(workbook([one(1)]))
    place = content.find(b"xl/worksheets/sheet1.xml") + 30
    content[place : place + 60] = bytes(range(60))
    return bytes(content)


FAR = FIRST + '<row r="{}">' + inline(*one(2)) + "</row>"
HIDDEN = '<row r="3">' + ("<c/>" * 40_000 + "{}") * 60 + "</row>"
BOMBS = {
    "a line far away": lambda: (of_sheet('<row r="2000000000"><c><v>1</v></c></row>'), SPOILT),
    "a line before the first": lambda: (of_sheet('<row r="-7"><c><v>1</v></c></row>'), SPOILT),
    "styles of 40 MB": lambda: (with_part(STYLES, f'<styleSheet xmlns="{MAIN}">{" " * 40_000_000}'), LARGE),
    "styles of many": lambda: (
        with_part(STYLES, f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 900_000}</cellXfs></styleSheet>'),
        LARGE,
    ),
    "a line of 10 MB": lambda: (of_sheet(f'<row r="1">{"<c/>" * 2_500_000}</row>'), LARGE),
    "a line hidden by comments": lambda: (of_sheet(FIRST + HIDDEN.replace("{}", "<!--<row >-->")), ODD),
    "a line hidden by others": lambda: (of_sheet(HIDDEN.replace("{}", '<row xmlns="urn:x"/>')), SPOILT),
    "nothing but empty lines": lambda: (of_sheet("<row><c/><c/></row>" * 1_000_000), "trois colonnes"),
    "columns before the lines": lambda: (
        with_part(SHEET, f'<worksheet xmlns="{MAIN}"><cols>{"<col/>" * 2_000_000}'),
        LARGE,
    ),
    "texts of 150 MB": lambda: (
        with_part(TEXTS, f'<sst xmlns="{MAIN}">{" " * 150_000_000}', base=of_sheet(FAR_TEXT)),
        LARGE,
    ),
    "texts of many": lambda: (
        with_part(TEXTS, f'<sst xmlns="{MAIN}">{"<si/>" * 9_000_000}</sst>', base=of_sheet(FAR_TEXT)),
        LARGE,
    ),
    "one text of many pieces": lambda: (
        with_part(TEXTS, f'<sst xmlns="{MAIN}"><si>{"<t/>" * 9_000_000}</si></sst>', base=of_sheet(FAR_TEXT)),
        LARGE,
    ),
    "entities further on": lambda: (
        with_part(SHEET, f"{' ' * 5_000}<!DOCTYPE x [<!ENTITY a 'aaaa'>]>{OPEN}{CLOSE}"),
        ODD,
    ),
    "another encoding": lambda: (
        with_part(STYLES, '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")),
        ODD,
    ),
    "a text that is not there": lambda: (of_sheet('<row r="1"><c t="s"><v>99999</v></c></row>'), SPOILT),
    "another way to pack": lambda: (with_part(SHEET, OPEN + FIRST + CLOSE, pack=zipfile.ZIP_LZMA), SPOILT),
    "many parts": lambda: (many_parts(), LARGE),
    "encrypted": lambda: (encrypted(), SPOILT),
    "spoilt within": lambda: (cut_within(), SPOILT),
    "cut": lambda: (workbook([one(1)])[:-400], SPOILT),
    "no XML": lambda: (with_part(SHEET, "<worksheet"), SPOILT),
    "styles of another sort": lambda: (
        with_part(
            STYLES, f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="x"/></numFmts></styleSheet>'
        ),
        SPOILT,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused_soon_at_the_field(member, organisation, name):
    content, why = BOMBS[name]()
    started = time.monotonic()
    page = send(member, organisation, content, "m.xlsx")
    assert time.monotonic() - started < SOON
    assert page.status_code == 200
    assert why in page.text
    assert 'aria-invalid="true"' in page.text
    assert not Ledger.objects.exists()


def test_a_line_far_away_does_not_make_those_before(member, organisation):
    """The last line of a sheet, and nothing between."""
    started = time.monotonic()
    with opened(of_sheet(FAR.format(1_048_576))) as (rows, told):
        assert [(number, cells[0]) for number, cells in rows] == [
            (1, HEADINGS[0]),
            (2, one(1)[0]),
            (1_048_576, one(2)[0]),
        ]
    assert told == 0
    assert time.monotonic() - started < 1


def test_a_line_too_long_far_down_stops_the_reading():
    """What the preview does not see is bounded too."""
    content = of_sheet(FIRST + f'<row r="3">{"<c/>" * 100_000}</row>')
    with opened(content) as (rows, _told), pytest.raises(UnreadableFileError, match=LARGE):
        list(rows)


def test_a_dimension_that_lies_loses_no_line():
    rows = f'<dimension ref="A1:B2"/><sheetData>{FAR.format(9)}</sheetData></worksheet>'
    content = with_part(SHEET, f'<worksheet xmlns="{MAIN}">{rows}')
    with opened(content) as (found, told):
        assert [number for number, _cells in found] == [1, 2, 9]
    assert told == 2


def test_texts_under_another_name_in_pieces_are_read():
    pieces = "<si><r><t>N° </t></r><r><t>SIRET</t></r><rPh sb='0' eb='1'><t>ignoré</t></rPh></si>"
    texts = f'<sst xmlns="{MAIN}">{pieces}{"<si><t>autre</t></si>" * 40}</sst>'
    cells = '<c t="s"><v>0</v></c>' + '<c t="s"><v>1</v></c>' * 3
    content = with_part(TEXTS, texts, base=of_sheet(f"<row>{cells}</row>"))
    sheet = read_sheet(content)
    assert sheet.headings[:2] == ["N° SIRET", "autre"]
