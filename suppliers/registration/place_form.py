"""The address and the point, as a member types them, chooses them, or drags them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from suppliers.asking.text_fields import LineField
from suppliers.geocoding import Address, Candidate, Point
from suppliers.profiles.degrees import EXAMPLES, DegreesField
from suppliers.profiles.facts import ADDRESS
from suppliers.profiles.placing import TypedPlace, is_same_point, point_of
from suppliers.territories.positions import mistakes_in_point

from .step_form import StepForm

TYPED = ("address", "address_extra", "postal_code", "city", "latitude", "longitude")
CHOSEN = "choix"
_SALT = "registration.place"
_LONGEST_CHOICE = 2_000
_POINT = "point sur la carte"


def signed(candidate: Candidate) -> str:
    """A candidate as a page carries it: only the addresses that we offered come back."""
    return signing.dumps(asdict(candidate), salt=_SALT, compress=True)


def read_choice(text: str) -> Candidate | None:
    """The candidate of a page; None for anything that we did not write."""
    try:
        found = signing.loads(text[:_LONGEST_CHOICE], salt=_SALT)
    except signing.BadSignature:
        return None
    return Candidate(**{**found, "point": Point(**found["point"])})


_OFFERED = format_html(
    '<span class="scripted">{}</span><span class="unscripted">{}</span>',
    "Des adresses vous sont proposées pendant que vous tapez.",
    "« Chercher cette adresse » vous en propose, plus bas.",
)


class PlaceForm(StepForm):
    address = LineField(
        label="Numéro et rue",
        max_length=200,
        required=False,
        help_text=_OFFERED,
    )
    address_extra = LineField(
        label="Complément", max_length=200, required=False, help_text="Bâtiment, étage, zone d’activité."
    )
    postal_code = LineField(label="Code postal", max_length=10, required=False)
    city = LineField(label="Commune", max_length=80)
    latitude = DegreesField(label="Latitude", example=EXAMPLES["latitude"])
    longitude = DegreesField(label="Longitude", example=EXAMPLES["longitude"])
    choix = forms.CharField(required=False, max_length=_LONGEST_CHOICE, widget=forms.HiddenInput)

    def prepare(self) -> None:
        hints = {"address": "address-line1", "postal_code": "postal-code", "city": "address-level2"}
        for name, hint in hints.items():
            self.fields[name].widget.attrs["autocomplete"] = hint
        self.fields["postal_code"].widget.attrs["inputmode"] = "numeric"

    @property
    def labels(self) -> dict[str, str]:
        """As what changed is told: the point is one thing, its precision goes without saying."""
        named = dict.fromkeys(ADDRESS, _POINT)
        return {**named, **dict.fromkeys(("address", "postal_code", "city", "territory_id"), "adresse"),
                "address_extra": "complément d’adresse"}  # fmt: skip

    def typed(self) -> dict[str, Any]:
        return {name: value for name, value in super().typed().items() if name in TYPED}

    def clean_postal_code(self) -> str:
        digits = "".join(self.cleaned_data["postal_code"].split())
        if digits and not (len(digits) == 5 and digits.isascii() and digits.isdigit()):
            raise ValidationError("Un code postal compte cinq chiffres.")
        return digits

    def clean_choix(self) -> Candidate | None:
        text = self.cleaned_data[CHOSEN]
        return read_choice(text) if text else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen: Candidate | None = cleaned.get(CHOSEN)
        if chosen is not None:
            self._take(chosen, cleaned)
        if not {"latitude", "longitude"} & set(self.errors):
            for name, said in mistakes_in_point(cleaned.get("latitude"), cleaned.get("longitude")):
                self.add_error(name, said)
        return cleaned

    def _take(self, chosen: Candidate, cleaned: dict[str, Any]) -> None:
        """The lines of the address that was chosen, and its point unless another was placed since."""
        lines = {"address": chosen.street, "postal_code": chosen.postal_code, "city": chosen.city}
        for name, line in lines.items():
            if line:
                cleaned[name] = line
                self.errors.pop(name, None)
        typed = self._pair(cleaned)
        if typed is None or is_same_point(typed, point_of(self.initial)):
            cleaned["latitude"], cleaned["longitude"] = chosen.point.latitude, chosen.point.longitude

    def _pair(self, cleaned: dict[str, Any]) -> tuple[float, float] | None:
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        return None if latitude is None or longitude is None else (latitude, longitude)

    @property
    def chosen(self) -> Candidate | None:
        found: Candidate | None = self.cleaned_data.get(CHOSEN)
        return found

    @property
    def place(self) -> TypedPlace:
        """What a valid form says."""
        data = self.cleaned_data
        lines = (data["address"], data["address_extra"], data["postal_code"], data["city"])
        return TypedPlace(*lines, self._pair(data))

    @property
    def question(self) -> str:
        """The address as the service is asked, be the form valid or not."""
        street, code, city = (str(self.data.get(name, "")) for name in ("address", "postal_code", "city"))
        return Address(street, code, city).question
