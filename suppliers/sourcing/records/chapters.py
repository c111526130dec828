"""The chapters of the text document, each from its part of what was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document

from . import words
from .annex import sheets
from .word_xml import add_link, add_table


def need(document: Document, told: dict[str, Any]) -> None:
    document.add_heading("1. Le besoin", 1)
    _facts(document, "Le besoin", told["asked"]["facts"])
    for part in told["asked"]["parts"]:
        document.add_heading(part["name"] if part["number"] else "Ce qui est demandé", 2)
        _facts(document, part["name"], part["facts"])
    document.add_heading("Ce que l’acheteur consigne", 2)
    said = [(label, told["added"][name]) for name, label in words.ADDED if told["added"][name]]
    for label, text in said:
        document.add_heading(label, 3)
        _paragraphs(document, text)
    if not said:
        document.add_paragraph(words.UNSAID)


def method(document: Document, told: dict[str, Any]) -> None:
    found = told["method"]
    document.add_heading("2. La méthode", 1)
    document.add_paragraph(
        f"Recherche faite le {words.day(found['day'])} dans {told['identity']['site']}, version "
        f"{words.count(found['directory_version'])} de l’annuaire, changée pour la dernière fois le "
        f"{words.day(found['read_on'])}. L’éligibilité est lue au {words.day(found['eligibility_day'])}. "
        f"{words.count(found['cap'])} structures au plus sont listées par partie."
    )
    for part in found["parts"]:
        document.add_heading(part["name"], 2)
        for text in part["filters"]:
            document.add_paragraph(text, style="List Bullet")
        line = document.add_paragraph("Recherche : ")
        add_link(
            line, f"/annuaire/?{part['query']}", f"{told['identity']['address']}/annuaire/?{part['query']}"
        )
        document.add_paragraph(f"Ordre des propositions : {' ; '.join(part['order'])}.")
        if part["drawn_on"]:
            document.add_paragraph(f"Tirage du {words.day(part['drawn_on'])}, graine {part['seed']}.")
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
    document.add_heading("3. Ce qui a été trouvé", 1)
    funnel = told["funnel"]
    steps = [
        ("Structures trouvées, toutes parties confondues", funnel["proposed"]),
        ("Dans la sélection", funnel["shortlisted"]),
        ("Contactées", funnel["contacted"]),
        ("Ont répondu", funnel["answered"]),
        ("Écartées, avec un motif", funnel["set_aside"]),
    ]
    rows = [(label, words.count(number)) for label, number in steps]
    add_table(document, "De la recherche aux réponses", ["Étape", "Structures"], rows, [13, 4], numbers=[1])
    for part in told["found"]:
        _found_for(document, part)


def _found_for(document: Document, part: dict[str, Any]) -> None:
    document.add_heading(part["name"], 2)
    rows = [(step["label"], words.count(step["count"])) for step in part["steps"]]
    add_table(document, f"Étapes : {part['name']}", ["Étape", "Structures"], rows, [13, 4], numbers=[1])
    document.add_heading("Profondeur de marché", 3)
    columns = ("located", "working", "verified", "fresh")
    lines = [
        (line["group"] or "Ensemble", line["label"], *(words.count(line[name]) for name in columns))
        for line in part["depth"]
    ]
    titles = ["Groupe", "Structures", "Situées", "Interviennent", "Preuve vérifiée", "Fiche de moins d’un an"]
    add_table(
        document, f"Profondeur : {part['name']}", titles, lines, [4.2, 4.3, 1.8, 2.4, 2, 2.3], [2, 3, 4, 5]
    )
    if part["near"]:
        document.add_heading("Distances", 3)
        titles = ["Lieu", *(f"À moins de {km} km" for km, _ in part["near"][0][1])]
        near = [(site, *(words.count(number) for _, number in within)) for site, within in part["near"]]
        widths = [6.0, *[2.75] * (len(titles) - 1)]
        add_table(document, f"Distances : {part['name']}", titles, near, widths, range(1, len(titles)))
    document.add_heading("Structures trouvées, dans l’ordre dit plus haut", 3)
    if not part["structures"]:
        document.add_paragraph("Aucune structure connue ne répond à ce qui est demandé.")
        return
    how_many = f"{words.count(len(part['structures']))} sur {words.count(part['count'])}"
    cut = f"Liste coupée : {how_many}. La recherche, donnée plus haut, les montre toutes."
    document.add_paragraph(cut if part["is_cut"] else f"Liste complète : {how_many}.")
    listed = [
        (str(one["rank"]), one["name"], words.siret(one["siret"]), one["city"], one["why"] or "–")
        for one in part["structures"]
    ]
    titles = ["Rang", "Structure", "SIRET", "Commune", "Ce qui la classe"]
    add_table(
        document, f"Structures trouvées : {part['name']}", titles, listed, [1.2, 4.6, 3.2, 2.6, 5.4], [0]
    )


def selection(document: Document, told: dict[str, Any]) -> None:
    document.add_heading("4. La sélection", 1)
    if not told["picks"]:
        document.add_paragraph("Aucune structure n’est dans la sélection.")
    else:
        rows = [
            (
                one["name"],
                words.siret(one["siret"]),
                "Écartée" if one["is_set_aside"] else "Gardée",
                "\n".join(part for part in (one["status"], one["reason"]) if part),
                "\n".join([words.day(one["found_on"]), *one["found_by"]]),
                "\n".join(one["changes"]) or "–",
            )
            for one in told["picks"]
        ]
        titles = ["Structure", "SIRET", "Décision", "État et motif", "Trouvée", "Changé depuis"]
        add_table(document, "Structures de la sélection", titles, rows, [3.8, 2.6, 1.8, 3, 3.4, 2.4])
    _taken_out(document, told["taken_out"])
    for group in told["groups"]:
        document.add_heading(f"Groupement : {group['title']}", 2)
        if group["form"]:
            document.add_paragraph(f"Forme envisagée : {group['form'].lower()}.")
        members = [
            (
                one["name"],
                words.siret(one["siret"]) or "–",
                "Entreprise classique" if one["is_conventional"] else "Structure de l’annuaire",
                "Mandataire" if one["is_lead"] else "Cotraitant",
                words.lots(one["lots"]),
            )
            for one in group["members"]
        ]
        titles = ["Membre", "SIRET", "Nature", "Rôle", "Répond pour"]
        add_table(document, f"Membres : {group['title']}", titles, members, [5, 3.2, 3.4, 2.4, 3])


def _taken_out(document: Document, gone: Sequence[dict[str, Any]]) -> None:
    if not gone:
        return
    document.add_heading("Structures retirées de la sélection", 2)
    rows = [
        (
            one["name"],
            words.siret(one["siret"]),
            "\n".join([words.day(one["found_on"]), *one["found_by"]]),
            words.taken_out(one),
        )
        for one in gone
    ]
    titles = ["Structure", "SIRET", "Trouvée", "Décision"]
    add_table(document, "Structures retirées de la sélection", titles, rows, [5, 3.2, 4.6, 4.2])


def exchanges(document: Document, told: dict[str, Any]) -> None:
    document.add_heading("5. Les échanges", 1)
    if not told["enquiries"] and not told["talks"]:
        document.add_paragraph("Aucun échange n’est noté.")
    for enquiry in told["enquiries"]:
        _enquiry(document, enquiry)
    if told["talks"]:
        document.add_heading("Échanges notés", 2)
        rows = [_talk(talk) for talk in told["talks"]]
        titles = ["Date", "Structure", "Moyen et participants", "Contenu", "Informations données"]
        add_table(document, "Échanges notés", titles, rows, [2.2, 3.4, 3, 5, 3.4])


def _talk(talk: dict[str, Any]) -> Sequence[str]:
    secret = [words.KEPT_APART] if talk["keeps_secrets"] else []
    return (
        words.day(talk["day"]),
        talk["name"],
        "\n".join(part for part in (talk["channel"], talk["participants"]) if part),
        "\n".join([talk["content"], *secret]),
        talk["information_given"] or "–",
    )


def _enquiry(document: Document, enquiry: dict[str, Any]) -> None:
    document.add_heading(f"Demande du {words.day(enquiry['prepared_on'])} : {enquiry['subject']}", 2)
    due = f" Réponses attendues le {words.day(enquiry['due_on'])}." if enquiry["due_on"] else ""
    document.add_paragraph(f"{words.SAME_FOR_ALL}{due}")
    _paragraphs(document, enquiry["message"])
    for question in enquiry["questions"]:
        document.add_paragraph(
            question, style="List Number" if len(enquiry["questions"]) > 1 else "List Bullet"
        )
    rows = [
        (
            one["name"],
            words.sent(one),
            words.day(one["answered_on"]) or "Pas de réponse",
            "\n".join(words.answers(enquiry["questions"], one)) or "–",
        )
        for one in enquiry["asked"]
    ]
    titles = ["Structure", "Envoyée le", "Répondue le", "Réponses"]
    add_table(document, f"Réponses : {enquiry['subject']}", titles, rows, [4.2, 2.4, 2.4, 8])


def law(document: Document, told: dict[str, Any]) -> None:
    document.add_heading("6. Les notes juridiques", 1)
    document.add_paragraph(
        f"Pour information, au {words.day(told['law']['day'])} : l’acheteur décide et vérifie."
    )
    for topic in told["law"]["topics"]:
        document.add_heading(topic["name"], 2)
        for one in topic["sentences"]:
            line = document.add_paragraph(style="List Bullet")
            if one["to_check"]:
                line.add_run("À vérifier : ").bold = True
            line.add_run(f"{one['text']} ")
            add_link(line, one["article"], one["url"])
    parts = {part["number"]: part["name"] for part in told["asked"]["parts"]}
    for number, name in parts.items():
        document.add_heading(f"Ce qui peut être réservé : {name}", 2)
        for one in told["law"]["reservations"]:
            if one["part"] == number:
                _reservation(document, one)


def _reservation(document: Document, one: dict[str, Any]) -> None:
    document.add_heading(f"{one['label']} : {one['opening']}", 3)
    line = document.add_paragraph(f"Réservé aux {one['beneficiaries']}. ")
    for article, url in one["articles"]:
        add_link(line, article, url)
        line.add_run(" ")
    chosen = "Envisagé par l’acheteur. " if one["is_chosen"] else ""
    document.add_paragraph(
        f"{chosen}Éligibles ou à vérifier : {words.count(one['possible'])}, dont à la preuve vérifiée : "
        f"{words.count(one['eligible'])}."
    )
    for text in [*one["obstacles"], *one["checks"]]:
        document.add_paragraph(text, style="List Bullet")
    if one["notice"]:
        document.add_paragraph(
            f"Phrase pour l’avis ou les documents : {one['notice']}", style="Intense Quote"
        )


def _facts(document: Document, caption: str, facts: Sequence[dict[str, Any]]) -> None:
    rows = [(fact["label"], fact["said"]) for fact in facts]
    add_table(document, caption, ["Rubrique", "Ce qui est dit"], rows, [5, 12])


def _paragraphs(document: Document, text: str) -> None:
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)


CHAPTERS = [need, method, found, selection, exchanges, law, sheets]
