"""What members type: whom they invite, the organisation they make."""

from __future__ import annotations

from typing import Any

from django import forms
from stdnum.fr import siret as standard

_ILLEGIBLE = "Un caractère illisible s’est glissé dans ce texte : retapez-le."
_ADDRESS = "Une adresse électronique s’écrit nom@domaine.fr."
_SEPARATORS = str.maketrans("", "", " .-\u00a0\u202f\t")


class MemberForm(forms.Form):
    """The page opens on the first mistake: its sentence is read out, and nobody has to look for it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        wrong = next((name for name in self.fields if self.is_bound and name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True


class InvitationForm(MemberForm):
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="De la personne à inviter. Elle recevra un lien, valable quatorze jours.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Tapez l’adresse de la personne à inviter.",
            "invalid": _ADDRESS,
            "max_length": "Une adresse électronique compte 254 caractères au plus.",
            "null_characters_not_allowed": _ILLEGIBLE,
        },
    )


class OrganisationForm(MemberForm):
    name = forms.CharField(
        label="Nom de l’organisation",
        help_text="Par exemple « Ville de Montreuil, direction des achats ». Montré à ses membres seulement.",
        max_length=200,
        error_messages={
            "required": "Donnez un nom à l’organisation.",
            "max_length": "Ce nom compte 200 caractères au plus.",
            "null_characters_not_allowed": _ILLEGIBLE,
        },
    )
    siret = forms.CharField(
        label="SIRET",
        help_text="Quatorze chiffres, avec ou sans espaces.",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "max_length": "Un SIRET compte quatorze chiffres.",
            "null_characters_not_allowed": _ILLEGIBLE,
        },
    )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError("Donnez à l’organisation un nom qui se lise.")
        return name

    def clean_siret(self) -> str:
        number = str(self.cleaned_data["siret"]).translate(_SEPARATORS)
        if number and not (number.isascii() and number.isdigit() and len(number) == 14):
            raise forms.ValidationError("Un SIRET compte quatorze chiffres.")
        if number and not (number.strip("0") and standard.is_valid(number)):
            raise forms.ValidationError(
                "Ce SIRET n’existe pas : sa clé de contrôle est fausse (un chiffre mal recopié ?)."
            )
        return number
