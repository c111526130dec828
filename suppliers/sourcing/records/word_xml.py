"""Parts of a text document that python-docx has no words for: language, page numbers, accessible tables.

A table is written as one piece of XML: cell by cell, python-docx takes a minute for three thousand rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

TYPICAL = "Phrase type"  # the style of a sentence to take over
INK = "12313A"
LINE = "B9B4A5"
TWIPS_PER_CM = 567
TEXT_CM = 17.0  # between the margins of an A4 page

_BORDER = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
_TABLE = (
    "<w:tbl {namespaces}><w:tblPr>"
    '<w:tblW w:w="{width}" w:type="dxa"/>'
    f"<w:tblBorders><w:top {_BORDER}/><w:bottom {_BORDER}/><w:insideH {_BORDER}/></w:tblBorders>"
    '<w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0"'
    ' w:noVBand="1"/>'
    "<w:tblCaption w:val={caption}/><w:tblDescription w:val={description}/>"
    "</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
)


def add_table(
    document: Document,
    caption: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths_cm: Sequence[float],
    numbers: Sequence[int] = (),
) -> None:
    """A table whose first row is a header, repeated on each page. `numbers`: columns set to the right."""
    scale = TEXT_CM / sum(widths_cm)
    widths = [round(width * scale * TWIPS_PER_CM) for width in widths_cm]
    body = [_row(row, widths, numbers) for row in rows]
    xml = _TABLE.format(
        namespaces=nsdecls("w"),
        width=sum(widths),
        caption=quoteattr(caption),
        description=quoteattr(f"{caption}. Colonnes : {', '.join(titles)}."),
        grid="".join(f'<w:gridCol w:w="{width}"/>' for width in widths),
        rows=_row(titles, widths, numbers, is_header=True) + "".join(body),
    )
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _row(
    cells: Sequence[str], widths: Sequence[int], numbers: Sequence[int], *, is_header: bool = False
) -> str:
    header = "<w:tblHeader/>" if is_header else ""
    told = (
        _cell(text, width, rank in numbers, is_header)
        for rank, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{''.join(told)}</w:tr>"


def _cell(text: str, width: int, is_number: bool, is_header: bool) -> str:
    style = "Titre de tableau" if is_header else "Tableau"
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{INK}"/>' if is_header else ""
    side = '<w:jc w:val="right"/>' if is_number else ""
    lines = (
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.replace("\t", " ").split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{style.replace(" ", "")}"/>{side}</w:pPr><w:r>{"<w:br/>".join(lines)}</w:r></w:p>'
        "</w:tc>"
    )


def set_language(document: Document, code: str) -> None:
    """Of all that says no other: a screen reader takes its voice from it."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    properties = defaults.find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), code)
    language.set(qn("w:bidi"), "ar-SA")


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """« PAGE », « NUMPAGES »: what the word processor works out."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def add_link(paragraph: Paragraph, text: str, url: str) -> None:
    """A link that says what it leads to."""
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    _link(paragraph, text, f'r:id="{key}"')


def add_inner_link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """A link to a heading of the same document (`add_bookmark`)."""
    _link(paragraph, text, f"w:anchor={quoteattr(bookmark)}")


def add_article(paragraph: Paragraph, article: str, url: str) -> None:
    """« L2113-12 » and its link, never cut at its hyphen."""
    add_link(paragraph, article, url)
    text: Any = paragraph._p.xpath("./w:hyperlink")[-1].xpath(".//w:t")[0]
    run, pieces = text.getparent(), article.split("-")
    run.remove(text)
    for rank, piece in enumerate(pieces):
        if rank:
            run.append(OxmlElement("w:noBreakHyphen"))
        part = OxmlElement("w:t")
        part.text = piece
        run.append(part)


def _link(paragraph: Paragraph, text: str, target: str) -> None:
    xml = (
        f'<w:hyperlink {nsdecls("w", "r")} {target}><w:r><w:rPr><w:u w:val="single"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:hyperlink>'
    )
    link: Any = parse_xml(xml)
    paragraph._p.append(link)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place to link to; `number`: its own in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1, start)  # behind its properties, which come first
    paragraph._p.append(end)


def add_numbered(document: Document, texts: Sequence[str]) -> None:
    """A list of its own, from 1: the style alone goes on counting from the list before."""
    numbering: Any = document.part.numbering_part.element
    style: Any = document.styles["List Number"].element
    model = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    number = numbering.add_num(model)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for text in texts:
        properties: Any = document.add_paragraph(text, style="List Number")._p.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = number.numId
