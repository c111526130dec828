"""An official list says something else than what the structure has written."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.forms import BaseForm

from suppliers.models import ReviewItem, User
from suppliers.profiles.changing import edited_by_hand

from ..contract import CannotDecideError, Choice, Rules
from ..rows import Rows
from .changes import proposed
from .facts import write_facts
from .facts_form import FactsForm, form_of, names_of


class ImportRules(Rules):
    """`data`: `fields`, and the list's `source` and `date` (ISO). `key` names the group of fields."""

    approve_label = "Prendre la valeur de la liste"
    refuse_label = "Garder la nôtre"
    follows_facts = True
    refusals: ClassVar = {
        "ours": "Notre information est plus juste que celle de la liste",
        "outdated": "La liste est en retard",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        """The field becomes the list's: its next edition may fill it. What is corrected is somebody's."""
        structure = item.structure
        values = {**proposed(item), **choice.corrections}
        if not values:
            raise CannotDecideError("La fiche dit déjà ce que dit la liste : refusez cet écart.")
        rows.watch(structure)
        theirs = {name.removesuffix("_id") for name in values if name not in choice.corrections}
        structure.edited_fields = [name for name in structure.edited_fields if name not in theirs]
        structure.edited_fields = edited_by_hand(structure, choice.corrections)
        if theirs:
            said = {"source": item.data.get("source", ""), "date": item.data.get("date", "")}
            structure.field_sources = {**structure.field_sources, item.key: said}
        write_facts(structure, values, rows)

    def form(self, item: ReviewItem, data: Any = None) -> BaseForm | None:
        names = names_of(item.fields)
        return form_of(item.structure, proposed(item), names, data) if names else None

    def corrections(self, form: Any) -> dict[str, Any]:
        return cast(FactsForm, form).corrections()

    def recipients(self, item: ReviewItem, decision: str) -> list[User | str]:
        """Members learn what changes on their page; that nothing does is no news."""
        return [] if decision == "refused" else super().recipients(item, decision)

    def named(self, item: ReviewItem) -> str:
        return "la mise à jour de votre fiche d’après une liste officielle"

    def consequence(self, item: ReviewItem, decision: str) -> str:
        if decision != "approved":
            return ""
        return "Si ce que dit la liste est faux, corrigez-le depuis votre espace : nous le vérifierons."
