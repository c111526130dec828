"""Who did what in a shortlist, in French sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from suppliers.accounts.groups import name_of
from suppliers.models import Shortlist, User, WorkspaceEvent
from suppliers.models.shortlist import PickStatus

SHOWN = 50
A_VISITOR = "Vous, avant d’avoir un compte"
A_CLOSED_ACCOUNT = "Un compte supprimé"


@dataclass(frozen=True)
class Told:
    at: dt.datetime
    who: str
    what: str


def history_of(shortlist: Shortlist, reader: User | None) -> list[Told]:
    """The last things done, the newest first."""
    events = shortlist.events.select_related("by")[:SHOWN]
    return [Told(event.at, _who(event, shortlist, reader), _what(event)) for event in events]


def _who(event: WorkspaceEvent, shortlist: Shortlist, reader: User | None) -> str:
    if event.by is not None:
        return "Vous" if event.by == reader else name_of(event.by)
    if reader is None:
        return "Vous"
    return A_CLOSED_ACCOUNT if shortlist.workspace.organisation_id else A_VISITOR


def _what(event: WorkspaceEvent) -> str:
    said, detail = WORDS.get(event.action), event.detail
    name = f"« {event.structure_name} »" if event.structure_name else ""
    if said is None:
        return f"{event.action} {name}".strip()
    return said.format(name=name, **_in_words(event.action, detail))


def _in_words(action: str, detail: dict[str, Any]) -> dict[str, str]:
    said = {key: str(value) for key, value in detail.items()}
    if action == "shortlist.status":
        said["after"] = _status(detail.get("after", ""))
        said["why"] = f" ({detail['reason']})" if detail.get("reason") else ""
    if action == "shortlist.tags":
        said["after"] = ", ".join(detail.get("after", [])) or "aucune"
    if action == "shortlist.note":
        verb = "changée" if detail.get("before") else "écrite"
        said["verb"] = verb if detail.get("after") else "effacée"
    return said


def _status(value: str) -> str:
    return str(PickStatus(value).label) if value in PickStatus.values else value


WORDS = {
    "shortlist.add": "ajout de {name}",
    "shortlist.remove": "retrait de {name}",
    "shortlist.status": "{name} : « {after} »{why}",
    "shortlist.reason": "{name} : motif « {after} »",
    "shortlist.note": "{name} : note {verb}",
    "shortlist.tags": "{name} : étiquettes {after}",
    "shortlist.order": "{name} passe du rang {before} au rang {after}",
    "shortlist.create": "sélection créée",
    "shortlist.rename": "renommée « {after} »",
    "shortlist.entrust": "confiée à {organisation}",
    "shortlist.share": "lien de partage ouvert pour {days} jours",
    "shortlist.unshare": "lien de partage annulé",
}
