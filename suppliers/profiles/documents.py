"""Proofs that structures hand in: kept out of the web's reach, shown to those concerned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from suppliers.accounts.roles import can_edit, can_validate
from suppliers.accounts.sent_before import for_accounts
from suppliers.models import Certification, Document, Photo, ReviewItem, ReviewKind, Structure, User

from .proofs import EMPTY, SUFFIXES, Proof, read_proof
from .uploads import MOST_IN_WORDS

MOST_OF_STRUCTURE = 100  # documents: one that is honest hands in a tenth of that


class ProofField(forms.FileField):
    """A PDF, a JPEG or a PNG. Its cleaned value is a Proof, ready for `keep_document`; None when left out."""

    default_error_messages = {
        "required": "Choisissez un fichier.",
        "invalid": "Le fichier n’est pas arrivé : choisissez-le de nouveau.",
        "missing": "Le fichier n’est pas arrivé : choisissez-le de nouveau.",
        "empty": EMPTY,
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Document")
        options.setdefault("help_text", f"PDF, JPEG ou PNG, {MOST_IN_WORDS} au plus. Il n’est pas publié.")
        super().__init__(**options)
        self.widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"

    def clean(self, data: Any, initial: Any = None) -> Proof | None:
        upload = super().clean(data, initial)
        return read_proof(upload) if upload else None


@transaction.atomic
def keep_document(
    upload: File[bytes] | Proof,
    *,
    structure: Structure,
    by: User,
    item: ReviewItem | None = None,
    certification: Certification | None = None,
) -> Document:
    """Keep a file as a proof; the same one sent twice for the same thing is one.

    Raises ValidationError when it is not a PDF, a JPEG or a PNG that can be read, or is one too many.
    """
    proof = upload if isinstance(upload, Proof) else read_proof(upload)
    digest = hashlib.sha256(proof.content).hexdigest()
    said = {"structure": structure, "uploaded_by": by, "item": item, "certification": certification}
    Structure.objects.select_for_update().get(pk=structure.pk)  # of two that arrive together, one first
    present = Document.objects.filter(sha256=digest, **said).first()
    if present:
        return present
    _refuse_too_many(structure, item)
    made = Document(
        name=proof.name, content_type=proof.content_type, size=len(proof.content), sha256=digest, **said
    )
    made.file.save(f"preuve.{SUFFIXES[proof.content_type]}", ContentFile(proof.content), save=False)
    made.save()
    return made


def _refuse_too_many(structure: Structure, item: ReviewItem | None) -> None:
    """Claims are bounded by account: what strangers hand in takes no room from the members."""
    if item is not None and item.kind == ReviewKind.CLAIM:
        return
    its_own = Document.objects.filter(structure=structure).exclude(item__kind=ReviewKind.CLAIM)
    if its_own.count() >= MOST_OF_STRUCTURE:
        raise ValidationError(
            f"Une structure dépose {MOST_OF_STRUCTURE} documents au plus : écrivez à l’équipe de l’annuaire.",
            code="enough",
        )


def drop_files(structure: Structure) -> None:
    """Take away the files of a structure that is being deleted, once that is sure."""
    _forget_files(Document.objects.filter(structure=structure))
    _forget_files(Photo.objects.filter(structure=structure))


def drop_proofs(certification: Certification) -> None:
    """Take away what was handed in for a certification that is being deleted, files once that is sure."""
    proofs = Document.objects.filter(certification=certification)
    _forget_files(proofs)
    proofs.delete()


def _forget_files(rows: Iterable[Document] | Iterable[Photo]) -> None:
    for file in [one.file for one in rows]:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))


def can_read(user: User, document: Document) -> bool:
    """Who handed it in, who decides, and the structure's members.

    Not its members for the proof of a claim: it speaks of somebody who is not one of them.
    """
    if document.uploaded_by_id == user.pk or can_validate(user, document.structure):
        return True
    is_of_a_claim = document.item is not None and document.item.kind == ReviewKind.CLAIM
    return not is_of_a_claim and can_edit(user, document.structure)


@for_accounts
@require_safe
def show(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The file, to be kept and never to be run; not there for those it does not concern."""
    documents = Document.objects.select_related("item", "structure__territory")
    document = documents.filter(uuid=uuid).first()
    assert isinstance(request.user, User)
    if document is None or not can_read(request.user, document):
        raise Http404("Ce document n’est pas parmi les vôtres.")
    try:
        opened = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Le fichier de ce document n’est plus là.") from error
    response = FileResponse(
        opened, as_attachment=True, filename=document.name, content_type=document.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
