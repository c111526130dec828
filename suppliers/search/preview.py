"""What the directory would show of a structure that is not in it yet."""

from __future__ import annotations

import datetime as dt

import orjson
from django.db import connection

from .entries import entries_query
from .listing import Listed


def preview_of(structure_id: int, day: dt.date) -> Listed | None:
    """Its entry, made by the very query that makes the others, and kept nowhere."""
    query, parameters = entries_query([structure_id], day, or_unpublished=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT card, latitude, longitude FROM ({query}) AS entry", parameters)  # noqa: S608  our own SQL
        row = cursor.fetchone()
    return Listed(structure_id, orjson.loads(row[0]), row[1], row[2]) if row else None
