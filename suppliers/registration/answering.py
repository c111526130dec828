"""What waits for a decision, seen by who asked: a question is answered, a request is taken back."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from suppliers.accounts.roles import structures_of
from suppliers.models import Event, ReviewItem, ReviewKind, ReviewStatus, Structure, User
from suppliers.profiles.changing import withdraw
from suppliers.profiles.documents import keep_document
from suppliers.profiles.proofs import Proof

from .submitting import NotNowError, take_back

# What a structure asks for, and its members see.
OF_MEMBERS = [ReviewKind.STRUCTURE, ReviewKind.CHANGE, ReviewKind.CERTIFICATION]
# The team's own: members see that there is one when they are asked about it, and its question alone.
OF_THE_TEAM = [ReviewKind.REPORT, ReviewKind.IMPORT, ReviewKind.DUPLICATE]
_LONGEST = 2000  # characters of a message


def own_item(user: User, pk: int) -> ReviewItem:
    """Something that this account may answer for: its own claim, or what its structure asks. Else Http404."""
    item = ReviewItem.objects.select_related("structure", "other").filter(pk=pk).first()
    if item is not None:
        if item.kind == ReviewKind.CLAIM and item.submitted_by_id == user.pk:
            return item
        about = [item.structure_id]
        if item.kind == ReviewKind.DUPLICATE and item.other_id:
            about.append(item.other_id)
        is_a_member = structures_of(user).filter(pk__in=about).exists()
        if is_a_member and (is_theirs(item) or is_between_us(user, item)):
            return item
    raise Http404("Cette demande n’est pas parmi les vôtres.")


def is_theirs(item: ReviewItem) -> bool:
    """Something that members have asked for, or say of what a list says."""
    return item.kind in OF_MEMBERS or (item.kind == ReviewKind.REPORT and item.submitted_by_id is not None)


def is_between_us(user: User, item: ReviewItem) -> bool:
    """Something of the team's own that it asks this structure about, or has had its answer on."""
    if item.kind not in OF_THE_TEAM:  # what somebody else claims is between them and the team
        return False
    return item.status == ReviewStatus.ASKED or bool(exchange_with(own_side(user, item), item))


def own_side(user: User, item: ReviewItem) -> Structure:
    """Of a pair, the structure that this account keeps; else the item's own."""
    if item.kind != ReviewKind.DUPLICATE or item.other is None:
        return item.structure
    return item.structure if structures_of(user).filter(pk=item.structure_id).exists() else item.other


def exchange_with(side: Structure, item: ReviewItem) -> list[dict[str, str]]:
    """Questions and answers, as `answer_question` keeps them: of a pair, those of this structure alone."""
    said: list[dict[str, str]] = item.data.get("exchange", [])
    return [one for one in said if one.get("of", item.structure_id) == side.pk]


def _locked(item: ReviewItem) -> ReviewItem:
    """The structure first, as who decides does: else each of the two may wait for the other."""
    sides = [item.structure_id, item.other_id] if item.other_id else [item.structure_id]
    list(Structure.objects.select_for_update().filter(pk__in=sides).order_by("pk"))
    return ReviewItem.objects.select_for_update(of=("self",)).select_related("structure").get(pk=item.pk)


@transaction.atomic
def answer_question(*, item: ReviewItem, by: User, answer: str, proof: Proof | None, version: int) -> None:
    """Answer what a validator asked: the item waits for them again. Both stay in `data["exchange"]`.

    `version`: of the item as it was shown. Raises NotNowError when another question, a decision or somebody
    else's answer has come since.
    """
    locked = _locked(item)
    if locked.status != ReviewStatus.ASKED or locked.version != version:
        raise NotNowError(
            "Cette question a changé ou a déjà reçu sa réponse : voici où en est votre demande."
        )
    side = own_side(by, locked)
    said = {
        "question": locked.question,
        "answer": answer,
        "by": by.pk,
        "of": side.pk,
        "at": timezone.now().isoformat(),
    }
    locked.data = {**locked.data, "exchange": [*locked.data.get("exchange", []), said]}
    locked.message = _with_answer(locked.message, answer)
    locked.status, locked.version = ReviewStatus.WAITING, locked.version + 1
    locked.save(update_fields=["data", "message", "status", "version", "updated_at"])
    if proof:
        keep_document(proof, structure=side, by=by, item=locked)
    Event.objects.record("registration.answer", by=by, structure=side, item=locked, note=answer)


def _with_answer(message: str, answer: str) -> str:
    """The message that validators read, its end kept where it grows too long."""
    whole = f"{message}\n\nRéponse : {answer}".strip()
    return whole if len(whole) <= _LONGEST else f"…{whole[1 - _LONGEST :]}"


@transaction.atomic
def withdraw_item(*, item: ReviewItem, by: User) -> None:
    """Take a request back. Raises NotNowError when it was decided meanwhile."""
    if item.kind == ReviewKind.STRUCTURE:
        take_back(structure=item.structure, by=by)
        return
    locked = _locked(item)
    if locked.status == ReviewStatus.WITHDRAWN:
        return
    if not locked.is_open:
        raise NotNowError("L’équipe de l’annuaire vient de décider : cette demande n’attend plus.")
    locked.version += 1
    if locked.report and locked.report.handled_at is None:
        locked.report.handled_at, locked.report.handled_by = timezone.now(), by
        locked.report.save(update_fields=["handled_at", "handled_by"])
    withdraw(locked, by=by)
