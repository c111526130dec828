"""The letter to structures, prepared from the need: a sourcing in the sense of art. R2111-1, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from urllib.parse import quote

from django.utils import timezone

from suppliers.models import Enquiry, EnquiryRecipient, Need, Shortlist, User
from suppliers.showing.amounts import euros_in_words
from suppliers.showing.days import long_day_in_words
from suppliers.sourcing.needs.parts import Part, parts_of, whole_of

from .links import answer_url

# Art. R2111-1 and R2111-2 of the code de la commande publique; CRPA art. L311-6 for the secret.
PRUDENCE = (
    "Cette demande est un sourcing (article R2111-1 du code de la commande publique) : ce n’est pas une "
    "consultation, et aucune offre n’est attendue. Vos réponses ne créent aucun engagement, ni pour vous ni "
    "pour nous, et n’avantagent personne dans une consultation à venir. Les informations que nous donnons "
    "ici seront partagées avec tous. Ce qui relève du secret des affaires a sa case, et reste à part."
)
# Who asks is for the officer to write: a letter without it does not leave.
SIGNATURE = "[votre nom, votre service, votre collectivité]"
QUESTIONS = [
    "Quelle est votre capacité pour ce besoin (effectif, volumes, matériel) ?",
    "Quel délai vous faut-il pour démarrer, ou pour livrer ?",
    "Quelles prestations comparables avez-vous réalisées ces trois dernières années (client, objet, année) ?",
    "Quelles certifications, agréments ou conventions détenez-vous, et jusqu’à quelle date ?",
    "Cet achat vous intéresse-t-il ? À quelles conditions, ou pour quels lots ?",
    "Seriez-vous prêts à répondre en groupement avec d’autres entreprises ?",
    "Quelles sont vos pratiques environnementales pour ce type de prestation ?",
]
# Round figures of ours, not thresholds of the code: the officer's estimate itself is not said.
_BANDS = [0, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000]
# Characters of a mailto: that mail programs take: Windows hands no more than 2,046 to Outlook.
LONGEST_ADDRESS = 2000
# What an address may hold as it is (RFC 6068): every other character counts for three, or for nine.
_AS_IT_IS = "!$'()*,:;/?@"
_PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "\n": "\r\n"})


def subject_for(shortlist: Shortlist) -> str:
    return f"Sourcing : {shortlist.need.title if shortlist.need else shortlist}"[:200]


def message_for(shortlist: Shortlist, by: User | None) -> str:
    """What is proposed to the officer, who may write otherwise; the sentence of prudence stays."""
    about = _about(shortlist.need) if shortlist.need else ""
    opening = (
        "Nous préparons un achat et cherchons à connaître les structures de l’économie sociale et solidaire "
        "qui pourraient y répondre."
    )
    names = [by.get_full_name() if by else "", str(shortlist.workspace.organisation or "")]
    end = "\n".join(["Cordialement,", *(names if all(names) else [*filter(None, names), SIGNATURE])])
    return "\n\n".join(filter(None, ["Bonjour,", opening, about, PRUDENCE, end]))


def _about(need: Need) -> str:
    whole, parts = whole_of(need), parts_of(need)
    lines = [f"Notre besoin : {need.title}"]
    durations = {part.duration_months for part in parts}
    if parts[0].lot:
        lines += [f"- {part.name}{_duration(part) if len(durations) > 1 else ''}" for part in parts]
    sites = dict.fromkeys(str(site) for part in [whole, *parts] for site in part.sites)
    if sites:
        lines.append(f"{'Lieux' if len(sites) > 1 else 'Lieu'} : {', '.join(sites)}")
    today = timezone.localdate()  # a day that is past announces nothing
    if need.starts_on and need.starts_on >= today:
        lines.append(f"Début souhaité : {long_day_in_words(need.starts_on)}")
    if need.launched_on and need.launched_on >= today:
        lines.append(f"Consultation envisagée à partir du {long_day_in_words(need.launched_on)}")
    if len(durations) == 1 and (months := durations.pop()):
        lines.append(f"Durée : {months} mois")
    return "\n".join(lines)


def _duration(part: Part) -> str:
    return f" ({part.duration_months} mois)" if part.duration_months else ""


def amount_line(need: Need | None) -> str:
    """« Montant estimé : entre 50 000 et 100 000 € HT »; empty where the need gives no amount."""
    if need is None:
        return ""
    amount = need.amount_excl_tax
    if amount is None:
        amounts = [lot.amount_excl_tax for lot in need.lots.all() if lot.amount_excl_tax is not None]
        amount = sum(amounts, Decimal(0)) if amounts else None
    if not amount:
        return ""
    for low, high in pairwise(_BANDS):
        if amount < high:
            said = f"entre {euros_in_words(low)} et {euros_in_words(high)}" if low else ""
            return f"Montant estimé : {said or f'moins de {euros_in_words(high)}'}"
    return f"Montant estimé : {euros_in_words(_BANDS[-1])} ou plus"


def settled(message: str, amount: str, *, is_shown: bool) -> str:
    """The message with its sentence of prudence, and with the band of amount or without."""
    if PRUDENCE not in message:
        message = f"{message}\n\n{PRUDENCE}"
    if amount:
        kept = [line for line in message.split("\n") if line.strip() != amount]
        message = "\n".join(kept)
        if is_shown:
            message = message.replace(PRUDENCE, f"{amount}\n\n{PRUDENCE}", 1)
    while "\n\n\n" in message:
        message = message.replace("\n\n\n", "\n\n")
    return message


class Opening(StrEnum):
    """What a message of the officer's own mail opens with: the longest that its program takes.

    The default letter with its questions is about 2,200 characters of address: too many for Outlook.
    """

    WHOLE = "whole"
    LETTER = "letter"  # it says that the questions are on the page of its link, and how many
    ADDRESS = "address"  # the text is pasted


def body_of(enquiry: Enquiry, recipient: EnquiryRecipient, *, lists_questions: bool = True) -> str:
    """The whole letter, for the officer's own mail: the same words for each, but for the link."""
    parts, until = [enquiry.message], ""
    if enquiry.answers_due_on:
        until = f" jusqu’au {long_day_in_words(enquiry.answers_due_on)}"
    link, count = answer_url(recipient), len(enquiry.questions)
    if count and not lists_questions:
        said = "Notre question, la même" if count == 1 else f"Nos {count} questions, les mêmes"
        is_there = "se lit à cette adresse" if count == 1 else "se lisent à cette adresse"
        parts.append(f"{said} pour tous, {is_there}, pour répondre sans compte{until} :\n{link}")
        return "\n\n".join(parts)
    if count:
        asked = "\n".join(f"{rank}. {question}" for rank, question in enumerate(enquiry.questions, 1))
        parts.append(f"Nos questions, les mêmes pour toutes les structures interrogées :\n{asked}")
    parts.append(f"Pour répondre, sans compte{until} :\n{link}")
    return "\n\n".join(parts)


def mailto(enquiry: Enquiry, recipient: EnquiryRecipient, opening: Opening = Opening.WHOLE) -> str:
    """One structure a letter. Typographic apostrophes and spaces become plain: they cost nine characters."""
    subject = quote(enquiry.subject.translate(_PLAIN), safe=_AS_IT_IS)
    address = f"mailto:{quote(recipient.email, safe='@')}?subject={subject}"
    if opening is Opening.ADDRESS:
        return address
    body = body_of(enquiry, recipient, lists_questions=opening is Opening.WHOLE)
    return f"{address}&body={quote(body.translate(_PLAIN), safe=_AS_IT_IS)}"


def opening_of(enquiry: Enquiry, recipients: Sequence[EnquiryRecipient]) -> Opening:
    """The fullest that fits for each of them: cut for one, it would not be the same."""
    for opening in (Opening.WHOLE, Opening.LETTER):
        if all(len(mailto(enquiry, one, opening)) <= LONGEST_ADDRESS for one in recipients):
            return opening
    return Opening.ADDRESS
