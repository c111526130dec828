"""What is asked of who saves a search, or changes one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from suppliers.models import AlertFrequency, Workspace

from .finding import LONGEST_NAME

OWN = "own"


class _NameField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label="Nom de la recherche",
            max_length=LONGEST_NAME,
            error_messages={
                "required": "Donnez un nom à cette recherche.",
                "max_length": f"{LONGEST_NAME} caractères au plus.",
            },
        )


class _FrequencyField(forms.ChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label="Recevoir les nouvelles structures par courriel",
            choices=AlertFrequency.choices,
            initial=AlertFrequency.NEVER,
            error_messages={
                "required": "Dites si vous voulez un courriel.",
                "invalid_choice": "Choisissez une fréquence de la liste.",
            },
        )


class ChangeForm(forms.Form):
    """A saved search: its name, and how often its reader gets a letter; never when nobody can."""

    name = _NameField()
    frequency = _FrequencyField()

    def __init__(self, *args: Any, can_be_told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_be_told:
            del self.fields["frequency"]


class SaveForm(ChangeForm):
    """The same before it is saved: and where, for who works for an organisation."""

    where = forms.ChoiceField(
        label="Où la garder",
        initial=OWN,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites où garder cette recherche.",
            "invalid_choice": "Vous n’êtes plus membre de cette organisation : choisissez un autre espace.",
        },
    )

    def __init__(self, *args: Any, organisations: Iterable[Workspace | Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.pk), f"Avec {one}") for one in organisations]
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)
        if offered:
            field.choices = [(OWN, "Dans mon espace"), *offered]
        else:
            del self.fields["where"]


class ShortlistForm(forms.Form):
    """How often an account is told of what the structures of its shortlists have lost."""

    frequency = forms.ChoiceField(
        label="Me prévenir par courriel",
        choices=AlertFrequency.choices,
        error_messages={
            "required": "Dites si vous voulez un courriel.",
            "invalid_choice": "Choisissez une fréquence de la liste.",
        },
    )
