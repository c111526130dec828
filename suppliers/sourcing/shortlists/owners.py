"""Whose a shortlist is, in words, for who reads its page."""

from __future__ import annotations

from suppliers.models import Shortlist, Workspace
from suppliers.models.workspace import VISITOR_DAYS


def owner_in_words(workspace: Workspace) -> str:
    """« Sélection de la mairie, que ses membres peuvent modifier. »"""
    if workspace.organisation is not None:
        return f"Organisation {workspace.organisation} : tous ses membres la voient et la modifient"
    if workspace.user_id:
        return "La vôtre : personne d’autre ne la voit"
    return f"Gardée dans ce navigateur, {VISITOR_DAYS} jours après votre dernier passage"


def owner_in_short(shortlist: Shortlist) -> str:
    """For a list of shortlists."""
    return str(shortlist.workspace.organisation or "Vous")
