"""Write many rows at once, and know which were new, changed or already right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from suppliers.models.copying import copy_objects


@dataclass(frozen=True)
class Counts:
    """What an upsert did, in rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged
        )

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated)


def upsert(model: type[models.Model], key: str, rows: Iterable[Mapping[str, Any]]) -> Counts:
    """Create or update rows by a unique field, in one statement; what is already right is not written again.

    Rows carry attribute names ("parent_id", not "parent") and Python values; all carry the same ones.
    """
    wanted = {row[key]: row for row in rows}
    if not wanted:
        return Counts()
    present = {getattr(item, key): item for item in model._default_manager.filter(**{f"{key}__in": wanted})}
    created = [model(**row) for value, row in wanted.items() if value not in present]
    updated = []
    for value, item in present.items():
        differing = {name: new for name, new in wanted[value].items() if getattr(item, name) != new}
        if differing:
            for name, new in differing.items():
                setattr(item, name, new)
            updated.append(item)
    copy_objects(created)
    fields = [name for name in next(iter(wanted.values())) if name != key]
    if updated:
        model._default_manager.bulk_update(
            updated, [_field_name(model, name) for name in fields], batch_size=500
        )
    return Counts(len(created), len(updated), len(wanted) - len(created) - len(updated))


def _field_name(model: type[models.Model], attribute: str) -> str:
    return next(
        field.name for field in model._meta.concrete_fields if attribute in (field.name, field.attname)
    )
