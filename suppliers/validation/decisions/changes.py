"""A published structure proposes another identity or address."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.forms import BaseForm

from suppliers.models import ReviewItem, Structure
from suppliers.profiles.changing import edited_by_hand
from suppliers.profiles.facts import as_json

from ..contract import CannotDecideError, Choice, Rules
from ..rows import Rows, values_of
from .facts import write_facts
from .facts_form import FactsForm, form_of, names_of


class ChangeRules(Rules):
    approve_label = "Accepter"
    follows_facts = True
    refusals: ClassVar = {
        "unproven": "Rien ne permet de le vérifier",
        "registry": "Les registres officiels disent autre chose",
        "wrong_place": "L’adresse ne se trouve pas, ou n’est pas la bonne",
        "other": "Autre raison (à préciser)",
    }

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        structure = item.structure
        values = {**proposed(item), **choice.corrections}
        if not values:
            raise CannotDecideError("Cette demande ne propose plus rien : refusez-la.")
        rows.watch(structure)
        structure.edited_fields = edited_by_hand(structure, values)
        write_facts(structure, values, rows)

    def form(self, item: ReviewItem, data: Any = None) -> BaseForm | None:
        names = names_of(item.fields)
        return form_of(item.structure, proposed(item), names, data) if names else None

    def written(self, item: ReviewItem) -> dict[str, Any]:
        return values_of(item.structure) | {name: said["after"] for name, said in item.fields.items()}

    def corrections(self, form: Any) -> dict[str, Any]:
        return cast(FactsForm, form).corrections()

    def named(self, item: ReviewItem) -> str:
        return "la modification que vous proposez"

    def consequence(self, item: ReviewItem, decision: str) -> str:
        if decision == "approved":
            return "La fiche publiée la montre dès maintenant."
        return "La fiche publiée reste telle qu’elle était." if decision == "refused" else ""


def proposed(item: ReviewItem) -> dict[str, Any]:
    """The values that an item proposes, as the model holds them, where they are not there already."""
    columns = {field.attname: field for field in Structure._meta.concrete_fields}
    return {
        name: columns[name].to_python(said["after"])
        for name, said in item.fields.items()
        if name in columns and as_json(getattr(item.structure, name)) != said["after"]
    }
