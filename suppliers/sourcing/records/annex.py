"""The annex of the text document: a fact sheet for each structure of the shortlist."""

from __future__ import annotations

from typing import Any

from docx.document import Document

from suppliers.showing.amounts import euros_in_words

from . import words
from .word_xml import add_table


def sheets(document: Document, told: dict[str, Any]) -> None:
    if not told["sheets"]:
        document.add_paragraph(words.NO_SHEET)
    for sheet in told["sheets"]:
        document.add_heading(sheet["name"], 2)
        freshness = f" {sheet['freshness']}." if sheet["freshness"] else ""
        document.add_paragraph(f"{sheet['standing']}{freshness}")
        _facts(document, sheet)
        _sold(document, sheet)
        _certifications(document, sheet)
        _answers(document, sheet)
        _references(document, sheet)


def _facts(document: Document, sheet: dict[str, Any]) -> None:
    facts = [*sheet["facts"], *sheet["capacity"]]
    rows = [
        (fact["label"], words.siret(fact["said"]) if fact["label"] == "SIRET" else fact["said"])
        for fact in facts
    ]
    if rows:
        titles = ["Rubrique", "Ce qui est connu"]
        add_table(document, f"Identité et capacité : {sheet['name']}", titles, rows, [5, 12])


def _sold(document: Document, sheet: dict[str, Any]) -> None:
    rows = [
        (one["type"] or "–", ", ".join(one["sectors"]) or "–", one["zone"] or "–") for one in sheet["sold"]
    ]
    if rows:
        document.add_heading("Activités et zones", 3)
        titles = ["Type", "Secteurs", "Zone d’intervention"]
        add_table(document, f"Activités : {sheet['name']}", titles, rows, [4, 7, 6])


def _certifications(document: Document, sheet: dict[str, Any]) -> None:
    rows = [
        (
            one["name"],
            one["state"],
            "\n".join(f"{fact['label']} : {fact['said']}" for fact in one["facts"]) or "–",
        )
        for one in sheet["certifications"]
    ]
    if rows:
        document.add_heading("Certifications", 3)
        titles = ["Certification", "État", "Dates, preuve et source"]
        add_table(document, f"Certifications : {sheet['name']}", titles, rows, [5, 3, 9])


def _answers(document: Document, sheet: dict[str, Any]) -> None:
    rows = [
        (
            one["article"],
            one["answer"],
            "\n".join(part for part in (one["reason"], one["proof"], *one["notes"]) if part),
        )
        for one in sheet["answers"]
    ]
    if rows:
        document.add_heading("Marchés réservés", 3)
        titles = ["Article", "Réponse", "Raison"]
        add_table(document, f"Marchés réservés : {sheet['name']}", titles, rows, [2.4, 4.6, 10])


def _references(document: Document, sheet: dict[str, Any]) -> None:
    rows = [
        (one["client"], one["subject"], str(one["year"]), euros_in_words(one["amount"]) or "–")
        for one in sheet["references"]
    ]
    if rows:
        document.add_heading("Références, dites par la structure", 3)
        titles = ["Client", "Objet", "Année", "Montant"]
        add_table(document, f"Références : {sheet['name']}", titles, rows, [5, 6.5, 1.9, 3.6], [2, 3])
