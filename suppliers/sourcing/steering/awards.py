"""What became of a need: noted lot by lot or for the whole, changed, taken back; and told in its history."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from suppliers.models import Award, AwardMember, Lot, Need, Structure, User
from suppliers.sourcing.needs.parts import WHOLE
from suppliers.workspace.history import record


class ToldOtherwiseError(Exception):
    """The whole and its lots would both be counted: a French sentence for who asked."""


class ChangedMeanwhileError(Exception):
    """The outcome was noted, changed or taken back since the page was shown."""


@dataclass(frozen=True)
class Told:
    """A part of a need and what is noted of it. `number` is that of the lot, 0 for the whole."""

    number: int
    name: str
    lot: Lot | None
    award: Award | None


def parts_told(need: Need) -> list[Told]:
    """The whole first, then each lot."""
    awards = {
        award.lot_id: award
        for award in need.awards.select_related("structure").prefetch_related("members__structure")
    }
    lots = list(need.lots.order_by("number"))
    whole = "Le besoin, en un seul marché" if lots else "Le marché"
    named = [Told(lot.number, f"Lot {lot.number} · {lot.title}", lot, awards.get(lot.pk)) for lot in lots]
    return [Told(WHOLE, whole, None, awards.get(None)), *named]


def version_of(award: Award | None) -> str:
    """What a form says it was shown: another as soon as anything of the outcome is; empty for none."""
    if award is None:
        return ""
    told = json.dumps(_told(award), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def note(need: Need, lot: Lot | None, values: dict[str, Any], *, seen: str, by: User | None) -> Award:
    """Write the outcome of a part. Raises ToldOtherwiseError where it would be counted twice.

    Raises ChangedMeanwhileError, and changes nothing, when it is neither what was `seen` nor what is sent:
    a form that is sent twice changes nothing the second time.
    """
    Need.objects.select_for_update().get(pk=need.pk)
    _refuse_twice(need, lot)
    found = need.awards.filter(lot=lot).first()
    award = found or Award(need=need, lot=lot)
    before, is_behind = _told(award) if found else {}, seen != version_of(found)
    members = values.get("members", [])
    for name, value in values.items():
        if name != "members":
            setattr(award, name, value)
    award.full_clean()
    award.save()
    _write_members(award, members)
    after = _told(award)
    if before != after and is_behind:
        raise ChangedMeanwhileError  # what was written above goes with the transaction
    if before != after:
        _record("note", need, lot, award.structure, by, before=before, after=after)
    return award


def _refuse_twice(need: Need, lot: Lot | None) -> None:
    others = need.awards.exclude(lot=None) if lot is None else need.awards.filter(lot=None)
    if others.exists():
        raise ToldOtherwiseError(
            "L’issue est déjà notée lot par lot : effacez-la d’abord, pour ne rien compter deux fois."
            if lot is None
            else "L’issue est déjà notée pour le besoin entier : effacez-la d’abord, pour ne rien compter "
            "deux fois."
        )


def _write_members(award: Award, members: list[dict[str, Any]]) -> None:
    """Those beside the mandataire, in the order they were given."""
    award.members.all().delete()
    for position, member in enumerate(members):
        values = {name: value for name, value in member.items() if name != "rank"}
        AwardMember.objects.create(award=award, position=position, **values)


@transaction.atomic
def forget(need: Need, lot: Lot | None, *, by: User | None) -> bool:
    """Take back what was noted of a part; whether there was anything."""
    Need.objects.select_for_update().get(pk=need.pk)
    award = need.awards.filter(lot=lot).first()
    if award is None:
        return False
    _record("forget", need, lot, award.structure, by, before=_told(award), after={})
    award.delete()
    return True


def _told(award: Award) -> dict[str, Any]:
    """As its history keeps it."""
    left_out = {"id", "need", "lot"}
    values = {
        field.name: getattr(award, field.attname)
        for field in Award._meta.concrete_fields
        if field.name not in left_out
    }
    members = [
        {"name": one.name, "siret": one.siret, "amount_excl_tax": _in_history(one.amount_excl_tax)}
        for one in award.members.all()
    ]
    return {name: _in_history(value) for name, value in values.items()} | {"members": members}


def _in_history(value: Any) -> Any:
    """As JSON keeps it: an amount to the cent, however it was typed."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value if isinstance(value, bool | int | None) else str(value)


def _record(
    verb: str, need: Need, lot: Lot | None, structure: Structure | None, by: User | None, **detail: Any
) -> None:
    record(
        f"award.{verb}",
        workspace=need.workspace,
        by=by,
        need=need,
        structure=structure,
        lot=lot.number if lot else WHOLE,
        **detail,
    )
