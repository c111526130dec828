"""The letter to structures, prepared from the need: a sourcing in the sense of art. R2111-1, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from urllib.parse import quote

from suppliers.models import Enquiry, EnquiryRecipient, Need, Shortlist, User
from suppliers.showing.amounts import euros_in_words
from suppliers.showing.days import long_day_in_words
from suppliers.sourcing.needs.parts import parts_of, whole_of

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
LONGEST_ADDRESS = 1900  # characters of a mailto: that every mail program takes


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
    if parts[0].lot:
        lines += [f"- {part.name}" for part in parts]
    sites = dict.fromkeys(str(site) for part in [whole, *parts] for site in part.sites)
    if sites:
        lines.append(f"{'Lieux' if len(sites) > 1 else 'Lieu'} : {', '.join(sites)}")
    if need.starts_on:
        lines.append(f"Début souhaité : {long_day_in_words(need.starts_on)}")
    if need.launched_on:
        lines.append(f"Consultation envisagée à partir du {long_day_in_words(need.launched_on)}")
    if need.duration_months:
        lines.append(f"Durée : {need.duration_months} mois")
    return "\n".join(lines)


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


def body_of(enquiry: Enquiry, recipient: EnquiryRecipient) -> str:
    """The whole letter, for the officer's own mail: the same words for each, but for the link."""
    parts = [enquiry.message]
    if enquiry.questions:
        asked = "\n".join(f"{rank}. {question}" for rank, question in enumerate(enquiry.questions, 1))
        parts.append(f"Nos questions, les mêmes pour toutes les structures interrogées :\n{asked}")
    until = f" jusqu’au {long_day_in_words(enquiry.answers_due_on)}" if enquiry.answers_due_on else ""
    parts.append(f"Pour répondre, sans compte{until} :\n{answer_url(recipient)}")
    return "\n\n".join(parts)


def mailto(enquiry: Enquiry, recipient: EnquiryRecipient, *, has_text: bool = True) -> str:
    """One structure a letter, whole; without its text where that is too long, and is copied by hand."""
    address = f"mailto:{quote(recipient.email, safe='@')}?subject={quote(enquiry.subject)}"
    if not has_text:
        return address
    body = body_of(enquiry, recipient).replace("\n", "\r\n")
    return f"{address}&body={quote(body)}"


def fits(enquiry: Enquiry, recipients: Iterable[EnquiryRecipient]) -> bool:
    """Whether mail programs take the whole letter to each of them: cut for one, it would not be the same."""
    return all(len(mailto(enquiry, one)) <= LONGEST_ADDRESS for one in recipients)
