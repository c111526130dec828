"""What a buyer's own figures make of the deduction: typed in the address, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from suppliers.asking.number_fields import NumberField
from suppliers.procurement.oeth import cap_percent, deduction_cap
from suppliers.search.legible import ILLEGIBLE

from .spending import Year

MOST_CONTRIBUTION = 999_999_999_999  # euros
_TOGETHER = "Donnez les deux pour calculer le plafond : il en manque un."


@dataclass(frozen=True)
class Deduction:
    """Of a year: 30 % of the purchases, and the cap of the contribution. Euros; the rate in percent."""

    year: int
    purchases: Decimal
    ceiling: Decimal
    contribution: Decimal
    rate: Decimal
    cap_percent: int
    cap: Decimal

    @property
    def most(self) -> Decimal:
        return min(self.ceiling, self.cap)


class OethForm(forms.Form):
    use_required_attribute = False

    annee = forms.TypedChoiceField(
        label="Année",
        coerce=int,
        error_messages={
            "required": "Choisissez une année.",
            "invalid_choice": "Choisissez une année du fichier.",
        },
    )
    contribution = NumberField(
        label="Contribution brute de l’année, en euros", most=MOST_CONTRIBUTION, decimals=2, required=False
    )
    taux = NumberField(
        label="Taux d’emploi de l’acheteur, en %",
        most=100,
        decimals=2,
        example="2,5",
        required=False,
        help_text="Bénéficiaires de l’obligation d’emploi ÷ effectif. Rien n’est gardé.",
    )

    def __init__(self, data: QueryDict | None, years: Sequence[Year]) -> None:
        super().__init__(data, prefix=None, auto_id="oeth_%s")
        self._years = {year.year: year for year in years}
        self.fields["annee"].choices = [(year, str(year)) for year in self._years]  # type: ignore[attr-defined]
        for name in ("contribution", "taux"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
            self.fields[name].error_messages["null_characters_not_allowed"] = ILLEGIBLE

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        both = {name: values.get(name) for name in ("contribution", "taux") if name not in self.errors}
        if len(both) == 2 and any(value is not None for value in both.values()):
            for name, value in both.items():
                if value is None:
                    self.add_error(name, _TOGETHER)
        return values

    @property
    def deduction(self) -> Deduction | None:
        """None until both figures are there, and right."""
        if not self.is_bound or not self.is_valid() or self.cleaned_data["taux"] is None:
            return None
        year = self._years[self.cleaned_data["annee"]]
        gross, rate = self.cleaned_data["contribution"], self.cleaned_data["taux"]
        return Deduction(
            year=year.year,
            purchases=year.oeth.amount,
            ceiling=year.oeth_ceiling,
            contribution=gross,
            rate=rate,
            cap_percent=cap_percent(rate),
            cap=deduction_cap(gross, rate),
        )
