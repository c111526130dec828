"""The rows of an account's export, one function for one kind of thing, with French keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Q

from suppliers.models import (
    BuyerMembership,
    Certification,
    ContactPerson,
    Document,
    ErrorReport,
    Event,
    ImportRun,
    Invitation,
    NotDuplicate,
    OutgoingEmail,
    Photo,
    Reminder,
    ReviewItem,
    Structure,
    StructureMembership,
    User,
)

Rows = Iterator[dict[str, Any]]
AT_A_TIME = 500


def structures(user: User) -> Rows:
    for found in StructureMembership.objects.filter(user=user).select_related("structure").order_by("pk"):
        yield {
            "structure": str(found.structure),
            "SIRET": found.structure.siret,
            "état de la fiche": found.structure.get_status_display(),
            "rôle": found.get_role_display(),
            "depuis le": found.joined_at,
        }


def organisations(user: User) -> Rows:
    for found in BuyerMembership.objects.filter(user=user).select_related("organisation").order_by("pk"):
        yield {
            "organisation": found.organisation.name,
            "SIRET": found.organisation.siret,
            "rôle": found.get_role_display(),
            "depuis le": found.joined_at,
        }


def invitations_sent(user: User) -> Rows:
    for found in _invitations().filter(invited_by=user).iterator(AT_A_TIME):
        yield {"à": found.email, **_invitation(found)}


def invitations_received(addresses: set[str]) -> Rows:
    """By whom is their affair: the letter says it."""
    for found in _invitations().filter(email__in=addresses).iterator(AT_A_TIME):
        yield _invitation(found)


def _invitations() -> Any:
    return Invitation.objects.select_related("structure", "organisation").order_by("pk")


def _invitation(found: Invitation) -> dict[str, Any]:
    return {
        "pour rejoindre": str(found.structure or found.organisation),
        "envoyée le": found.created_at,
        "valable jusqu’au": found.expires_at,
        "acceptée le": found.accepted_at,
        "annulée le": found.revoked_at,
    }


def items_submitted(user: User) -> Rows:
    items = ReviewItem.objects.filter(submitted_by=user).select_related("structure").order_by("pk")
    for found in items.iterator(AT_A_TIME):
        yield {
            **_item(found),
            "proposition": found.data,
            "message": found.message,
            "question reçue": found.question,
            "motif": found.reason,
            "réponse": found.answer,
        }


def items_handled(user: User) -> Rows:
    """As a validator. What others had written in them is theirs."""
    items = ReviewItem.objects.filter(Q(assigned_to=user) | Q(decided_by=user)).exclude(submitted_by=user)
    for found in items.select_related("structure").order_by("pk").iterator(AT_A_TIME):
        yield {**_item(found), "explication": found.answer if found.decided_by_id == user.pk else ""}


def _item(found: ReviewItem) -> dict[str, Any]:
    return {
        "nature": found.get_kind_display(),
        "structure": str(found.structure),
        "état": found.get_status_display(),
        "reçue le": found.created_at,
        "décidée le": found.decided_at,
    }


def vouched(user: User) -> Rows:
    for structure in Structure.objects.filter(validated_by=user).order_by("pk").iterator(AT_A_TIME):
        yield {"structure": str(structure), "validée le": structure.validated_at}
    certifications = Certification.objects.filter(verified_by=user).select_related("structure", "kind")
    for found in certifications.order_by("pk").iterator(AT_A_TIME):
        yield {
            "structure": str(found.structure),
            "certification": str(found.kind),
            "vérifiée le": found.verified_on,
        }


def imports(user: User) -> Rows:
    for found in ImportRun.objects.filter(by=user).order_by("pk").iterator(AT_A_TIME):
        yield {"source": found.source, "fichier": found.file_name, "le": found.started_at}


def pairs_told_apart(user: User) -> Rows:
    pairs = NotDuplicate.objects.filter(said_by=user).select_related("first", "second").order_by("pk")
    for found in pairs.iterator(AT_A_TIME):
        yield {"structures": [str(found.first), str(found.second)], "le": found.said_at}


def reports(user: User, addresses: set[str]) -> Rows:
    sent = Q(email__in=addresses)
    found_ones = ErrorReport.objects.filter(sent | Q(handled_by=user)).select_related("structure")
    for found in found_ones.order_by("pk").iterator(AT_A_TIME):
        is_theirs = found.email.lower() in addresses
        yield {
            "structure": str(found.structure),
            "erreur": found.get_kind_display(),
            "précisions": found.message if is_theirs else "",
            "envoyé": found.created_at if is_theirs else None,
            "traité le": found.handled_at,
        }


def documents(user: User) -> Rows:
    found_ones = Document.objects.filter(uploaded_by=user).select_related("structure").order_by("pk")
    for found in found_ones.iterator(AT_A_TIME):
        yield {
            "structure": str(found.structure),
            "nom": found.name,
            "type": found.content_type,
            "taille (octets)": found.size,
            "déposé le": found.uploaded_at,
        }


def photos(user: User) -> Rows:
    found_ones = Photo.objects.filter(uploaded_by=user).select_related("structure").order_by("pk")
    for found in found_ones.iterator(AT_A_TIME):
        yield {
            "structure": str(found.structure),
            "ce qu’elle montre": found.description,
            "déposée le": found.uploaded_at,
        }


def contact_persons(user: User, addresses: set[str]) -> Rows:
    """Those whose consent this account has recorded, and itself."""
    found_ones = ContactPerson.objects.filter(Q(consent_recorded_by=user) | Q(email__in=addresses))
    for found in found_ones.select_related("structure").order_by("pk").iterator(AT_A_TIME):
        yield {
            "structure": str(found.structure),
            "nom": found.name,
            "fonction": found.role,
            "adresse électronique": found.email,
            "téléphone": found.phone,
            "accord donné le": found.consented_at,
        }


def reminders(user: User) -> Rows:
    found_ones = Reminder.objects.filter(user=user).select_related("structure").order_by("pk")
    for found in found_ones.iterator(AT_A_TIME):
        yield {"structure": str(found.structure), "nature": found.kind, "écrit le": found.sent_at}


def emails(user: User, addresses: set[str]) -> Rows:
    """Those that have left have no text any more."""
    found_ones = OutgoingEmail.objects.filter(Q(user=user) | Q(to__in=addresses)).order_by("pk")
    for found in found_ones.iterator(AT_A_TIME):
        yield {
            "à": found.to,
            "nature": found.kind,
            "objet": found.subject,
            "texte": found.text,
            "écrit le": found.created_at,
            "parti le": found.sent_at,
        }


def events(user: User) -> Rows:
    found_ones = Event.objects.filter(Q(by=user) | Q(undone_by=user)).order_by("pk")
    for found in found_ones.iterator(AT_A_TIME):
        yield {
            "le": found.at,
            "action": found.action,
            "structure": found.structure_name,
            "avant": found.before,
            "après": found.after,
            "précision": found.note,
            "annulée le": found.undone_at,
        }


def admin_log(user: User) -> Rows:
    for found in LogEntry.objects.filter(user_id=user.pk).order_by("pk").iterator(AT_A_TIME):
        yield {
            "le": found.action_time,
            "quoi": found.object_repr,
            "changement": found.get_change_message(),
        }
