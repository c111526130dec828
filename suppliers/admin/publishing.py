"""Publish, hide, remove structures: one statement each, however many; the directory follows at once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from suppliers import search
from suppliers.models import Structure, User


@transaction.atomic
def publish(structures: QuerySet[Structure], *, by: User) -> list[int]:
    """Make structures visible to buyers, and remember who vouched for them; returns those that were not."""
    hidden = structures.exclude(status=Structure.Status.PUBLISHED)
    ids = list(hidden.select_for_update().values_list("pk", flat=True))
    now = timezone.now()
    _update(ids, status=Structure.Status.PUBLISHED, validated_at=now, validated_by=by, updated_at=now)
    search.refresh(ids)
    return ids


@transaction.atomic
def hide(structures: QuerySet[Structure]) -> list[int]:
    """Take structures out of the directory, without losing anything; returns those that were not hidden."""
    shown = structures.exclude(status=Structure.Status.HIDDEN)
    ids = list(shown.select_for_update().values_list("pk", flat=True))
    _update(ids, status=Structure.Status.HIDDEN, updated_at=timezone.now())
    search.refresh(ids)
    return ids


@transaction.atomic
def remove(structures: QuerySet[Structure]) -> None:
    """Delete structures. They leave the directory first, so that running processes forget them."""
    ids = hide(structures)
    sirens = set(structures.exclude(siren=None).values_list("siren", flat=True))
    sisters = list(Structure.objects.filter(siren__in=sirens).values_list("pk", flat=True))
    structures.delete()
    search.refresh(set(sisters) - set(ids))


def _update(ids: list[int], **values: object) -> None:
    Structure.objects.filter(pk__in=ids).update(**values)


def follow_siret(structure: Structure) -> None:
    """Certifications of the legal unit keep to its SIREN when the SIRET is put right."""
    siren = (structure.siret or "")[:9]
    structure.certifications.filter(scope="siren").exclude(siren=siren).update(siren=siren)


def stamp(structure: Structure, *, by: User) -> None:
    """Say who validated a structure that is being published."""
    structure.validated_by = by
    structure.validated_at = structure.validated_at or timezone.now()
