"""What a buyer types about a group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from suppliers.imports.siret import read_siret
from suppliers.models import Consortium, ConsortiumMember
from suppliers.sourcing.needs.parts import Part

_ILLEGIBLE = "Un caractère invisible s’est glissé dans le texte : retapez-le."
NO_LEAD = ""
PAGE_FORM = "groupement"
FORMS = [
    (Consortium.Form.CONJOINT.value, "Conjoint : chaque membre s’engage sur sa part"),
    (Consortium.Form.SOLIDAIRE.value, "Solidaire : chaque membre s’engage pour tout le marché"),
    ("", "Pas encore choisie"),
]


class LotsField(forms.TypedMultipleChoiceField):
    """Numbers of lots of the need."""

    def __init__(self, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(
            label="Lots",
            coerce=int,
            required=False,
            choices=[(part.number, part.name) for part in parts if part.lot],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": "Ce lot n’est plus dans le besoin : choisissez parmi la liste."
            },
            **kwargs,
        )


class GroupForm(forms.Form):
    """The group as a whole: its title, its form, its lead, and the lots of each member."""

    title = forms.CharField(
        label="Titre",
        max_length=120,
        required=False,
        error_messages={
            "max_length": "120 caractères au plus.",
            "null_characters_not_allowed": _ILLEGIBLE,
        },
    )
    form = forms.ChoiceField(
        label="Forme du groupement",
        help_text="L’acheteur ne peut l’imposer qu’après l’attribution (R2142-19 à R2142-27).",
        choices=FORMS,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez « conjoint » ou « solidaire »."},
    )
    lead = forms.TypedChoiceField(
        label="Mandataire",
        help_text="Le membre qui représente les autres devant l’acheteur. Il peut être demandé qu’il soit "
        "solidaire des autres.",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choisissez le mandataire parmi les membres."},
    )

    def __init__(
        self,
        data: Any,
        *,
        consortium: Consortium,
        members: Sequence[ConsortiumMember],
        parts: Sequence[Part],
    ) -> None:
        self.members = members
        lead = next((member.pk for member in members if member.is_lead), NO_LEAD)
        initial = {"title": consortium.title, "form": consortium.form, "lead": lead}
        super().__init__(data, initial=initial)
        chosen: Any = self.fields["lead"]
        chosen.choices = [*((member.pk, member.name) for member in members), (NO_LEAD, "Pas encore choisi")]
        if any(part.lot for part in parts):
            for member in members:
                lots = LotsField(parts, initial=member.lot_numbers)
                lots.widget.attrs["form"] = PAGE_FORM  # it stands beside the member, outside the form
                self.fields[lots_name(member)] = lots

    @property
    def lots_of(self) -> dict[int, list[int]]:
        """Once valid: the lots of each member."""
        names = {member.pk: lots_name(member) for member in self.members}
        return {pk: self.cleaned_data[name] for pk, name in names.items() if name in self.cleaned_data}


def lots_name(member: ConsortiumMember) -> str:
    return f"lots-{member.pk}"


class CompanyForm(forms.Form):
    """A conventional company, which is not in the directory."""

    name = forms.CharField(
        label="Nom de l’entreprise",
        max_length=200,
        error_messages={
            "required": "Donnez le nom de l’entreprise.",
            "max_length": "Ce nom compte 200 caractères au plus.",
            "null_characters_not_allowed": _ILLEGIBLE,
        },
    )
    siret = forms.CharField(
        label="SIRET",
        help_text="Quatorze chiffres, avec ou sans espaces.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "max_length": "Un SIRET compte quatorze chiffres.",
            "null_characters_not_allowed": _ILLEGIBLE,
        },
    )

    def __init__(self, data: Any = None, *, parts: Sequence[Part]) -> None:
        super().__init__(data)
        if any(part.lot for part in parts):
            self.fields["lots"] = LotsField(
                parts, help_text="Aucun lot coché : elle répond à l’ensemble du besoin."
            )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError("Donnez à l’entreprise un nom qui se lise.")
        return name

    def clean_siret(self) -> str:
        typed = str(self.cleaned_data["siret"]).strip()
        if not typed:
            return ""
        reading = read_siret(typed)
        if not reading.number:
            raise forms.ValidationError(reading.reason)
        return reading.number


def keys_of(values: Sequence[str], most: int) -> list[int]:
    """Keys sent by a button of ours; what is no key is left out."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 16][:most]
