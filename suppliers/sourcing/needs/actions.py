"""Changes of a need: written at once, told in its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from suppliers.models import (
    BuyerOrganisation,
    ConsortiumMember,
    Lot,
    Need,
    NeedSite,
    Sector,
    Territory,
    User,
    Workspace,
)
from suppliers.models.need import MOST_LOTS
from suppliers.workspace.history import record
from suppliers.workspace.limits import check_room_for_a_need
from suppliers.workspace.owning import workspace_of_organisation

from .what_and_where import AddressedSite


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the need since it was shown; `need` is as it stands now."""

    def __init__(self, need: Need) -> None:
        super().__init__("Quelqu’un a modifié ce besoin pendant que vous l’écriviez.")
        self.need = need


class TooManyLotsError(Exception):
    """A need has no room for another lot."""


class AwardedLotError(Exception):
    """Its outcome is noted: taking the lot away would take it out of the figures."""


@dataclass(frozen=True)
class Asking:
    """What a need or a lot asks; `facts` by the name of their columns."""

    title: str
    sectors: tuple[Sector, ...] = ()
    cpv_codes: tuple[str, ...] = ()
    places: tuple[Territory, ...] = ()
    addresses: tuple[AddressedSite, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_need(workspace: Workspace, asking: Asking, *, by: User | None) -> Need:
    """Raises limits.TooManyError when the workspace is full."""
    check_room_for_a_need(workspace)
    need = Need(workspace=workspace, created_by=by)
    _write(need, asking)
    _keep_sites(need, None, asking)
    record("need.create", workspace=workspace, by=by, need=need, title=need.title)
    return need


@transaction.atomic
def change_need(need: Need, asking: Asking, *, by: User | None, seen: int | None) -> Need:
    """Raises ChangedMeanwhileError, and changes nothing, when `seen` is not its version any more."""
    need = _locked(need)
    if seen != need.version:
        raise ChangedMeanwhileError(need)
    _write(need, asking)
    _keep_sites(need, None, asking)
    _changed(need)
    record("need.change", workspace=need.workspace, by=by, need=need, title=need.title)
    return need


@transaction.atomic
def save_lot(
    need: Need, asking: Asking, *, by: User | None, lot: Lot | None = None, seen: int | None = None
) -> Lot:
    """Write a lot, or add one at the end. Raises TooManyLotsError; of a lot, ChangedMeanwhileError."""
    need = _locked(need)
    if lot is not None and seen != need.version:
        raise ChangedMeanwhileError(need)
    verb = "lot.change" if lot else "lot.add"
    if lot is None:
        last = max(need.lots.values_list("number", flat=True), default=0)
        if last >= MOST_LOTS:
            raise TooManyLotsError
        lot = Lot(need=need, number=last + 1)
    _write(lot, asking)
    _keep_sites(need, lot, asking)
    _changed(need)
    record(verb, workspace=need.workspace, by=by, need=need, number=lot.number, title=lot.title)
    return lot


@transaction.atomic
def remove_lot(need: Need, lot: Lot, *, by: User | None) -> None:
    """The lots behind it move up by one, in the groups that were kept too. Raises AwardedLotError."""
    need = _locked(need)
    if lot.awards.exists():
        raise AwardedLotError
    number = lot.number
    for member in ConsortiumMember.objects.filter(consortium__need=need, lot_numbers__len__gt=0):
        kept = [one - (one > number) for one in member.lot_numbers if one != number]
        if not kept:
            member.delete()  # it answered this lot alone
        elif kept != member.lot_numbers:
            member.lot_numbers = kept
            member.save(update_fields=["lot_numbers"])
    record("lot.remove", workspace=need.workspace, by=by, need=need, number=number, title=lot.title)
    lot.delete()
    need.lots.filter(number__gt=number).update(number=F("number") - 1)
    _changed(need)


@transaction.atomic
def delete_need(need: Need, *, by: User | None) -> None:
    """With its lots, its shortlist and what was asked for it; its frozen records stay in the workspace."""
    record("need.delete", workspace=need.workspace, by=by, title=need.title)
    need.delete()


@transaction.atomic
def entrust(need: Need, organisation: BuyerOrganisation, *, by: User) -> None:
    """Give a need, its shortlist and its records to a buyer organisation: its members open and change "
    "them."""
    need = _locked(need)
    workspace = workspace_of_organisation(organisation)
    Need.objects.filter(pk=need.pk).update(workspace=workspace, updated_at=timezone.now())
    need.records.update(workspace=workspace)
    need.events.update(workspace=workspace)
    if shortlist := getattr(need, "shortlist", None):
        shortlist.workspace = workspace
        shortlist.save(update_fields=["workspace", "updated_at"])
    record("need.entrust", workspace=workspace, by=by, need=need, organisation=str(organisation))


@transaction.atomic
def choose_order(need: Need, *, neutral: bool, by: User | None) -> None:
    """The neutral order is drawn for the day it is chosen, and keeps that day."""
    need = _locked(need)
    need.order_drawn_on = timezone.localdate() if neutral else None
    need.save(update_fields=["order_drawn_on"])
    record("need.order", workspace=need.workspace, by=by, need=need, neutral=neutral)


def _locked(need: Need) -> Need:
    return Need.objects.select_for_update().select_related("workspace").get(pk=need.pk)


def _write(own: Need | Lot, asking: Asking) -> None:
    own.title, own.cpv_codes = asking.title, list(asking.cpv_codes)
    for name, value in asking.facts.items():
        setattr(own, name, value)
    own.full_clean(exclude=["need", "workspace", "created_by"], validate_unique=False)
    own.save()
    own.sectors.set(asking.sectors)


def _keep_sites(need: Need, lot: Lot | None, asking: Asking) -> None:
    need.sites.filter(lot=lot).delete()
    for position, place in enumerate(asking.places):
        NeedSite.objects.create(need=need, lot=lot, position=position, territory=place)
    territories = {site.code: site for site in _communes(asking)}
    for position, site in enumerate(asking.addresses, start=len(asking.places)):
        NeedSite.objects.create(
            need=need,
            lot=lot,
            position=position,
            territory=territories[site.code],
            address=site.address[:200],
            latitude=site.latitude,
            longitude=site.longitude,
        )


def _communes(asking: Asking) -> list[Territory]:
    return list(Territory.objects.filter(code__in={site.code for site in asking.addresses}))


def _changed(need: Need) -> None:
    Need.objects.filter(pk=need.pk).update(version=F("version") + 1, updated_at=timezone.now())
