"""Publish, hide, remove structures: one statement each, however many; the directory and the queue follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from suppliers import search
from suppliers.models import Certification, ReviewItem, ReviewKind, ReviewStatus, Structure, User

from .elsewhere import Settled, held, reopen_or_submit, settle

_PUBLISHED, _PENDING, _HIDDEN = Structure.Status.PUBLISHED, Structure.Status.PENDING, Structure.Status.HIDDEN
_TO_VERIFY = [Certification.Verification.DECLARED, Certification.Verification.PROOF_RECEIVED]


@transaction.atomic
def publish(structures: QuerySet[Structure], *, by: User) -> list[int]:
    """Make structures visible to buyers, and remember who vouched for them; returns those that were not."""
    hidden = structures.exclude(status=_PUBLISHED)
    ids = list(hidden.select_for_update().order_by("pk").values_list("pk", flat=True))
    now = timezone.now()
    _change(ids, by, "validation.publish", status=_PUBLISHED, validated_at=now, validated_by_id=by.pk)
    queue_certifications(ids)
    search.refresh(ids)
    return ids


@transaction.atomic
def hide(structures: QuerySet[Structure], *, by: User) -> list[int]:
    """Take structures out of the directory, without losing anything; returns those that were not hidden."""
    shown = structures.exclude(status=_HIDDEN)
    ids = list(shown.select_for_update().order_by("pk").values_list("pk", flat=True))
    _change(ids, by, "validation.hide", status=_HIDDEN)
    search.refresh(ids)
    return ids


@transaction.atomic
def remove(structures: QuerySet[Structure], *, by: User) -> None:
    """Delete structures. They leave the directory first, so that running processes forget them."""
    ids = hide(structures, by=by)
    sirens = set(structures.exclude(siren=None).values_list("siren", flat=True))
    sisters = list(Structure.objects.filter(siren__in=sirens).values_list("pk", flat=True))
    structures.delete()
    search.refresh(set(sisters) - set(ids))


def follow_siret(structure: Structure) -> None:
    """Certifications of the legal unit keep to its SIREN when the SIRET is put right."""
    siren = (structure.siret or "")[:9]
    structure.certifications.filter(scope="siren").exclude(siren=siren).update(siren=siren)


def stamp(structure: Structure, *, by: User) -> None:
    """Say who validated a structure that is being published."""
    structure.validated_by = by
    structure.validated_at = structure.validated_at or timezone.now()


def follow_status(structure: Structure, before: str, *, by: User) -> None:
    """Somebody has saved another state by hand: the log and the queue learn of it. In their transaction."""
    after = structure.status
    if before == after:
        return
    key = f"structure:{structure.pk}"
    if after == _PENDING:
        reopen_or_submit(ReviewKind.STRUCTURE, structure, by=by)
        return
    if after == _PUBLISHED:
        queue_certifications([structure.pk])
    action = "validation.publish" if after == _PUBLISHED else "validation.hide"
    told = Settled(structure, {key: {"status": before}}, {key: {"status": after}})
    _tell([told], by, action, after)


def queue_certifications(ids: Iterable[int]) -> None:
    """What these structures declare, and nobody has verified, waits now that they are public."""
    declared = Certification.objects.filter(structure__in=list(ids), verification__in=_TO_VERIFY)
    ReviewItem.objects.bulk_create(
        (
            ReviewItem(
                kind=ReviewKind.CERTIFICATION,
                structure_id=row.structure_id,
                key=f"row-{row.pk}",
                certification=row,
            )
            for row in declared
        ),
        ignore_conflicts=True,  # those that wait already
    )


def _change(ids: Iterable[int], by: User, action: str, **values: Any) -> None:
    chosen = Structure.objects.filter(pk__in=list(ids))
    names = list(values)
    had = {structure.pk: structure for structure in chosen}
    kept = {pk: {name: _as_json(getattr(one, name)) for name in names} for pk, one in had.items()}
    chosen.update(**values, updated_at=timezone.now())
    changed = {name: _as_json(value) for name, value in values.items()}
    told = []
    for pk, structure in had.items():
        differing = [name for name in names if kept[pk][name] != changed[name]]
        key = f"structure:{pk}"
        told.append(
            Settled(
                structure,
                {key: {name: kept[pk][name] for name in differing}},
                {key: {name: changed[name] for name in differing}},
            )
        )
    _tell(told, by, action, str(values["status"]))


def _tell(told: list[Settled], by: User, action: str, status: str) -> None:
    """Close what waited for just that; the log has one line for each structure."""
    waiting = ReviewItem.objects.open().filter(
        kind=ReviewKind.STRUCTURE, structure__in=[each.structure.pk for each in told]
    )
    becomes = ReviewStatus.APPROVED if status == _PUBLISHED else ReviewStatus.REFUSED
    settle(told, {item.structure_id: item for item in held(waiting)}, becomes, by=by, action=action)


def _as_json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
