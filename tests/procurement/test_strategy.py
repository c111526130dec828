"""What the code says of a need: the right sentence for the day, the amount, the nature; each with its "
"article."""

import datetime as dt
import itertools
import re
from typing import Any

import pytest

from suppliers.procurement.legal_links import article_url
from suppliers.procurement.lots import ContractType
from suppliers.procurement.sayings import NeedFacts, Topic
from suppliers.procurement.strategy import sayings
from suppliers.procurement.thresholds import Buyer, Nature

NOVEMBER, MARCH, BEFORE, ACT = (
    dt.date(2026, 11, 23),
    dt.date(2026, 3, 31),
    dt.date(2026, 8, 21),
    dt.date(2026, 8, 22),
)


def said(topic: Topic | None = None, **facts: Any) -> str:
    options = {"launched_on": NOVEMBER, "nature": Nature.SERVICES} | facts
    found = [one for one in sayings(NeedFacts(**options)) if topic in (None, one.topic)]
    return (
        " ".join(f"{one.sentence} [{one.article}]" for one in found)
        .replace("\u202f", " ")
        .replace("\xa0", " ")
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"amount": 59_999}, "sous 60 000 € HT, un marché sans publicité ni mise en concurrence peut être"),
        ({"amount": 60_000}, "atteint 60 000 € HT : publicité et mise en concurrence"),
        ({"amount": 50_000, "launched_on": MARCH}, "atteint 40 000 € HT : publicité"),
        ({"amount": 99_999, "nature": Nature.WORKS}, "sous 100 000 € HT, un marché sans publicité"),
        (
            {"amount": 215_999},
            "seuil européen de 216 000 € HT, la procédure adaptée est possible. [R2123-1]",
        ),
        ({"amount": 216_000}, "atteint le seuil européen de 216 000 € HT : procédure formalisée. [L2124-1]"),
        ({"amount": 140_000, "buyer": Buyer.STATE}, "atteint le seuil européen de 140 000 € HT"),
        ({"amount": 300_000, "buyer": Buyer.UTILITY}, "Sous le seuil européen de 432 000 € HT"),
        (
            {"amount": 300_000, "has_listed_services": True},
            "quel que soit le montant ; un avis européen est requis dès 750 000",
        ),
        ({"amount": 90_000}, "BOAMP ou dans un journal d’annonces légales, dès 90 000 € HT. [R2131-12]"),
        ({"amount": 40_000}, "données essentielles du marché sont publiées, dès 40 000 € HT. [R2196-1]"),
        ({"amount": 25_000}, "Le marché est écrit, dès 25 000 € HT. [R2112-1]"),
        ({}, "En dessous de 60 000 € HT, le marché peut être passé sans publicité"),
        ({"nature": None}, "Indiquez-la. [R2122-8]"),
        ({"launched_on": dt.date(2028, 2, 1)}, "ne sont pas connus ici"),
        ({"contract_type": ContractType.CONCESSION}, "l’article L2113-15 n’existe que pour les marchés"),
    ],
)
def test_procedure_and_amounts(facts, expected):
    assert expected in said(Topic.PROCEDURE, **facts)


ONLY_LISTED = {"has_listed_services": True, "has_other_services": False}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"amount": 50_000, "nature": Nature.SUPPLIES}, "sous 60 000 € HT, un marché sans publicité"),
        ({"amount": 100_000, "nature": Nature.WORKS}, "atteint 100 000 € HT : publicité"),
        ({"amount": 5_403_999, "nature": Nature.WORKS}, "Sous le seuil européen de 5 404 000 € HT"),
        ({"amount": 5_404_000, "nature": Nature.WORKS}, "seuil européen de 5 404 000 € HT : procédure forma"),
        ({"amount": 139_999, "buyer": Buyer.STATE}, "Sous le seuil européen de 140 000 € HT"),
        (
            {"amount": 432_000, "buyer": Buyer.UTILITY},
            "européen de 432 000 € HT : procédure formalisée",
        ),
        ({"amount": 60_000}, "en ligne, gratuitement, dès 60 000 € HT. [R2132-2]"),
        ({"amount": 40_000, "launched_on": MARCH}, "en ligne, gratuitement, dès 40 000 € HT. [R2132-2]"),
        ({"contract_type": ContractType.CONCESSION}, "à partir de 5 404 000 € HT"),
        (
            {"amount": 80_000, "launched_on": dt.date(2025, 6, 1)},
            "seuils de cette date ne sont pas connus",
        ),
        ({"amount": 500_000, "buyer": Buyer.UTILITY} | ONLY_LISTED, "n’est pas connu ici pour cet acheteur"),
        (
            {"amount": 500_000, "has_listed_services": True},
            "réunit ces services et d’autres achats",
        ),
        ({}, "une fois et demie le montant du marché ; une réservation n’en demande aucun. [R2142-7]"),
        ({}, "ne dispense ni de publicité, ni de mise en concurrence, ni de critères. [R2113-7]"),
    ],
)
def test_each_row_of_the_thresholds(facts, expected):
    assert expected in said(Topic.PROCEDURE, **facts)


@pytest.mark.parametrize(
    ("facts", "unsaid"),
    [
        ({"amount": 300_000} | ONLY_LISTED, "procédure formalisée"),
        ({"amount": 900_000, "buyer": Buyer.UTILITY} | ONLY_LISTED, "d’autres achats"),
        ({"amount": 900_000, "buyer": Buyer.UTILITY}, "BOAMP"),
        ({"amount": 89_999}, "BOAMP"),
    ],
)
def test_what_does_not_apply_is_not_said(facts, unsaid):
    assert unsaid not in said(Topic.PROCEDURE, **facts)


@pytest.mark.parametrize(
    ("facts", "to_check"),
    [({"amount": 100_000}, False), ({"amount": 100_000} | ONLY_LISTED, True), ({"amount": 300_000}, True)],
)
def test_publicity_is_to_check_where_it_has_rules_of_its_own(facts, to_check):
    found = sayings(NeedFacts(launched_on=NOVEMBER, nature=Nature.SERVICES, **facts))
    assert next(one for one in found if one.article == "R2131-12").to_check is to_check


def test_what_is_below_an_amount_is_not_asked():
    little = said(Topic.PROCEDURE, amount=24_999)

    assert "est écrit, dès" not in little
    assert "données essentielles" not in little
    assert "BOAMP" not in little


def test_allotting_is_the_rule_and_its_exceptions_are_reasoned():
    assert "[L2113-11]" in said(Topic.LOTS)
    assert "chaque lot peut avoir la sienne" in said(Topic.LOTS, lots=3)
    assert said(Topic.LOTS, contract_type=ContractType.CONCESSION) == ""


@pytest.mark.parametrize(
    ("facts", "is_asked"),
    [
        ({"amount": 300_000, "launched_on": ACT}, True),
        ({"amount": 300_000, "launched_on": BEFORE}, False),
        ({"amount": 100_000, "launched_on": ACT}, False),
        ({"amount": None, "launched_on": ACT}, True),
        ({"amount": 300_000, "launched_on": ACT, "nature": Nature.WORKS}, False),
        ({"amount": 749_999, "launched_on": ACT} | ONLY_LISTED, False),
        ({"amount": 750_000, "launched_on": ACT} | ONLY_LISTED, True),
    ],
)
def test_social_conditions_are_asked_from_the_european_amounts_on(facts, is_asked):
    assert ("[L2112-2-1]" in said(Topic.SOCIAL, **facts)) == is_asked


def test_environmental_conditions_are_asked_from_the_act_on():
    assert "sont la règle pour les consultations lancées à partir du 22 août 2026" in said(
        Topic.ENVIRONMENT, launched_on=BEFORE
    )
    assert "Au moins un critère d’attribution porte sur les caractéristiques environnementales" in said(
        Topic.ENVIRONMENT, launched_on=ACT
    )
    assert "développement durable. [L2111-2]" in said(Topic.ENVIRONMENT, launched_on=ACT)


def test_hours_of_insertion_are_repeated():
    assert "(300 heures d’insertion envisagées)" in said(Topic.SOCIAL, insertion_hours=300)


def test_distance_never_scores_a_bid():
    assert "jamais à noter une offre" in said(Topic.SOCIAL)


def test_every_sentence_names_an_article_that_can_be_read():
    kinds = itertools.product(
        [BEFORE, NOVEMBER, dt.date(2028, 1, 1)],
        ContractType,
        Buyer,
        [None, *Nature],
        [None, 1_000, 6_000_000],
        [0, 2],
    )
    for day, contract, buyer, nature, amount, lots in kinds:
        for one in sayings(
            NeedFacts(
                launched_on=day, contract_type=contract, buyer=buyer, nature=nature, amount=amount, lots=lots
            )
        ):
            assert one.sentence.endswith(".")
            if not one.article:  # the code at large, of concessions
                assert contract is ContractType.CONCESSION and one.to_check
                continue
            assert re.fullmatch(r"[LR]\d{4}-\d+(-\d+)?", one.article)
            assert (one.article[1] == "3") == (contract is ContractType.CONCESSION)
            assert article_url(one.article).endswith(f"query={one.article}")
