"""A legal form written freely, brought to its INSEE code where only one can be meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from suppliers.models import LegalForm
from suppliers.territories.names import name_key

# As people write them. SA, SCOP, SCIC and syndicat mixte are absent: each is several codes.
_USUAL = {
    "association": "9220",
    "association declaree": "9220",
    "association loi 1901": "9220",
    "association loi de 1901": "9220",
    "ass": "9220",
    "asso": "9220",
    "association reconnue d utilite publique": "9230",
    "association intermediaire": "9222",
    "groupement d employeurs": "9223",
    "sarl": "5499",
    "societe a responsabilite limitee": "5499",
    "eurl": "5499",
    "sarl unipersonnelle": "5499",
    "sas": "5710",
    "sasu": "5710",
    "societe par actions simplifiee": "5710",
    "scop sarl": "5458",
    "sarl scop": "5458",
    "scop sas": "5710",
    "scic sas": "5710",
    "entrepreneur individuel": "1000",
    "entreprise individuelle": "1000",
    "fondation": "9300",
    "mutuelle": "8210",
    "cuma": "6316",
    "gie": "6220",
    "gip": "7410",
    "ccas": "7361",
    "centre communal d action sociale": "7361",
    "cias": "7367",
    "centre intercommunal d action sociale": "7367",
    "commune": "7210",
    "mairie": "7210",
    "departement": "7220",
    "region": "7230",
    "communaute de communes": "7346",
    "communaute d agglomeration": "7348",
    "communaute urbaine": "7343",
    "metropole": "7344",
    "sivu": "7353",
    "sivom": "7345",
}
_SAYS_NOTHING = {"", "autre", "autres", "non renseigne", "nc", "na", "inconnu", "inconnue"}
# Legal persons under public law, and public trading bodies.
_PUBLIC = ("7", "41")


class LegalForms:
    """Look-ups over the official forms."""

    def __init__(self, forms: Iterable[tuple[str, str]]) -> None:
        pairs = list(forms)
        self._codes = {code for code, _label in pairs}
        once = Counter(name_key(label) for _code, label in pairs)
        self._by_name = {name_key(label): code for code, label in pairs if once[name_key(label)] == 1}
        self._by_name |= {name: code for name, code in _USUAL.items() if code in self._codes}

    @classmethod
    def load(cls) -> LegalForms:
        return _made_of(tuple(LegalForm.objects.values_list("code", "label")))

    def find(self, text: str) -> str:
        """The code of a form written as a code, an official label or a usual abbreviation; "" if unsure."""
        if text in self._codes:
            return text
        return self._by_name.get(_key(text), "")


@lru_cache(maxsize=1)
def _made_of(rows: tuple[tuple[str, str], ...]) -> LegalForms:
    """Made once for the rows of the reference: their labels are long to read."""
    return LegalForms(rows)


def says_nothing(text: str) -> bool:
    """Whether the cell stands for "not known"."""
    return _key(text) in _SAYS_NOTHING


@lru_cache(maxsize=2_000)
def _key(text: str) -> str:
    """Kept: a list writes a dozen forms, thousands of times."""
    return name_key(text.replace(".", ""))


def is_public(code: str) -> bool:
    """Whether the form is that of a public body, never part of the ESS (loi 2014-856, art. 1)."""
    return code.startswith(_PUBLIC)
