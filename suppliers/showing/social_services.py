"""Where art. L2113-15 can matter: to a structure by what it sells, to a search by what it asks for.

Nearly every structure is an enterprise of the ESS, and the article speaks of a few services: said of every
structure, it would say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from suppliers.procurement.cpv import clean_cpv, descends_from_listed_cpv, is_social_service_cpv
from suppliers.procurement.decision_table import Article
from suppliers.search import Search
from suppliers.search.facets import Facet
from suppliers.search.reference import Reference

ARTICLE = str(Article.L2113_15)


@dataclass(frozen=True)
class SocialServices:
    """What a search says of the article. `unlisted`: what it asks for, when no code of it is on the list."""

    asked: bool = False
    unlisted: str = ""  # « le code CPV 90911200 n’est pas »
    misread: bool = False  # a code asked stands below a listed one
    sectors: frozenset[str] = frozenset()  # of those asked for, the ones that have a code on the list

    def concern(self, card: dict[str, Any], reference: Reference) -> bool:
        """Whether a card is to speak of the article: not where the lot cannot be reserved so."""
        if self.asked or self.unlisted:
            return not self.unlisted
        sold = {sector for offer in card["offers"] for sector in offer["sectors"]}
        return not sold.isdisjoint(self.sectors or reference.social_service_sectors)

    def without_idle_value(self, facet: Facet) -> Facet:
        """A facet; among the articles, this one is not offered for services it does not know."""
        if not self.unlisted or facet.name != "article":
            return facet
        return replace(facet, values=[one for one in facet.values if one.value != ARTICLE or one.selected])

    @property
    def note(self) -> str:
        """Why the article is missing from the facet, or stands there for nothing."""
        if not self.unlisted:
            return ""
        listed = "dans la liste de l’annexe 3 du code de la commande publique"
        end = ", mais un code voisin y est : vérifier la nomenclature." if self.misread else "."
        return f"{ARTICLE} : {self.unlisted} {listed}{end}"

    @property
    def warning(self) -> str:
        """To be said above results that were asked for under the article and cannot use it."""
        end = " Un lot de ces services ne paraît pas pouvoir être réservé ainsi."
        return self.note + end if self.asked and self.note else ""


OF_WHAT_IT_SELLS = SocialServices()


def social_services_of(search: Search) -> SocialServices:
    """What a search says of the article, as far as it can be read.

    The code of the lot decides; without one, the sectors asked for or named, of which one is enough.
    """
    search = search.readable
    asked = ARTICLE in search.params.getlist("article")
    typed = [*search.params.getlist("cpv"), search.criteria.text.cpv]
    codes = tuple(dict.fromkeys(code for code in map(clean_cpv, typed) if code))
    return _of_codes(asked, codes, search.reference) if codes else _of_sectors(asked, search)


def _of_codes(asked: bool, codes: tuple[str, ...], known: Reference) -> SocialServices:
    listed = known.social_services
    if any(is_social_service_cpv(code, listed) for code in codes):
        return SocialServices(asked)
    one = f"le code CPV {codes[0]} n’est pas" if len(codes) == 1 else ""
    misread = any(descends_from_listed_cpv(code, listed) for code in codes)
    return SocialServices(asked, one or "aucun des codes CPV demandés n’est", misread)


def _of_sectors(asked: bool, search: Search) -> SocialServices:
    """Words that name no sector say nothing of the article."""
    keys = {*search.criteria.sectors, *search.criteria.named_sectors}
    sectors = search.reference.sectors_within(keys)
    listed = search.reference.social_service_sectors.intersection(sector.code for sector in sectors)
    if listed or not sectors:
        return SocialServices(asked, sectors=listed)
    only = next((f"au secteur « {one.label} »" for one in sectors if {one.pk} == keys), "")
    return SocialServices(asked, f"aucun code CPV rattaché {only or 'aux secteurs demandés'} n’est")
