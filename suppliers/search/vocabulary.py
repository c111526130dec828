"""The words of procurement: those that ask nothing, and those that a filter says better.

Both tables are kept by hand. Words are in lower case without accents, acronyms in capitals.
"""

import re
from collections.abc import Sequence

# Words of grammar: they ask nothing, even alone.
OF_GRAMMAR = """
    a au aux avec ce ces cette d dans de des du en est et il ils je l la le les leur mon notre nos on ou par
    pour que qui sa se ses son sur un une y
"""
# What else a buyer writes around the need. Dropped from a search that has other words.
AROUND_THE_NEED = """
    k vers accord achat achats acheter article articles besoin besoins bonjour budget cadre cherche cherchons
    chercher consultation contrat demande devis euro euros faire faut femme fournir fournisseur fournisseurs
    ht lot lots mapa marche marches mois montant offre ponctuel prestataire prestataires prestation
    prestations proche pres recherche recherchons rechercher reserve reservee reservees reserves semaine
    service services societe societes souhaite structure structures trouver ttc urgent
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
"""
GRAMMAR = frozenset(OF_GRAMMAR.split())
FILLERS = GRAMMAR.union(AROUND_THE_NEED.split())
# But before these: « services à la personne ».
SAID_OF_SERVICES = {"personne", "personnes", "generaux", "publics", "sociaux"}
AMOUNT = re.compile(r"\d{1,4}|\d+(?:k|ke|keur|eur|euros|m2|h|j|x)", re.IGNORECASE)
# What introduces a place: alone, or as « ville de », « département du ».
NEAR_A_PLACE = {"pres", "proche", "proches", "autour", "vers", "environs", "alentours"}
NOUNS_OF_PLACE = {"secteur", "ville", "commune", "departement", "region", "territoire"}

# Acronyms of the sector, with the filter each stands for (the codes of certifications are added to them).
ACRONYMS = {
    "SIAE": ("certification", ["EI", "ETTI", "AI", "ACI"]),
    "SCOP": ("famille", ["cooperative"]),
    "SCIC": ("famille", ["cooperative"]),
    "CAE": ("famille", ["cooperative"]),
    "ESS": ("article", ["L2113-15"]),
    "L2113-12": ("article", ["L2113-12"]),
    "L2113-13": ("article", ["L2113-13"]),
    "L2113-13-1": ("article", ["L2113-13-1"]),
    "L2113-15": ("article", ["L2113-15"]),
}
LABELS = {
    "SIAE": "structures d’insertion (SIAE)",
    "SCOP": "coopératives",
    "SCIC": "coopératives",
    "CAE": "coopératives",
    "ESS": "ESS, article L2113-15",
    **{
        article: f"marché réservé {article}" for article in ("L2113-12", "L2113-13", "L2113-13-1", "L2113-15")
    },
}
# The same for other names, in the singular: what it is called, the parameter and its values.
PHRASES = {
    ("entreprise", "adaptee"): ("Entreprise adaptée", "certification", ["EA"]),
    ("entreprise", "d", "insertion"): ("Entreprise d’insertion", "certification", ["EI"]),
    ("chantier", "d", "insertion"): ("Chantier d’insertion (ACI)", "certification", ["ACI"]),
    ("association", "intermediaire"): ("Association intermédiaire", "certification", ["AI"]),
    ("interim", "d", "insertion"): ("Intérim d’insertion (ETTI)", "certification", ["ETTI"]),
    ("regie", "de", "quartier"): ("Régie de quartier", "certification", ["REGIE_QUARTIER"]),
    ("cooperative",): ("coopératives", "famille", ["cooperative"]),
    ("mutuelle",): ("mutuelles", "famille", ["mutuelle"]),
    ("fondation",): ("fondations", "famille", ["fondation"]),
    ("marche", "reserve"): ("marchés réservés handicap ou insertion", "article", ["L2113-12", "L2113-13"]),
    ("handicap",): ("marché réservé handicap (L2113-12)", "article", ["L2113-12"]),
    ("insertion",): ("marché réservé insertion (L2113-13)", "article", ["L2113-13"]),
}
FRENCH_WORDS = {"ai"}  # an acronym in capitals only
ARTICLE = re.compile(r"\bL\.?\s?2113[-\s]?(12|13|15)(?:-(1)\b)?(?!\d)", re.IGNORECASE)


def without_fillers(words: Sequence[str]) -> list[str]:
    """Words, in lower case without accents, less those that ask nothing: amounts, months, « marché »."""
    return [words[rank] for rank in ranks_asking(words)]


def ranks_asking(words: Sequence[str]) -> list[int]:
    """The ranks of those that ask something."""
    return [rank for rank, word in enumerate(words) if not _is_filler(word, words[rank + 1 : rank + 4])]


def _is_filler(word: str, following: Sequence[str]) -> bool:
    if word in ("service", "services") and SAID_OF_SERVICES.intersection(following):
        return False
    return word in FILLERS or AMOUNT.fullmatch(word) is not None
