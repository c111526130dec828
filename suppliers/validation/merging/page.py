"""What the page of a merge shows of each side, beside what is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from suppliers.models import Certification, Structure
from suppliers.showing.days import day_in_words

from .sides import freshness


@dataclass(frozen=True)
class Side:
    """One of the two pages: who holds it, how fresh it is, and what it has that will follow."""

    structure: Structure
    freshness: str
    members: list[str]
    certifications: list[str]
    owned: list[str]


def sides_of(pair: list[Structure]) -> list[Side]:
    """Both, in three queries."""
    ids = [side.pk for side in pair]
    counted = {
        side.pk: side
        for side in Structure.objects.filter(pk__in=ids).annotate(
            activity_count=Count("activities", distinct=True),
            reference_count=Count("references", distinct=True),
            photo_count=Count("photos", distinct=True),
            document_count=Count("documents", distinct=True),
        )
    }
    held: dict[int, list[str]] = {pk: [] for pk in ids}
    for row in (
        Certification.objects.filter(structure__in=ids)
        .select_related("kind")
        .order_by("kind__number", "valid_from", "pk")
    ):
        if (said := _in_words(row)) not in held[row.structure_id]:
            held[row.structure_id].append(said)
    members: dict[int, list[str]] = {pk: [] for pk in ids}
    for side in Structure.objects.filter(pk__in=ids).prefetch_related("memberships__user"):
        for member in side.memberships.all():
            name = member.user.get_full_name() or member.user.get_username()
            members[side.pk].append(f"{name} ({member.get_role_display().lower()})")
    return [
        Side(side, freshness(side), members[side.pk], held[side.pk], _owned(counted[side.pk]))
        for side in pair
    ]


def _in_words(row: Certification) -> str:
    """« B Corp n° 12 (vérifiée, jusqu’au 3 mars 2027) »: what tells one period from another."""
    start, end = day_in_words(row.valid_from), day_in_words(row.valid_until)
    period = f"du {start} au {end}" if start and end else f"depuis le {start}" if start else ""
    period = f"jusqu’au {end}" if end and not start else period
    number = f" n°\u00a0{row.number}" if row.number else ""
    about = ", ".join(filter(None, [row.get_verification_display().lower(), period]))
    return f"{row.kind.short_label}{number} ({about})"


def _owned(side: Structure) -> list[str]:
    counts = {
        "activité": side.activity_count,  # type: ignore[attr-defined]
        "référence": side.reference_count,  # type: ignore[attr-defined]
        "photo": side.photo_count,  # type: ignore[attr-defined]
        "document": side.document_count,  # type: ignore[attr-defined]
    }
    return [f"{count} {what}{'s' if count > 1 else ''}" for what, count in counts.items() if count]
