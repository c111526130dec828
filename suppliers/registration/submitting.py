"""A draft on its way: handed in, taken back, thrown away."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from suppliers import mailing, search
from suppliers.models import Event, ReviewItem, ReviewKind, Structure, User
from suppliers.profiles.changing import withdraw
from suppliers.profiles.documents import drop_files
from suppliers.profiles.facts import as_json
from suppliers.profiles.queue import submit

_Status = Structure.Status


class NotNowError(Exception):
    """It cannot be done as things stand; `str` says why, in French. Nothing has changed."""


@dataclass(frozen=True)
class Missing:
    """What has to be there before people decide; `step` is the slug of the step that holds it."""

    said: str
    step: str


def missing_of(structure: Structure) -> list[Missing]:
    """Without these a buyer could not find the structure, nor reach it."""
    person = getattr(structure, "contact_person", None)
    has_contact = structure.email or structure.phone or (person and (person.email or person.phone))
    asked = [
        (structure.name.strip(), Missing("Le nom de la structure", "identite")),
        (structure.legal_form_id, Missing("La forme juridique", "identite")),
        (
            structure.activities.filter(sectors__isnull=False).exists(),
            Missing("Une activité, avec son secteur", "offre"),
        ),
        (structure.territory_id or structure.city, Missing("L’adresse, ou au moins la commune", "lieu")),
        (has_contact, Missing("Une adresse électronique ou un téléphone où vous joindre", "contact")),
    ]
    return [missing for is_there, missing in asked if not is_there]


def _locked(structure: Structure) -> Structure:
    return Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)


def _set_status(structure: Structure, status: str) -> None:
    structure.status = status
    structure.save(update_fields=["status", "updated_at"])
    search.refresh([structure.pk])


@transaction.atomic
def submit_structure(*, structure: Structure, by: User, address: str) -> ReviewItem:
    """Hand a draft in. Pressed twice it is one. `address` of its dashboard. Raises NotNowError."""
    locked = _locked(structure)
    if locked.status == _Status.PENDING:
        return submit(ReviewKind.STRUCTURE, locked, by=by)[0]
    if locked.status != _Status.DRAFT:
        raise NotNowError("Cette fiche n’est plus un brouillon.")
    if locked.admin_state == "F":
        raise NotNowError("Cet établissement est fermé d’après SIRENE : il ne peut pas être publié.")
    if missing := missing_of(locked):
        raise NotNowError(f"Il manque encore : {', '.join(_in_a_list(one.said) for one in missing)}.")
    _set_status(locked, _Status.PENDING)
    item, _ = submit(ReviewKind.STRUCTURE, locked, by=by)
    Event.objects.record(
        "registration.submit",
        by=by,
        structure=locked,
        item=item,
        before={"status": _Status.DRAFT},
        after={"status": _Status.PENDING},
    )
    mailing.write("structure-submitted", {"name": str(locked), "address": address}, to=by, structure=locked)
    return item


def _in_a_list(said: str) -> str:
    return said[:1].lower() + said[1:]


@transaction.atomic
def take_back(*, structure: Structure, by: User) -> None:
    """What was handed in is a draft again. Raises NotNowError when somebody has decided meanwhile."""
    locked = _locked(structure)  # before the item, as those who decide do
    open_items = ReviewItem.objects.open().filter(structure=structure, kind=ReviewKind.STRUCTURE)
    items = list(open_items.select_for_update(of=("self",)).select_related("structure"))
    if locked.status == _Status.DRAFT:
        return
    if locked.status != _Status.PENDING:
        raise NotNowError("L’équipe de l’annuaire vient de décider : cette fiche n’attend plus.")
    for item in items:
        item.version += 1
        withdraw(item, by=by)
    _set_status(locked, _Status.DRAFT)
    Event.objects.record(
        "registration.take-back",
        by=by,
        structure=locked,
        before={"status": _Status.PENDING},
        after={"status": _Status.DRAFT},
    )


def can_be_deleted(structure: Structure) -> bool:
    """A draft that never was public, and that no official list knows."""
    return structure.status == _Status.DRAFT and structure.validated_at is None and not structure.source


@transaction.atomic
def delete_draft(*, structure: Structure, by: User) -> None:
    """Throw a draft away with its files. The log keeps its name and number. Raises NotNowError."""
    locked = Structure.objects.select_for_update(of=("self",)).filter(pk=structure.pk).first()
    if locked is None:
        return
    if not can_be_deleted(locked):
        raise NotNowError("Cette fiche n’est plus un brouillon : elle ne peut pas être supprimée ici.")
    drop_files(locked)
    before = {name: as_json(getattr(locked, name)) for name in ("siret", "rna", "name")}
    Event.objects.record("registration.delete", by=by, structure=locked, before=before)
    locked.delete()
