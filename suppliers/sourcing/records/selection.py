"""The chapter of the text document on the shortlist and the groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document

from . import words
from .word_xml import add_table


def selection(document: Document, told: dict[str, Any]) -> None:
    if not told["picks"]:
        document.add_paragraph(words.NOBODY_PICKED)
    else:
        rows = [words.pick(one, told) for one in told["picks"]]
        widths = [3.0, 3.1, 2.2, 2.9, 4.2, 1.6]
        add_table(document, "Structures de la sélection", words.PICK_TITLES, rows, widths)
    _taken_out(document, told["taken_out"])
    for group in told["groups"]:
        document.add_heading(words.group_title(group), 2)
        if group["form"]:
            document.add_paragraph(f"Forme envisagée : {group['form'].lower()}.")
        for text in words.members_set_aside(group):
            document.add_paragraph(text, style="List Bullet")
        members = [
            (
                one["name"],
                words.siret(one["siret"]) or "–",
                words.nature(one),
                words.role(one),
                words.lots(one["lots"]),
            )
            for one in group["members"]
        ]
        titles = ["Membre", "SIRET", "Nature", "Rôle", "Répond pour"]
        add_table(document, f"Membres : {group['title']}", titles, members, [4.8, 3.3, 3.4, 2.5, 3])
        _standings(document, group)


def _standings(document: Document, group: dict[str, Any]) -> None:
    for one in words.standings(group):
        line = document.add_paragraph()
        line.add_run(f"{one['title']} : ").bold = True
        line.add_run(one["together"])
        for text in one["members"]:
            document.add_paragraph(text, style="List Bullet")
        if one["warning"]:
            line = document.add_paragraph()
            line.add_run(f"{words.CHECK} ").bold = True
            line.add_run(one["warning"])


def _taken_out(document: Document, gone: Sequence[dict[str, Any]]) -> None:
    if not gone:
        return
    document.add_heading("Structures retirées de la sélection", 2)
    rows = [
        (
            one["name"],
            words.siret(one["siret"]),
            "\n".join(words.found(one)),
            words.taken_out(one),
        )
        for one in gone
    ]
    titles = ["Structure", "SIRET", "Trouvée", "Décision"]
    add_table(document, "Structures retirées de la sélection", titles, rows, [4.8, 3.3, 4.6, 4.3])
