"""Change a structure's facts: small ones at once, the others as a proposal that an admin decides on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from suppliers import search
from suppliers.models import Event, ReviewItem, ReviewKind, ReviewStatus, Structure, User

from .answering import resume
from .facts import CHANGEABLE, GUARDED, POSITION, as_json, facts_of
from .queue import submit


class Outcome(NamedTuple):
    """Names of the facts that changed at once, and of those that wait."""

    changed: list[str]
    proposed: list[str]


@transaction.atomic
def change_facts(structure: Structure, values: dict[str, Any], *, by: User) -> Outcome:
    """Apply what may be applied, propose the rest: the published version stays until somebody agrees.

    `structure` comes back as it stands in the database. Values are those of the model; names are columns
    ("legal_form_id"). Raises ValidationError when the database would refuse the result.
    """
    unknown = values.keys() - CHANGEABLE
    assert not unknown, f"not facts that a structure changes: {unknown}"
    current = Structure.objects.select_for_update().get(pk=structure.pk)
    differing = {name: value for name, value in values.items() if getattr(current, name) != value}
    is_public = current.status == Structure.Status.PUBLISHED
    held = {name: value for name, value in differing.items() if is_public and name in GUARDED}
    direct = {name: value for name, value in differing.items() if name not in held}
    apply_facts(current, direct, by=by)
    _settle_proposal(current, values, held, by=by)
    if direct and current.status == Structure.Status.PENDING:
        resume(ReviewKind.STRUCTURE, current)
    structure.refresh_from_db()
    return Outcome(sorted(direct), sorted(held))


def apply_facts(
    structure: Structure, values: dict[str, Any], *, by: User | None, action: str = "profiles.change"
) -> None:
    """Write these facts, remember whose they are, and let the directory know. In the caller's transaction."""
    if not values:
        return
    before = facts_of(structure, values)
    for name, value in values.items():
        setattr(structure, name, value)
    structure.edited_fields = edited_by_hand(structure, values)
    check_facts(structure, values)
    structure.save(update_fields=[*values, "edited_fields", "updated_at"])
    Event.objects.record(action, by=by, structure=structure, before=before, after=facts_of(structure, values))
    search.refresh([structure.pk])


def edited_by_hand(structure: Structure, values: Mapping[str, Any]) -> list[str]:
    """The names that an import leaves alone, as it names them, once these values are written.

    A point that is missing or a commune's centre is nobody's: a better one may come.
    """
    is_nobodys = values.get("geo_precision", structure.geo_precision) in ("", Structure.Precision.COMMUNE)
    names = {*structure.edited_fields, *(name.removesuffix("_id") for name in values)}
    return sorted(names - {*(POSITION if is_nobodys else ())})


def check_facts(structure: Structure, values: dict[str, Any]) -> None:
    """Raises ValidationError for what the database would refuse. What stood there before is left in peace."""
    others = {field.name for field in structure._meta.fields if field.attname not in values}
    structure.clean_fields(exclude=others)
    structure.validate_unique(exclude=others)
    _check_constraints(structure, {name.removesuffix("_id") for name in values})


def _check_constraints(structure: Structure, names: set[str]) -> None:
    """Those that speak of these columns: each is a question, and a lot of differences is thousands."""
    errors: dict[str, list[ValidationError]] = {}
    for constraint in Structure._meta.constraints:
        condition = constraint.condition if isinstance(constraint, CheckConstraint) else None
        if isinstance(condition, Q) and not names & condition.referenced_base_fields:
            continue
        try:
            constraint.validate(Structure, structure)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def proposed_change(structure: Structure) -> ReviewItem | None:
    """The change of this structure that waits for a decision."""
    return ReviewItem.objects.open().filter(structure=structure, kind=ReviewKind.CHANGE).first()


def _settle_proposal(structure: Structure, typed: dict[str, Any], held: dict[str, Any], *, by: User) -> None:
    """One proposal for a structure: what is typed anew replaces it, what is typed back leaves it."""
    waiting = proposed_change(structure)
    fields = dict(waiting.fields) if waiting else {}
    for name in typed:
        fields.pop(name, None)
    for name, value in held.items():
        fields[name] = {"before": as_json(getattr(structure, name)), "after": as_json(value)}
    if waiting is None and fields:
        made, _ = submit(ReviewKind.CHANGE, structure, by=by, data={"fields": fields})
        _log_proposal(made, by=by)
    elif waiting is not None and fields != waiting.fields:
        waiting.data = {**waiting.data, "fields": fields}
        waiting.submitted_by, waiting.status = by, ReviewStatus.WAITING
        waiting.version += 1
        if not fields:
            withdraw(waiting, by=by)
            return
        waiting.save(update_fields=["data", "submitted_by", "status", "version", "updated_at"])
        _log_proposal(waiting, by=by)


def _log_proposal(item: ReviewItem, *, by: User) -> None:
    before, after = ({name: said[side] for name, said in item.fields.items()} for side in ("before", "after"))
    Event.objects.record(
        "profiles.propose", by=by, structure=item.structure, item=item, before=before, after=after
    )


def withdraw(item: ReviewItem, *, by: User) -> None:
    """The structure takes back what it had proposed."""
    item.status, item.decided_at, item.decided_by = ReviewStatus.WITHDRAWN, timezone.now(), by
    item.save(update_fields=["data", "status", "decided_at", "decided_by", "version", "updated_at"])
    Event.objects.record("profiles.withdraw", by=by, structure=item.structure, item=item)
