"""The territory of an organisation: its owner types its name, its code or a postal code."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from suppliers.models import BuyerOrganisation, Territory, User
from suppliers.search.legible import ILLEGIBLE
from suppliers.territories.find import commune_at, places_matching
from suppliers.territories.typed import places_like, places_meant
from suppliers.workspace.history import record
from suppliers.workspace.owning import workspace_of_organisation

MOST_PLACES = 8
_POSTAL_CODE = re.compile(r"\b\d{5}\b", re.ASCII)


class TerritoryForm(forms.Form):
    use_required_attribute = False

    place = forms.CharField(
        label="Territoire",
        required=False,
        max_length=80,
        help_text="Une commune, un territoire, un département… Laissez vide pour n’en dire aucun.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "max_length": "Un nom de lieu compte 80 caractères au plus.",
            "null_characters_not_allowed": ILLEGIBLE,
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_bound and self.errors:
            self.fields["place"].widget.attrs["autofocus"] = True

    def clean_place(self) -> Territory | None:
        typed = " ".join(str(self.cleaned_data["place"]).split())
        if not typed:
            return None
        found = _with_postal_code(typed) or places_meant(typed)
        alike = places_like(typed) if not found else None
        if len(found) == 1:
            return found[0]
        if alike and alike.plain:
            return alike.plain
        perhaps = found or (alike.likest if alike else [])
        if not perhaps:
            raise ValidationError("Ce lieu n’est pas reconnu : donnez une commune, un code postal…")
        named = ", ".join(f"« {place.name} ({place.get_kind_display()}) »" for place in perhaps)
        raise ValidationError(f"Ce nom ne suffit pas : écrivez l’un de ceux-ci : {named}.")


def _with_postal_code(typed: str) -> list[Territory]:
    """« Montreuil (93100) », as suggestions write it, or a postal code alone."""
    code = _POSTAL_CODE.search(typed)
    if not code:
        return []
    name = typed.replace(code[0], "").strip(" ,()-")
    if not name:
        return places_matching(code[0], MOST_PLACES)
    place = commune_at(name, code[0])
    return [place] if place else []


@transaction.atomic
def set_territory(organisation: BuyerOrganisation, place: Territory | None, *, by: User) -> None:
    before = organisation.territory
    if before == place:
        return
    organisation.territory = place
    organisation.save(update_fields=["territory"])
    workspace = workspace_of_organisation(organisation)
    record(
        "organisation.territory",
        workspace=workspace,
        by=by,
        before=before.name if before else "",
        after=place.name if place else "",
    )
