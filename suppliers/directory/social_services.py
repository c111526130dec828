"""Where art. L2113-15 can matter: to a structure by what it sells, to a search by the CPV codes it names.

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
    """What a search says of the article. `unlisted`: the CPV codes it names, when none is on the list."""

    asked: bool = False
    unlisted: tuple[str, ...] = ()
    misread: bool = False  # one of them stands below a listed code

    def concern(self, card: dict[str, Any], reference: Reference) -> bool:
        """Whether a card is to speak of the article."""
        if self.asked or self.unlisted:
            return self.asked
        sold = {sector for offer in card["offers"] for sector in offer["sectors"]}
        return not sold.isdisjoint(reference.social_service_sectors)

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
        one = len(self.unlisted) == 1
        codes = f"le code CPV {self.unlisted[0]} n’est" if one else "aucun des codes CPV demandés n’est"
        said = f"{ARTICLE} : {codes} pas dans la liste de l’annexe 3 du code de la commande publique"
        return said + (", mais un code voisin y est : vérifier la nomenclature." if self.misread else ".")

    @property
    def warning(self) -> str:
        """To be said above results that were asked for under the article and cannot use it."""
        end = " Un lot de ces services ne paraît pas pouvoir être réservé ainsi."
        return self.note + end if self.asked and self.note else ""


OF_WHAT_IT_SELLS = SocialServices()


def social_services_of(search: Search) -> SocialServices:
    """What a valid search says of the article; an invalid one says nothing."""
    if not search.is_valid:
        return SocialServices()
    typed = [*search.params.getlist("cpv"), search.criteria.text.cpv]
    codes = tuple(dict.fromkeys(code for code in map(clean_cpv, typed) if code))
    listed = search.reference.social_services
    unlisted = () if any(is_social_service_cpv(code, listed) for code in codes) else codes
    return SocialServices(
        asked=ARTICLE in search.params.getlist("article"),
        unlisted=unlisted,
        misread=any(descends_from_listed_cpv(code, listed) for code in unlisted),
    )
