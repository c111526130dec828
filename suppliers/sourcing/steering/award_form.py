"""What a buyer tells of the outcome of a need, or of a lot."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from suppliers.asking.day_field import DayField
from suppliers.asking.number_fields import NumberField
from suppliers.imports.text import one_line
from suppliers.models import AwardOutcome, GroupForm, Reserved
from suppliers.models.need import MOST_EUROS
from suppliers.search.legible import ILLEGIBLE

from .group_fields import Row, SiretField, complete_group, group_fields, rows_of
from .standing import structure_with_siret

MOST_BIDS = 1_000
EARLIEST = dt.date(2000, 1, 1)


class AwardForm(forms.Form):
    """Its fields bear the names of the columns of Award; what goes with a holder is of awarded ones alone."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label="Issue",
        choices=AwardOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qu’il en est.", "invalid_choice": "Choisissez dans la liste."},
    )
    decided_on = DayField(
        label="Date de la décision",
        help_text="Le jour de l’attribution : les certifications du titulaire sont lues ce jour-là.",
        required_words="Donnez la date.",
    )
    reserved_to = forms.ChoiceField(
        label="Marché ou lot réservé",
        choices=Reserved.choices,
        error_messages={"required": "Choisissez.", "invalid_choice": "Choisissez dans la liste."},
    )
    holder_siret = SiretField(
        label="SIRET du titulaire",
        help_text="S’il est dans l’annuaire, son nom est repris et ses certifications comptent.",
    )
    holder_name = forms.CharField(
        label="Nom du titulaire",
        required=False,
        max_length=200,
        help_text="Laissez vide si le SIRET est celui d’une structure de l’annuaire.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Un nom compte 200 caractères au plus."},
    )
    amount_excl_tax = NumberField(
        label="Montant HT (€)",
        required=False,
        most=MOST_EUROS,
        decimals=2,
        help_text="Sans lui, le marché compte en nombre et pas en valeur.",
        error_messages={"max_length": "Écrivez un montant en chiffres, par exemple 12 000."},
    )
    bids_received = NumberField(
        label="Offres reçues",
        required=False,
        most=MOST_BIDS,
        example="3",
        error_messages={"max_length": "Écrivez un nombre en chiffres, par exemple 3."},
    )
    has_social_clause = forms.BooleanField(label="Clause sociale", required=False)
    has_social_criterion = forms.BooleanField(label="Critère social", required=False)
    has_environmental_consideration = forms.BooleanField(
        label="Considération environnementale (condition d’exécution ou critère)", required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= group_fields()
        for each in self.fields.values():
            each.error_messages.setdefault("null_characters_not_allowed", ILLEGIBLE)
        wrong = next((name for name in self.fields if self.is_bound and name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if not EARLIEST <= day <= timezone.localdate():
            raise ValidationError("Cette date est à venir, ou trop ancienne : donnez celle de la décision.")
        return day

    def clean_holder_name(self) -> str:
        return one_line(str(self.cleaned_data["holder_name"]))

    def clean(self) -> dict[str, Any]:
        values = {**(super().clean() or {})}
        values["structure"] = None
        if values.get("outcome") == AwardOutcome.AWARDED:
            self._complete_holder(values)
            complete_group(self, values)
        elif "outcome" in values:
            values |= {"amount_excl_tax": None, "holder_siret": "", "holder_name": ""}
            values |= {"group_form": GroupForm.NONE, "holder_share": None, "members": []}
        return {name: value for name, value in values.items() if not name.startswith("member_")}

    @property
    def rows(self) -> tuple[list[Row], list[Row]]:
        return rows_of(self)

    @property
    def has_group(self) -> bool:
        """Whether something was typed, or is wrong, of a groupement."""
        form = self["group_form"].value() or GroupForm.NONE
        return (
            form != GroupForm.NONE
            or bool(self["holder_share"].value())
            or not all(row.is_empty for row in self.rows[0])
        )

    def _complete_holder(self, values: dict[str, Any]) -> None:
        """Its structure in the directory, and the name it has there, where none was typed."""
        siret = values.get("holder_siret")
        if siret:
            values["structure"] = structure_with_siret(siret)
        if values["structure"] and not values.get("holder_name"):
            values["holder_name"] = str(values["structure"])[:200]
        if (
            not values.get("holder_name")
            and "holder_name" not in self.errors
            and "holder_siret" not in self.errors
        ):
            self.add_error(
                "holder_name",
                "Ce SIRET n’est pas dans l’annuaire : donnez le nom du titulaire."
                if siret
                else "Donnez le titulaire : son SIRET, ou au moins son nom.",
            )
