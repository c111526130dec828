"""Values to ask for, read from the directory itself, so that searches find something as real ones do."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db.models import QuerySet

from suppliers.models import (
    CertificationKind,
    DirectoryEntry,
    EmployeeBand,
    Sector,
    SectorSynonym,
    SocialServiceCpv,
    Structure,
    Territory,
)
from suppliers.models.activity import ServiceType
from suppliers.models.structure import Family
from suppliers.search.entries import ARTICLES

SAMPLE = 2_000  # structures to draw points, names and numbers from
WIDE = ("ept", "metropole", "departement", "region")
SMALL = ("commune", "arrondissement")
Drawn = list[tuple[str | None, str, float, float, dict[str, Any]]]


@dataclass(frozen=True)
class Pool:
    """What may be asked. `structures` are (siret, name, latitude, longitude, card)."""

    sectors: list[str]
    service_types: list[str]
    certifications: list[str]
    articles: list[str]
    families: list[str]
    bands: list[str]
    wide_places: list[str]
    small_places: list[str]
    cpv_codes: list[str]
    words: list[str]
    synonyms: list[str]
    other_words: list[str]  # said by structures of themselves, and by no sector: a process meets them unread
    structures: Drawn
    needs: list[int] = field(default_factory=list)  # those of `buying.py`
    session: str = ""  # whose they are


def read_pool(rng: Random) -> Pool:
    """Read the values once, before anything is timed."""
    labels = Sector.objects.sold().order_by("code").values_list("label", flat=True)
    words = _words(labels)
    prefixes = [code for codes in Sector.objects.values_list("cpv_prefixes", flat=True) for code in codes]
    synonyms = sorted(SectorSynonym.objects.values_list("term", flat=True))
    drawn = _structures(rng)
    cpv_codes = {code.ljust(8, "0") for code in prefixes} | set(
        SocialServiceCpv.objects.values_list("code", flat=True)
    )
    return Pool(
        sectors=_codes(Sector.objects.order_by("code")),
        service_types=ServiceType.values,
        certifications=_codes(CertificationKind.objects.order_by("code")),
        articles=[str(article) for article in ARTICLES],
        families=Family.values,
        bands=_codes(EmployeeBand.objects.order_by("code")),
        wide_places=_codes(Territory.objects.current().of_kind(*WIDE).order_by("code")),
        small_places=_inhabited(Territory.objects.current().of_kind(*SMALL).order_by("code")),
        cpv_codes=sorted(cpv_codes),
        words=sorted(words),
        synonyms=synonyms,
        other_words=sorted(_said_by(drawn) - _words([*labels, *synonyms])),
        structures=drawn,
    )


def _words(texts: Iterable[str]) -> set[str]:
    """Words of some length in texts, in small letters."""
    words = {word.strip(",:'()").lower() for text in texts for word in text.split()}
    return {word for word in words if len(word) > 4 and word.isalpha()}


def _said_by(structures: Drawn) -> set[str]:
    """The words of these structures' descriptions."""
    sirets = [siret for siret, *_ in structures if siret]
    return _words(Structure.objects.filter(siret__in=sirets).values_list("description", flat=True))


def _codes(rows: QuerySet[Any]) -> list[str]:
    return list(rows.values_list("code", flat=True))


def _inhabited(places: QuerySet[Territory]) -> list[str]:
    """The communes people search in: those with more than 10,000 inhabitants."""
    return _codes(places.filter(population__gt=10_000))


def _structures(rng: Random) -> Drawn:
    ids = list(DirectoryEntry.objects.order_by("pk").values_list("pk", flat=True))
    drawn = rng.sample(ids, min(SAMPLE, len(ids)))
    rows = DirectoryEntry.objects.filter(pk__in=drawn, latitude__isnull=False).order_by("pk")
    return [
        (siret, card["name"], latitude, longitude, card)
        for siret, latitude, longitude, card in rows.values_list(
            "structure__siret", "latitude", "longitude", "card"
        )
        if latitude is not None and longitude is not None
    ]
