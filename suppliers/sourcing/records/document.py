"""A record as a text document: its styles, then chapter after chapter, from what was frozen."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from . import words
from .chapters import CHAPTERS
from .word_xml import INK, TYPICAL, add_bookmark, add_field, add_inner_link, add_link, set_language

FONT = "Calibri"
_ON_A_NEW_PAGE = ("besoin", "fiches")
_INK = RGBColor.from_string(INK)
_HEADINGS = {
    "Title": (26, 0),
    "Subtitle": (15, 0),
    "TOC Heading": (13, 14),
    "Heading 1": (17, 22),
    "Heading 2": (13, 14),
    "Heading 3": (11, 10),
}


def docx_of(told: dict[str, Any], sha256: str) -> bytes:
    """The bytes of the file. `sha256`: of the content, printed on its first page."""
    document = docx.Document()
    _set_page(document)
    _set_styles(document)
    set_language(document, "fr-FR")
    _set_properties(document, told)
    _front(document, told, sha256)
    for number, (name, chapter) in enumerate(CHAPTERS.items(), start=1):
        heading = document.add_heading(words.CHAPTERS[name], 1)
        heading.paragraph_format.page_break_before = name in _ON_A_NEW_PAGE
        add_bookmark(heading, name, number)
        chapter(document, told)
    _footer(document, told, sha256)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_page(document: Document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(2), Cm(2.2)


def _set_styles(document: Document) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    for name, (size, before) in _HEADINGS.items():
        style = styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.color.rgb = FONT, Pt(size), True, _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # or the theme's font wins
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(5)
        style.paragraph_format.keep_with_next = True
    styles["Subtitle"].font.italic = False
    for mark in styles["Title"].element.xpath(".//w:pBdr/w:bottom"):
        mark.set(qn("w:color"), INK)
    for mark in styles["Subtitle"].element.xpath(".//w:rPr/w:spacing"):
        mark.getparent().remove(mark)  # between its letters
    styles["Footer"].font.size = Pt(8.5)
    _set_table_styles(document)
    quote = styles.add_style(TYPICAL, WD_STYLE_TYPE.PARAGRAPH)
    quote.base_style, quote.font.size, quote.font.italic = normal, Pt(9.5), True
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(0.8)


def _set_table_styles(document: Document) -> None:
    styles = document.styles
    for name, is_bold in (("Tableau", False), ("Titre de tableau", True)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size, style.font.bold = styles["Normal"], Pt(9), is_bold
        style.paragraph_format.space_after = Pt(0)
        if is_bold:
            style.font.color.rgb = RGBColor(255, 255, 255)


def _set_properties(document: Document, told: dict[str, Any]) -> None:
    identity, properties = told["identity"], document.core_properties
    made_at = dt.datetime.fromisoformat(identity["made_at"]).astimezone(dt.UTC).replace(tzinfo=None)
    properties.title = _short(f"Dossier de sourcing {identity['number']} · {identity['title']}")
    properties.subject = "Dossier de sourcing (R2111-1, R2111-2)"
    properties.author = _short(told["added"]["author"] or identity["made_by"] or identity["site"])
    properties.last_modified_by = properties.author
    properties.language, properties.keywords = "fr-FR", "sourcing, commande publique, ESS"
    properties.comments = _short(f"Établi avec {identity['site']}")
    properties.version = str(identity["version"])
    properties.created = properties.modified = made_at


def _short(text: str) -> str:
    """A property of a document holds 255 characters."""
    return " ".join(text.split())[:255]


def _front(document: Document, told: dict[str, Any], sha256: str) -> None:
    identity, added = told["identity"], told["added"]
    document.add_paragraph("Dossier de sourcing", style="Title")
    document.add_paragraph(identity["title"], style="Subtitle")
    by = ", ".join(part for part in (added["author"] or identity["made_by"], added["role"]) if part)
    facts = [
        ("Numéro", f"{identity['number']}, version {identity['version']}"),
        ("Établi le", words.moment(identity["made_at"])),
        ("Par", by or words.UNSAID),
        ("Avec", f"{identity['site']} ({identity['address']})"),
        ("Empreinte SHA-256 du contenu", sha256),
    ]
    for label, said in facts:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{label} : ").bold = True
        line.add_run(said)
    line = document.add_paragraph(f"{words.FROZEN} {words.TO_CHECK} ")
    line.paragraph_format.space_before = Pt(10)
    add_link(line, words.check_page(told), words.check_page(told))
    line.add_run(".")
    for sentence in told["law"]["statements"]:
        document.add_paragraph(sentence)
    document.add_paragraph("Sommaire", style="TOC Heading")
    for name, title in words.CHAPTERS.items():
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        add_inner_link(line, title, name)


def _footer(document: Document, told: dict[str, Any], sha256: str) -> None:
    """On each page: of which record it is, and the beginning of its SHA-256."""
    identity = told["identity"]
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.add_run(f"Dossier de sourcing {identity['number']}, version {identity['version']} · page ")
    add_field(line, "PAGE")
    line.add_run(" sur ")
    add_field(line, "NUMPAGES")
    line.add_run(f" · contenu {sha256[:16]}…")
