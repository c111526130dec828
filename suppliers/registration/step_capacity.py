"""« Ce que nous pouvons faire »: people, delays, size of an order."""

from __future__ import annotations

from typing import Any

from django import forms

from suppliers.asking.number_fields import NumberField
from suppliers.models import EmployeeBand
from suppliers.search.reference import reference
from suppliers.search.state import state
from suppliers.showing.amounts import euros_in_words, number_in_words

from .step_form import StepForm
from .step_view import StepView

YES, NO, UNKNOWN = "oui", "non", ""
COCONTRACTING = [(YES, "Oui"), (NO, "Non"), (UNKNOWN, "Pas encore décidé")]
SAID = {True: YES, False: NO, None: UNKNOWN}


def _bands() -> list[EmployeeBand]:
    return list(reference(state().version).bands.values())


def band_of(headcount: int) -> str | None:
    """The code of the size band that a number of people is in."""
    for band in _bands():
        most = headcount if band.maximum is None else band.maximum
        if band.minimum is not None and band.minimum <= headcount <= most:
            return band.code
    return None


class YesOrNoField(forms.TypedChoiceField):
    """Yes, no, or not said."""

    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=COCONTRACTING,
            coerce=lambda said: said == YES,
            empty_value=None,
            required=False,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return SAID[value] if value is None or isinstance(value, bool) else value


class CapacityForm(StepForm):
    said_at = {"structure_inclusion_posts_within_headcount": "inclusion_posts"}

    headcount = NumberField(
        label="Effectif (personnes)",
        most=1_000_000,
        required=False,
        example="24",
        help_text="Toutes les personnes qui travaillent chez vous, salariées ou accueillies.",
    )
    employee_band_id = forms.ChoiceField(
        label="Tranche d’effectif",
        required=False,
        help_text="Seulement si vous ne donnez pas l’effectif : il suffit à la trouver.",
    )
    inclusion_posts = NumberField(
        label="Dont personnes en insertion ou en situation de handicap",
        most=1_000_000,
        required=False,
        example="18",
    )
    lead_time_days = NumberField(
        label="Délai habituel (jours)",
        most=730,
        least=1,
        required=False,
        example="15",
        help_text="Entre la commande et le début du travail, ou la livraison.",
    )
    largest_order_excl_tax = NumberField(
        label="Plus grosse commande possible (€ HT)",
        most=2_000_000_000,
        least=1,
        required=False,
        help_text="Ce que vous pouvez mener à bien en un an pour un même client. Par exemple : 60 000.",
    )
    simultaneous_sites = NumberField(
        label="Chantiers ou sites menés en même temps",
        most=10_000,
        least=1,
        required=False,
        example="3",
    )
    open_to_cocontracting = YesOrNoField(
        label="Répondre à plusieurs (cotraitance)",
        help_text="Seriez-vous prêts à répondre à un marché avec d’autres structures ?",
    )

    def prepare(self) -> None:
        bands = [(band.code, band.label) for band in _bands()]
        self.fields["employee_band_id"].choices = [("", "Choisissez…"), *bands]  # type: ignore[attr-defined]

    def clean_employee_band_id(self) -> str | None:
        """That of the number of people, where it is given: the two cannot tell two things."""
        headcount = self.cleaned_data.get("headcount")
        derived = band_of(headcount) if headcount is not None else None
        return derived or self.cleaned_data["employee_band_id"] or None


class CapacityStep(StepView):
    slug = "capacite"
    template = "suppliers/registration/step_fields.html"
    form_class = CapacityForm

    def in_words(self, name: str, value: Any) -> str:
        if name == "open_to_cocontracting":
            return dict(COCONTRACTING)[SAID[value]]
        if name == "employee_band_id" and value:
            return next((band.label for band in _bands() if band.code == value), str(value))
        if name == "largest_order_excl_tax":
            return euros_in_words(value) or "rien"
        return number_in_words(value) or "rien"
