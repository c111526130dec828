"""Letters that the site sends for an officer, one structure a letter, within limits that keep it welcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Lower
from django.utils import timezone

from suppliers import mailing
from suppliers.accounts.verified import verified_emails
from suppliers.mailing.stopping import addresses_muted
from suppliers.models import Enquiry, EnquiryRecipient, OutgoingEmail, User, WorkspaceEvent
from suppliers.workspace.shortlists import lock

from .enquiries import TOO_LATE, RefusedError, freeze, is_over, public_address, set_sent
from .links import answer_url

KIND = "enquiry"
MOST_A_DAY = 60  # letters of one account in 24 hours
MOST_TO_AN_ADDRESS = 5  # letters of all accounts to one address in 24 hours
_DAY = timedelta(hours=24)

NO_ACCOUNT = "Envoyer par le site demande un compte dont l’adresse électronique est vérifiée."
NOT_PUBLIC = "pas d’adresse électronique publique"
MUTED = "ne souhaite plus recevoir de demandes par le site"
TOO_MANY = "a déjà reçu beaucoup de demandes aujourd’hui : réessayez demain"


@dataclass
class Sent:
    """How many left, and why others did not."""

    left: int = 0
    kept_back: list[tuple[str, str]] = field(default_factory=list)  # name, reason


def refusals(recipients: list[EnquiryRecipient]) -> dict[int, str]:
    """Why the site cannot write to some of them, by their number. Each has its structure at hand."""
    addresses = {one.pk: public_address(one.structure).lower() for one in recipients}
    muted = addresses_muted(addresses.values(), KIND)
    crowded = _crowded(set(addresses.values()))
    said = {}
    for key, address in addresses.items():
        if not address:
            said[key] = NOT_PUBLIC
        elif address in muted:
            said[key] = MUTED
        elif address in crowded:
            said[key] = TOO_MANY
    return said


def _crowded(addresses: set[str]) -> set[str]:
    rows = OutgoingEmail.objects.filter(kind=KIND, created_at__gt=timezone.now() - _DAY)
    counted = rows.annotate(address=Lower("to")).filter(address__in=addresses).values("address")
    full = counted.annotate(how_many=Count("pk")).filter(how_many__gte=MOST_TO_AN_ADDRESS)
    return set(full.values_list("address", flat=True))


def letters_left(user: User) -> int:
    """How many more letters this account may send now, whatever addresses it has had."""
    since = timezone.now() - _DAY
    sent = WorkspaceEvent.objects.filter(by=user, action="enquiry.send", at__gt=since, detail__by_site=True)
    return max(0, MOST_A_DAY - sent.count())


@transaction.atomic
def send(enquiry: Enquiry, *, by: User | None) -> Sent:
    """Freeze the text and send it to all that it has not left for; raises RefusedError.

    Who presses twice sends one: the second waits for the first, and finds nothing left to send.
    """
    _check_sender(enquiry, by)
    assert by
    lock(enquiry.shortlist_id)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    enquiry = freeze(enquiry, by=by)
    if not enquiry.is_by_site:
        raise RefusedError("Cette demande part par votre messagerie.")
    if is_over(enquiry):
        raise RefusedError(TOO_LATE.format("faites une nouvelle demande."))
    waiting = list(
        enquiry.recipients.select_for_update(of=("self",))
        .filter(sent_at=None, answered_at=None)
        .select_related("structure")
    )
    refused = refusals(waiting)
    going = [recipient for recipient in waiting if recipient.pk not in refused]
    if len(going) > (left := letters_left(by)):
        raise RefusedError(
            f"Le site envoie {MOST_A_DAY} lettres par jour et par compte : il vous en reste {left}. "
            "Réessayez demain, ou passez par votre messagerie."
        )
    for recipient in going:
        _send_one(enquiry, recipient, by)
    kept_back = [(one.structure_name, refused[one.pk]) for one in waiting if one.pk in refused]
    return Sent(len(going), kept_back)


def _check_sender(enquiry: Enquiry, by: User | None) -> None:
    verified = verified_emails(by) if by else set()
    if not verified:
        raise RefusedError(NO_ACCOUNT)
    if enquiry.reply_to.casefold() not in verified:
        raise RefusedError(
            f"Les réponses iraient à {enquiry.reply_to}, qui n’est pas une adresse vérifiée de "
            "votre compte : qui a préparé la demande peut l’envoyer par le site."
        )


def _send_one(enquiry: Enquiry, recipient: EnquiryRecipient, by: User) -> None:
    recipient.email = public_address(recipient.structure)
    organisation = enquiry.shortlist.workspace.organisation
    name = by.get_full_name() or enquiry.reply_to
    context = {
        "subject": enquiry.subject,
        "buyer": f"{name} ({organisation})" if organisation else name,
        "paragraphs": [part for part in enquiry.message.split("\n\n") if part.strip()],
        "questions": enquiry.questions,
        "answer_url": answer_url(recipient),
        "until": enquiry.answers_due_on,
        "reply_to": enquiry.reply_to,
    }
    mailing.write(
        KIND,
        context,
        to=recipient.email,
        structure=recipient.structure,
        headers={"Reply-To": enquiry.reply_to.casefold()},
    )
    set_sent(recipient, enquiry, by=by, is_by_site=True)
