"""What a member writes to the team."""

from __future__ import annotations

from django import forms

from suppliers.asking.said_form import SaidForm
from suppliers.imports.text import paragraphs
from suppliers.profiles.documents import ProofField


class AnswerForm(SaidForm):
    """The answer to a validator's question; `version` is that of the item as it was shown."""

    answer = forms.CharField(
        label="Votre réponse",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez votre réponse."},
    )
    proof = ProofField(label="Un document", required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_answer(self) -> str:
        return paragraphs(self.cleaned_data["answer"])
