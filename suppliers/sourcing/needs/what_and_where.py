"""What somebody types for « Quoi ? » and « Où ? », made sectors, CPV codes and places; or why it cannot "
"be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.core import signing

from suppliers.asking.places_offered import places_like_typed, places_with_codes
from suppliers.geocoding import Answer, Candidate, Doubt, locate
from suppliers.models import Sector, Territory
from suppliers.procurement.cpv import clean_cpv
from suppliers.search.legible import shortened
from suppliers.search.reference import reference
from suppliers.search.sector_choices import sectors_like
from suppliers.search.state import state
from suppliers.territories.find import territory_with_code
from suppliers.territories.names import name_key

SECONDS = 2.0
_SALT = "sourcing.site"
_SEPARATORS = re.compile(r"[;\n]+")
_CPV_LIKE = re.compile(r"[\d\s-]{8,16}")


@dataclass(frozen=True)
class AddressedSite:
    """An address that was found: its words, its point (WGS 84 degrees), the code of its commune."""

    address: str
    latitude: float
    longitude: float
    code: str

    @property
    def token(self) -> str:
        """As a page carries it: only what we have found comes back."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def addressed_at(one: Candidate) -> AddressedSite | None:
    """An address that was offered; None for a commune alone, and where no territory of ours has it."""
    point = one.point
    if point.is_approximate or territory_with_code(point.insee_code) is None:
        return None
    return AddressedSite(one.label[:200], point.latitude, point.longitude, point.insee_code)


def read_token(token: str) -> AddressedSite | None:
    """The address of a page; None for anything that we did not write."""
    try:
        return AddressedSite(**signing.loads(token[:1_000], salt=_SALT))
    except (signing.BadSignature, TypeError):
        return None


@dataclass
class Read:
    """What was understood; what is left to choose from; and what cannot be read, in French."""

    sectors: list[Sector] = field(default_factory=list)
    cpv_codes: list[str] = field(default_factory=list)
    places: list[Territory] = field(default_factory=list)
    addresses: list[AddressedSite] = field(default_factory=list)
    choices: list[Sector] | list[Territory] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_what(typed: str) -> Read:
    """« nettoyage », « 90911200 », « traiteur ; 55520000 »: several are parted by semicolons."""
    read = Read()
    for piece in _pieces(typed):
        if _CPV_LIKE.fullmatch(piece):
            _read_cpv(piece, read)
        else:
            _read_sector(piece, read)
    return read


def _read_cpv(piece: str, read: Read) -> None:
    code = clean_cpv(piece)
    if code is None:
        read.errors.append(f"« {shortened(piece)} » : un code CPV compte huit chiffres.")
    elif not reference(state().version).sectors_of_cpv(code):
        read.errors.append(
            f"« {code} » : aucun secteur de l’annuaire ne porte ce code. Choisissez un secteur."
        )
    else:
        read.cpv_codes.append(code)


def _read_sector(piece: str, read: Read) -> None:
    found = sectors_like(piece)
    exact = [one for one in found if name_key(one.label) == name_key(piece)]
    if exact or len(found) == 1:
        read.sectors.append((exact or found)[0])
    elif found:
        read.choices = found
        read.errors.append(f"« {shortened(piece)} » peut être plusieurs secteurs : cochez les bons.")
    else:
        read.errors.append(f"Rien ne répond à « {shortened(piece)} » : essayez un autre mot, ou un code CPV.")


def read_where(typed: str) -> Read:
    """« Montreuil », « 93 », « Est Ensemble », « 12 rue de Paris, Montreuil ; Pantin »."""
    read = Read()
    for piece in _pieces(typed):
        answer = locate(piece, timeout=SECONDS)
        if answer.place is not None and answer.doubt is None:
            read.places.append(answer.place)
        elif answer.point is not None and (place := territory_with_code(answer.point.insee_code)):
            point = answer.point
            read.addresses.append(
                AddressedSite(point.label or piece, point.latitude, point.longitude, place.code)
            )
        else:
            _say_what_is_wrong(piece, answer, read)
    return read


def _say_what_is_wrong(piece: str, answer: Answer, read: Read) -> None:
    named = shortened(piece)
    if answer.place is not None:  # only the commune of an address that nobody could place
        why = "le service d’adresses ne répond pas" if answer.doubt is Doubt.AWAY else "adresse non trouvée"
        read.choices = [answer.place]
        read.errors.append(f"« {named} » : {why}. Cochez sa commune, ou réécrivez l’adresse.")
        return
    read.choices = answer.choices or places_like_typed(piece)
    if read.choices:
        read.errors.append(f"« {named} » : cochez le lieu que vous vouliez dire, ou réécrivez-le.")
    else:
        read.errors.append(
            f"« {named} » n’est pas reconnu : donnez une commune, un département, ou une adresse avec sa "
            f"commune."
        )


def _pieces(typed: str) -> list[str]:
    pieces = (" ".join(piece.split()) for piece in _SEPARATORS.split(typed))
    return [piece for piece in pieces if piece]


def known_places(codes: Iterable[str]) -> dict[str, Territory]:
    """Places one may work in, by code."""
    return places_with_codes(codes)
