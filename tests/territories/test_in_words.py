"""Places after a preposition: every département and région, as people write them."""

import csv

import pytest
from django.conf import settings

from suppliers.models import Territory
from suppliers.territories.in_words import at_place, in_words, of_place

WIDE = """
en Guadeloupe | en Martinique | en Guyane | à La Réunion | à Mayotte | en Île-de-France
en Centre-Val de Loire | en Bourgogne-Franche-Comté | en Normandie | dans les Hauts-de-France
dans le Grand Est | dans les Pays de la Loire | en Bretagne | en Nouvelle-Aquitaine | en Occitanie
en Auvergne-Rhône-Alpes | en Provence-Alpes-Côte d'Azur | en Corse | dans l’Ain | dans l’Aisne
dans l’Allier | dans les Alpes-de-Haute-Provence | dans les Hautes-Alpes | dans les Alpes-Maritimes
en Ardèche | dans les Ardennes | en Ariège | dans l’Aube | dans l’Aude | dans l’Aveyron
dans les Bouches-du-Rhône | dans le Calvados | dans le Cantal | en Charente | en Charente-Maritime
dans le Cher | en Corrèze | en Côte-d'Or | dans les Côtes-d'Armor | dans la Creuse | en Dordogne
dans le Doubs | dans la Drôme | dans l’Eure | en Eure-et-Loir | dans le Finistère | en Corse-du-Sud
en Haute-Corse | dans le Gard | en Haute-Garonne | dans le Gers | en Gironde | dans l’Hérault
en Ille-et-Vilaine | dans l’Indre | en Indre-et-Loire | en Isère | dans le Jura | dans les Landes
dans le Loir-et-Cher | dans la Loire | en Haute-Loire | en Loire-Atlantique | dans le Loiret | dans le Lot
dans le Lot-et-Garonne | en Lozère | en Maine-et-Loire | dans la Manche | dans la Marne | en Haute-Marne
en Mayenne | en Meurthe-et-Moselle | dans la Meuse | dans le Morbihan | en Moselle | dans la Nièvre
dans le Nord | dans l’Oise | dans l’Orne | dans le Pas-de-Calais | dans le Puy-de-Dôme
dans les Pyrénées-Atlantiques | dans les Hautes-Pyrénées | dans les Pyrénées-Orientales | dans le Bas-Rhin
dans le Haut-Rhin | dans le Rhône | en Haute-Saône | en Saône-et-Loire | dans la Sarthe | en Savoie
en Haute-Savoie | à Paris | en Seine-Maritime | en Seine-et-Marne | dans les Yvelines | dans les Deux-Sèvres
dans la Somme | dans le Tarn | en Tarn-et-Garonne | dans le Var | dans le Vaucluse | en Vendée
dans la Vienne | en Haute-Vienne | dans les Vosges | dans l’Yonne | dans le Territoire de Belfort
dans l’Essonne | dans les Hauts-de-Seine | en Seine-Saint-Denis | dans le Val-de-Marne | dans le Val-d'Oise
"""


def test_every_departement_and_region() -> None:
    with (settings.FIXTURES / "territories.csv").open(encoding="utf-8") as lines:
        wide = [row for row in csv.DictReader(lines) if row["kind"] in ("region", "departement")]
    said = {in_words(Territory(kind=row["kind"], name=row["name"])) for row in wide}

    assert len(wide) == 101 + 18
    assert said == {phrase.strip() for phrase in WIDE.replace("\n", "|").split("|") if phrase.strip()}


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("commune", "Montreuil", "à Montreuil"),
        ("commune", "Le Kremlin-Bicêtre", "au Kremlin-Bicêtre"),
        ("commune", "Les Lilas", "aux Lilas"),
        ("commune", "La Courneuve", "à La Courneuve"),
        ("commune", "L'Haÿ-les-Roses", "à L'Haÿ-les-Roses"),
        ("commune", "Vienne", "à Vienne"),
        ("ept", "Paris", "à Paris"),
        ("ept", "Est Ensemble", "à Est Ensemble"),
        ("ept", "Plaine Commune", "à Plaine Commune"),
        ("metropole", "Métropole du Grand Paris", "dans la Métropole du Grand Paris"),
        ("departement", "Val-d’Oise", "dans le Val-d’Oise"),
        ("pays", "France", "en France"),
    ],
)
def test_place_of_any_kind(kind: str, name: str, said: str) -> None:
    assert in_words(Territory(kind=kind, name=name)) == said


def test_commune_of_which_the_article_contracts() -> None:
    assert [at_place(name) for name in ("Le Havre", "Lens")] == ["au Havre", "à Lens"]
    names = ["Le Havre", "Les Lilas", "Aubervilliers", "La Courneuve", "Montreuil"]
    assert [of_place(name) for name in names] == [
        "du Havre", "des Lilas", "d’Aubervilliers", "de La Courneuve", "de Montreuil"
    ]  # fmt: skip
