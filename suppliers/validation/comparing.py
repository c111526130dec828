"""Another page is said to be the same structure: found by what was typed, and compared."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import transaction

from suppliers.accounts.roles import can_validate, territories_validated
from suppliers.models import ErrorReport, Event, NotDuplicate, ReviewItem, ReviewKind, Structure, User
from suppliers.profiles.queue import submit

from .access import may_be_shown, must_leave_it
from .contract import CannotDecideError

_IN_AN_ADDRESS = re.compile(r"/structures/([^/?#\s]+)")
_UNKNOWN = (
    "Aucune fiche n’a ce SIRET, ce numéro ou cette adresse. Écrivez un SIRET (14 chiffres), le numéro d’une "
    "fiche (a-12), ou l’adresse de sa page."
)


class CompareForm(forms.Form):
    autre = forms.CharField(
        label="L’autre fiche",
        help_text="Son SIRET, son numéro (a-12) ou l’adresse de sa page.",
        max_length=300,
        error_messages={
            "required": "Dites quelle est l’autre fiche : son SIRET, son numéro ou son adresse.",
            "max_length": "300 caractères au plus : un SIRET, un numéro ou une adresse.",
        },
    )


def structure_meant(typed: str) -> Structure | None:
    """The structure of an address of ours, of a SIRET or of a number; of a merged one, the one that stays."""
    met = _IN_AN_ADDRESS.search(typed)
    key = "".join((met.group(1) if met else typed).split()).removeprefix("a-")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    column = "siret" if len(key) == 14 else "pk"
    known = Structure.objects.exclude(status=Structure.Status.DRAFT).select_related(
        "territory", "merged_into"
    )
    found = known.filter(**{column: key}).first()
    seen = set()
    while found and found.merged_into_id and found.pk not in seen:
        seen.add(found.pk)
        found = known.filter(pk=found.merged_into_id).first()
    return found


def other_told(item: ReviewItem) -> Structure | None:
    """The one that a report of a duplicate names, if it is one of ours."""
    if not is_of_a_duplicate(item):
        return None
    found = item.other or structure_meant(str(item.data.get("other_page", "")))
    return found if found and found.pk != item.structure_id else None


def is_of_a_duplicate(item: ReviewItem) -> bool:
    report = item.report
    return item.kind == ReviewKind.REPORT and report is not None and report.kind == ErrorReport.Kind.DUPLICATE


def compare_form(item: ReviewItem) -> CompareForm | None:
    """With what was told already; None where a report is of something else, or is decided."""
    if not (item.is_open and is_of_a_duplicate(item)):
        return None
    found = other_told(item)
    typed = (found.siret or f"a-{found.pk}") if found else ""
    return CompareForm(initial={"autre": typed})


@transaction.atomic
def open_comparison(item: ReviewItem, typed: str, *, by: User) -> ReviewItem:
    """The pair of this item's structure and another, in the queue. Raises CannotDecideError.

    One that waits already is the one to decide.
    """
    if told := must_leave_it(by, item):
        raise CannotDecideError(told)
    if compare_form(item) is None:
        raise CannotDecideError("Seul un doublon signalé, et pas encore décidé, se compare d’ici.")
    structure, other = item.structure, structure_meant(typed)
    if other is None or not may_be_shown(other, territories_validated(by)):
        raise CannotDecideError(_UNKNOWN)
    _check_pair(structure, other, by)
    first, second = sorted((structure, other), key=lambda side: side.pk)
    links: dict[str, Any] = {"other": second, "report": item.report}
    made, is_new = submit(ReviewKind.DUPLICATE, first, key=str(second.pk), message=item.message, **links)
    if is_new:
        Event.objects.record("validation.compare", by=by, structure=first, item=made, note=str(second))
    return made


def _check_pair(structure: Structure, other: Structure, by: User) -> None:
    first, second = sorted((structure, other), key=lambda side: side.pk)
    if first == second:
        raise CannotDecideError("C’est cette fiche même : dites quelle est l’autre.")
    if structure.merged_into_id:
        raise CannotDecideError("Cette fiche est déjà fusionnée dans une autre.")
    if structure.is_demo != other.is_demo:
        raise CannotDecideError("L’une des deux fiches est fictive : elles ne se comparent pas.")
    if not can_validate(by, other):
        raise CannotDecideError(f"« {other} » n’est pas de votre territoire : une autre personne en décide.")
    if NotDuplicate.objects.filter(first=first, second=second).exists():
        raise CannotDecideError(f"On a déjà dit que « {other} » est une autre structure.")
