"""What a buyer types of a need and of its lots. Everything but the title may be left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from suppliers.asking.codes_field import CodesField
from suppliers.asking.day_field import DayField
from suppliers.asking.number_fields import NumberField
from suppliers.asking.said_form import SaidForm
from suppliers.asking.text_fields import LineField, TextField
from suppliers.models import (
    BuyerKind,
    Consideration,
    ContractKind,
    Lot,
    Need,
    PurchaseNature,
    Reserved,
    Sector,
    Territory,
)
from suppliers.models.need import LONGEST_MONTHS, MOST_EUROS
from suppliers.procurement.cpv import clean_cpv
from suppliers.search.reference import reference
from suppliers.search.sector_choices import sectors_with_codes
from suppliers.search.state import state

from .actions import Asking
from .parts import sectors_in_words
from .what_and_where import AddressedSite, Read, known_places, read_token, read_what, read_where

MOST_SECTORS = 20
MOST_SITES = 30
_YES_NO = [("", "Pas encore décidé"), ("yes", "Oui"), ("no", "Non")]


def _most(number: int, what: str) -> dict[str, str]:
    return {"most": f"{number} {what} au plus : gardez les principaux."}


class AskedForm(SaidForm):
    """What, where, how much, how long: of a need, or of one of its lots.

    What is chosen is a box that is ticked; what is typed in `what` and `where` is read when the form is sent.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the version of the need
    title = LineField(
        label="De quoi avez-vous besoin ?",
        max_length=200,
        error_messages={"required": "Donnez un titre : quelques mots suffisent."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sectors = CodesField(
        label="Secteurs", most=MOST_SECTORS, required=False, said=_most(MOST_SECTORS, "secteurs")
    )
    cpv_codes = CodesField(
        label="Codes CPV", most=MOST_SECTORS, required=False, said=_most(MOST_SECTORS, "codes CPV")
    )
    what = LineField(
        label="Secteur, métier ou code CPV", max_length=200, required=False, widget=forms.TextInput
    )
    places = CodesField(label="Territoires", most=MOST_SITES, required=False, said=_most(MOST_SITES, "lieux"))
    addresses = CodesField(label="Adresses", most=MOST_SITES, required=False, said=_most(MOST_SITES, "lieux"))
    where = LineField(
        label="Commune, territoire ou adresse", max_length=300, required=False, widget=forms.TextInput
    )
    amount_excl_tax = NumberField(
        label="Montant estimé HT (€)", most=MOST_EUROS, decimals=2, required=False, example="60 000"
    )
    duration_months = NumberField(
        label="Durée (mois)", most=LONGEST_MONTHS, least=1, required=False, example="24"
    )
    reservation = forms.ChoiceField(
        label="Réservation envisagée", choices=[("", "Pas encore décidé"), *Reserved.choices], required=False
    )
    exclusive_scope = forms.ChoiceField(
        label="Uniquement des services sociaux ou culturels de la liste (L2113-15) ?",
        choices=_YES_NO,
        required=False,
    )
    executed_in_prison = forms.ChoiceField(
        label="Exécuté en établissement pénitentiaire ?", choices=_YES_NO, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        self.read: dict[str, Read] = {}
        super().__init__(*args, **options)
        for name in ("what", "where"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._read("what", read_what)
        self._read("where", read_where)
        sites = len(self.chosen_places()) + len(self.chosen_addresses())
        if sites > MOST_SITES:
            self.add_error("where", f"{MOST_SITES} lieux au plus : choisissez plutôt un territoire.")
        return cleaned

    def _read(self, name: str, read: Any) -> None:
        """What is left in a box once the right line of those it has found is ticked says nothing more."""
        typed = self.cleaned_data.get(name, "")
        if not typed:
            return
        found: Read = read(typed)
        self.read[name] = found
        ticked = {*self._codes("sectors"), *self._codes("places")}
        offered: list[Any] = list(found.choices)
        if found.errors and not ticked & {one.code for one in offered}:
            for sentence in found.errors:
                self.add_error(name, sentence)

    def asking(self) -> Asking:
        """What a valid form asks."""
        data = self.cleaned_data
        return Asking(
            title=data["title"],
            sectors=tuple(self.chosen_sectors()),
            cpv_codes=tuple(self.chosen_cpv()),
            places=tuple(self.chosen_places()),
            addresses=tuple(self.chosen_addresses()),
            facts={name: data[name] for name in self.own_facts()}
            | {name: _answer(data[name]) for name in ("exclusive_scope", "executed_in_prison")},
        )

    def own_facts(self) -> list[str]:
        """Fields that bear the name of the column they write."""
        return ["amount_excl_tax", "duration_months", "reservation"]

    # What the page shows beside the boxes: what was ticked, and what was understood of what was typed.

    def chosen_sectors(self) -> list[Sector]:
        ticked = list(sectors_with_codes(self._codes("sectors")).values())
        return _once([*ticked, *self._of("what").sectors])

    def chosen_cpv(self) -> list[str]:
        ticked = [code for code in map(clean_cpv, self._codes("cpv_codes")) if code]
        return list(dict.fromkeys([*ticked, *self._of("what").cpv_codes]))

    def sectors_of_cpv(self, code: str) -> str:
        """« compte comme Nettoyage de locaux »: what is searched for a code."""
        labels = sectors_in_words(code, reference(state().version))
        return f"compte comme {labels}" if labels else ""

    def chosen_places(self) -> list[Territory]:
        ticked = list(known_places(self._codes("places")).values())
        return _once([*ticked, *self._of("where").places])

    def chosen_addresses(self) -> list[AddressedSite]:
        ticked = [site for site in map(read_token, self._codes("addresses")) if site]
        return list(dict.fromkeys([*ticked, *self._of("where").addresses]))

    def offered(self, name: str) -> list[Any]:
        """What may have been meant, to be ticked."""
        chosen = {*(one.code for one in self.chosen_sectors()), *(one.code for one in self.chosen_places())}
        return [one for one in self._of(name).choices if one.code not in chosen]

    def left(self, name: str) -> str:
        """What stays in a box: only what could not be read."""
        return str(self.data.get(name, "")) if name in self.errors else ""

    def _of(self, name: str) -> Read:
        return self.read.get(name) or Read()

    def _codes(self, name: str) -> list[str]:
        if not self.is_bound:
            return list(self.initial.get(name) or [])
        data = self.data
        typed = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        return list(dict.fromkeys(typed))[:MOST_SITES]


class NeedForm(AskedForm):
    """The need as a whole."""

    description = TextField(label="Précisions", max_length=4_000, required=False)
    nature = forms.ChoiceField(
        label="Nature de l’achat",
        choices=[("", "Pas encore décidé"), *PurchaseNature.choices],
        required=False,
    )
    contract_kind = forms.ChoiceField(label="Contrat", choices=ContractKind.choices, required=False)
    buyer_kind = forms.ChoiceField(label="Acheteur", choices=BuyerKind.choices, required=False)
    launched_on = DayField(label="Lancement de la consultation")
    applications_due_on = DayField(label="Date limite des candidatures")
    starts_on = DayField(label="Début souhaité")
    considerations = forms.MultipleChoiceField(
        label="Clauses et critères envisagés",
        choices=Consideration.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    insertion_hours = NumberField(label="Heures d’insertion", most=1_000_000, required=False, example="300")
    considerations_note = TextField(label="Précisions sur ces clauses", max_length=2_000, required=False)

    def own_facts(self) -> list[str]:
        return [
            *super().own_facts(),
            *("description", "nature", "contract_kind", "buyer_kind", "launched_on", "applications_due_on"),
            *("starts_on", "considerations", "insertion_hours", "considerations_note"),
        ]

    def clean_contract_kind(self) -> str:
        return self.cleaned_data["contract_kind"] or ContractKind.MARCHE

    def clean_buyer_kind(self) -> str:
        return self.cleaned_data["buyer_kind"] or BuyerKind.LOCAL

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        launched, due = cleaned.get("launched_on"), cleaned.get("applications_due_on")
        if launched and due and due < launched:
            self.add_error("applications_due_on", "La date limite vient après le lancement.")
        starts = cleaned.get("starts_on")
        if starts and due and starts < due:
            self.add_error("starts_on", "Le début vient après la date limite des candidatures.")
        elif starts and launched and starts < launched:
            self.add_error("starts_on", "Le début vient après le lancement.")
        return cleaned


class LotForm(AskedForm):
    """A lot. What it leaves out is as in the need."""

    title = LineField(
        label="Intitulé du lot",
        max_length=200,
        error_messages={"required": "Donnez un intitulé au lot : quelques mots suffisent."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def initial_of(own: Need | Lot) -> dict[str, Any]:
    """What a form shows of what is kept."""
    sites = [site for site in own.sites.all() if isinstance(own, Lot) or site.lot_id is None]
    values: dict[str, Any] = {
        "sectors": [sector.code for sector in own.sectors.all()],
        "cpv_codes": own.cpv_codes,
        "places": [site.territory.code for site in sites if not site.address],
        "addresses": [
            AddressedSite(site.address, site.latitude, site.longitude, site.territory.code).token
            for site in sites
            if site.address and site.latitude is not None and site.longitude is not None
        ],
        "exclusive_scope": _said(own.exclusive_scope),
        "executed_in_prison": _said(own.executed_in_prison),
    }
    names = (LotForm() if isinstance(own, Lot) else NeedForm()).own_facts()
    values |= {name: getattr(own, name) for name in ("title", *names)}
    return values if isinstance(own, Lot) else values | {"seen": own.version}


def _answer(typed: str) -> bool | None:
    return {"yes": True, "no": False}.get(typed)


def _said(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _once(rows: list[Any]) -> list[Any]:
    return list({row.pk: row for row in rows}.values())
