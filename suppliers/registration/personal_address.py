"""Whether a public address looks like somebody's own: « jeanne.martin@… » and not « contact@… »."""

from __future__ import annotations

import re

_TWO_NAMES = re.compile(r"[^\W\d_]{2,}[.][^\W\d_]{2,}(-[^\W\d_]+)?|[^\W\d_][.][^\W\d_]{3,}")
# What is shared by several people, before a place: « contact.montreuil ».
_SHARED = re.compile(
    r"\b(accueil|achats?|admin(istratif|istration)?|agence|antenne|asso(ciation)?|ateliers?|boutique|bureau"
    r"|commandes?|commerciale?|communication|compta(bilite)?|contacts?|cuisine|devis|direction|ecologie|equipe"
    r"|esat|facturation|gestion|hello|bonjour|infos?|informations?|insertion|location|logistique|magasin|marches?"
    r"|menage|nettoyage|partenariats?|planning|pole|prestations?|production|projets?|recrutement|recyclerie"
    r"|reservations?|rh|sav|secretariat|services?|siege|standard|traiteur|ventes?)\b"
)


def looks_personal(email: str) -> bool:
    """A first name and a name, or an initial and a name. Never sure: it is said, and nothing is refused."""
    local = email.partition("@")[0].lower()
    return bool(_TWO_NAMES.fullmatch(local)) and not _SHARED.search(local)
