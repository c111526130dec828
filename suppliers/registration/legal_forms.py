"""Legal forms, as a form offers them."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from django import forms

from suppliers.models.structure import Family
from suppliers.search.reference import reference
from suppliers.search.state import state

OTHERS = "Autres formes"


def legal_form_choices() -> list[tuple[str, Any]]:
    """Those of the social economy by family, then the others; 260 in all, read once per directory version."""
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in (*Family.labels, OTHERS)}
    for form in reference(state().version).legal_forms.values():
        groups[form.get_family_display() or OTHERS].append((form.pk, form.label))
    named = [(group, sorted(forms, key=itemgetter(1))) for group, forms in groups.items() if forms]
    return [("", "Choisissez…"), *named]


class LegalFormField(forms.ChoiceField):
    """A draft may do without it, until it is handed in: it is not said to be optional."""

    is_awaited = True
