"""What an officer and a structure type: a letter and its questions, answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from suppliers.asking.day_field import DayField
from suppliers.models import PickStatus, ShortlistItem
from suppliers.models.exchange import MOST_QUESTIONS

from .answering import Answer
from .enquiries import Asking
from .letter import settled
from .sending import NO_ACCOUNT
from .typed import MOST_ANSWER, MOST_TEXT, TextField, text_of

BY_MAIL, BY_SITE = "messagerie", "site"
LONGEST_QUESTION = 500
LONGEST_DAYS = 365
USUAL_DAYS = 21
ADDRESS = "Une adresse électronique s’écrit nom@domaine.fr."


class _Several(forms.Widget):
    """Fields of one name, drawn by the page."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name))


class QuestionsField(forms.Field):
    """One text for each question; those left empty are dropped."""

    widget = _Several

    def to_python(self, value: Any) -> list[str]:
        typed = [" ".join(text_of(str(one)).split()) for one in value or []]
        return [one for one in typed if one]

    def validate(self, value: Any) -> None:
        if not value:
            raise forms.ValidationError("Posez au moins une question.")
        if len(value) > MOST_QUESTIONS:
            raise forms.ValidationError(f"{MOST_QUESTIONS} questions au plus : retirez-en {_over(value)}.")
        for rank, question in enumerate(value, start=1):
            if len(question) > LONGEST_QUESTION:
                raise forms.ValidationError(
                    f"La question {rank} est trop longue : {LONGEST_QUESTION} caractères au plus."
                )


def _over(value: Sequence[str]) -> int:
    return len(value) - MOST_QUESTIONS


class KeyedForm(forms.Form):
    """A form that is sent twice is known by its key."""

    form_key = forms.UUIDField(
        label="Formulaire",
        widget=forms.HiddenInput,
        initial=uuid4,
        required=False,
        error_messages={"invalid": "Ouvrez de nouveau la page."},
    )

    def clean_form_key(self) -> Any:
        return self.cleaned_data["form_key"] or uuid4()


class EnquiryForm(KeyedForm):
    """A letter to several structures. `amount`: the line that gives the band of amount; empty where
    the need gives none.
    """

    structures = forms.MultipleChoiceField(
        label="Structures à interroger",
        widget=forms.CheckboxSelectMultiple,
        help_text="Toutes reçoivent le même texte et les mêmes questions. Vous pourrez en ajouter ensuite.",
        error_messages={
            "required": "Choisissez au moins une structure à interroger.",
            "invalid_choice": "Une des structures n’est plus dans la sélection : choisissez à nouveau.",
        },
    )
    subject = TextField(label="Objet", longest=200, required_words="Donnez un objet à la lettre.")
    message = TextField(
        label="Lettre",
        rows=16,
        longest=MOST_TEXT,
        required_words="Écrivez la lettre.",
        help_text="Le paragraphe qui rappelle que c’est un sourcing y reste, ou y est remis.",
    )
    shows_amount = forms.BooleanField(label="", required=False)
    questions = QuestionsField(label="Questions", required=True)
    answers_due_on = DayField(
        label="Réponses attendues jusqu’au", help_text="Ce jour compris.", required_words="Donnez une date."
    )
    way = forms.ChoiceField(
        label="Envoi",
        widget=forms.RadioSelect,
        choices=[(BY_MAIL, "Par ma messagerie, une lettre par structure"), (BY_SITE, "Par le site")],
        error_messages={
            "required": "Choisissez comment la lettre part.",
            "invalid_choice": "Choisissez une des deux façons d’envoyer.",
        },
    )
    reply_to = forms.EmailField(
        label="Votre adresse électronique",
        required=False,
        max_length=254,
        help_text="Montrée aux structures, pour vous écrire. Obligatoire si la lettre part par le site.",
        error_messages={"invalid": ADDRESS, "max_length": "254 caractères au plus."},
    )

    def __init__(
        self, *args: Any, items: Sequence[ShortlistItem], verified: set[str], amount: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._verified, self._amount = verified, amount
        self.fields["structures"].choices = [(str(item.structure_id), _named(item)) for item in items]  # type: ignore[attr-defined]
        if amount:
            self.fields["shows_amount"].label = f"Ajouter une fourchette à la lettre : « {amount} »"
        else:
            del self.fields["shows_amount"]
        if not verified:
            self.fields["way"].help_text = NO_ACCOUNT

    def clean_answers_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["answers_due_on"]
        today = timezone.localdate()
        if not today < day <= today + dt.timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError("Donnez un jour à venir, dans un an au plus.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("way") == BY_SITE:
            self._check_account(str(cleaned.get("reply_to") or ""))
        if message := cleaned.get("message"):
            is_shown = bool(cleaned.get("shows_amount"))
            cleaned["message"] = settled(message, self._amount, is_shown=is_shown)
        return cleaned

    def _check_account(self, reply_to: str) -> None:
        if not self._verified:
            self.add_error("way", f"{NO_ACCOUNT} Choisissez votre messagerie, ou créez un compte.")
        elif "reply_to" not in self.errors and reply_to.casefold() not in self._verified:
            known = ", ".join(sorted(self._verified))
            self.add_error("reply_to", f"Par le site, donnez une adresse vérifiée de votre compte : {known}.")

    def asking(self) -> Asking:
        said = self.cleaned_data
        return Asking(
            subject=said["subject"],
            message=said["message"],
            questions=said["questions"],
            answers_due_on=said["answers_due_on"],
            is_by_site=said["way"] == BY_SITE,
            reply_to=said["reply_to"],
            structure_ids=[int(one) for one in said["structures"]],
        )


def _named(item: ShortlistItem) -> str:
    """« Aurore · écartée : trop loin »: it is not asked by itself, and may be."""
    return f"{item} · écartée : {item.reason}" if item.status == PickStatus.SET_ASIDE else str(item)


class AnswerForm(forms.Form):
    """The answers of a structure, one field for each question."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, questions: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = [f"answer_{rank}" for rank in range(1, len(questions) + 1)]
        for rank, (name, question) in enumerate(zip(self.names, questions, strict=True), start=1):
            self.fields[name] = TextField(label=f"{rank}. {question}", rows=3, longest=MOST_ANSWER)
            self.fields[name].is_awaited = True  # type: ignore[attr-defined]  # the page says it for all
        self.fields["comment"] = TextField(
            label="Autres précisions", rows=3, longest=MOST_ANSWER, help_text="Ce que les questions oublient."
        )
        self.fields["confidential"] = TextField(
            label="Secret des affaires",
            rows=3,
            longest=MOST_ANSWER,
            help_text="Ce que vous ne voulez pas voir communiqué à d’autres (prix, procédés, stratégie) : "
            "gardé à part de vos autres réponses.",
        )
        self.fields["answered_by"] = TextField(
            label="Votre nom", longest=120, required_words="Dites qui répond."
        )
        self.fields["answered_role"] = TextField(label="Votre fonction", longest=120)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = [*self.names, "comment", "confidential"]
        if not any(cleaned.get(name) for name in said) and not any(name in self.errors for name in said):
            raise forms.ValidationError("Répondez à une question au moins.")
        return cleaned

    def answer(self) -> Answer:
        said = self.cleaned_data
        return Answer(
            answers=[said[name] for name in self.names],
            comment=said["comment"],
            confidential=said["confidential"],
            answered_by=said["answered_by"],
            answered_role=said["answered_role"],
        )
