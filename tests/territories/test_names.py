"""Names of places, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.territories.names import arrondissement_alone, name_key, split_name, without_article


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Saint-Denis", "st denis"),
        ("SAINT DENIS", "st denis"),
        ("St. Denis", "st denis"),
        ("L'Île-Saint-Denis", "l ile st denis"),
        ("L’ILE SAINT DENIS", "l ile st denis"),
        ("Sainte-Geneviève-des-Bois", "ste genevieve des bois"),
        ("Les Saintes-Maries-de-la-Mer", "les stes maries de la mer"),
        ("Saintes", "stes"),
        ("Champigny s/ Marne", "champigny sur marne"),
        ("CHAMPIGNY S/MARNE", "champigny sur marne"),
        ("Fontenay s/s Bois", "fontenay sous bois"),
        ("Cœuvres-et-Valsery", "coeuvres et valsery"),
        ("  Le   Kremlin-Bicêtre ", "le kremlin bicetre"),
        ("Ÿ", "y"),
        ("", ""),
        ("-- '", ""),
    ],
)
def test_name_key_forgets_the_spelling(written, key):
    assert name_key(written) == key


@given(st.text())
def test_name_key_of_a_key_is_itself(text):
    key = name_key(text)
    assert name_key(key) == key
    assert key.isascii()


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Paris", ("paris", None)),
        ("Paris 11", ("paris", 11)),
        ("PARIS 01", ("paris", 1)),
        ("Paris 1er Arrondissement", ("paris", 1)),
        ("PARIS-11E-ARRONDISSEMENT", ("paris", 11)),
        ("Paris 2nd", ("paris", 2)),
        ("Paris 2ème arr.", ("paris", 2)),
        ("Lyon 3e", ("lyon", 3)),
        ("Paris XI", ("paris", 11)),
        ("Paris XXe arrondissement", ("paris", 20)),
        ("Paris XL", ("paris xl", None)),
        ("Pie X", ("pie x", None)),
        ("PARIS CEDEX 11", ("paris", 11)),
        ("PARIS 11 CEDEX", ("paris", 11)),
        ("NANTERRE CEDEX", ("nanterre", None)),
        ("Nanterre Cedex 9", ("nanterre", 9)),
        ("CEDEX", ("", None)),
    ],
)
def test_split_name_sets_the_arrondissement_apart(written, parts):
    assert split_name(written) == parts


@pytest.mark.parametrize(
    ("written", "number"),
    [("11e", 11), ("11ème arrondissement", 11), ("XIe arr.", 11), ("1er", 1), ("5 arrondissement", 5),
     ("11", None), ("vie", None), ("Paris 11e", None), ("xl arrondissement", None), ("", None)],
)  # fmt: skip
def test_arrondissement_alone_is_its_number(written, number):
    assert arrondissement_alone(written) == number


@pytest.mark.parametrize(
    ("key", "short"), [("l ile st denis", "ile st denis"), ("les lilas", "lilas"), ("lescar", "lescar")]
)
def test_without_article_keeps_the_name(key, short):
    assert without_article(key) == short
