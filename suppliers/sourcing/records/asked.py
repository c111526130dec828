"""The need and its parts, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from suppliers.models import BuyerKind, Consideration, ContractKind, Need, PurchaseNature, Reserved
from suppliers.search.reference import Reference
from suppliers.showing.amounts import euros_in_words, number_in_words
from suppliers.showing.days import long_day_in_words
from suppliers.sourcing.needs.parts import Part, Site
from suppliers.sourcing.needs.remarks import remarks

from .content import Asked, PartAsked
from .facts import Fact

_YES_NO = {None: "Pas encore décidé", True: "Oui", False: "Non"}


def asked_of(need: Need, parts: Sequence[Part], known: Reference, today: dt.date) -> Asked:
    told = [_part(part, known) for part in parts]
    return Asked(_told(_of_the_need(need)), told, remarks(need, parts, today))


def _told(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.said]


def _of_the_need(need: Need) -> list[Fact]:
    considered = [str(Consideration(one).label) for one in need.considerations]
    organisation = need.workspace.organisation
    return [
        Fact("Objet", need.title),
        Fact("Précisions", need.description),
        Fact("Organisation", str(organisation) if organisation else ""),
        Fact("Acheteur", str(BuyerKind(need.buyer_kind).label)),
        Fact("Contrat", str(ContractKind(need.contract_kind).label)),
        Fact("Nature", str(PurchaseNature(need.nature).label) if need.nature else "Pas encore décidée"),
        amount_fact("Montant estimé du besoin", need.amount_excl_tax),
        _months(need.duration_months),
        _day("Lancement de la consultation", need.launched_on),
        _day("Date limite des candidatures", need.applications_due_on),
        _day("Début souhaité", need.starts_on),
        Fact("Considérations envisagées", ", ".join(considered)),
        number_fact("Heures d’insertion", need.insertion_hours),
        Fact("Précisions sur les clauses", need.considerations_note),
    ]


def _part(part: Part, known: Reference) -> PartAsked:
    sectors = [", ".join(sector.label for sector in part.sectors), *_by_code(part, known)]
    reserved = str(Reserved(part.reservation).label) if part.reservation else "Pas encore décidée"
    facts = [
        Fact("Secteurs", "\n".join(filter(None, sectors)) or "Pas encore dits"),
        Fact("Codes CPV", "\n".join(_cpv(code, known) for code in part.cpv_codes) or "Pas encore dits"),
        Fact("Lieux", " ; ".join(map(_place, part.sites)) or "Sans condition de lieu"),
        amount_fact("Montant estimé", part.amount_excl_tax),
        _months(part.duration_months),
        Fact("Réservation envisagée", reserved),
        Fact("Uniquement des services de la liste (L2113-15)", _YES_NO[part.exclusive_scope]),
        Fact("Exécuté en établissement pénitentiaire", _YES_NO[part.executed_in_prison]),
    ]
    return PartAsked(part.number, part.name, _told(facts))


def _by_code(part: Part, known: Reference) -> list[str]:
    """Sectors searched for a CPV code alone; none where the buyer has chosen them by name."""
    named = {sector.code for sector in part.sectors}
    read = {
        code: [sector.label for sector in known.sectors_of_cpv(code) if sector.code not in named]
        for code in part.cpv_codes
    }
    return [
        f"CPV {code} → secteur{'s' if len(labels) > 1 else ''} {', '.join(labels)} "
        "(correspondance de l’annuaire)"
        for code, labels in read.items()
        if labels
    ]


def _cpv(code: str, known: Reference) -> str:
    """With its label where the law's list gives one (art. L2113-15), else the sectors it falls under."""
    if label := known.social_services.get(code):
        return f"{code} : {label}"
    sectors = ", ".join(sector.label for sector in known.sectors_of_cpv(code))
    return f"{code} (relève de : {sectors})" if sectors else code


def _place(site: Site) -> str:
    name, address = site.territory.name, site.address
    where = f"{address}, {name}" if address and name.casefold() not in address.casefold() else address or name
    return f"{where} (code INSEE {site.territory.code})"


def amount_fact(label: str, amount: Decimal | int | None) -> Fact:
    """Euros HT; nothing is said where there is none."""
    return Fact(label, euros_in_words(amount), number="" if amount is None else str(amount), unit="€ HT")


def number_fact(label: str, number: int | None) -> Fact:
    return Fact(label, number_in_words(number), number="" if number is None else str(number))


def _months(months: int | None) -> Fact:
    return Fact("Durée", f"{months} mois" if months else "", number=str(months or ""), unit="mois")


def _day(label: str, day: dt.date | None) -> Fact:
    return Fact(label, long_day_in_words(day) if day else "", day=day.isoformat() if day else "")
