"""Who did what on a need and its shortlist, in French sentences."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from suppliers.accounts.groups import name_of
from suppliers.models import User, WorkspaceEvent
from suppliers.models.shortlist import PickStatus
from suppliers.showing.amounts import number_in_words
from suppliers.workspace.history import ANSWERED
from suppliers.workspace.owning import author

from .lots_in_words import lots_in_words

SHOWN = 50
WHOLE = "historique"  # the parameter that asks for all of it
OTHERWISE = "un changement"
A_CLOSED_ACCOUNT = "Un compte supprimé"


@dataclass(frozen=True)
class Told:
    at: dt.datetime
    who: str
    what: str


@dataclass(frozen=True)
class History:
    """The newest first. `is_cut`: there is more, which was not asked for."""

    told: list[Told]
    is_cut: bool
    is_whole: bool


def history_of(events: QuerySet[WorkspaceEvent, WorkspaceEvent], request: HttpRequest) -> History:
    """What was done, for who asks: the last of it, unless the address asks for all."""
    is_whole, reader = WHOLE in request.GET, author(request)
    ordered = events.select_related("by").order_by("-at", "-pk")
    found = list(ordered if is_whole else ordered[: SHOWN + 1])
    shown = found if is_whole else found[:SHOWN]
    return History([told_of(event, reader) for event in shown], len(shown) < len(found), is_whole)


def told_of(event: WorkspaceEvent, reader: User | None) -> Told:
    return Told(event.at, _who(event, reader), _what(event))


def _who(event: WorkspaceEvent, reader: User | None) -> str:
    if event.action == ANSWERED:
        return event.structure_name
    if event.by is not None:
        return "Vous" if event.by == reader else name_of(event.by)
    return "Vous" if reader is None else A_CLOSED_ACCOUNT


def _what(event: WorkspaceEvent) -> str:
    said, detail = WORDS.get(event.action), event.detail
    name = f"« {event.structure_name} »" if event.structure_name else ""
    if said is None:
        return f"{OTHERWISE} {name}".strip()
    return said.format_map(defaultdict(str, name=name, **_in_words(event.action, detail)))


def _in_words(action: str, detail: dict[str, Any]) -> dict[str, str]:
    said = {key: str(value) for key, value in detail.items()}
    if action == "shortlist.status":
        said["after"] = _status(detail.get("after", ""))
        said["why"] = f" ({detail['reason']})" if detail.get("reason") else ""
    if action == "shortlist.tags":
        said["after"] = ", ".join(detail.get("after", [])) or "aucune"
    if action == "shortlist.reason":
        said["after"] = f"motif « {detail['after']} »" if detail.get("after") else "motif effacé"
    if action == "shortlist.lots":
        said["after"] = lots_in_words(detail.get("after", [])) or "aucun lot en particulier"
    if action == "shortlist.note":
        verb = "changée" if detail.get("before") else "écrite"
        said["verb"] = verb if detail.get("after") else "effacée"
    if action == "organisation.territory":
        said = {name: value or "aucun" for name, value in said.items()}
    if action == "need.order":
        said["order"] = "ordre neutre tiré" if detail.get("neutral") else "ordre expliqué choisi"
    if action.startswith("ledger."):
        said |= _counts(detail)
    if action == "award.note":
        said["whose"] = _holder(detail.get("after") or {})
    if action == "spaser.targets":
        said["said"] = "\u00a0; ".join(detail.get("said", []))
    return said


def _status(value: str) -> str:
    return str(PickStatus(value).label) if value in PickStatus.values else value


def _counts(detail: dict[str, Any]) -> dict[str, str]:
    """How many lines of a ledger: never what is in them."""
    rows, refused = int(detail.get("rows") or 0), int(detail.get("refused") or 0)
    lines = f"{number_in_words(rows)} ligne{'s' if rows > 1 else ''}"
    aside = f", {number_in_words(refused)} refusée{'s' if refused > 1 else ''}" if refused else ""
    return {"lines": lines, "kept": f"{lines} gardée{'s' if rows > 1 else ''}{aside}"}


def _holder(award: dict[str, Any]) -> str:
    """« : Le Canal et 2 cotraitants »; nothing of what was not awarded, or noted in an earlier version."""
    name, others = award.get("holder_name", ""), len(award.get("members", []))
    beside = f" et {others} cotraitant{'s' if others > 1 else ''}" if others else ""
    return f" : {name}{beside}" if name else ""


WORDS = {
    "shortlist.add": "ajout de {name}",
    "shortlist.remove": "retrait de {name}",
    "shortlist.status": "{name} : « {after} »{why}",
    "shortlist.reason": "{name} : {after}",
    "shortlist.note": "{name} : note {verb}",
    "shortlist.lots": "{name} : pour {after}",
    "shortlist.tags": "{name} : étiquettes {after}",
    "shortlist.order": "{name} passe du rang {before} au rang {after}",
    "shortlist.create": "sélection créée",
    "shortlist.rename": "renommée « {after} »",
    "shortlist.entrust": "confiée à {organisation}",
    "shortlist.share": "lien de partage ouvert pour {days} jours",
    "shortlist.unshare": "lien de partage annulé",
    "shortlist.delete": "sélection supprimée",
    "need.create": "besoin créé",
    "need.change": "besoin modifié",
    "need.delete": "besoin supprimé",
    "need.entrust": "besoin confié à {organisation}",
    "need.order": "{order}",
    "lot.add": "lot {number} ajouté : « {title} »",
    "lot.change": "lot {number} modifié : « {title} »",
    "lot.remove": "lot {number} retiré : « {title} »",
    "enquiry.create": "demande préparée : « {subject} »",
    "enquiry.change": "demande modifiée : « {subject} »",
    "enquiry.delete": "demande supprimée : « {subject} »",
    "enquiry.freeze": "texte arrêté : « {subject} »",
    "enquiry.add": "{name} s’ajoute à la demande « {subject} »",
    "enquiry.send": "demande envoyée à {name}",
    "enquiry.answer": "a répondu à « {subject} »",
    "enquiry.note_answer": "réponse de {name} notée",
    "enquiry.note": "réponse de {name} notée",
    "exchange.create": "échange noté avec {name}",
    "exchange.change": "échange avec {name} modifié",
    "exchange.delete": "échange avec {name} supprimé",
    "consortium.keep": "groupement gardé : {consortium}",
    "consortium.create": "groupement gardé : {consortium}",
    "consortium.change": "groupement modifié : {consortium}",
    "consortium.add": "{name} entre dans {consortium}",
    "consortium.remove": "{name} sort de {consortium}",
    "consortium.delete": "groupement supprimé : {consortium}",
    "award.note": "issue notée{whose}",
    "award.create": "issue notée",
    "award.change": "issue modifiée",
    "award.forget": "issue effacée",
    "record.make": "dossier établi",
    "spaser.targets": "objectifs {year} : {said}",
    "ledger.receive": "fichier de dépenses reçu : « {file} »",
    "ledger.read": "lecture de « {file} » lancée",
    "ledger.done": "« {file} » importé : {kept}",
    "ledger.fail": "« {file} » n’a pas pu être lu : {reason}",
    "ledger.again": "lecture de « {file} » à recommencer",
    "ledger.delete": "« {file} » supprimé, avec {lines}",
    "organisation.territory": "territoire de l’organisation : {before} → {after}",
}
