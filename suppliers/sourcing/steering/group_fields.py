"""The groupement that a contract was awarded to: its form, and its members beside the holder, its mandataire.

The rows are always there, for who has no script: those that are left empty are no member.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from suppliers.asking.number_fields import NumberField
from suppliers.asking.text_fields import LineField
from suppliers.imports.siret import read_siret
from suppliers.models import GroupForm
from suppliers.models.need import MOST_EUROS
from suppliers.showing.amounts import euros_in_words

from .standing import structure_with_siret

MOST_OTHERS = 19  # beside the mandataire
SHOWN_AT_ONCE = 3


class SiretField(forms.CharField):
    """Fourteen digits with their right key, however they are spaced; empty for none."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        said = {"max_length": "Un SIRET compte quatorze chiffres."}
        super().__init__(
            **{"required": False, "max_length": 40, "widget": widget, "error_messages": said, **options}
        )

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed.strip():
            return ""
        reading = read_siret(typed)
        if not reading.number:
            raise ValidationError(reading.reason)
        return reading.number


def group_fields() -> dict[str, forms.Field]:
    """By name: the form of the group, the part of its mandataire, then the rows of the others."""
    fields: dict[str, forms.Field] = {
        "group_form": forms.ChoiceField(
            label="Forme du groupement",
            required=False,
            choices=GroupForm.choices,
            error_messages={"invalid_choice": "Choisissez dans la liste."},
        ),
        "holder_share": _part("Part du mandataire HT (€)"),
    }
    for rank in range(1, MOST_OTHERS + 1):
        said = {"max_length": "Un nom compte 200 caractères au plus."}
        fields |= {
            f"member_{rank}_siret": SiretField(label=f"Cotraitant {rank}, SIRET"),
            f"member_{rank}_name": LineField(
                label=f"Cotraitant {rank}, nom", required=False, max_length=200, error_messages=said
            ),
            f"member_{rank}_amount": _part(f"Cotraitant {rank}, part HT (€)"),
        }
    return fields


def _part(label: str) -> NumberField:
    said = {"max_length": "Écrivez un montant en chiffres, par exemple 12 000."}
    return NumberField(label=label, required=False, most=MOST_EUROS, decimals=2, error_messages=said)


def without_group(initial: dict[str, Any]) -> dict[str, Any]:
    """What a form shows, but for the members and the parts; the amount was theirs too."""
    parts = ("member_", "holder_", "group_form", "amount_excl_tax")
    return {name: value for name, value in initial.items() if not name.startswith(parts)}


def initial_of_members(members: Iterable[Any]) -> dict[str, Any]:
    """What the rows hold of those: `siret`, `name`, `amount_excl_tax` of each."""
    found: dict[str, Any] = {}
    for rank, member in zip(range(1, MOST_OTHERS + 1), members, strict=False):
        found[f"member_{rank}_siret"] = member.siret
        found[f"member_{rank}_name"] = member.name
        found[f"member_{rank}_amount"] = getattr(member, "amount_excl_tax", None)
    return found


@dataclass(frozen=True)
class Row:
    """The fields of one member, as a page draws them."""

    rank: int
    siret: BoundField
    name: BoundField
    amount: BoundField

    @property
    def is_empty(self) -> bool:
        return not any(field.value() or field.errors for field in (self.siret, self.name, self.amount))


def rows_of(form: forms.Form) -> tuple[list[Row], list[Row]]:
    """Those to show at once, one of them empty at least; those to show on demand."""
    rows = [
        Row(rank, *(form[f"member_{rank}_{name}"] for name in ("siret", "name", "amount")))
        for rank in range(1, MOST_OTHERS + 1)
    ]
    last = max((row.rank for row in rows if not row.is_empty), default=0)
    shown = max(SHOWN_AT_ONCE, last + 1)
    return rows[:shown], rows[shown:]


def complete_group(form: forms.Form, values: dict[str, Any]) -> None:
    """Gather the rows in `members`, and check what they say together; mistakes go to their fields."""
    members = [member for rank in range(1, MOST_OTHERS + 1) if (member := _member(form, values, rank))]
    values["group_form"] = values.get("group_form") or GroupForm.NONE
    values["members"] = members
    if members and values["group_form"] == GroupForm.NONE and "group_form" not in form.errors:
        form.add_error("group_form", "Dites si le groupement est conjoint ou solidaire.")
    if values["group_form"] != GroupForm.NONE and not members and not form.errors:
        form.add_error("member_1_name", "Un groupement a au moins un membre de plus que son mandataire.")
    _check_once(form, values, members)
    if form.errors:
        return
    if members:
        _check_parts(form, values, members)
    elif values.get("holder_share") is not None:
        form.add_error("holder_share", "La part du mandataire va avec un groupement : donnez ses membres.")


def _member(form: forms.Form, values: dict[str, Any], rank: int) -> dict[str, Any] | None:
    """What a row says; None for an empty one. Its name is that of the directory where none was typed."""
    siret, name, amount = (values.get(f"member_{rank}_{part}") for part in ("siret", "name", "amount"))
    if not siret and not name and amount is None:
        return None
    structure = structure_with_siret(siret) if siret else None
    name = name or (str(structure)[:200] if structure else "")
    if not name and not form.errors.keys() & {f"member_{rank}_siret", f"member_{rank}_name"}:
        form.add_error(
            f"member_{rank}_name",
            "Ce SIRET n’est pas dans l’annuaire : donnez le nom."
            if siret
            else "Donnez ce membre : son SIRET, ou au moins son nom.",
        )
    return {
        "rank": rank,
        "siret": siret or "",
        "name": name,
        "structure": structure,
        "amount_excl_tax": amount,
    }


def _check_once(form: forms.Form, values: dict[str, Any], members: list[dict[str, Any]]) -> None:
    seen = {values.get("holder_siret") or "": "du mandataire"} if values.get("holder_siret") else {}
    for member in members:
        siret = member["siret"]
        if siret and siret in seen:
            form.add_error(f"member_{member['rank']}_siret", f"Ce SIRET est déjà celui {seen[siret]}.")
        seen.setdefault(siret, f"du cotraitant {member['rank']}")


def _check_parts(form: forms.Form, values: dict[str, Any], members: list[dict[str, Any]]) -> None:
    """The parts are all known or none is; they make the amount, which may then be left out."""
    parts = {"holder_share": values.get("holder_share")}
    parts |= {f"member_{member['rank']}_amount": member["amount_excl_tax"] for member in members}
    given = [part for part in parts.values() if part is not None]
    if given and len(given) < len(parts):
        missing = next(name for name, part in parts.items() if part is None)
        form.add_error(missing, "Donnez la part de chaque membre, ou d’aucun : il manque celle-ci.")
        return
    total, amount = sum(given, Decimal(0)), values.get("amount_excl_tax")
    if given and amount is not None and total != amount:
        said = f"Les parts font {euros_in_words(total)}, et ce montant est de {euros_in_words(amount)}"
        form.add_error("amount_excl_tax", f"{said} : corrigez l’un ou l’autre, ou laissez ce champ vide.")
    elif total > MOST_EUROS:
        form.add_error("holder_share", f"Les parts dépassent {euros_in_words(MOST_EUROS)} en tout.")
    elif given:
        values["amount_excl_tax"] = total
