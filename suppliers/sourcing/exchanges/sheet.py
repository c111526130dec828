"""The exchanges as a table for a spreadsheet: no business secret is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from suppliers.models import Enquiry, EnquiryRecipient, Exchange

from .overview import Overview
from .told import answers_of

TITLES = [
    "Nature",
    "Structure",
    "SIRET",
    "Date",
    "Moyen",
    "Objet",
    "Question",
    "Réponse ou contenu",
    "Répondu le",
    "Par",
    "Informations données par l’acheteur",
    "Pièces",
]


def rows_of(shown: Overview) -> Iterator[list[str]]:
    """One for each question of each structure, then one for each exchange; drafts are left out."""
    for enquiry, recipients in shown.enquiries:
        if enquiry.frozen_at:
            for one in recipients:
                yield from _asked(enquiry, one)
    for exchange in shown.exchanges:
        yield _noted(exchange)


def _asked(enquiry: Enquiry, one: EnquiryRecipient) -> Iterator[list[str]]:
    way = "Par le site" if one.is_sent_by_site else "Par messagerie"
    if one.sent_at is None:
        way = "Envoi non noté" if one.answered_at else ""
    start = ["Demande", one.structure_name, _siret(one), _day(one.sent_at), way, enquiry.subject]
    who = ", ".join(filter(None, [one.answered_by, one.answered_role]))
    who = f"{who} (noté par l’acheteur)" if one.is_noted else who
    pairs = list(answers_of(enquiry, one)) or [(question, "") for question in enquiry.questions]
    if one.comment:
        pairs.append(("Autres précisions", one.comment))
    for question, answer in pairs:
        yield [*start, question, answer, _day(one.answered_at), who, "", one.documents]


def _noted(one: Exchange) -> list[str]:
    start = ["Échange", one.structure_name, _siret(one), one.held_on.isoformat(), one.get_channel_display()]
    return [*start, "", "", one.content, "", one.participants, one.information_given, one.documents]


def _siret(one: EnquiryRecipient | Exchange) -> str:
    return (one.structure.siret or "") if one.structure else ""


def _day(at: Any) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""
