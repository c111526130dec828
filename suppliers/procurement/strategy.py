"""What the code allows and asks of a need, in sentences for a buyer: each with its article.

It informs and never decides: « peut être envisagé ». `to_check` marks what takes a judgement, or what the
texts leave unsure. Sources: the texts named by each sentence, as read on 23 November 2026.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from suppliers.procurement.lots import ContractType
from suppliers.procurement.thresholds import (
    CONCESSION_EUROS,
    CONCESSION_UNTIL,
    Buyer,
    Nature,
    Rule,
    Threshold,
    thresholds_on,
)

# Loi 2021-1104, art. 35; some sources say 21.
CLIMATE_ACT = dt.date(2026, 8, 22)


class Topic(StrEnum):
    """Headings, in the order they are shown."""

    PROCEDURE = "Procédure et seuils"
    LOTS = "Allotissement"
    SOCIAL = "Clauses et critères sociaux"
    ENVIRONMENT = "Environnement"
    SOURCING = "Sourcing et égalité de traitement"


@dataclass(frozen=True)
class Saying:
    """One sentence, the article it rests on (« L2113-10 »), and whether it is to be checked."""

    topic: Topic
    sentence: str
    article: str
    to_check: bool = False


@dataclass(frozen=True, kw_only=True)
class NeedFacts:
    """What is known of a need as a whole. Amount in euros HT, all lots together; None where unknown.

    `has_listed_services`: one of its CPV codes is on the list of art. L2113-15, or may be.
    """

    launched_on: dt.date
    contract_type: ContractType = ContractType.MARCHE
    buyer: Buyer = Buyer.LOCAL
    nature: Nature | None = None
    amount: int | None = None
    lots: int = 0
    has_listed_services: bool = False
    social_clause: bool = False
    insertion_hours: int | None = None


def sayings(need: NeedFacts) -> list[Saying]:
    """Everything the code says of a need, by topic."""
    return [*_procedure(need), *_lotting(need), *_social(need), *_environment(need), *_sourcing()]


def _euros(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u202f") + "\u00a0€\u00a0HT"


def _procedure(need: NeedFacts) -> Iterator[Saying]:
    if need.contract_type is ContractType.CONCESSION:
        yield from _concession(need)
        return
    if need.nature is None:
        yield Saying(
            Topic.PROCEDURE,
            "Les seuils dépendent de la nature de l’achat : services, fournitures ou travaux. Indiquez-la.",
            "R2122-8",
            to_check=True,
        )
        return
    known = thresholds_on(need.launched_on, need.nature, need.buyer)
    missing = Rule.FORMAL not in known
    if missing:
        yield Saying(
            Topic.PROCEDURE,
            "Les seuils européens de cette date ne sont pas connus ici : ils changent tous les deux ans.",
            "L2124-1",
            to_check=True,
        )
    if need.amount is None:
        yield from _amounts_to_watch(known)
    else:
        yield from _at(need.amount, need, known)
    yield Saying(
        Topic.PROCEDURE,
        "Le montant à comparer est celui du besoin entier, tous lots compris : un besoin ne se fractionne "
        "pas.",
        "R2122-8",
    )
    yield Saying(
        Topic.PROCEDURE,
        "Une réservation est écrite dans l’avis ou, sans avis, dans les documents de la consultation. Elle "
        "ne "
        "dispense ni de publicité, ni de mise en concurrence, ni de critères.",
        "R2113-7",
    )


def _concession(need: NeedFacts) -> Iterator[Saying]:
    in_time = need.launched_on <= CONCESSION_UNTIL
    amount = f"à partir de {_euros(CONCESSION_EUROS)}" if in_time else "au-delà du seuil européen"
    yield Saying(
        Topic.PROCEDURE,
        f"Une concession suit les règles européennes {amount} ; elle peut être réservée aux structures du "
        "handicap, de l’insertion, ou aux deux ensemble. Il n’y a pas d’équivalent de l’article L2113-15.",
        "L3113-1",
        to_check=True,
    )


def _amounts_to_watch(known: dict[Rule, Threshold]) -> Iterator[Saying]:
    """Without an amount: those that matter."""
    if Rule.DISPENSE in known:
        one = known[Rule.DISPENSE]
        yield Saying(
            Topic.PROCEDURE,
            f"En dessous de {_euros(one.euros)}, le marché peut être passé sans publicité ni mise en "
            "concurrence. Estimez le montant pour connaître la procédure.",
            one.article,
        )
    if Rule.FORMAL in known:
        one = known[Rule.FORMAL]
        yield Saying(
            Topic.PROCEDURE,
            f"La procédure formalisée commence à {_euros(one.euros)}.",
            one.article,
        )


def _at(amount: int, need: NeedFacts, known: dict[Rule, Threshold]) -> Iterator[Saying]:
    said = _euros(amount)
    if one := known.get(Rule.DISPENSE):
        yield _dispense(amount, said, one)
    if (one := known.get(Rule.WRITTEN)) and amount >= one.euros:
        yield Saying(Topic.PROCEDURE, f"Le marché est écrit, dès {_euros(one.euros)}.", one.article)
    if one := known.get(Rule.FORMAL):
        yield from _formal(amount, need, known, one)
    published = [
        (Rule.DOCUMENTS, "Les documents de la consultation sont en ligne, gratuitement"),
        (Rule.JOURNAL, "L’avis paraît au BOAMP ou dans un journal d’annonces légales"),
        (Rule.ESSENTIAL_DATA, "Les données essentielles du marché sont publiées"),
    ]
    for rule, what in published:
        if (one := known.get(rule)) and amount >= one.euros:
            yield Saying(Topic.PROCEDURE, f"{what}, dès {_euros(one.euros)}.", one.article)


def _dispense(amount: int, said: str, one: Threshold) -> Saying:
    if amount < one.euros:
        return Saying(
            Topic.PROCEDURE,
            f"À {said}, sous {_euros(one.euros)}, un marché sans publicité ni mise en concurrence peut être "
            "envisagé : choisir une offre pertinente, bien utiliser les deniers publics, ne pas contracter "
            "toujours avec la même structure.",
            one.article,
        )
    return Saying(
        Topic.PROCEDURE,
        f"À {said}, le montant atteint {_euros(one.euros)} : publicité et mise en concurrence, au moins en "
        "procédure adaptée.",
        one.article,
    )


def _formal(
    amount: int, need: NeedFacts, known: dict[Rule, Threshold], formal: Threshold
) -> Iterator[Saying]:
    social = known.get(Rule.SOCIAL_NOTICE)
    if need.has_listed_services and social:
        yield Saying(
            Topic.PROCEDURE,
            "Pour des services sociaux ou d’autres services spécifiques, la procédure adaptée est possible "
            "quel "
            f"que soit le montant ; un avis européen est requis dès {_euros(social.euros)}.",
            social.article,
            to_check=True,
        )
    elif amount >= formal.euros:
        yield Saying(
            Topic.PROCEDURE,
            f"Le montant atteint le seuil européen de {_euros(formal.euros)} : procédure formalisée.",
            formal.article,
        )
    else:
        yield Saying(
            Topic.PROCEDURE,
            f"Sous le seuil européen de {_euros(formal.euros)}, la procédure adaptée est possible.",
            formal.article,
        )


def _lotting(need: NeedFacts) -> Iterator[Saying]:
    if need.contract_type is ContractType.CONCESSION:
        return
    if need.lots:
        yield Saying(
            Topic.LOTS,
            "Une réservation porte sur le marché ou sur un lot : chaque lot peut avoir la sienne. Des lots "
            "plus "
            "petits, ou par site, ouvrent le marché à davantage de structures.",
            "L2113-10",
        )
    else:
        yield Saying(
            Topic.LOTS,
            "Allotir est la règle. Décrivez les lots ci-dessus ; ne pas allotir peut être envisagé, avec des "
            "raisons écrites.",
            "L2113-10",
        )
        yield Saying(
            Topic.LOTS,
            "Les raisons de ne pas allotir sont limitées et se motivent.",
            "L2113-11",
            to_check=True,
        )


def _social(need: NeedFacts) -> Iterator[Saying]:
    hours = f" ({need.insertion_hours} heures d’insertion envisagées)" if need.insertion_hours else ""
    yield Saying(
        Topic.SOCIAL,
        f"Une clause sociale d’exécution peut être envisagée{hours}, si elle est liée à l’objet du marché. "
        "Acheter à une structure d’insertion, à une entreprise adaptée ou à un ESAT peut y répondre.",
        "L2112-2",
        to_check=need.social_clause and not need.insertion_hours,
    )
    if need.launched_on >= CLIMATE_ACT and _is_above_the_union_threshold(need):
        yield Saying(
            Topic.SOCIAL,
            "À partir des seuils européens, le marché comporte des conditions d’exécution sociales ou "
            "relatives "
            "à l’emploi, sauf motif à consigner : besoin couvert par une solution immédiatement disponible, "
            "lien "
            "insuffisant avec l’objet, concurrence ou exécution entravées, travaux de moins de six mois.",
            "L2112-2-1",
            to_check=True,
        )
    yield Saying(
        Topic.SOCIAL,
        "Un critère social peut être envisagé, comme l’insertion des publics en difficulté, s’il est lié à "
        "l’objet. Un critère de proximité géographique est à exclure : la distance sert à chercher, jamais à "
        "noter une offre.",
        "R2152-7",
        to_check=True,
    )


def _is_above_the_union_threshold(need: NeedFacts) -> bool:
    """Whether it is, or may be: nothing is ruled out while the amount or the nature is unknown."""
    if need.contract_type is ContractType.CONCESSION:
        return need.amount is None or need.amount >= CONCESSION_EUROS
    if need.amount is None or need.nature is None:
        return True
    formal = thresholds_on(need.launched_on, need.nature, need.buyer).get(Rule.FORMAL)
    return formal is None or need.amount >= formal.euros


def _environment(need: NeedFacts) -> Iterator[Saying]:
    if need.launched_on < CLIMATE_ACT:
        yield Saying(
            Topic.ENVIRONMENT,
            "Des conditions d’exécution et un critère environnementaux peuvent être envisagés ; ils sont la "
            "règle "
            "pour les consultations lancées à partir du 22 août 2026.",
            "L2112-2",
            to_check=True,
        )
        return
    yield Saying(
        Topic.ENVIRONMENT,
        "Tout marché comporte des conditions d’exécution qui prennent en compte l’environnement.",
        "L2112-2",
        to_check=True,
    )
    yield Saying(
        Topic.ENVIRONMENT,
        "Au moins un critère d’attribution porte sur les caractéristiques environnementales de l’offre.",
        "L2152-7",
        to_check=True,
    )


def _sourcing() -> Iterable[Saying]:
    return (
        Saying(
            Topic.SOURCING,
            "Étudier le marché et interroger des structures avant la consultation est permis, si cela ne "
            "fausse "
            "pas la concurrence.",
            "R2111-1",
        ),
        Saying(
            Topic.SOURCING,
            "Si une structure a aidé à préparer le marché, les autres reçoivent les mêmes informations : "
            "notez ce "
            "que vous donnez et communiquez-le à tous. L’exclure n’est qu’un dernier recours.",
            "R2111-2",
            to_check=True,
        ),
    )
