"""What a visitor may write on the public site."""

from __future__ import annotations

from typing import Any

from django import forms

from suppliers.models import ErrorReport
from suppliers.search.legible import ILLEGIBLE


class ErrorReportForm(forms.ModelForm):  # type: ignore[type-arg]
    """« Signaler une erreur »."""

    # A field people do not see: who fills it is a robot.
    nom_de_famille = forms.CharField(required=False, max_length=200, label="Ne remplissez pas ce champ")

    autre_fiche = forms.CharField(
        required=False,
        max_length=300,
        label="L’autre fiche, si la structure figure deux fois",
        help_text="L’adresse de sa page dans l’annuaire, ou son SIRET.",
        error_messages={
            "max_length": "300 caractères au plus : l’adresse de la page suffit.",
            "null_characters_not_allowed": ILLEGIBLE,
        },
    )
    field_order = ("kind", "autre_fiche", "message", "email")

    class Meta:
        model = ErrorReport
        fields = ["kind", "message", "email"]
        labels = {
            "kind": "Qu’est-ce qui ne va pas ?",
            "message": "Précisions (obligatoires pour « Autre chose »)",
            "email": "Votre adresse électronique",
        }
        help_texts = {
            "message": "Ce qui est faux, et ce qui serait juste. 2 000 caractères au plus.",
            "email": "Pour vous répondre. Elle n’est pas publiée.",
        }
        error_messages = {
            "kind": {
                "required": "Choisissez ce qui ne va pas.",
                "invalid_choice": "Choisissez une réponse de la liste.",
            },
            "message": {
                "max_length": "2 000 caractères au plus : raccourcissez un peu.",
                "null_characters_not_allowed": ILLEGIBLE,
            },
            "email": {
                "invalid": "Une adresse électronique s’écrit nom@domaine.fr.",
                "max_length": "Une adresse électronique compte 254 caractères au plus : raccourcissez-la.",
                "null_characters_not_allowed": ILLEGIBLE,
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choisissez…"), *ErrorReport.Kind.choices]  # type: ignore[attr-defined]
        self.fields["message"].is_awaited = True  # type: ignore[attr-defined]  # its label says for what

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        unexplained = not cleaned.get("message", "").strip() and "message" not in self.errors
        if cleaned.get("kind") == ErrorReport.Kind.OTHER and unexplained:
            self.add_error("message", "Dites en quelques mots ce qui ne va pas.")
        return cleaned

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.data.get("nom_de_famille", "").strip())
