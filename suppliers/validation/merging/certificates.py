"""Certifications follow the structure that held them, as far as they can prove anything for the other."""

from __future__ import annotations

from suppliers.models import Certification, ReviewItem, ReviewKind, Structure
from suppliers.profiles.queue import submit

from ..rows import Rows

_PROVEN = ("verification", "verified_on", "verified_by", "listed_on", "proof", "source", "source_date")
_VERIFIED = Certification.Verification.VERIFIED
_DECLARED = Certification.Verification.DECLARED


def move_certifications(item: ReviewItem, kept: Structure, merged: Structure, rows: Rows) -> list[str]:
    """One of the same period is not moved: what it proves is added to the one that is there.

    What was verified for another legal unit is declared for this one, and waits to be verified: a certificate
    belongs to its SIRET or SIREN. Returns nothing left: what stays behind is there already.
    """
    same_unit = (kept.siret or "")[:9] == (merged.siret or "")[:9] or not merged.siret
    present = {_period(row): row for row in kept.certifications.select_for_update()}
    for row in merged.certifications.select_for_update():
        twin = present.get(_period(row))
        if twin is None:
            _move(item, row, kept, rows, is_proven=same_unit)
        elif same_unit and row.verification == _VERIFIED and twin.verification != _VERIFIED:
            rows.watch(twin)
            for name in _PROVEN:
                setattr(twin, name, getattr(row, name))
            twin.save(update_fields=_PROVEN)
    return []


def _period(row: Certification) -> tuple[object, ...]:
    """As the database tells two certifications apart."""
    return (row.kind_id, row.valid_from, None if row.valid_from else row.valid_until)


def _move(item: ReviewItem, row: Certification, kept: Structure, rows: Rows, *, is_proven: bool) -> None:
    rows.watch(row)
    was_verified = row.verification == _VERIFIED
    row.structure = kept
    if not is_proven and was_verified:
        row.verification, row.verified_on, row.verified_by, row.listed_on = _DECLARED, None, None, None
    row.save()
    if not is_proven and was_verified:
        opened, is_new = submit(
            ReviewKind.CERTIFICATION, kept, key=f"row-{row.pk}", by=item.submitted_by, certification=row
        )
        if is_new:
            rows.created(opened)
