"""What an officer notes by hand: an answer that came otherwise, an exchange."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone

from suppliers.asking.day_field import DayField
from suppliers.models import Enquiry, ExchangeChannel, ShortlistItem
from suppliers.showing.days import long_day_in_words

from .answering import Answer
from .forms import AnswerForm, KeyedForm
from .noting import Said
from .typed import MOST_ANSWER, MOST_TEXT, TextField

DOCUMENTS = "Pièces reçues"
NAMES_ONLY = (
    "Leurs noms, un par ligne : ils vont dans le dossier de sourcing. Les pièces elles-mêmes se gardent avec "
    "le marché."
)


class NotedAnswerForm(AnswerForm):
    """The same, received by telephone or mail and noted by the officer."""

    received_on = DayField(label="Réponse reçue le", required_words="Donnez une date.")
    documents = TextField(label=DOCUMENTS, rows=2, longest=MOST_ANSWER, help_text=NAMES_ONLY)
    field_order = ("seen", "received_on")

    def __init__(self, *args: Any, enquiry: Enquiry, **options: Any) -> None:
        super().__init__(*args, questions=enquiry.questions, **options)
        assert enquiry.frozen_at  # a draft has no answers
        self._frozen_on = timezone.localdate(enquiry.frozen_at)
        self.fields["answered_by"].label, self.fields["answered_role"].label = "Qui a répondu", "Sa fonction"

    def answer(self) -> Answer:
        return replace(super().answer(), documents=self.cleaned_data["documents"])

    def clean_received_on(self) -> dt.date:
        day = _not_to_come(self.cleaned_data["received_on"])
        if day < self._frozen_on:
            frozen = long_day_in_words(self._frozen_on)
            raise forms.ValidationError(
                f"Le texte de la demande est figé du {frozen} : une réponse ne peut pas être reçue avant."
            )
        return day


def _not_to_come(day: dt.date) -> dt.date:
    today = timezone.localdate()
    if day > today:
        raise forms.ValidationError("Ce jour n’est pas encore venu.")
    if day < today - dt.timedelta(days=5 * 366):
        raise forms.ValidationError("Ce jour est trop ancien : vérifiez l’année.")
    return day


class ExchangeForm(KeyedForm):
    """Something said with a structure of the shortlist."""

    item = forms.ModelChoiceField(
        label="Structure",
        queryset=ShortlistItem.objects.none(),
        empty_label="Choisissez…",
        error_messages={
            "required": "Choisissez la structure.",
            "invalid_choice": "Choisissez une structure de la sélection.",
        },
    )
    held_on = DayField(label="Date", required_words="Donnez une date.")
    channel = forms.ChoiceField(
        label="Moyen",
        choices=[("", "Choisissez…"), *ExchangeChannel.choices],
        error_messages={
            "required": "Choisissez un moyen.",
            "invalid_choice": "Choisissez un moyen de la liste.",
        },
    )
    participants = TextField(
        label="Participants", longest=300, help_text="Des deux côtés, avec leur fonction."
    )
    content = TextField(
        label="Ce qui s’est dit", rows=6, longest=MOST_TEXT, required_words="Notez ce qui s’est dit."
    )
    information_given = TextField(
        label="Informations que vous avez données",
        rows=3,
        longest=MOST_TEXT,
        help_text="À communiquer à tous lors de la consultation (article R2111-2 du code de la commande "
        "publique) : elles sont rassemblées sur la page des échanges.",
    )
    documents = TextField(label="Pièces reçues ou remises", rows=2, longest=MOST_ANSWER, help_text=NAMES_ONLY)
    confidential = TextField(
        label="Secret des affaires",
        rows=3,
        longest=MOST_TEXT,
        help_text="Ce que la structure vous a confié : gardé à part, hors du dossier de sourcing et du CSV.",
    )

    def __init__(self, *args: Any, items: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]

    def clean_held_on(self) -> dt.date:
        return _not_to_come(self.cleaned_data["held_on"])

    def said(self) -> Said:
        said = self.cleaned_data
        return Said(
            held_on=said["held_on"],
            channel=said["channel"],
            participants=said["participants"],
            content=said["content"],
            information_given=said["information_given"],
            documents=said["documents"],
            confidential=said["confidential"],
        )
