"""Photos as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from django.urls import reverse


@dataclass(frozen=True)
class PhotoShown:
    """`width` and `height` are those of the file, in pixels: the page keeps its place before it comes."""

    url: str
    width: int
    height: int
    description: str


def photos_in(rows: str | None) -> list[PhotoShown]:
    """Those of a `json_agg(row)`. No `Photo` is made: one whose size is not known would open its file."""
    return [
        PhotoShown(photo_url(row["uuid"]), row["width"], row["height"], row["description"])
        for row in orjson.loads(rows or "[]")
    ]


def photo_url(uuid: str) -> str:
    return reverse("profiles:photo", args=[uuid])
