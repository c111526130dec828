"""The outcomes of a year as tables to take away: each contract once, then the members of groupements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from suppliers.imports.spreadsheet import Table
from suppliers.models import Award, BuyerOrganisation, GroupForm

from .indicators import awards_of


def contract_tables(organisation: BuyerOrganisation, year: int) -> list[Table]:
    told = awards_of(organisation).filter(decided_on__year=year).select_related("need", "lot")
    awards = list(told.prefetch_related("members").order_by("decided_on", "pk"))
    headings = [
        *("Besoin", "Lot", "Issue", "Date", "Réservé", "Montant HT (€)"),
        *("SIRET du titulaire", "Titulaire ou mandataire", "Groupement", "Cotraitants"),
        *("Offres reçues", "Clause sociale", "Critère social", "Considération environnementale"),
    ]
    tables = [Table(f"Issues {year}", headings, _contracts(awards))]
    grouped = [award for award in awards if award.group_form != GroupForm.NONE]
    if grouped:
        headings = ["Besoin", "Lot", "Groupement", "Rôle", "SIRET", "Nom", "Part HT (€)"]
        tables.append(Table(f"Groupements {year}", headings, _members(grouped)))
    return tables


def _contracts(awards: Iterable[Award]) -> Iterator[list[Any]]:
    for award in awards:
        yield [
            *(award.need.title, str(award.lot or ""), award.get_outcome_display(), award.decided_on),
            *(award.get_reserved_to_display(), award.amount_excl_tax, award.holder_siret, award.holder_name),
            *(award.get_group_form_display(), " ; ".join(one.name for one in award.members.all())),
            award.bids_received,
            *(_yes_or_no(award.has_social_clause), _yes_or_no(award.has_social_criterion)),
            _yes_or_no(award.has_environmental_consideration),
        ]


def _members(awards: Iterable[Award]) -> Iterator[list[Any]]:
    """A line for each member: their parts make the amount of the contract, which is on the other table."""
    for award in awards:
        told = [award.need.title, str(award.lot or ""), award.get_group_form_display()]
        yield [*told, "Mandataire", award.holder_siret, award.holder_name, award.holder_share]
        for one in award.members.all():
            yield [*told, "Cotraitant", one.siret, one.name, one.amount_excl_tax]


def _yes_or_no(value: bool) -> str:
    return "oui" if value else "non"
