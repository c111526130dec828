"""What a validator may put right in a structure before it is published: with the checks of everybody else."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from suppliers.geocoding import geocode_in_time
from suppliers.imports.siret import read_siret
from suppliers.imports.text import one_line, paragraphs
from suppliers.models import LegalForm, Structure
from suppliers.profiles.degrees import EXAMPLES, DegreesField
from suppliers.profiles.facts import ADDRESS as ADDRESS_COLUMNS
from suppliers.profiles.facts import facts_of
from suppliers.profiles.phones import read_phone
from suppliers.profiles.placing import Degrees, TypedPlace, placed, point_of
from suppliers.territories.positions import mistakes_in_point

_FIVE_DIGITS = re.compile(r"[0-9]{5}")
POINT = ("latitude", "longitude")
ADDRESS = ("address", "address_extra", "postal_code", "city", *POINT)
_PLACED = {"address", "postal_code", "city", *POINT}  # what the point may follow from
ALL = (
    *("name", "brand", "siret", "rna", "legal_form", *ADDRESS),
    *("description", "website", "email", "phone", "opening_hours"),
)

_LINES = (
    *("name", "brand", "rna", "address", "address_extra", "postal_code", "city"),
    *("phone", "opening_hours"),
)


class LegibleField(forms.CharField):
    """Once read and found right, without what cannot be seen."""

    def read(self, text: str) -> str:
        return one_line(text)

    def clean(self, value: Any) -> str:
        typed = self.read(super().clean(value) or "")
        self.validate(typed)
        return typed


class LegibleText(LegibleField):
    def read(self, text: str) -> str:
        return paragraphs(text)


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]
    """`names`: the fields that are offered. `corrections()`: the columns that were typed otherwise.

    `stands`: the point of today, where another is proposed.
    """

    siret = forms.CharField(label="SIRET", max_length=20, required=False)
    website = forms.URLField(label="Site web", max_length=300, required=False, assume_scheme="https")
    latitude = DegreesField(label="Latitude", example=EXAMPLES["latitude"])
    longitude = DegreesField(label="Longitude", example=EXAMPLES["longitude"])

    class Meta:
        model = Structure
        fields = ALL
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}
        field_classes = {**dict.fromkeys(_LINES, LegibleField), "description": LegibleText}

    def __init__(self, *args: Any, names: set[str], stands: Degrees | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = stands
        for name in set(self.fields) - names:
            del self.fields[name]
        if "legal_form" in self.fields:
            known = [(one.pk, str(one)) for one in LegalForm.objects.all()]
            cast(forms.ChoiceField, self.fields["legal_form"]).choices = [("", "Inconnue"), *known]
        self._had = {name: getattr(self.instance, name) for name in ADDRESS_COLUMNS}
        for name in set(POINT) & names:  # as the page shows them and sends them back
            degrees = self._had[name]
            self.initial[name] = None if degrees is None else round(degrees, 6)

    @property
    def is_approximate(self) -> bool:
        return bool(self._had["geo_precision"] == Structure.Precision.COMMUNE)

    @property
    def point_said(self) -> str:
        """How sure the point is, before it is moved."""
        said = dict(Structure.Precision.choices).get(self._had["geo_precision"])
        return f"{said}." if said else "Pas encore de point."

    def clean_siret(self) -> str | None:
        typed = self.cleaned_data["siret"].strip()
        if not typed or "siret" not in self.changed_data:
            return typed or None
        reading = read_siret(typed)
        if reading.reason:
            raise ValidationError(reading.reason)
        return reading.number

    def clean_rna(self) -> str:
        return str(self.cleaned_data["rna"]).upper().replace(" ", "")

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        return read_phone(typed) if "phone" in self.changed_data else typed

    def clean_postal_code(self) -> str:
        typed = "".join(str(self.cleaned_data["postal_code"]).split())
        if "postal_code" in self.changed_data and typed and not _FIVE_DIGITS.fullmatch(typed):
            raise ValidationError("Un code postal compte cinq chiffres.")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if set(POINT) <= self.data.keys() and not set(POINT) & set(self.errors):
            for name, said in mistakes_in_point(cleaned.get("latitude"), cleaned.get("longitude")):
                self.add_error(name, said)
        return cleaned

    def corrections(self) -> dict[str, Any]:
        """By column of the model; the territory and the point follow an address that was put right."""
        typed: dict[str, Any] = {}
        changed = [each for each in self.changed_data if each in self.data]
        for name in (each for each in changed if each not in POINT):
            value = self.cleaned_data[name]
            typed["legal_form_id" if name == "legal_form" else name] = (
                (value.pk if value else None) if name == "legal_form" else value
            )
        return typed | self._place() if _PLACED & {*changed} else typed

    def _place(self) -> dict[str, Any]:
        """Where it is, as a member's own step says: the hand's point, or else the service's."""
        said = self.cleaned_data
        place = TypedPlace(
            said["address"], said["address_extra"], said["postal_code"], said["city"], self._point()
        )
        result = placed(self._had, place, None, find=geocode_in_time)
        return {name: value for name, value in result.facts.items() if value != self._had[name]}

    def _point(self) -> tuple[float, float] | None:
        """The point that was typed; what stood there where the page sent none."""
        said = self.cleaned_data if set(POINT) <= self.data.keys() else self._had
        latitude, longitude = said["latitude"], said["longitude"]
        return None if latitude is None or longitude is None else (latitude, longitude)


def form_of(structure: Structure, values: dict[str, Any], names: set[str], data: Any) -> FactsForm:
    """The form on a structure with what is proposed for it, which stays untouched itself."""
    draft = Structure.objects.select_related("territory").get(pk=structure.pk)
    for name, value in values.items():
        setattr(draft, name, value)
    stood, offered = (point_of(facts_of(one, POINT)) for one in (structure, draft))
    return FactsForm(data, instance=draft, names=names, stands=None if stood == offered else stood)


def names_of(columns: Any) -> set[str]:
    """The fields of the form that may put these columns right: an address is one."""
    names = {name.removesuffix("_id") for name in columns} & set(ALL)
    return names | set(ADDRESS) if names & set(ADDRESS) else names
