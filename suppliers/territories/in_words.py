"""Places after a preposition, in French: « à Montreuil », « dans le Val-de-Marne », « en Île-de-France »."""

from __future__ import annotations

from suppliers.models import Territory

Kind = Territory.Kind
# How usage introduces départements and régions; « en » for all the others.
INTRODUCED = {
    "à ": "Paris, La Réunion, Mayotte",
    "dans le ": "Bas-Rhin, Calvados, Cantal, Cher, Doubs, Finistère, Gard, Gers, Grand Est, Haut-Rhin, Jura, "
    "Loir-et-Cher, Loiret, Lot, Lot-et-Garonne, Morbihan, Nord, Pas-de-Calais, Puy-de-Dôme, Rhône, Tarn, "
    "Territoire de Belfort, Val-d'Oise, Val-de-Marne, Var, Vaucluse",
    "dans la ": "Creuse, Drôme, Loire, Manche, Marne, Meuse, Nièvre, Sarthe, Somme, Vienne",
    "dans l’": "Ain, Aisne, Allier, Aube, Aude, Aveyron, Essonne, Eure, Hérault, Indre, Oise, Orne, Yonne",
    "dans les ": "Alpes-Maritimes, Alpes-de-Haute-Provence, Ardennes, Bouches-du-Rhône, Côtes-d'Armor, "
    "Deux-Sèvres, Hautes-Alpes, Hautes-Pyrénées, Hauts-de-France, Hauts-de-Seine, Landes, "
    "Pays de la Loire, Pyrénées-Atlantiques, Pyrénées-Orientales, Vosges, Yvelines",
}
BEFORE = {name: before for before, names in INTRODUCED.items() for name in names.split(", ")}


def in_words(place: Territory) -> str:
    """« en Seine-Saint-Denis », « dans la Métropole du Grand Paris », « à Est Ensemble », « aux Lilas »."""
    if place.kind in (Kind.DEPARTEMENT, Kind.REGION, Kind.COUNTRY):
        return BEFORE.get(place.name.replace("’", "'"), "en ") + place.name
    if place.kind == Kind.METROPOLE:
        return f"dans la {place.name}"
    return at_place(place.short_name)


def at_place(name: str) -> str:
    """A commune: « à Montreuil », « au Kremlin-Bicêtre », « aux Lilas »."""
    return _contracted("à", name) or f"à {name}"


def of_place(name: str) -> str:
    """« de » before a commune: du Kremlin-Bicêtre, des Lilas, d’Aubervilliers."""
    elided = name[:1] in "AEIOUYÉÈÊÎÂÔH" and not name.startswith("Hauts")
    return _contracted("de", name) or (f"d’{name}" if elided else f"de {name}")


def _contracted(preposition: str, name: str) -> str:
    """The preposition and the article of the name in one word, when they make one."""
    for article, contracted in (("Le ", {"à": "au", "de": "du"}), ("Les ", {"à": "aux", "de": "des"})):
        if name.startswith(article):
            return f"{contracted[preposition]} {name.removeprefix(article)}"
    return ""
