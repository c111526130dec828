"""Which page stays, and whose word is taken for each thing that both do not say alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms

from suppliers.models import ReviewItem

from .act import digest_of_both
from .sides import differing, kept_unless_chosen, side_unless_chosen

_CHOOSE = {"required": "Choisissez une des deux fiches.", "invalid_choice": "Choisissez une des deux fiches."}
_AGAIN = {"required": "Ouvrez de nouveau la page.", "invalid": "Ouvrez de nouveau la page."}


class Row(NamedTuple):
    """One thing to choose: its label, its field, and what each side says of it."""

    label: str
    field: forms.BoundField
    sides: list[tuple[int, str]]


class MergeForm(forms.Form):
    """Fields: `garder`, and `cote-<key>` for each thing that differs; values are numbers of structures."""

    garder = forms.ChoiceField(
        label="Fiche qui reste", widget=forms.RadioSelect, error_messages=_CHOOSE, choices=()
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000, error_messages=_AGAIN
    )
    facts = forms.CharField(widget=forms.HiddenInput, max_length=80, error_messages=_AGAIN)

    def __init__(self, data: Any = None, *, item: ReviewItem) -> None:
        assert item.other is not None
        self.pair = [item.structure, item.other]
        self.said = differing(*self.pair)
        kept = kept_unless_chosen(*self.pair)
        merged = next(side for side in self.pair if side != kept)
        initial: dict[str, Any] = {
            f"cote-{one.key}": side_unless_chosen(one, kept, merged).pk for one in self.said
        }
        initial |= {"garder": kept.pk, "version": item.version, "facts": digest_of_both(item)}
        super().__init__(data, initial=initial)
        choices: Any = [(str(side.pk), str(side)) for side in self.pair]
        self.fields["garder"].choices = choices  # type: ignore[attr-defined]
        for one in self.said:
            self.fields[f"cote-{one.key}"] = forms.ChoiceField(
                label=one.label, widget=forms.RadioSelect, choices=choices, error_messages=_CHOOSE
            )

    def rows(self) -> Iterator[Row]:
        for one in self.said:
            sides = [(side.pk, one.show(side)) for side in self.pair]
            yield Row(one.label, self[f"cote-{one.key}"], sides)

    def kept(self) -> int:
        return int(self.cleaned_data["garder"])

    def sides(self) -> dict[str, int]:
        return {one.key: int(self.cleaned_data[f"cote-{one.key}"]) for one in self.said}
