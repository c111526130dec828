"""An enquiry from its draft to the day its text is frozen: the same for every structure (art. R2111-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from suppliers.models import (
    Enquiry,
    EnquiryRecipient,
    PickStatus,
    Shortlist,
    ShortlistItem,
    Structure,
    User,
)
from suppliers.sourcing.exchanges.letter import SIGNATURE
from suppliers.workspace.history import record
from suppliers.workspace.shortlists import lock

MOST = 100  # enquiries of one shortlist


class RefusedError(Exception):
    """What cannot be done, in a French sentence for who asked."""


TOO_LATE = "Le dernier jour pour répondre est passé : {}"
FROZEN = "Le texte de cette demande est figé : toutes les structures reçoivent le même."


@dataclass(frozen=True)
class Asking:
    """What is asked, of whom: as its form gives it."""

    subject: str
    message: str
    questions: Sequence[str]
    answers_due_on: date
    is_by_site: bool
    reply_to: str
    structure_ids: Sequence[int]

    @property
    def words(self) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "message": self.message,
            "questions": list(self.questions),
            "answers_due_on": self.answers_due_on,
            "is_by_site": self.is_by_site,
            "reply_to": self.reply_to,
        }


@transaction.atomic
def create(shortlist: Shortlist, asking: Asking, *, form_key: UUID, by: User | None) -> Enquiry:
    """A draft. A form that is sent twice makes one: the second finds what the first has made.

    Raises RefusedError when there are too many.
    """
    lock(shortlist)
    found = Enquiry.objects.filter(form_key=form_key).first()
    if found and found.shortlist_id == shortlist.pk:
        return found
    if shortlist.enquiries.count() >= MOST:
        raise RefusedError(f"Cette sélection a déjà {MOST} demandes : c’est le plus. Supprimez un brouillon.")
    key = uuid4() if found else form_key
    made = Enquiry.objects.create(shortlist=shortlist, created_by=by, form_key=key, **asking.words)
    _ask(made, asking.structure_ids)
    _record("create", made, by, structures=made.recipients.count())
    return made


@transaction.atomic
def change(enquiry: Enquiry, asking: Asking, *, by: User | None) -> None:
    """Another text, other structures: while it is a draft. Raises RefusedError once it is frozen."""
    found = _locked(enquiry)
    for name, value in asking.words.items():
        setattr(found, name, value)
    found.save()
    found.recipients.exclude(structure_id__in=asking.structure_ids).delete()
    _ask(found, asking.structure_ids)
    _record("change", found, by)


@transaction.atomic
def freeze(enquiry: Enquiry, *, by: User | None) -> Enquiry:
    """From now on its text cannot change; twice changes nothing more."""
    lock(enquiry.shortlist_id)
    found = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if found.frozen_at is None:
        if not found.recipients.exists():
            raise RefusedError("Choisissez au moins une structure à interroger.")
        if SIGNATURE in found.message:
            raise RefusedError(f"Signez la lettre : à la place de « {SIGNATURE} », écrivez qui demande.")
        if is_over(found):
            raise RefusedError(TOO_LATE.format("modifiez la demande pour en donner un autre."))
        _give_addresses(found)
        found.frozen_at = timezone.now()
        found.save(update_fields=["frozen_at"])
        _record("freeze", found, by)
    return found


@transaction.atomic
def add(enquiry: Enquiry, structure_ids: Sequence[int], *, by: User | None) -> int:
    """More structures of the shortlist get exactly the same. Returns how many were not asked before.

    Raises RefusedError when they could not answer any more.
    """
    lock(enquiry.shortlist_id)
    found = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    if found.frozen_at and is_over(found):
        raise RefusedError(TOO_LATE.format("faites une nouvelle demande."))
    added = _ask(found, structure_ids)
    if found.frozen_at:
        _give_addresses(found)
    for recipient in added:
        _record("add", found, by, recipient)
    return len(added)


@transaction.atomic
def delete(enquiry: Enquiry, *, by: User | None) -> None:
    """A draft leaves nothing; what was frozen stays in the record. Raises RefusedError."""
    found = _locked(enquiry)
    _record("delete", found, by)
    found.delete()


@transaction.atomic
def mark_sent(enquiry: Enquiry, recipient: EnquiryRecipient, *, by: User | None) -> bool:
    """The officer has sent it by their own mail. False, and nothing changes, where it had left before.

    Raises RefusedError while the text may still change, and after an answer: the day it left is not known.
    """
    if enquiry.frozen_at is None:
        raise RefusedError("Figez d’abord le texte de la demande.")
    lock(enquiry.shortlist_id)
    found = EnquiryRecipient.objects.select_for_update().get(pk=recipient.pk, enquiry=enquiry)
    if found.sent_at:
        return False
    if found.answered_at:
        raise RefusedError(f"{found.structure_name} a déjà répondu : le jour de l’envoi reste non noté.")
    set_sent(found, enquiry, by=by)
    return True


def set_sent(
    recipient: EnquiryRecipient, enquiry: Enquiry, *, by: User | None, is_by_site: bool = False
) -> None:
    """Write that it has left, and move its structure of the shortlist on. Within a transaction."""
    recipient.sent_at, recipient.is_sent_by_site = timezone.now(), is_by_site
    recipient.save(update_fields=["sent_at", "is_sent_by_site", "email"])
    _record("send", enquiry, by, recipient, by_site=is_by_site, email=recipient.email)
    move_on(recipient, enquiry, by=by)


def move_on(
    recipient: EnquiryRecipient, enquiry: Enquiry, *, by: User | None, is_buyers: bool = True
) -> None:
    """Its structure of the shortlist is contacted now, never backwards. Within a transaction.

    `is_buyers`: whether the buyer has done it, as the history then says.
    """
    items = ShortlistItem.objects.held().filter(
        shortlist_id=enquiry.shortlist_id, structure_id=recipient.structure_id or 0
    )
    has_moved = items.filter(status=PickStatus.TO_CONTACT).update(status=PickStatus.CONTACTED)
    if has_moved and is_buyers:
        record(
            "shortlist.status",
            workspace=enquiry.shortlist.workspace,
            by=by,
            shortlist=enquiry.shortlist,
            structure=recipient.structure,
            structure_name=recipient.structure_name,
            before=PickStatus.TO_CONTACT.value,
            after=PickStatus.CONTACTED.value,
        )


def is_over(enquiry: Enquiry) -> bool:
    """Whether the last day to answer is behind us."""
    return enquiry.answers_due_on is not None and enquiry.answers_due_on < timezone.localdate()


def _locked(enquiry: Enquiry) -> Enquiry:
    """A draft nobody else changes meanwhile."""
    lock(enquiry.shortlist_id)
    found = Enquiry.objects.select_for_update().filter(pk=enquiry.pk).first()
    if found is None:
        raise RefusedError("Cette demande vient d’être supprimée.")
    if found.frozen_at is not None:
        raise RefusedError(FROZEN)
    return found


def _ask(enquiry: Enquiry, structure_ids: Sequence[int]) -> list[EnquiryRecipient]:
    """Structures that the shortlist holds, each once. Returns those that were not asked yet."""
    known = set(enquiry.recipients.values_list("structure_id", flat=True))
    items = enquiry.shortlist.items.held().filter(structure_id__in=set(structure_ids) - known)
    new = [
        EnquiryRecipient(enquiry=enquiry, structure=item.structure, structure_name=str(item)[:200])
        for item in items.select_related("structure")
    ]
    return EnquiryRecipient.objects.bulk_create(new)


def _give_addresses(enquiry: Enquiry) -> None:
    """The addresses that the directory shows now; never a person's own."""
    for recipient in enquiry.recipients.filter(sent_at=None).select_related("structure"):
        recipient.email = public_address(recipient.structure)
        recipient.save(update_fields=["email"])


def public_address(structure: Structure | None) -> str:
    """The general address on the public page of a structure; none where it has no such page.

    That of the person it names there (`ContactPerson`) was not given for this.
    """
    is_public = structure is not None and structure.status == Structure.Status.PUBLISHED
    return structure.email if structure is not None and is_public else ""


def _record(
    verb: str, enquiry: Enquiry, by: User | None, recipient: EnquiryRecipient | None = None, **detail: Any
) -> None:
    record(
        f"enquiry.{verb}",
        workspace=enquiry.shortlist.workspace,
        by=by,
        shortlist=enquiry.shortlist,
        structure=recipient.structure if recipient else None,
        structure_name=recipient.structure_name if recipient else "",
        enquiry=enquiry.pk,
        subject=enquiry.subject,
        **detail,
    )
