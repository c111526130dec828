"""The chapters of the text document, each from its part of what was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document

from . import counted, words
from .annex import sheets
from .selection import selection
from .word_xml import TYPICAL, add_article, add_link, add_numbered, add_table


def need(document: Document, told: dict[str, Any]) -> None:
    _facts(document, "Le besoin", told["asked"]["facts"])
    for text in words.remarks(told):
        line = document.add_paragraph(style="List Bullet")
        line.add_run(f"{words.CHECK} ").bold = True
        line.add_run(text)
    for part in told["asked"]["parts"]:
        document.add_heading(part["name"] if part["number"] else "Ce qui est demandé", 2)
        _facts(document, part["name"], part["facts"])
    document.add_heading("Ce que l’acheteur consigne", 2)
    said = words.added(told)
    for label, text in said:
        document.add_heading(label, 3)
        _paragraphs(document, text)
    if not said:
        document.add_paragraph(words.UNSAID)


def method(document: Document, told: dict[str, Any]) -> None:
    found = told["method"]
    document.add_paragraph(
        f"Recherche faite le {words.day(found['day'])} dans {told['identity']['site']}, version "
        f"{words.count(found['directory_version'])} de l’annuaire, changée pour la dernière fois le "
        f"{words.day(found['read_on'])}. {words.eligibility(found)} "
        f"{words.count(found['cap'])} structures au plus sont listées par partie."
    )
    for part in found["parts"]:
        document.add_heading(part["name"], 2)
        for text in part["filters"]:
            document.add_paragraph(text, style="List Bullet")
        line = document.add_paragraph("Recherche : ")
        add_link(line, words.search(part, told), words.search(part, told))
        document.add_paragraph(f"Ordre des propositions : {' ; '.join(part['order'])}.")
        if part["drawn_on"]:
            document.add_paragraph(f"Tirage du {words.day(part['drawn_on'])}.")
    if told["picks"]:
        document.add_paragraph(words.ORDER_KEPT)
    if found["draws"]:
        document.add_heading("Choix de l’ordre des propositions", 2)
        for draw in found["draws"]:
            document.add_paragraph(f"{words.draw(draw)}.", style="List Bullet")
    document.add_heading("Sources", 2)
    rows = [(name, words.count(number)) for name, number in found["sources"]]
    if rows:
        add_table(document, "Sources des fiches listées", ["Source", "Fiches"], rows, [13, 4], numbers=[1])
    else:
        document.add_paragraph("Aucune structure n’a été trouvée.")


def found(document: Document, told: dict[str, Any]) -> None:
    funnel = told["funnel"]
    steps = [
        ("Structures trouvées, toutes parties confondues", funnel["proposed"]),
        ("Dans la sélection", funnel["shortlisted"]),
        (words.REACHED, funnel["contacted"]),
        ("Ont répondu", funnel["answered"]),
        ("Écartées, avec un motif", funnel["set_aside"]),
    ]
    rows = [(label, words.count(number)) for label, number in steps]
    add_table(document, "De la recherche aux réponses", ["Étape", "Structures"], rows, [13, 4], numbers=[1])
    document.add_heading(counted.CHOICE, 2)
    if noted := counted.reasons_noted(told):
        document.add_paragraph(noted)
    _paragraphs(document, counted.choice(told))
    for part in told["found"]:
        _found_for(document, part, told["method"])


def _found_for(document: Document, part: dict[str, Any], method: dict[str, Any]) -> None:
    document.add_heading(part["name"], 2)
    rows = [(step["label"], words.count(step["count"])) for step in part["steps"]]
    add_table(document, f"Étapes : {part['name']}", ["Étape", "Structures"], rows, [13, 4], numbers=[1])
    document.add_heading("Profondeur de marché", 3)
    titles = counted.depth_titles(method)
    widths = [4.6, 3.7, 1.5, 2.4, 1.7, 2, 1.9][: len(titles)]
    rows_of_depth = counted.depth(part, method)
    add_table(document, f"Profondeur : {part['name']}", titles, rows_of_depth, widths, range(2, len(titles)))
    if part["near"]:
        document.add_heading("Distances", 3)
        titles = ["Lieu", *(f"À moins de {km} km" for km, _ in part["near"][0][1])]
        near = [(site, *(words.count(number) for _, number in within)) for site, within in part["near"]]
        widths = [6.0, *[2.75] * (len(titles) - 1)]
        add_table(document, f"Distances : {part['name']}", titles, near, widths, range(1, len(titles)))
    _structures(document, part)


def _structures(document: Document, part: dict[str, Any]) -> None:
    document.add_heading("Structures trouvées, dans l’ordre dit plus haut", 3)
    if not part["structures"]:
        document.add_paragraph("Aucune structure connue ne répond à ce qui est demandé.")
        return
    document.add_paragraph(words.how_many(part)).paragraph_format.keep_with_next = True
    listed = [
        (str(one["rank"]), one["name"], words.siret(one["siret"]), one["city"], one["why"] or "–")
        for one in part["structures"]
    ]
    add_table(
        document,
        f"Structures trouvées : {part['name']}",
        words.FOUND_TITLES,
        listed,
        [1, 4, 2.9, 2.6, 6.5],
        [0],
    )


def exchanges(document: Document, told: dict[str, Any]) -> None:
    if not told["enquiries"] and not told["talks"]:
        document.add_paragraph(words.NO_EXCHANGE)
    for enquiry in told["enquiries"]:
        _enquiry(document, enquiry)
    if told["talks"]:
        document.add_heading("Échanges notés", 2)
        rows = [_talk(talk) for talk in told["talks"]]
        titles = ["Date", "Structure", "Moyen et participants", "Contenu", "Informations données"]
        add_table(document, "Échanges notés", titles, rows, [2.4, 3.3, 3.1, 4.9, 3.3])


def _talk(talk: dict[str, Any]) -> Sequence[str]:
    return (
        words.day(talk["day"]),
        talk["name"],
        "\n".join(part for part in (talk["channel"], talk["participants"]) if part),
        "\n".join(words.talk(talk)),
        talk["information_given"] or "–",
    )


def _enquiry(document: Document, enquiry: dict[str, Any]) -> None:
    document.add_heading(words.enquiry_title(enquiry), 2)
    due = f" Réponses attendues jusqu’au {words.day(enquiry['due_on'])}." if enquiry["due_on"] else ""
    document.add_paragraph(f"{words.SAME_FOR_ALL}{due}")
    _paragraphs(document, enquiry["message"])
    add_numbered(document, enquiry["questions"])
    rows = [
        (
            one["name"],
            words.sent(one),
            words.answered(one),
            "\n".join(words.answers(one)) or "–",
        )
        for one in enquiry["asked"]
    ]
    titles = ["Structure", "Envoyée", "Répondue", "Réponses, par question"]
    add_table(document, f"Réponses : {enquiry['subject']}", titles, rows, [4, 2.9, 2.6, 7.5])


def law(document: Document, told: dict[str, Any]) -> None:
    document.add_paragraph(
        f"Pour information, au {words.day(told['law']['day'])} : l’acheteur décide et vérifie."
    )
    for topic in told["law"]["topics"]:
        document.add_heading(topic["name"], 2)
        for one in topic["sentences"]:
            line = document.add_paragraph(style="List Bullet")
            if one["to_check"]:
                line.add_run(f"{words.CHECK} ").bold = True
            line.add_run(f"{one['text']} ")
            add_article(line, one["article"], one["url"])
    parts = {part["number"]: part["name"] for part in told["asked"]["parts"]}
    for number, name in parts.items():
        document.add_heading(f"{words.RESERVING} : {name}", 2)
        for one in told["law"]["reservations"]:
            if one["part"] == number:
                _reservation(document, one, told["method"])


def _reservation(document: Document, one: dict[str, Any], method: dict[str, Any]) -> None:
    document.add_heading(f"{one['label']} : {one['opening']}", 3)
    line = document.add_paragraph(f"Réservé aux {one['beneficiaries']}. ")
    for article, url in one["articles"]:
        add_article(line, article, url)
        line.add_run(" ")
    chosen = "Envisagé par l’acheteur. " if one["is_chosen"] else ""
    if said := f"{chosen}{counted.answering(one, method)}":
        document.add_paragraph(said)
    for text in [*one["obstacles"], *one["checks"]]:
        document.add_paragraph(text, style="List Bullet")
    if one["notice"]:
        document.add_paragraph(f"{words.IF_CHOSEN} {one['notice']}", style=TYPICAL)


def _facts(document: Document, caption: str, facts: Sequence[dict[str, Any]]) -> None:
    rows = [(fact["label"], fact["said"]) for fact in facts]
    add_table(document, caption, ["Rubrique", "Ce qui est dit"], rows, [5, 12])


def _paragraphs(document: Document, text: str) -> None:
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)


CHAPTERS = {
    "besoin": need,
    "methode": method,
    "trouvees": found,
    "selection": selection,
    "echanges": exchanges,
    "droit": law,
    "fiches": sheets,
}
