"""The sheets of the workbook, each from its part of what was frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import counted, words
from .columns import SHEETS


@dataclass(frozen=True)
class Number:
    """A number and how it is shown: in `unit`; with so many `decimals`, None for those it has; a code as it
    stands, without groups of three.
    """

    value: int | Decimal
    unit: str = ""
    decimals: int | None = None
    is_code: bool = False


Value = str | int | Decimal | Number | dt.date | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """One sheet. `widths`: of its columns, in characters."""

    name: str
    titles: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Value]]


NOTHING = {
    "Trouvées": (2, "Aucune structure connue ne répond à ce qui est demandé."),
    "Sélection": (1, words.NOBODY_PICKED),
    "Groupements": (0, "Aucun groupement n’est gardé."),
    "Échanges": (1, words.NO_EXCHANGE),
    "Fiches": (0, words.NO_SHEET),
}


NO_DEPTH = [None] * 5  # of a count that is no line of the market's depth


def tables_of(told: dict[str, Any], sha256: str) -> list[Table]:
    """`sha256`: of the content."""
    read = {
        "Besoin": [*_record(told, sha256), *_need(told)],
        "Méthode": [*_method(told)],
        "Comptages": [*_counts(told)],
        "Trouvées": [*_found(told)],
        "Sélection": [*_selection(told)],
        "Groupements": [*_groups(told)],
        "Échanges": [*_exchanges(told)],
        "Droit": [*_law(told)],
        "Fiches": [*_sheets(told)],
    }
    return [
        Table(name, list(columns), list(columns.values()), read[name] or _nothing(name, len(columns)))
        for name, columns in SHEETS.items()
    ]


def _nothing(name: str, columns: int) -> list[Row]:
    """A sheet without a row says so."""
    rank, said = NOTHING[name]
    return [tuple(said if column == rank else None for column in range(columns))]


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _moment(iso: str) -> dt.datetime:
    """As a cell holds it, which holds no zone: the hour of Paris."""
    return dt.datetime.fromisoformat(iso).replace(tzinfo=None)


def _value(fact: dict[str, Any]) -> Value:
    if fact["number"]:
        return Number(Decimal(fact["number"]), fact["unit"])
    return _day(fact["day"]) or str(fact["said"])


def _record(told: dict[str, Any], sha256: str) -> Iterator[Row]:
    identity, added = told["identity"], told["added"]
    yield ("Dossier", "Numéro", f"{identity['number']}, version {identity['version']}")
    yield ("Dossier", "Établi le", _moment(identity["made_at"]))
    yield ("Dossier", "Compte", identity["made_by"] or "Visiteur sans compte")
    for label, name in (("Auteur", "author"), ("Fonction", "role")):
        yield ("Dossier", label, added[name] or words.UNSAID)
    yield ("Dossier", "Empreinte SHA-256 du contenu", sha256)
    yield ("Dossier", "Vérifier un fichier", words.check_page(told))
    yield ("Dossier", "Figé", words.FROZEN)


def _need(told: dict[str, Any]) -> Iterator[Row]:
    for fact in told["asked"]["facts"]:
        yield ("Besoin", fact["label"], _value(fact))
    for text in words.remarks(told):
        yield ("Besoin", "À vérifier", text)
    for part in told["asked"]["parts"]:
        for fact in part["facts"]:
            yield (part["name"], fact["label"], _value(fact))
    for label, text in words.added(told) or [("", words.UNSAID)]:
        yield ("Consigné par l’acheteur", label, text)


def _method(told: dict[str, Any]) -> Iterator[Row]:
    method = told["method"]
    yield ("Ensemble", "Annuaire", told["identity"]["site"])
    yield ("Ensemble", "Version de l’annuaire", Number(method["directory_version"], is_code=True))
    yield ("Ensemble", "Annuaire changé le", _day(method["read_on"]))
    yield ("Ensemble", "Recherche faite le", _day(method["day"]))
    yield ("Ensemble", "Preuves et éligibilité lues au", _day(method["eligibility_day"]))
    if method["ending_on"]:
        yield ("Ensemble", "Fins de preuve dites à côté, avant le", _day(method["ending_on"]))
    yield ("Ensemble", "Structures listées par partie, au plus", method["cap"])
    for name, count in method["sources"]:
        yield ("Sources", name, Number(count, "fiches" if count > 1 else "fiche"))
    for draw in method["draws"]:
        yield ("Ensemble", "Choix de l’ordre", words.draw(draw))
    for part in method["parts"]:
        for text in part["filters"]:
            yield (part["name"], "Filtre", text)
        yield (part["name"], "Recherche", words.search(part, told))
        for rank, rule in enumerate(part["order"], start=1):
            yield (part["name"], f"Ordre, règle {rank}", rule)
        if part["drawn_on"]:
            yield (part["name"], "Ordre neutre tiré le", _day(part["drawn_on"]))
            yield (part["name"], "Graine du tirage", Number(part["seed"], is_code=True))


def _counts(told: dict[str, Any]) -> Iterator[Row]:
    funnel = told["funnel"]
    labels = {
        "proposed": "Trouvées, toutes parties confondues",
        "shortlisted": "Dans la sélection",
        "contacted": words.REACHED,
        "answered": "Ont répondu",
        "set_aside": "Écartées, avec un motif",
        "kept_with_reason": "Gardées, avec une raison notée",
        "never_picked": "Trouvées, jamais dans la sélection, sans raison notée pour chacune",
    }
    for name, label in labels.items():
        yield ("Ensemble", "De la recherche aux réponses", label, funnel[name], *NO_DEPTH)
    yield ("Ensemble", counted.CHOICE, counted.choice(told), None, *NO_DEPTH)
    for part in told["found"]:
        for step in part["steps"]:
            yield (part["name"], "Étapes", step["label"], step["count"], *NO_DEPTH)
        for line in counted.depth_lines(part):
            counts = (line[name] for name in (*counted.COUNTED, "ending"))
            yield (part["name"], line["group"] or "Ensemble", line["label"], None, *counts)
        for site, within in part["near"]:
            for km, count in within:
                yield (part["name"], f"À moins de {km} km", site, count, *NO_DEPTH)


def _found(told: dict[str, Any]) -> Iterator[Row]:
    for part in told["found"]:
        for one in part["structures"]:
            km = None if one["metres"] is None else Number(Decimal(one["metres"]) / 1000, decimals=1)
            yield (part["name"], one["rank"], one["name"], one["siret"], one["city"], km, one["why"])
        if part["is_cut"]:
            yield (part["name"], None, words.how_many(part), "", "", None, "")


def _selection(told: dict[str, Any]) -> Iterator[Row]:
    for one in told["picks"]:
        yield (
            one["rank"],
            one["name"],
            one["siret"],
            one["city"],
            "Écartée" if one["is_set_aside"] else "Gardée",
            words.kept_for(one, told),
            one["status"],
            one["reason"] or words.UNNOTED,
            _moment(one["found_at"]),
            words.shown_order(one),
            "\n".join(one["found_by"]),
            "\n".join(one["changes"]),
            _day(one["set_aside_on"]),
        )
    for one in told["taken_out"]:
        found_at, gone_on = _moment(one["found_at"]), _day(one["taken_out_on"])
        order, by, said = words.shown_order(one), "\n".join(one["found_by"]), words.taken_out(one)
        who = (None, one["name"], one["siret"], one["city"])
        yield (*who, "Retirée", "", "", said, found_at, order, by, "", gone_on)


def _groups(told: dict[str, Any]) -> Iterator[Row]:
    for group in told["groups"]:
        for member in group["members"]:
            yield (
                words.group_title(group),
                group["form"],
                member["name"],
                member["siret"],
                words.nature(member),
                words.role(member),
                words.lots(member["lots"]),
                words.set_aside(member),
                None,
            )
        for one in words.standings(group):
            said = "\n".join(part for part in (one["together"], *one["members"], one["warning"]) if part)
            yield (words.group_title(group), group["form"], one["title"], *[None] * 5, said)


def _exchanges(told: dict[str, Any]) -> Iterator[Row]:
    for enquiry in told["enquiries"]:
        questions = (f"{rank}. {question}" for rank, question in enumerate(enquiry["questions"], start=1))
        asked, day = "\n".join([enquiry["message"], *questions]), _day(enquiry["prepared_on"])
        yield (day, "Demande d’information", "", enquiry["subject"], "", asked, "", "", None)
        for one in enquiry["asked"]:
            yield _asked(enquiry, one)
    for talk in told["talks"]:
        said, papers = "\n".join(words.talk(talk | {"documents": ""})), talk["documents"]
        given, day = talk["information_given"], _day(talk["day"])
        yield (day, talk["channel"], talk["name"], "", talk["participants"], said, given, papers, None)


def _asked(enquiry: dict[str, Any], one: dict[str, Any]) -> Row:
    sent = f"Envoi {words.BY_SITE if one['is_by_site'] else words.BY_BUYER}"
    nature = "Réponse" if one["answered_on"] else sent if one["sent_on"] else "Non envoyée"
    if one["answered_on"] and not one["sent_on"]:
        nature = f"{nature} ({words.NO_SENDING.lower()})"
    said = "\n".join(words.answers(one | {"documents": ""}))
    days = _day(one["sent_on"]), _day(one["answered_on"])
    return (days[0], nature, one["name"], enquiry["subject"], "", said, "", one["documents"], days[1])


def _law(told: dict[str, Any]) -> Iterator[Row]:
    for statement in told["law"]["statements"]:
        yield ("Ensemble", "Égalité de traitement", "", "", statement, None, None, None)
    for topic in told["law"]["topics"]:
        for one in topic["sentences"]:
            check = "Oui" if one["to_check"] else "Non"
            yield ("Ensemble", topic["name"], one["article"], check, one["text"], None, None, None)
    names = {part["number"]: part["name"] for part in told["asked"]["parts"]}
    for one in told["law"]["reservations"]:
        articles = ", ".join(article for article, _ in one["articles"])
        said = [f"Réservé aux {one['beneficiaries']} : {one['opening']}.", *one["obstacles"], *one["checks"]]
        notice = [f"{words.IF_CHOSEN} {one['notice']}"] if one["notice"] else []
        text = "\n".join([*said, *notice])
        check = "Oui" if one["checks"] else "Non"
        figures = [None] * 3 if one["is_closed"] else [one["possible"], one["eligible"], one["ending"]]
        yield (names[one["part"]], one["label"], articles, check, text, *figures)


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
        amount = Number(Decimal(one["amount"]), "€ HT") if one["amount"] else None
        yield ("Références", f"{one['client']} · {one['subject']} ({one['year']})", amount)
