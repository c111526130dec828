"""What a validator may put right in a structure before it is published: with the checks of everybody else."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from suppliers.geocoding import Address, geocode_in_time
from suppliers.geocoding.moving import has_moved, territory_after
from suppliers.imports.siret import read_siret
from suppliers.models import LegalForm, Structure
from suppliers.profiles.phones import read_phone

_FIVE_DIGITS = re.compile(r"[0-9]{5}")
ADDRESS = ("address", "address_extra", "postal_code", "city")
ALL = (
    *("name", "brand", "siret", "rna", "legal_form", *ADDRESS),
    *("description", "website", "email", "phone", "opening_hours"),
)


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]
    """`names`: the fields that are offered. `corrections()`: the columns that were typed otherwise."""

    siret = forms.CharField(label="SIRET", max_length=20, required=False)
    website = forms.URLField(label="Site web", max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = Structure
        fields = ALL
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, names: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - names:
            del self.fields[name]
        if "legal_form" in self.fields:
            known = [(one.pk, str(one)) for one in LegalForm.objects.all()]
            cast(forms.ChoiceField, self.fields["legal_form"]).choices = [("", "Inconnue"), *known]
        had = self.instance
        self._before = Address(had.address, had.postal_code, had.city, had.territory)

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

    def corrections(self) -> dict[str, Any]:
        """By column of the model; the territory and the point follow an address that was put right."""
        typed: dict[str, Any] = {}
        for name in [each for each in self.changed_data if each in self.data]:
            value = self.cleaned_data[name]
            typed["legal_form_id" if name == "legal_form" else name] = (
                (value.pk if value else None) if name == "legal_form" else value
            )
        if {"address", "postal_code", "city"} & typed.keys():
            typed |= self._place()
        return typed

    def _place(self) -> dict[str, Any]:
        """Where the address that was put right is: as the service says, or else the centre of its commune."""
        said = self.cleaned_data
        after = Address(said["address"], said["postal_code"], said["city"], self._before.territory)
        if not has_moved(self._before, after):
            return {}
        territory = territory_after(self._before, after)
        asked = Address(after.address, after.postal_code, after.city, territory)
        point, _ = geocode_in_time(asked)
        return {
            "territory_id": territory.pk if territory else None,
            "latitude": point.latitude if point else None,
            "longitude": point.longitude if point else None,
            "geo_precision": point.precision if point else "",
            "geo_score": point.score if point else None,
        }


def form_of(structure: Structure, values: dict[str, Any], names: set[str], data: Any) -> FactsForm:
    """The form on a structure with what is proposed for it, which stays untouched itself."""
    draft = Structure.objects.select_related("territory").get(pk=structure.pk)
    for name, value in values.items():
        setattr(draft, name, value)
    return FactsForm(data, instance=draft, names=names)


def names_of(columns: Any) -> set[str]:
    """The fields of the form that may put these columns right: an address is one."""
    names = {name.removesuffix("_id") for name in columns} & set(ALL)
    return names | set(ADDRESS) if names & set(ADDRESS) else names
