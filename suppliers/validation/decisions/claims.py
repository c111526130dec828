"""Somebody says that they act for a structure."""

from __future__ import annotations

from typing import ClassVar

from suppliers.models import ReviewItem, User
from suppliers.profiles.joining import grant_access

from ..contract import CannotDecideError, Choice, Rules
from ..rows import Rows


class ClaimRules(Rules):
    approve_label = "Donner l’accès"
    refusals: ClassVar = {
        "unproven": "Le justificatif ne montre pas de lien avec la structure",
        "unreadable": "Le justificatif ne se lit pas",
        "wrong_structure": "Le justificatif concerne une autre structure",
        "owner": "La structure a déjà une personne responsable : c’est à elle de vous inviter",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        if item.submitted_by is None:
            raise CannotDecideError("Le compte qui demandait l’accès n’existe plus : refusez cette demande.")
        rows.watch(item.structure)
        present = item.structure.memberships.filter(user=item.submitted_by).exists()
        made = grant_access(item.structure, item.submitted_by, by=choice.by, note="Demande d’accès acceptée")
        if not present:
            rows.created(made)
        rows.stale.add(item.structure.pk)

    def recipients(self, item: ReviewItem, decision: str) -> list[User | str]:
        """Who asks alone: what they wrote is not for the members."""
        return [item.submitted_by] if item.submitted_by else []

    def named(self, item: ReviewItem) -> str:
        return "votre demande d’accès à la fiche"

    def consequence(self, item: ReviewItem, decision: str) -> str:
        if decision == "approved":
            return "Vous pouvez désormais tenir cette fiche à jour."
        return ""
