"""The rows that a decision changes, before and after: what the log shows, and what an undoing puts back.

In an event, `before` and `after` are `{"structure:12": {"status": "pending"}, "certification:5": None}`: a
row by its model and number, only the columns that differ; None is a row that was not there, or is no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from suppliers.models import Event, Structure

Values = dict[str, Any]
# They change by themselves, or with each thing that is done to a row.
_IGNORED = {"updated_at", "assigned_to_id", "assigned_at"}
# Several people add to them: what one decision added is taken out, the rest stays.
_SHARED = {"edited_fields", "field_sources"}
_CHANGED = (
    "Ce que cette décision avait changé a changé de nouveau depuis ({}). Annulez d’abord ce qui a suivi, ou "
    "corrigez à la main."
)
_GONE = "Ce que cette décision avait changé n’existe plus : elle ne peut plus être annulée."
_TAKEN = "Une autre ligne a pris la place de celle qu’il faudrait remettre : corrigez à la main."


class CannotUndoError(Exception):
    """It cannot be taken back; `str` is a sentence that says why. Nothing has changed."""


class Rows:
    """Notes the rows before they change. `stale`: structures whose public page is to be drawn anew."""

    def __init__(self) -> None:
        self._before: dict[str, Values | None] = {}
        self.stale: set[int] = set()

    def watch(self, *rows: models.Model) -> None:
        """These are about to change, or to be deleted."""
        for row in rows:
            if key_of(row) not in self._before:
                self._before[key_of(row)] = _values_now(key_of(row))

    def created(self, *rows: models.Model) -> None:
        """These were not there before."""
        for row in rows:
            self._before.setdefault(key_of(row), None)

    def difference(self) -> tuple[dict[str, Values | None], dict[str, Values | None]]:
        """What differs now, before and after."""
        before: dict[str, Values | None] = {}
        after: dict[str, Values | None] = {}
        for key, had in self._before.items():
            now = _values_now(key)
            if had is None or now is None:
                if had is not now:
                    before[key], after[key] = had, now
                continue
            names = [name for name in had if had[name] != now[name]]
            if names:
                before[key] = {name: had[name] for name in names}
                after[key] = {name: now[name] for name in names}
        return before, after


def key_of(row: models.Model) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def model_of(key: str) -> type[models.Model]:
    return apps.get_model("suppliers", key.partition(":")[0])


def structures_of(event: Event) -> set[int]:
    """The structures whose rows a decision changed, or whose belongings."""
    found = {event.structure_id} if event.structure_id else set()
    for said in (event.before, event.after):
        for key, values in said.items():
            if key.startswith("structure:"):
                found.add(int(key.partition(":")[2]))
            elif values and values.get("structure_id"):
                found.add(values["structure_id"])
    return found


def restore(event: Event) -> set[int]:
    """Put back each row as it was before; all of them, or none: CannotUndoError.

    Returns the structures whose public page is to be drawn anew.
    Only what the decision itself had changed must still stand: what changed beside it stays.
    """
    sisters = _sisters(structures_of(event))
    try:
        with transaction.atomic():
            _put_back(event.before, event.after)
    except IntegrityError as error:
        raise CannotUndoError(_TAKEN) from error
    return sisters | _sisters(structures_of(event))


def _put_back(before: dict[str, Values | None], after: dict[str, Values | None]) -> None:
    current = {key: _locked(key) for key in before}
    for key, row in current.items():
        _check_unchanged(key, row, after[key])
    for key, row in current.items():
        had, got = before[key], after[key]
        if row is not None and had is not None and got is not None:
            _write(row, had, got)
    for key, row in reversed(current.items()):
        if row is not None and before[key] is None:
            row.delete()
    for key, row in current.items():
        had = before[key]
        if row is None and had is not None:
            model_of(key)(**_python_values(model_of(key), had)).save(force_insert=True)


def _check_unchanged(key: str, row: models.Model | None, expected: Values | None) -> None:
    if (row is None) is not (expected is None):
        raise CannotUndoError(_GONE)
    if row is None or expected is None:
        return
    now = values_of(row)
    differing = [
        str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name, value in expected.items()
        if name not in _SHARED | _IGNORED and now[name] != value
    ]
    if differing:
        raise CannotUndoError(_CHANGED.format(", ".join(differing)))


def _write(row: models.Model, had: Values, got: Values) -> None:
    for name, value in _python_values(type(row), had).items():
        merged = _without_ours(getattr(row, name), value, got[name]) if name in _SHARED else value
        setattr(row, name, merged)
    stamps = ["updated_at"] if any(field.name == "updated_at" for field in row._meta.fields) else []
    row.save(update_fields=[*had, *stamps])


def _without_ours(now: Any, had: Any, got: Any) -> Any:
    """What stands there now, without what the decision had added and with what it had taken out."""
    if isinstance(now, dict):
        others = {name: told for name, told in now.items() if name in had or name not in got}
        return {**others, **{name: told for name, told in had.items() if got.get(name) != told}}
    return sorted({name for name in now if name in had or name not in got} | (set(had) - set(got)))


def values_of(row: models.Model) -> Values:
    """Every column of a row, as JSON keeps it."""
    return {
        field.attname: _as_json(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.generated and field.attname not in _IGNORED
    }


def _as_json(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def _python_values(model: type[models.Model], values: Values) -> Values:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in values.items() if name in columns}


def _values_now(key: str) -> Values | None:
    row = model_of(key)._base_manager.filter(pk=key.partition(":")[2]).first()
    return values_of(row) if row else None


def _locked(key: str) -> models.Model | None:
    return model_of(key)._base_manager.select_for_update().filter(pk=key.partition(":")[2]).first()


def _sisters(ids: Iterable[int]) -> set[int]:
    sirens = Structure.objects.filter(pk__in=ids, siren__isnull=False).values("siren")
    return {*ids, *Structure.objects.filter(siren__in=sirens).values_list("pk", flat=True)}
