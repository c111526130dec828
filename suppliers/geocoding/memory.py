"""Answers already given, so that a question is asked once in six months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone

from suppliers.models import GeocodedAddress

from .point import Point

KEPT = timedelta(days=180)


def recall(questions: Iterable[str]) -> dict[str, Point | None]:
    """What is known of these questions: a point, or None where the service knew no such place."""
    rows = GeocodedAddress.objects.filter(
        query__in=[_key(question) for question in questions], asked_at__gte=timezone.now() - KEPT
    )
    known = {row.query: _point(row) for row in rows}
    return {question: known[_key(question)] for question in questions if _key(question) in known}


def remember(answers: Mapping[str, Point | None]) -> None:
    """Keep these answers, in place of older ones."""
    rows = {_key(question): _row(_key(question), point) for question, point in answers.items()}
    GeocodedAddress.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["query"],
        update_fields=["latitude", "longitude", "precision", "score", "label", "insee_code", "asked_at"],
    )


def _key(question: str) -> str:
    return question.casefold()[:300]


def _point(row: GeocodedAddress) -> Point | None:
    if row.latitude is None or row.longitude is None:
        return None
    return Point(row.latitude, row.longitude, row.precision, row.score, row.label, row.insee_code)


def _row(key: str, point: Point | None) -> GeocodedAddress:
    if point is None:
        return GeocodedAddress(query=key, latitude=None, longitude=None, score=None)
    return GeocodedAddress(
        query=key,
        latitude=point.latitude,
        longitude=point.longitude,
        precision=point.precision,
        score=point.score,
        label=point.label,
        insee_code=point.insee_code,
    )
