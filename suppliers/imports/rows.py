"""One row of a file, checked: what is kept of it, and everything that had to be said about it."""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils import timezone

from .cells import read_day, read_naf, read_postal_code, read_web_address
from .issues import DOUBTFUL, REFUSED, Issue
from .legal_forms import LegalForms, is_public, says_nothing
from .locating import locate
from .places import Place, Places
from .reading import RawRow
from .siret import SiretReading, read_siret
from .sources import Origin, Source
from .text import UNREADABLE, has_invisible, one_line, paragraphs, shortened

NAF_NOMENCLATURE = "NAFRev2"
_LIMITS = {"name": 200, "brand": 200, "address": 200, "city": 80, "description": 10_000}


class Row(NamedTuple):
    """What is staged of a row; the names are those of the columns of the temporary table.

    A row with a right SIRET that is refused or out of the territory is staged too, not `kept`: its structure
    has not left the list.
    """

    line: int
    siret: str
    kept: bool = False
    kind: str = ""
    label: str = ""
    official: bool = False
    stated_on: dt.date | None = None
    name: str = ""
    brand: str = ""
    naf_code: str = ""
    naf_nomenclature: str = ""
    legal_form_id: str | None = None
    is_public_body: bool = False
    website: str = ""
    description: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    territory_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str = ""


class RowChecker:
    """Checks rows one after the other; `skipped` counts those out of the territory.

    `swallowed` says that some rows of the file lie inside a cell of another, and were not read.
    """

    def __init__(
        self,
        source: Source,
        titles: Mapping[str, str],
        places: Places,
        forms: LegalForms,
        listed_on: dt.date | None,
    ) -> None:
        self._source = source
        self._titles = titles
        self._places = places
        self._forms = forms
        self._listed_on = listed_on
        self._today = timezone.localdate()
        self._raw = RawRow(0, {})
        self._issues: deque[Issue] = deque()
        self.skipped = 0
        self.swallowed = False

    def check(self, raw: RawRow) -> Row | None:
        """What to stage of a row; None when not even its SIRET can be used."""
        self._raw = raw
        siret = read_siret(self._cell("siret"))
        postal_code, postal_note = read_postal_code(self._cell("post_code"))
        place = self._places.find(one_line(self._cell("city")), postal_code, self._cell("department").strip())
        origin = self._origin()
        if not self._places.includes(place):
            self._skip(place)
        elif not self._is_refused(siret):
            if postal_note:
                self._doubt("post_code", "code-postal", postal_note)
            return self._kept(siret, origin, place, postal_code)
        return Row(raw.line, siret.number, label=origin.label) if siret.number else None

    def _origin(self) -> Origin:
        said, source = self._cell("source").strip().upper(), self._source
        others = source.unknown if said and source.unknown else source.origin
        return source.origins.get(said, others)

    def take_issues(self) -> Iterator[Issue]:
        """What was said since the last time; read it after the rows it is about."""
        while self._issues:
            yield self._issues.popleft()

    def _skip(self, place: Place) -> None:
        self.skipped += 1
        if place.may_be_misspelt:
            self._doubt("city", "commune-inconnue", _LEFT_ASIDE)

    def _is_refused(self, siret: SiretReading) -> bool:
        """Whether the row cannot be used; every reason is said, not only the first."""
        before = len(self._issues)
        if self._raw.last > self._raw.line:
            self._refuse_swallowing()
        if self._raw.surplus:
            self._refuse("", "trop-de-cellules", _TOO_MANY_CELLS, self._raw.surplus[0])
        if siret.reason:
            self._refuse("siret", siret.code, siret.reason)
        kind = one_line(self._cell("kind")).upper()
        if not kind:
            self._refuse("kind", "type-manquant", "Le type de structure manque.")
        elif kind not in self._source.kinds:
            known = _and(self._source.kinds)
            self._refuse("kind", "type-inconnu", f"Type inconnu ; cette liste connaît {known}.")
        if not one_line(self._cell("name")):
            self._refuse("name", "nom-manquant", "Le nom manque.")
        return len(self._issues) > before

    def _refuse_swallowing(self) -> None:
        """A cell may have several lines; a SIRET in the next ones is that of a row it has taken with it."""
        for field, cell in self._raw.cells.items():
            if _A_ROW.search(cell):
                self.swallowed = True
                self._refuse(field, "lignes-avalees", _SWALLOWED)
                return

    def _kept(self, siret: SiretReading, origin: Origin, place: Place, postal_code: str) -> Row:
        if siret.note:
            self._doubt("siret", "siret-complete", siret.note)
        if not origin.is_official:
            reason = _UNKNOWN_SOURCE if origin is self._source.unknown else _NOT_OFFICIAL
            self._doubt("source", "hors-liste-officielle", reason)
        naf_code = self._read("naf", read_naf, "naf", _BAD_NAF)
        legal_form = self._legal_form()
        return Row(
            line=self._raw.line,
            siret=siret.number,
            kept=True,
            kind=self._source.kinds[one_line(self._cell("kind")).upper()],
            label=origin.label,
            official=origin.is_official,
            stated_on=self._listed_on or self._updated_on(),
            name=self._text("name"),
            brand=self._brand(),
            naf_code=naf_code,
            naf_nomenclature=NAF_NOMENCLATURE if naf_code else "",
            legal_form_id=legal_form or None,
            is_public_body=is_public(legal_form),
            website=self._read("website", read_web_address, "site-web", _BAD_WEBSITE),
            description=self._text("description"),
            **self._location(place, postal_code),
        )

    def _location(self, place: Place, postal_code: str) -> dict[str, Any]:
        address, city = self._text("address"), self._text("city")
        located = locate((self._cell("lat"), self._cell("lon")), postal_code, city, place)
        for finding in located.findings:
            self._doubt(*finding)
        return {
            "address": address,
            "postal_code": postal_code,
            "city": city,
            "territory_id": located.territory_id,
            "latitude": located.latitude,
            "longitude": located.longitude,
            "geo_precision": located.precision,
        }

    def _brand(self) -> str:
        brand = self._text("brand")
        if brand and not any(letter.isalpha() for letter in brand):
            self._doubt("brand", "enseigne-illisible", "Cette enseigne n’est pas un nom ; elle est ignorée.")
            return ""
        return brand

    def _legal_form(self) -> str:
        text = one_line(self._cell("legal_form"))
        if not text or says_nothing(text):
            return ""
        code = self._forms.find(text)
        if not code:
            self._doubt("legal_form", "forme-juridique", _UNSURE_FORM)
        return code

    def _updated_on(self) -> dt.date | None:
        text = self._cell("updated_at").strip()
        day = read_day(text)
        if day is None or day > self._today:
            self._doubt("updated_at", "date", _NO_DATE)
            return None
        return day

    def _text(self, field: str) -> str:
        """A text made fit to be shown, with a word on what was taken out."""
        raw = self._cell(field)
        if not raw:
            return ""
        text = paragraphs(raw) if field == "description" else one_line(raw)
        if has_invisible(raw):
            self._doubt(field, "caracteres-invisibles", "Des caractères invisibles ont été retirés.")
        if UNREADABLE in text:
            self._doubt(
                field, "caractere-illisible", "Un caractère est illisible : l’encodage du fichier est abîmé."
            )
        if len(text) > _LIMITS[field]:
            self._doubt(field, "trop-long", f"Texte trop long, coupé à {_LIMITS[field]} caractères.")
        return shortened(text, _LIMITS[field])

    def _read(self, field: str, reader: Callable[[str], str], code: str, reason: str) -> str:
        """An optional value, ignored with a word when it is not what it should be."""
        text = one_line(self._cell(field))
        value = reader(text) if text else ""
        if text and not value:
            self._doubt(field, code, reason)
        return value

    def _cell(self, field: str) -> str:
        return self._raw.cells.get(field, "")

    def _refuse(self, field: str, code: str, reason: str, value: str | None = None) -> None:
        self._say(REFUSED, field, code, reason, value)

    def _doubt(self, field: str, code: str, reason: str, value: str | None = None) -> None:
        self._say(DOUBTFUL, field, code, reason, value)

    def _say(self, severity: str, field: str, code: str, reason: str, value: str | None) -> None:
        title = self._titles.get(field, field)
        shown = self._cell(field) if value is None else value
        self._issues.append(Issue(self._raw.line, title, shown, severity, code, reason).trimmed())


def _and(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} et {last}" if others else last


_TOO_MANY_CELLS = (
    "La ligne compte plus de cellules que la première ligne du fichier : un séparateur traîne dans un texte."
)
_LEFT_ASIDE = (
    "La commune n’est pas reconnue : impossible de dire si la ligne est dans le territoire demandé. "
    "Elle est laissée de côté."
)
_NOT_OFFICIAL = (
    "Cette ligne a été saisie à la main et ne vient pas de la liste officielle : "
    "sa certification n’est que « déclarée »."
)
_UNKNOWN_SOURCE = (
    "Cette origine n’est pas de celles de la liste officielle : la certification n’est que « déclarée »."
)
_A_ROW = re.compile(r"\n[^\n]*\b\d{14}\b")
_SWALLOWED = (
    "La cellule contient d’autres lignes du fichier : un guillemet y est resté ouvert. Elles ne sont pas "
    "lues, et aucune structure n’est dite sortie de la liste."
)
_BAD_NAF = "Ce code d’activité n’est pas un code NAF ; il est ignoré."
_BAD_WEBSITE = "Ce n’est pas une adresse de site web, ou elle porte un nom d’utilisateur ; elle est ignorée."
_UNSURE_FORM = "Cette forme juridique est inconnue, ou répond à plusieurs codes de l’INSEE ; elle reste vide."
_NO_DATE = "La date est absente, illisible ou à venir ; celle de la liste est retenue."
