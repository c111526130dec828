"""What a buyer notes of a structure. The form says what it showed: what was left as it was is not written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from suppliers.models import Lot, ShortlistItem
from suppliers.models.shortlist import PickStatus

from .editing import values_of

LONGEST_NOTE = 4_000
LONGEST_DETAIL = 200
LONGEST_REASON = 300
LONGEST_TAG = 40
LONGEST_SEEN = 50_000  # the longest note in JSON, each character escaped, and the rest
MOST_TAGS = 10
OTHER = "Autre motif objectif"
# Facts of the structure or of its answer, never of who it is (art. L3: equal treatment).
REASONS = [
    "Ne propose pas cette prestation",
    "N’intervient pas sur ce territoire",
    "Capacité insuffisante",
    "Délai trop long",
    "Pas disponible à la période voulue",
    "Certification ou éligibilité absente",
    "N’a pas répondu",
    "Ne souhaite pas répondre",
    "Établissement fermé",
    OTHER,
]
BETWEEN = " : "


def reason_of(choice: str, detail: str) -> str:
    """As it is kept: « Délai trop long : six semaines »."""
    return BETWEEN.join(part for part in ("" if choice == OTHER and detail else choice, detail) if part)


def parts_of_reason(reason: str) -> tuple[str, str]:
    """The choice and the words of a reason as it is kept."""
    choice, _, detail = reason.partition(BETWEEN)
    if choice in REASONS:
        return choice, detail
    return (OTHER, reason) if reason else ("", "")


def tags_in(typed: str) -> list[str]:
    """Between commas; the same one, but for its capitals, once."""
    found: dict[str, str] = {}
    for word in typed.replace(";", ",").split(","):
        if word := " ".join(word.split()):
            found.setdefault(word.casefold(), word)
    return list(found.values())


class ItemForm(forms.Form):
    """One row of a shortlist; `seen` is what its page showed."""

    status = forms.ChoiceField(label="État", choices=PickStatus.choices, required=False)
    lots = forms.TypedMultipleChoiceField(
        label="Pour quels lots", coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    kept_for = forms.CharField(
        label="Pourquoi la garder",
        help_text="Des faits, les mêmes critères pour toutes : le dossier de sourcing les reprend.",
        max_length=LONGEST_REASON,
        required=False,
    )
    reason_kind = forms.ChoiceField(
        label="Motif", choices=[("", "Choisir un motif"), *((one, one) for one in REASONS)], required=False
    )
    reason_detail = forms.CharField(label="Précision", max_length=LONGEST_DETAIL, required=False)
    tags = forms.CharField(
        label="Étiquettes", help_text="Séparées par des virgules.", max_length=500, required=False
    )
    note = forms.CharField(
        label="Note",
        help_text="Lue par ceux qui peuvent ouvrir cette sélection, jamais par le lien de partage.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    row = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, item: ShortlistItem, lots: Sequence[Lot] = (), data: Any = None) -> None:
        super().__init__(data, initial=_shown(item), prefix=None, auto_id=f"id_{item.pk}_%s")
        self.item = item
        if lots:
            self.fields["lots"].choices = [(lot.pk, str(lot)) for lot in lots]  # type: ignore[attr-defined]
        else:
            del self.fields["lots"]
        for field in self.fields.values():  # nothing has to be filled, and five labels need not say so
            field.is_awaited = True  # type: ignore[attr-defined]

    def clean_tags(self) -> list[str]:
        tags = tags_in(self.cleaned_data["tags"])
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"Dix étiquettes au plus : il y en a {len(tags)}.")
        if long := next((tag for tag in tags if len(tag) > LONGEST_TAG), ""):
            raise forms.ValidationError(f"« {long} » est trop longue : {LONGEST_TAG} caractères au plus.")
        return tags

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("status") == PickStatus.SET_ASIDE:
            if not found.get("reason_kind") and not self.errors.get("reason_kind"):
                self.add_error(
                    "reason_kind", "Écarter une structure demande un motif objectif : choisissez-le."
                )
            elif found.get("reason_kind") == OTHER and not found.get("reason_detail"):
                self.add_error("reason_detail", "Dites en quelques mots le motif objectif.")
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """The fields of the row that this form has changed, and their values."""
        found, seen = self.cleaned_data, self.shown
        status = found["status"] or self.item.status
        is_aside = status == PickStatus.SET_ASIDE
        why_not = reason_of(found["reason_kind"], found["reason_detail"])
        now = {
            "status": status,
            "reason": why_not if is_aside else " ".join(found["kept_for"].split()),
            "note": found["note"].replace("\r\n", "\n").strip(),
            "tags": found["tags"],
        }
        if "lots" in found:
            now["lots"] = sorted(found["lots"])
        changed = {name: value for name, value in now.items() if value != seen.get(name, _NOT_SEEN)}
        if "status" in changed and is_aside:
            changed["reason"] = why_not
        return changed

    @property
    def shown(self) -> dict[str, Any]:
        """What the page showed; nothing of what cannot be read: all that was sent is then written."""
        return _seen(self.cleaned_data["seen"])

    def tell_of(self, now: Mapping[str, Any]) -> None:
        """Say at each field what a colleague has written there; sent again as it is, the form has its way."""
        shown, data = self.shown | dict(now), QueryDict(mutable=True)
        is_aside = self.cleaned_data["status"] == PickStatus.SET_ASIDE
        for name, value in now.items():
            field = name if name != "reason" else "reason_kind" if is_aside else "kept_for"
            if field in self.fields:
                self.add_error(field, f"{CHANGED_SINCE[name](value)} entre-temps. {HAVE_YOUR_WAY}")
        data.update(self.data)  # what was posted
        data["seen"] = json.dumps(shown, ensure_ascii=False)
        self.data = data


CHANGED_SINCE: dict[str, Callable[[Any], str]] = {
    "status": lambda value: f"L’état est passé à « {PickStatus(value).label} »",
    "reason": lambda value: f"Le motif est devenu « {value or 'vide'} »",
    "note": lambda value: f"La note est devenue « {value or 'vide'} »",
    "tags": lambda value: f"Les étiquettes sont devenues « {', '.join(value) or 'aucune'} »",
    "lots": lambda _value: "Les lots ont changé",
}
HAVE_YOUR_WAY = "Complétez ce que vous aviez écrit, puis enregistrez de nouveau : il le remplacera."
_NOT_SEEN = object()


def _shown(item: ShortlistItem) -> dict[str, Any]:
    is_aside = item.status == PickStatus.SET_ASIDE
    choice, detail = parts_of_reason(item.reason if is_aside else "")
    seen = values_of(item)
    return {
        "row": item.pk,
        "status": item.status,
        "lots": seen["lots"],
        "kept_for": "" if is_aside else item.reason,
        "reason_kind": choice,
        "reason_detail": detail,
        "tags": ", ".join(item.tags),
        "note": item.note,
        "seen": json.dumps(seen, ensure_ascii=False),
    }


def _seen(found_text: str) -> dict[str, Any]:
    if len(found_text) > LONGEST_SEEN:
        return {}
    try:
        seen = json.loads(found_text or "{}")
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}
