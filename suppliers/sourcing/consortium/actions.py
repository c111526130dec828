"""What is done to a group that is kept: composed, changed, taken apart; each noted in the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from suppliers.models import Consortium, ConsortiumMember, DirectoryEntry, Need, Structure, User
from suppliers.workspace.history import record

MOST_MEMBERS = 20
MOST_KEPT = 20  # groups of one need


class RefusedError(Exception):
    """It cannot be done: a French sentence for who asked."""


@transaction.atomic
def keep(need: Need, lots_of: Mapping[int, Sequence[int]], *, by: User | None) -> Consortium:
    """Keep a group of structures of the directory: `lots_of` gives, for each, the lots it answers.

    Raises RefusedError when none of them is in the directory any more, or too many groups are kept.
    """
    Need.objects.select_for_update().get(pk=need.pk)
    if need.consortiums.count() >= MOST_KEPT:
        raise RefusedError(f"{MOST_KEPT} groupements au plus par besoin : supprimez-en un d’abord.")
    structures = _in_the_directory(lots_of)
    if not structures:
        raise RefusedError("Ces structures ne sont plus dans l’annuaire : actualisez les propositions.")
    made = Consortium.objects.create(need=need, created_by=by)
    for position, structure in enumerate(structures):
        ConsortiumMember.objects.create(
            consortium=made,
            structure=structure,
            name=str(structure)[:200],
            siret=structure.siret or "",
            lot_numbers=sorted(lots_of[structure.pk]),
            position=position,
        )
    _record("keep", made, by, members=[str(structure) for structure in structures])
    return made


def _in_the_directory(wanted: Mapping[int, Sequence[int]]) -> list[Structure]:
    """Those of these that the public can see, in the order they were asked for."""
    entries = DirectoryEntry.objects.filter(pk__in=list(wanted)).values("pk")
    found = Structure.objects.filter(pk__in=entries).in_bulk()
    return [found[key] for key in list(wanted)[:MOST_MEMBERS] if key in found]


@transaction.atomic
def add_structure(
    consortium: Consortium, structure_id: int, lot_numbers: Sequence[int], *, by: User | None
) -> ConsortiumMember:
    """Add a structure of the directory. Raises RefusedError."""
    structures = _in_the_directory({structure_id: lot_numbers})
    if not structures:
        raise RefusedError("Cette structure n’est plus dans l’annuaire.")
    structure = structures[0]
    _check_room(consortium)
    if consortium.members.filter(structure=structure).exists():
        raise RefusedError(f"{structure} est déjà membre du groupement.")
    return _add(
        consortium,
        by,
        structure=structure,
        name=str(structure)[:200],
        siret=structure.siret or "",
        lot_numbers=sorted(lot_numbers),
    )


@transaction.atomic
def add_company(
    consortium: Consortium, *, name: str, siret: str, lot_numbers: Sequence[int], by: User | None
) -> ConsortiumMember:
    """Add a conventional company named by hand. Raises RefusedError when its SIRET is a member's."""
    _check_room(consortium)
    if siret and consortium.members.filter(siret=siret).exists():
        raise RefusedError("Ce SIRET est déjà celui d’un membre du groupement.")
    return _add(consortium, by, name=name, siret=siret, is_conventional=True, lot_numbers=sorted(lot_numbers))


def _check_room(consortium: Consortium) -> None:
    Consortium.objects.select_for_update().get(pk=consortium.pk)
    if consortium.members.count() >= MOST_MEMBERS:
        raise RefusedError(f"Un groupement compte ici {MOST_MEMBERS} membres au plus.")


def _add(consortium: Consortium, by: User | None, **values: object) -> ConsortiumMember:
    last = consortium.members.aggregate(last=Max("position"))["last"]
    member = ConsortiumMember.objects.create(
        consortium=consortium, position=0 if last is None else last + 1, **values
    )
    _record("add", consortium, by, member=member)
    return member


@transaction.atomic
def remove(member: ConsortiumMember, *, by: User | None) -> None:
    _record("remove", member.consortium, by, member=member)
    member.delete()


@transaction.atomic
def change(
    consortium: Consortium,
    *,
    title: str,
    form: str,
    lead: int | None,
    lots_of: Mapping[int, Sequence[int]],
    by: User | None,
) -> None:
    """`lead` and the keys of `lots_of` are members' keys; a member that has left meanwhile is left aside."""
    consortium = Consortium.objects.select_for_update().get(pk=consortium.pk)
    consortium.title, consortium.form = title, form
    consortium.save(update_fields=["title", "form"])
    members = list(consortium.members.all())
    consortium.members.filter(is_lead=True).update(is_lead=False)  # two leads at no moment
    for member in members:
        member.is_lead = member.pk == lead
        member.lot_numbers = sorted(lots_of.get(member.pk, member.lot_numbers))
        member.save(update_fields=["is_lead", "lot_numbers"])
    named = next((member.name for member in members if member.pk == lead), "")
    _record("change", consortium, by, title=title, form=form, lead=named)


@transaction.atomic
def delete(consortium: Consortium, *, by: User | None) -> None:
    members = list(consortium.members.values_list("name", flat=True))
    _record("delete", consortium, by, members=members)
    consortium.delete()


def _record(
    verb: str,
    consortium: Consortium,
    by: User | None,
    member: ConsortiumMember | None = None,
    **detail: Any,
) -> None:
    record(
        f"consortium.{verb}",
        workspace=consortium.need.workspace,
        by=by,
        need=consortium.need,
        structure=member.structure if member else None,
        structure_name=member.name if member else "",
        consortium=str(consortium),
        **detail,
    )
