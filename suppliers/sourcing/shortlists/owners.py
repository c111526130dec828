"""Whose a shortlist is, in words, for who reads its page."""

from __future__ import annotations

from suppliers.models import Workspace
from suppliers.models.workspace import VISITOR_DAYS


def owner_in_words(workspace: Workspace, links: int) -> str:
    """Who may change it, and who reads it. `links`: how many are open."""
    return f"{_who_changes(workspace, links)}{_who_reads(links)}"


def _who_changes(workspace: Workspace, links: int) -> str:
    if workspace.organisation is not None:
        return f"Organisation {workspace.organisation} : tous ses membres la voient et la modifient"
    if workspace.user_id:
        return "La vôtre : vous seul la modifiez" if links else "La vôtre : personne d’autre ne la voit"
    return f"Gardée dans ce navigateur, {VISITOR_DAYS} jours après votre dernier passage"


def _who_reads(links: int) -> str:
    if not links:
        return ""
    return f", et la lit qui a {'le lien ouvert' if links == 1 else 'un des liens ouverts'}"
