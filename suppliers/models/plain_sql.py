"""Rows of plain SQL as objects: `Manager.raw` does it too, and works out the columns anew at each call."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

Row = TypeVar("Row", bound=models.Model)
UNKNOWN_TO_JSON = (models.DateField, models.DecimalField, models.FloatField)  # a time is a date, for Django


class _Layout(NamedTuple):
    """Where a row holds what: the model’s fields, those of them to convert, and what is added."""

    names: list[str]
    values: Callable[[Sequence[Any]], tuple[Any, ...]]
    converters: list[tuple[int, Callable[..., Any]]]
    added: list[tuple[str, int]]


def objects_of(model: type[Row], sql: str, params: Sequence[Any]) -> list[Row]:
    """The objects of a SELECT that gives every column of a model; other columns become attributes.

    It says `{columns}` for those of the model. Not `*`: a query that a connection has prepared would fail
    from the day a migration adds one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_with_columns(model, sql), params)
        rows = cursor.fetchall()
        layout = _layout(model, sql, lambda: [column.name for column in cursor.description])
    return [_object_of(model, layout, row) for row in rows]


def objects_in(model: type[Row], rows: str | None) -> list[Row]:
    """The objects of the rows in a `json_agg(row)`; None for none. Other keys become attributes."""
    return [_object_in(model, row) for row in json.loads(rows or "[]", parse_float=Decimal)]


def _object_in(model: type[Row], row: dict[str, Any]) -> Row:
    names, columns, read = _keys(model)
    values = [row.pop(column) for column in columns]
    for rank, to_python in read:
        values[rank] = to_python(values[rank])
    made: Row = model.from_db(DEFAULT_DB_ALIAS, names, values)
    vars(made).update(row)
    return made


@lru_cache(maxsize=16)
def _keys(model: type[models.Model]) -> tuple[list[str], list[str], list[tuple[int, Callable[..., Any]]]]:
    """The model’s attributes, the keys they have in JSON, and what reads those that JSON has no type for."""
    fields = model._meta.concrete_fields
    return (
        [field.attname for field in fields],
        [str(field.column) for field in fields],
        [(rank, field.to_python) for rank, field in enumerate(fields) if isinstance(field, UNKNOWN_TO_JSON)],
    )


def _object_of(model: type[Row], layout: _Layout, row: Sequence[Any]) -> Row:
    values: Any = layout.values(row)
    if layout.converters:
        values = list(values)
        for rank, convert in layout.converters:
            values[rank] = convert(values[rank], None, connection)
    made: Row = model.from_db(DEFAULT_DB_ALIAS, layout.names, values)
    for name, place in layout.added:
        setattr(made, name, row[place])
    return made


@lru_cache(maxsize=64)
def _with_columns(model: type[models.Model], sql: str) -> str:
    names = (connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields)
    return sql.replace("{columns}", ", ".join(names))


_layouts: dict[tuple[type[models.Model], str], _Layout] = {}


def _layout(model: type[models.Model], sql: str, columns: Callable[[], list[str]]) -> _Layout:
    if (model, sql) not in _layouts:
        places = {name: place for place, name in enumerate(columns())}
        fields = model._meta.concrete_fields
        _layouts[model, sql] = _Layout(
            [field.attname for field in fields],
            itemgetter(*(places.pop(str(field.column)) for field in fields)),
            [
                (rank, field.from_db_value)
                for rank, field in enumerate(fields)
                if hasattr(field, "from_db_value")
            ],
            list(places.items()),
        )
    return _layouts[model, sql]
