"""What a validator types to decide."""

from __future__ import annotations

from typing import Any

from django import forms

_LONGEST = 2000
_TOO_LONG = {"max_length": "2 000 caractères au plus : raccourcissez un peu."}


class DecisionForm(forms.Form):
    """All three ways in one form, so that nothing typed for one is lost by pressing another."""

    APPROVE, REFUSE, ASK = "accepter", "refuser", "demander"
    CORRECT = "corriger"  # to approve by what is put right, and by that alone

    decision = forms.ChoiceField(
        choices=[(APPROVE, "Accepter"), (CORRECT, "Corriger"), (REFUSE, "Refuser"), (ASK, "Demander")],
        error_messages={
            "required": "Choisissez une décision.",
            "invalid_choice": "Choisissez une décision de la page.",
        },
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2_000_000_000,
        error_messages={"required": "Ouvrez de nouveau la page.", "invalid": "Ouvrez de nouveau la page."},
    )
    facts = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    reason = forms.ChoiceField(
        label="Motif du refus",
        required=False,
        error_messages={"invalid_choice": "Choisissez un motif de la liste."},
    )
    answer = forms.CharField(
        label="Explication",
        help_text="Elle est écrite telle quelle dans le courriel.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=_LONGEST,
        required=False,
        error_messages=_TOO_LONG,
    )
    note = forms.CharField(
        label="Mot d’accompagnement",
        help_text="Il est écrit tel quel dans le courriel.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=_LONGEST,
        required=False,
        error_messages=_TOO_LONG,
    )
    question = forms.CharField(
        label="Votre question",
        help_text="Elle part par courriel ; l’élément attend la réponse, et peut toujours être décidé.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=_LONGEST,
        required=False,
        error_messages=_TOO_LONG,
    )

    def __init__(self, *args: Any, reasons: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = [("", "Choisissez…"), *reasons.items()]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]
        for name in ("reason", "question"):  # each by the button beside it
            vars(self.fields[name])["is_awaited"] = True

    @property
    def approves(self) -> bool:
        """Whether the button that was pressed is one that approves."""
        return self.data.get("decision") in (self.APPROVE, self.CORRECT)

    def must_correct(self) -> None:
        """Say that nothing was put right by who pressed the button that does so."""
        self.add_error(
            "decision",
            "Rien n’est changé dans le formulaire, donc rien n’est décidé : corrigez ce qui est faux, "
            "ou choisissez « C’est corrigé » si la fiche est déjà juste.",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision == self.REFUSE and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Choisissez un motif.")
        if decision == self.REFUSE and cleaned.get("reason") == "other" and not cleaned.get("answer"):
            self.add_error("answer", "Dites en quelques mots pourquoi.")
        if decision == self.ASK and not cleaned.get("question") and "question" not in self.errors:
            self.add_error("question", "Écrivez votre question.")
        return cleaned
