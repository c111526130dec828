"""A certification as its structure says it: what may be said, and whose word it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from suppliers.models import Certification, Structure
from suppliers.profiles.facts import as_json

SAID = ("kind", "number", "authority", "valid_from", "valid_until", "target_share")
Values = dict[str, Any]


def said_of(row: Certification) -> Values:
    """What a row says, by the name of the form's fields, as JSON keeps it."""
    return {name: as_json(row.kind_id if name == "kind" else getattr(row, name)) for name in SAID}


def values_of(said: Mapping[str, Any]) -> Values:
    """The same of a proposal, or of nothing yet."""
    blank = {"kind": "", "number": "", "authority": ""}
    return {name: as_json(said.get(name, blank.get(name))) for name in SAID}


def is_from_a_list(row: Certification) -> bool:
    return bool(row.source) or row.listed_on is not None


def is_own_word(row: Certification) -> bool:
    """Whether it is what the structure itself has said, and nobody has verified: it may say otherwise."""
    return not is_from_a_list(row) and row.verification != Certification.Verification.VERIFIED


def can_take_back(row: Certification) -> bool:
    """Whether its structure takes it out alone. A refusal that is public stays for who reads the page."""
    is_public = row.structure.status == Structure.Status.PUBLISHED
    is_refused = row.verification == Certification.Verification.REJECTED
    return is_own_word(row) and not (is_public and is_refused)


def twin_of(row: Certification) -> Certification | None:
    """The same thing said already, in another tab or by a second press."""
    if row.pk is not None:
        return None
    found = Certification.objects.filter(
        structure=row.structure, kind=row.kind_id, valid_from=row.valid_from, valid_until=row.valid_until
    ).first()
    return found if found and is_own_word(found) and said_of(found) == said_of(row) else None
