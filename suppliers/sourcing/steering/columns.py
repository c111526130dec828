"""Which column of a ledger holds what: guessed from its headings, remembered from the last one."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from suppliers.imports.text import one_line, shortened
from suppliers.models import BuyerOrganisation

from .cells import UnreadableError, read_amount, read_date, read_number

Read = TypeVar("Read")
SHORTEST = 3  # letters of a heading that may be found inside another


@dataclass(frozen=True)
class Field:
    """Something read from each line. `names`: how accounts call it, without accents, the likest first."""

    name: str
    label: str
    names: tuple[str, ...]
    required: bool = False


FIELDS = (
    Field("siret", "SIRET ou SIREN", ("siret", "n siret", "siret fournisseur", "siren", "identifiant"), True),
    Field(
        "amount",
        "Montant HT",
        ("montant ht", "ht", "montant hors taxe", "montant mandate ht", "mandate ht", "montant", "debit"),
        True,
    ),
    Field(
        "date",
        "Date",
        ("date de paiement", "date mandat", "date facture", "date de mandatement", "date comptable", "date"),
        True,
    ),
    Field("supplier", "Nom du fournisseur", ("fournisseur", "tiers", "raison sociale", "creancier", "nom")),
    Field("label", "Libellé", ("libelle", "objet", "designation", "intitule", "description")),
)
# What a word inside a heading makes it: a VAT, a number of something else.
_NOT = {"amount": ("tva", "ttc", "numero"), "supplier": ("code", "numero")}


@dataclass(frozen=True)
class Line:
    """A line that could be read. Amount in euros HT; `siret` is empty where the accounts know the SIREN."""

    siret: str
    siren: str
    supplier: str
    label: str
    amount: Decimal
    paid_on: dt.date


def guessed(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
    """The position of each field: as in the last ledger where it had that heading, else by its name."""
    found: dict[str, int] = {}
    for field in FIELDS:
        heading = remembered.get(field.name, "")
        place = (
            headings.index(heading) if heading in headings else _like(field, headings, set(found.values()))
        )
        if place is not None and place not in found.values():
            found[field.name] = place
    return found


def _like(field: Field, headings: Sequence[str], taken: set[int]) -> int | None:
    plain = [plainly(heading) for heading in headings]
    free = [place for place in range(len(plain)) if place not in taken]
    for name in field.names:
        for place in free:
            if plain[place] == name:
                return place
    for name in field.names:
        for place in free:
            words = f" {plain[place]} "
            avoided = any(word in words for word in _NOT.get(field.name, ()))
            if len(name) >= SHORTEST and f" {name} " in words and not avoided:
                return place
    return None


def plainly(heading: str) -> str:
    """« N° SIRET (fournisseur) » → « n siret fournisseur »."""
    bare = unicodedata.normalize("NFKD", heading.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def remembered_by(organisation: BuyerOrganisation) -> dict[str, str]:
    """Field to heading, as the organisation last told."""
    last = organisation.ledgers.exclude(columns={}).values_list("columns", flat=True).first()
    return {str(name): str(heading) for name, heading in (last or {}).items() if name != "places"}


def read_line(cells: Sequence[str], places: Mapping[str, int]) -> Line:
    """One line of the file. Raises UnreadableError with all that is wrong, each in a sentence."""
    wrong: list[str] = []

    def cell(name: str) -> str:
        place = places.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    number = _tried(read_number, cell("siret"), wrong)
    amount = _tried(read_amount, cell("amount"), wrong)
    day = _tried(lambda text: _past(read_date(text)), cell("date"), wrong)
    if number is None or amount is None or day is None:
        raise UnreadableError(" ".join(wrong))
    siret, siren = number
    return Line(
        siret,
        siren,
        shortened(one_line(cell("supplier").replace("\0", "")), 200),
        shortened(one_line(cell("label").replace("\0", "")), 300),
        amount,
        day,
    )


def _tried(read: Callable[[str], Read], text: str, wrong: list[str]) -> Read | None:
    """What a cell says; None, and the reason among those that are wrong, when it cannot be read."""
    try:
        return read(text)
    except UnreadableError as error:
        wrong.append(str(error))
        return None


def _past(day: dt.date) -> dt.date:
    if day.year > dt.date.today().year + 1:
        raise UnreadableError(f"La date du {day:%d/%m/%Y} est à venir.")
    return day
