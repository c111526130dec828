"""A structure says that it is certified, says it otherwise, takes it back, or disputes what a list says.

While it is not published its declarations are rows, which nobody reads before the structure is validated.
Once it is published each is a proposal in the queue, and its page says the same until somebody has decided.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from suppliers import search
from suppliers.models import (
    Certification,
    ErrorReport,
    Event,
    ReviewItem,
    ReviewKind,
    ReviewStatus,
    Structure,
    User,
)
from suppliers.profiles.changing import withdraw
from suppliers.profiles.documents import drop_proofs, keep_document
from suppliers.profiles.proofs import Proof
from suppliers.profiles.queue import submit

from .certified import Values, said_of, twin_of

MOST_DECLARED = 40  # certifications of a structure that is not published
MOST_PROPOSED = 20  # that wait for a decision
MOST_DISPUTED = 10  # that wait for an answer
ALREADY_PROPOSED = "Une proposition pour cette certification attend déjà : modifiez-la plutôt."


@transaction.atomic
def declare(row: Certification, *, by: User, proof: Proof | None) -> Certification:
    """Keep what a structure that is not published says of a certification. Said twice, it is one row.

    Raises ValidationError when it says too many.
    """
    row = twin_of(row) or row
    if row.pk is None and row.structure.certifications.count() >= MOST_DECLARED:
        raise ValidationError(f"Une fiche dit {MOST_DECLARED} certifications au plus : retirez-en une.")
    before = said_of(Certification.objects.get(pk=row.pk)) if row.pk else {}
    states = Certification.Verification
    has_proof = proof is not None or (row.pk is not None and row.documents.exists())
    row.verification = states.PROOF_RECEIVED if has_proof else states.DECLARED
    row.save()
    if proof is not None:
        keep_document(proof, structure=row.structure, by=by, certification=row)
    if before != said_of(row) or proof is not None:
        Event.objects.record(
            "registration.declare", by=by, structure=row.structure, before=before, after=said_of(row)
        )
    return row


@transaction.atomic
def take_back(row: Certification, *, by: User) -> None:
    """A structure no longer says what nobody has verified: less is claimed, so nobody need agree.

    Its proof goes too: it was handed in for that alone.
    """
    Event.objects.record("registration.undeclare", by=by, structure=row.structure, before=said_of(row))
    drop_proofs(row)
    row.delete()
    search.refresh([row.structure_id])


def key_of(values: Values, row: Certification | None) -> str:
    """What tells one proposal from another."""
    return f"row-{row.pk}" if row else f"new-{values['kind']}-{values['valid_from'] or ''}"


@transaction.atomic
def propose(
    structure: Structure, values: Values, *, row: Certification | None, by: User, proof: Proof | None
) -> ReviewItem:
    """Ask that a published structure be shown as certified, or that one of its own words be changed.

    Raises ValidationError when another proposal of the same kind and start waits, or too many do.
    """
    item, is_new = submit(
        ReviewKind.CERTIFICATION,
        structure,
        key=key_of(values, row),
        by=by,
        data={"certification": values},
        certification=row,
    )
    if not is_new and item.data.get("certification") != values:
        raise ValidationError(ALREADY_PROPOSED)
    if is_new:
        _refuse_too_many_proposed(structure)
        Event.objects.record("registration.propose", by=by, structure=structure, item=item, after=values)
    if proof is not None:
        keep_document(proof, structure=structure, by=by, item=item)
    return item


def _refuse_too_many_proposed(structure: Structure) -> None:
    waiting = ReviewItem.objects.open().filter(structure=structure, kind=ReviewKind.CERTIFICATION)
    if waiting.count() > MOST_PROPOSED:
        raise ValidationError(
            f"{MOST_PROPOSED} propositions attendent déjà une décision : retirez-en une, ou patientez."
        )


@transaction.atomic
def propose_otherwise(item: ReviewItem, values: Values, *, by: User, proof: Proof | None) -> None:
    """Change a proposal that waits; who had begun to look at it is told. Raises ValidationError."""
    before = item.data.get("certification", {})
    item.data = {**item.data, "certification": values}
    item.key = key_of(values, item.certification)
    item.submitted_by, item.status = by, ReviewStatus.WAITING
    item.version += 1
    try:
        with transaction.atomic():
            item.save(update_fields=["data", "key", "submitted_by", "status", "version", "updated_at"])
    except IntegrityError as error:
        raise ValidationError(ALREADY_PROPOSED) from error
    if proof is not None:
        keep_document(proof, structure=item.structure, by=by, item=item)
    Event.objects.record(
        "registration.propose", by=by, structure=item.structure, item=item, before=before, after=values
    )


@transaction.atomic
def withdraw_proposal(structure: Structure, item_id: int, *, by: User) -> bool:
    """Take back a proposal that still waits; False when it waits no more."""
    Structure.objects.select_for_update().get(pk=structure.pk)  # before the item, as those who decide do
    waiting = ReviewItem.objects.open().select_for_update()
    item = waiting.filter(pk=item_id, structure=structure, kind=ReviewKind.CERTIFICATION).first()
    if item is None:
        return False
    item.version += 1
    withdraw(item, by=by)
    return True


@transaction.atomic
def dispute(row: Certification, message: str, *, by: User) -> None:
    """Say that a certification that comes from a list, or was verified, is not right: admins will look.

    Raises ValidationError when too much of what was said waits for an answer.
    """
    Structure.objects.select_for_update().get(pk=row.structure_id)  # pressed twice at once, it is said once
    kind = ErrorReport.Kind.CERTIFICATION
    said = f"{row.kind.label} : {message}"[:2000]
    report = ErrorReport(structure=row.structure, kind=kind, message=said, email=by.email)
    present = ErrorReport.objects.open().filter(structure=row.structure, kind=kind, message=said).first()
    if present is not None:  # pressed twice
        return
    waiting = ReviewItem.objects.open().filter(
        structure=row.structure, kind=ReviewKind.REPORT, submitted_by__isnull=False
    )
    if waiting.count() >= MOST_DISPUTED:
        raise ValidationError(
            f"{MOST_DISPUTED} de vos signalements attendent déjà une réponse : attendez-la d’abord."
        )
    report.full_clean()
    report.save()
    item, _ = submit(ReviewKind.REPORT, row.structure, key=str(report.pk), by=by, message=said, report=report)
    Event.objects.record("registration.dispute", by=by, structure=row.structure, item=item, note=said)
