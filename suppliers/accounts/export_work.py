"""The rows of an account's export that tell its work as a buyer, with French keys.

What is in its own workspace is told in full; in that of an organisation that it is a member of, what the
account itself has made. Of one that it has left, nothing: it is the organisation's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from suppliers.models import (
    Consortium,
    Enquiry,
    EnquiryRecipient,
    Exchange,
    Ledger,
    Lot,
    Need,
    SavedSearch,
    ShareLink,
    ShortlistAlert,
    ShortlistItem,
    SourcingRecord,
    User,
    WorkspaceEvent,
)

from .export_rows import AT_A_TIME, Rows
from .roles import organisations_of


def _of(user: User, workspace: str, maker: str) -> Q:
    """Of the account's own workspace, or made by it in that of an organisation it is a member of now."""
    shared = Q(**{f"{workspace}__organisation__in": organisations_of(user)})
    return Q(**{f"{workspace}__user": user}) | Q(**{maker: user}) & shared


def needs(user: User) -> Rows:
    rows = Need.objects.filter(_of(user, "workspace", "created_by")).select_related("workspace__organisation")
    for found in rows.prefetch_related(
        "sectors", "sites__territory", "lots__sectors", "awards__lot", "awards__members"
    ).order_by("pk"):
        yield {
            "besoin": found.title,
            "avec": str(found.workspace.organisation or ""),
            "créé le": found.created_at,
            "modifié le": found.updated_at,
            "précisions": found.description,
            "nature": found.get_nature_display(),
            "lancement": found.launched_on,
            "candidatures jusqu’au": found.applications_due_on,
            "début": found.starts_on,
            "clauses envisagées": found.considerations,
            "précisions sur les clauses": found.considerations_note,
            **_asked(found),
            "lieux": [str(site) for site in found.sites.all()],
            "lots": [{"lot": str(lot), **_asked(lot)} for lot in found.lots.all()],
            "issue": list(_awards(found)),
        }


def _asked(found: Need | Lot) -> dict[str, Any]:
    return {
        "secteurs": [sector.label for sector in found.sectors.all()],
        "codes CPV": found.cpv_codes,
        "montant HT": found.amount_excl_tax,
        "durée en mois": found.duration_months,
        "réservation envisagée": found.get_reservation_display(),
    }


def _awards(need: Need) -> Iterator[dict[str, Any]]:
    for found in need.awards.all():
        yield {
            "lot": str(found.lot or ""),
            "issue": found.get_outcome_display(),
            "le": found.decided_on,
            "titulaire": found.holder_name,
            "groupement": found.get_group_form_display(),
            "cotraitants": [{"nom": one.name, "part HT": one.amount_excl_tax} for one in found.members.all()],
            "montant HT": found.amount_excl_tax,
        }


def picks(user: User) -> Rows:
    """Structures of shortlists."""
    rows = ShortlistItem.objects.filter(_of(user, "shortlist__workspace", "added_by"))
    found_rows = rows.select_related("shortlist__need").prefetch_related("lots").order_by("pk")
    for found in found_rows.iterator(AT_A_TIME):
        yield {
            "sélection": str(found.shortlist),
            "structure": str(found),
            "lots": [str(lot) for lot in found.lots.all()],
            "ordre d’affichage": found.shown_order,
            "état": found.get_status_display(),
            "motif": found.reason,
            "note": found.note,
            "étiquettes": found.tags,
            "ajoutée le": found.added_at,
            "retirée le": found.removed_at,
        }


def links(user: User) -> Rows:
    """Their keys are secret."""
    rows = ShareLink.objects.filter(_of(user, "shortlist__workspace", "created_by"))
    for found in rows.select_related("shortlist__need").order_by("pk"):
        yield {
            "sélection": str(found.shortlist),
            "créé le": found.created_at,
            "valable jusqu’au": found.expires_at,
            "annulé le": found.revoked_at,
        }


def consortiums(user: User) -> Rows:
    rows = Consortium.objects.filter(_of(user, "need__workspace", "created_by")).select_related("need")
    for found in rows.prefetch_related("members").order_by("pk"):
        yield {
            "groupement": str(found),
            "besoin": str(found.need),
            "composé le": found.created_at,
            "membres": [str(member) for member in found.members.all()],
        }


def enquiries(user: User) -> Rows:
    rows = Enquiry.objects.filter(_of(user, "shortlist__workspace", "created_by"))
    for found in rows.prefetch_related("recipients").order_by("pk"):
        yield {
            "objet": found.subject,
            "message": found.message,
            "questions": found.questions,
            "réponse à": found.reply_to,
            "préparée le": found.created_at,
            "structures interrogées": [
                {"structure": one.structure_name, "envoyée le": one.sent_at, "réponses": one.answers}
                for one in found.recipients.all()
            ],
        }


def answers_noted(user: User) -> Rows:
    """What structures answered by telephone or mail, as the account noted it."""
    made = _of(user, "enquiry__shortlist__workspace", "noted_by")
    rows = EnquiryRecipient.objects.filter(made, noted_by=user).select_related("enquiry")
    for found in rows.order_by("pk").iterator(AT_A_TIME):
        yield {
            "objet": found.enquiry.subject,
            "structure": found.structure_name,
            "répondue le": found.answered_at,
            "réponses": found.answers,
            "autres précisions": found.comment,
            "pièces reçues": found.documents,
            "secret des affaires": found.confidential,
        }


def exchanges(user: User) -> Rows:
    rows = Exchange.objects.filter(_of(user, "shortlist__workspace", "created_by")).order_by("pk")
    for found in rows.iterator(AT_A_TIME):
        yield {
            "structure": found.structure_name,
            "le": found.held_on,
            "moyen": found.get_channel_display(),
            "participants": found.participants,
            "contenu": found.content,
            "informations données": found.information_given,
            "pièces reçues ou remises": found.documents,
            "secret des affaires": found.confidential,
        }


def records(user: User) -> Rows:
    """Their files are fetched from their page; the digest says that they are the same."""
    rows = SourcingRecord.objects.filter(_of(user, "workspace", "created_by")).defer("docx", "xlsx")
    for found in rows.order_by("pk").iterator(AT_A_TIME):
        yield {
            "dossier": str(found),
            "titre": found.title,
            "établi le": found.created_at,
            "empreinte SHA-256": found.sha256,
            "contenu": found.content,
        }


def searches(user: User) -> Rows:
    rows = SavedSearch.objects.filter(_of(user, "workspace", "recipient")).order_by("pk")
    for found in rows.select_related("workspace__organisation"):
        yield {
            "recherche": found.name,
            "avec": str(found.workspace.organisation or ""),
            "filtres": found.query,
            "courriel": found.get_frequency_display(),
            "enregistrée le": found.created_at,
            "dernier envoi": found.told_on,
        }


def shortlist_alerts(user: User) -> Rows:
    for found in ShortlistAlert.objects.filter(user=user):
        yield {"courriel": found.get_frequency_display(), "dernier envoi": found.told_on}


def ledgers(user: User) -> Rows:
    """Their lines are the organisation's."""
    rows = Ledger.objects.filter(created_by=user, organisation__in=organisations_of(user))
    for found in rows.select_related("organisation").order_by("pk"):
        yield {"organisation": str(found.organisation), "fichier": found.file_name}


def done(user: User) -> Rows:
    rows = WorkspaceEvent.objects.filter(_of(user, "workspace", "by")).order_by("pk")
    for found in rows.iterator(AT_A_TIME):
        yield {
            "le": found.at,
            "action": found.action,
            "structure": found.structure_name,
            "précision": found.detail,
        }
