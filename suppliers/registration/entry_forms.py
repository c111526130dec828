"""What somebody types to find, claim or create a structure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from suppliers.asking.said_form import SaidForm
from suppliers.imports.text import one_line, paragraphs
from suppliers.models import LegalForm
from suppliers.profiles.documents import ProofField

from .legal_forms import legal_form_choices
from .numbers import LONGEST, Kind, Typed, read_number

FEWEST_WORDS = 5


class NumberForm(SaidForm):
    """« Votre SIRET »: what it finds is read in `number`."""

    siret = forms.CharField(
        label="SIRET de l’établissement",
        help_text=(
            "Quatorze chiffres, avec ou sans espaces. Association sans SIRET : "
            "tapez son numéro RNA (W suivi de neuf caractères)."
        ),
        max_length=LONGEST,
        strip=False,
        error_messages={"required": "Tapez les quatorze chiffres de votre SIRET."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "data-atlas-siret": ""}),
    )
    number: Typed

    def clean_siret(self) -> str:
        typed: str = self.cleaned_data["siret"]
        self.number = read_number(typed)
        if self.number.kind == Kind.WRONG:
            raise ValidationError(self.number.reason)
        return typed


class ClaimForm(SaidForm):
    """A proof: a document, or an explanation of some words."""

    explanation = forms.CharField(
        label="Votre lien avec la structure",
        help_text="Votre fonction, et comment le vérifier : un numéro de standard, une page qui vous nomme…",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = ProofField(
        label="Un justificatif",
        help_text=(
            "Une délégation, un procès-verbal, un extrait… PDF, JPEG ou PNG, 10 Mo au plus. "
            "Seule l’équipe de l’annuaire le voit."
        ),
        required=False,
    )

    def clean_explanation(self) -> str:
        return paragraphs(self.cleaned_data["explanation"])

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        words = len(cleaned.get("explanation", "").split())
        if not self.errors and not cleaned.get("proof") and words < FEWEST_WORDS:
            said = (
                "Ajoutez un justificatif, ou expliquez en une phrase au moins votre lien avec la structure."
            )
            self.add_error("explanation", said)
        return cleaned


class AskOwnerForm(SaidForm):
    message = forms.CharField(
        label="Un mot pour vous présenter",
        help_text="Il est envoyé avec votre nom et votre adresse électronique.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_message(self) -> str:
        return paragraphs(self.cleaned_data["message"])


class CreateForm(SaidForm):
    """The least that makes a draft; the steps ask for the rest."""

    name = forms.CharField(
        label="Nom de la structure",
        max_length=200,
        error_messages={"required": "Écrivez le nom de la structure."},
    )
    legal_form = forms.ModelChoiceField(
        LegalForm.objects.order_by("label"),
        label="Forme juridique",
        required=False,
        error_messages={"invalid_choice": "Choisissez une forme juridique de la liste."},
    )
    website = forms.URLField(
        label="Site web",
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": "Une adresse de site s’écrit www.exemple.fr."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["legal_form"].choices = [  # type: ignore[attr-defined]
            ("", "Je la choisirai plus tard"),
            *legal_form_choices()[1:],
        ]

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not any(character.isalnum() for character in name):
            raise ValidationError("Écrivez le nom de la structure.")
        return name
