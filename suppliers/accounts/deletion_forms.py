"""What is asked of who deletes their account."""

from __future__ import annotations

from typing import Any

from django import forms

from suppliers.models import User

from .groups import name_of
from .leaving import Fate


class DeletionForm(forms.Form):
    """For each owned place the next owner, for each named contact whether it is this person."""

    confirm = forms.BooleanField(
        label="J’ai lu ce qui va se passer, et je supprime mon compte",
        error_messages={"required": "Cochez cette case pour supprimer le compte."},
    )

    def __init__(self, *args: Any, fates: list[Fate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fates = fates
        for fate in fates:
            if fate.heirs:
                self.fields[self.heir_of(fate)] = _heir_field(fate)
            if fate.contact and not fate.is_deleted:
                self.fields[self.contact_of(fate)] = forms.BooleanField(
                    label=f"« {fate.contact.name} », nommé sur cette fiche, c’est moi : retirer ce nom",
                    required=False,
                    initial=fate.contact_is_them,
                )
        self.order_fields([name for name in self.fields if name != "confirm"])

    @staticmethod
    def heir_of(fate: Fate) -> str:
        return f"heir-{fate.group.key}"

    @staticmethod
    def contact_of(fate: Fate) -> str:
        return f"contact-{fate.group.key}"

    @property
    def handovers(self) -> dict[str, int]:
        chosen = {fate.group.key: self.cleaned_data.get(self.heir_of(fate)) for fate in self._fates}
        return {key: int(pk) for key, pk in chosen.items() if pk}

    @property
    def forgotten(self) -> list[int]:
        asked = [fate for fate in self._fates if self.cleaned_data.get(self.contact_of(fate))]
        return [fate.group.place.pk for fate in asked]


def _heir_field(fate: Fate) -> forms.ChoiceField:
    said: list[tuple[str, str]] = [(str(user.pk), _in_words(user)) for user in fate.heirs]
    return forms.ChoiceField(
        label=f"Qui devient responsable {fate.group.of} ?",
        choices=said,
        initial=said[0][0],
        error_messages={
            "required": "Choisissez qui devient responsable.",
            "invalid_choice": "Cette personne n’est plus membre : choisissez-en une autre.",
        },
    )


def _in_words(user: User) -> str:
    name = name_of(user)
    return f"{name} ({user.email})" if user.email and name != user.email else name
