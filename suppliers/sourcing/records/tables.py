"""The sheets of the workbook, each from its part of what was frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import words

Value = str | int | Decimal | dt.date | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """One sheet. `widths`: of its columns, in characters."""

    name: str
    titles: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Value]]


# Titles of the columns of each sheet, with their widths in characters.
_SHEETS: dict[str, dict[str, int]] = {
    "Besoin": {"Partie": 34, "Rubrique": 40, "Valeur": 70},
    "Méthode": {"Partie": 34, "Rubrique": 40, "Valeur": 70},
    "Comptages": {
        "Partie": 34,
        "Groupe": 40,
        "Structures": 46,
        "Situées": 12,
        "Interviennent": 14,
        "Preuve vérifiée": 16,
        "Fiche de moins d’un an": 20,
    },
    "Trouvées": {
        "Partie": 34,
        "Rang": 8,
        "Structure": 42,
        "SIRET": 18,
        "Commune": 24,
        "Distance (km)": 14,
        "Ce qui la classe": 80,
    },
    "Sélection": {
        "Rang": 8,
        "Structure": 42,
        "SIRET": 18,
        "Commune": 24,
        "Décision": 12,
        "État": 16,
        "Motif": 50,
        "Trouvée le": 14,
        "Recherche": 50,
        "Changé depuis": 50,
        "Retirée le": 14,
    },
    "Échanges": {
        "Date": 14,
        "Nature": 24,
        "Structure": 42,
        "Objet": 40,
        "Participants": 30,
        "Contenu": 80,
        "Informations données": 50,
        "Répondue le": 14,
    },
    "Droit": {
        "Partie": 34,
        "Sujet": 40,
        "Article": 24,
        "À vérifier": 12,
        "Texte": 90,
        "Éligibles ou à vérifier": 20,
        "Dont preuve vérifiée": 20,
    },
    "Fiches": {"Structure": 42, "SIRET": 18, "Chapitre": 28, "Rubrique": 44, "Valeur": 80},
}


def tables_of(told: dict[str, Any]) -> list[Table]:
    rows = [_need, _method, _counts, _found, _selection, _exchanges, _law, _sheets]
    return [
        Table(name, list(columns), list(columns.values()), read(told))
        for (name, columns), read in zip(_SHEETS.items(), rows, strict=True)
    ]


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _value(fact: dict[str, Any]) -> Value:
    if fact["number"]:
        return Decimal(fact["number"])
    return _day(fact["day"]) or str(fact["said"])


def _need(told: dict[str, Any]) -> Iterator[Row]:
    identity, added = told["identity"], told["added"]
    yield ("Dossier", "Numéro", f"{identity['number']}, version {identity['version']}")
    yield ("Dossier", "Établi le", _day(identity["made_at"][:10]))
    yield ("Dossier", "Compte", identity["made_by"] or "Visiteur sans compte")
    for label, name in (("Auteur", "author"), ("Fonction", "role")):
        yield ("Dossier", label, added[name] or words.UNSAID)
    for fact in told["asked"]["facts"]:
        yield ("Besoin", fact["label"], _value(fact))
    for part in told["asked"]["parts"]:
        for fact in part["facts"]:
            yield (part["name"], fact["label"], _value(fact))
    for name, label in words.ADDED:
        if added[name]:
            yield ("Consigné par l’acheteur", label, added[name])


def _method(told: dict[str, Any]) -> Iterator[Row]:
    method, site = told["method"], told["identity"]["address"]
    yield ("Ensemble", "Annuaire", told["identity"]["site"])
    yield ("Ensemble", "Version de l’annuaire", method["directory_version"])
    yield ("Ensemble", "Annuaire changé le", _day(method["read_on"]))
    yield ("Ensemble", "Recherche faite le", _day(method["day"]))
    yield ("Ensemble", "Éligibilité lue au", _day(method["eligibility_day"]))
    yield ("Ensemble", "Structures listées par partie, au plus", method["cap"])
    for name, count in method["sources"]:
        yield ("Sources (nombre de fiches)", name, count)
    for draw in method["draws"]:
        yield ("Ensemble", "Choix de l’ordre", words.draw(draw))
    for part in method["parts"]:
        for text in part["filters"]:
            yield (part["name"], "Filtre", text)
        yield (part["name"], "Recherche", f"{site}/annuaire/?{part['query']}")
        for rank, rule in enumerate(part["order"], start=1):
            yield (part["name"], f"Ordre, règle {rank}", rule)
        if part["drawn_on"]:
            yield (part["name"], "Ordre neutre tiré le", _day(part["drawn_on"]))
            yield (part["name"], "Graine du tirage", part["seed"])


def _counts(told: dict[str, Any]) -> Iterator[Row]:
    funnel = told["funnel"]
    labels = {
        "proposed": "Trouvées, toutes parties confondues",
        "shortlisted": "Dans la sélection",
        "contacted": "Contactées",
        "answered": "Ont répondu",
        "set_aside": "Écartées, avec un motif",
    }
    for name, label in labels.items():
        yield ("Ensemble", "De la recherche aux réponses", label, None, funnel[name], None, None)
    for part in told["found"]:
        for step in part["steps"]:
            yield (part["name"], "Étapes", step["label"], None, step["count"], None, None)
        for line in part["depth"]:
            counts = (line[name] for name in ("located", "working", "verified", "fresh"))
            yield (part["name"], line["group"] or "Ensemble", line["label"], *counts)
        for site, within in part["near"]:
            for km, count in within:
                yield (part["name"], f"À moins de {km} km", site, None, count, None, None)


def _found(told: dict[str, Any]) -> Iterator[Row]:
    for part in told["found"]:
        for one in part["structures"]:
            km = None if one["metres"] is None else Decimal(one["metres"]) / 1000
            yield (part["name"], one["rank"], one["name"], one["siret"], one["city"], km, one["why"])
        if part["is_cut"]:
            listed, count = words.count(len(part["structures"])), words.count(part["count"])
            yield (part["name"], None, f"Liste coupée : {listed} sur {count}", "", "", None, "")


def _selection(told: dict[str, Any]) -> Iterator[Row]:
    for one in told["picks"]:
        yield (
            one["rank"],
            one["name"],
            one["siret"],
            one["city"],
            "Écartée" if one["is_set_aside"] else "Gardée",
            one["status"],
            one["reason"],
            _day(one["found_on"]),
            "\n".join(one["found_by"]),
            "\n".join(one["changes"]),
            None,
        )
    for one in told["taken_out"]:
        found_on, gone_on = _day(one["found_on"]), _day(one["taken_out_on"])
        by, said = "\n".join(one["found_by"]), words.taken_out(one)
        yield (None, one["name"], one["siret"], one["city"], "Retirée", "", said, found_on, by, "", gone_on)
    for group in told["groups"]:
        for member in group["members"]:
            role = "Mandataire" if member["is_lead"] else "Cotraitant"
            said = f"Groupement {group['title']} : {role.lower()}, {words.lots(member['lots'])}"
            yield (None, member["name"], member["siret"], "", "Groupement", role, said, None, "", "", None)


def _exchanges(told: dict[str, Any]) -> Iterator[Row]:
    for enquiry in told["enquiries"]:
        asked = "\n".join([enquiry["message"], *enquiry["questions"]])
        day = _day(enquiry["prepared_on"])
        yield (day, "Demande d’information", "", enquiry["subject"], "", asked, "", None)
        for one in enquiry["asked"]:
            said = "\n".join(words.answers(enquiry["questions"], one))
            sent = f"Envoi {words.BY_SITE if one['is_by_site'] else words.BY_BUYER}"
            nature = "Réponse" if one["answered_on"] else sent if one["sent_on"] else "Non envoyée"
            answered = _day(one["answered_on"])
            yield (_day(one["sent_on"]), nature, one["name"], enquiry["subject"], "", said, "", answered)
    for talk in told["talks"]:
        given = talk["information_given"]
        yield (
            _day(talk["day"]),
            talk["channel"],
            talk["name"],
            "",
            talk["participants"],
            talk["content"],
            given,
            None,
        )


def _law(told: dict[str, Any]) -> Iterator[Row]:
    for statement in told["law"]["statements"]:
        yield ("Ensemble", "Égalité de traitement", "", "", statement, None, None)
    for topic in told["law"]["topics"]:
        for one in topic["sentences"]:
            check = "Oui" if one["to_check"] else "Non"
            yield ("Ensemble", topic["name"], one["article"], check, one["text"], None, None)
    names = {part["number"]: part["name"] for part in told["asked"]["parts"]}
    for one in told["law"]["reservations"]:
        articles = ", ".join(article for article, _ in one["articles"])
        said = [f"Réservé aux {one['beneficiaries']} : {one['opening']}.", *one["obstacles"], *one["checks"]]
        text = "\n".join([*said, one["notice"]]).strip()
        check = "Oui" if one["checks"] else "Non"
        yield (names[one["part"]], one["label"], articles, check, text, one["possible"], one["eligible"])


def _sheets(told: dict[str, Any]) -> Iterator[Row]:
    for sheet in told["sheets"]:
        for chapter, label, value in _lines_of(sheet):
            yield (sheet["name"], sheet["siret"], chapter, label, value)


def _lines_of(sheet: dict[str, Any]) -> Iterator[tuple[str, str, Value]]:
    yield ("Fraîcheur", sheet["standing"], sheet["freshness"])
    for fact in sheet["facts"]:
        yield ("Identité", fact["label"], _value(fact))
    for fact in sheet["capacity"]:
        yield ("Capacité", fact["label"], _value(fact))
    for one in sheet["sold"]:
        yield ("Activités", f"{one['type']} · {', '.join(one['sectors'])}".strip(" ·"), one["zone"])
    for one in sheet["certifications"]:
        yield ("Certifications", one["name"], one["state"])
        for fact in one["facts"]:
            yield ("Certifications", f"{one['name']} · {fact['label']}", _value(fact))
    for one in sheet["answers"]:
        said = " ".join(
            part for part in (f"{one['answer']}.", one["reason"], one["proof"], *one["notes"]) if part
        )
        yield ("Marchés réservés", one["article"], said)
    for one in sheet["references"]:
        amount = Decimal(one["amount"]) if one["amount"] else None
        yield ("Références", f"{one['client']} · {one['subject']} ({one['year']})", amount)
