"""The targets of a year: two shares for each indicator, each of which may be left empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from suppliers.asking.number_fields import NumberField
from suppliers.asking.said_form import SaidForm
from suppliers.procurement.spaser import MEASURES, Measure
from suppliers.showing.amounts import share_in_words

from .targets import MOST, NO_AIM, Aim, Aims

_BASES = (("number", "en nombre"), ("amount", "en valeur"))


@dataclass(frozen=True)
class Asked:
    """An indicator and its two fields."""

    measure: Measure
    number: BoundField
    amount: BoundField


class ShareField(NumberField):
    """A share in percent, to the tenth."""

    def prepare_value(self, value: Any) -> Any:
        return share_in_words(value).removesuffix("\u00a0%") if isinstance(value, Decimal) else value


class TargetsForm(SaidForm):
    """`seen`: the version of the targets that the page showed."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, aims: Mapping[str, Aim], **options: Any) -> None:
        initial: dict[str, Decimal | None] = {}
        for slug, aim in aims.items():
            initial |= {f"{slug}-number": aim.number, f"{slug}-amount": aim.amount}
        super().__init__(*args, initial=initial, **options)

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(measure, self[f"{measure.slug}-number"], self[f"{measure.slug}-amount"])
            for measure in MEASURES
        ]

    @property
    def aims(self) -> Aims:
        """What was typed, once it is valid."""
        typed = self.cleaned_data
        found = {
            measure.slug: Aim(typed[f"{measure.slug}-number"], typed[f"{measure.slug}-amount"])
            for measure in MEASURES
        }
        return {slug: aim for slug, aim in found.items() if aim != NO_AIM}


def _shares() -> dict[str, forms.Field]:
    return {
        f"{measure.slug}-{name}": ShareField(
            label=f"{measure.label}, {basis} (%)", most=MOST, decimals=1, required=False, example="10"
        )
        for measure in MEASURES
        for name, basis in _BASES
    }


TargetsForm.base_fields.update(_shares())
