"""What the code allows and asks of a need, in sentences for a buyer: each with its article.

It informs and never decides: « peut être envisagé ». `to_check` marks what takes a judgement, or what the
texts leave unsure. Sources: the texts named by each sentence, as read on 23 November 2026.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from suppliers.procurement.lots import ContractType
from suppliers.procurement.procedures import is_above_the_union_threshold, procedure
from suppliers.procurement.sayings import NeedFacts, Saying, Topic

# Loi 2021-1104, art. 35; some sources say 21.
CLIMATE_ACT = dt.date(2026, 8, 22)


def sayings(need: NeedFacts) -> list[Saying]:
    """Everything the code says of a need, by topic."""
    if need.contract_type is ContractType.CONCESSION:
        return [*procedure(need), *_concession()]
    return [*procedure(need), *_lotting(need), *_social(need), *_environment(need), *_sourcing()]


def _concession() -> Iterable[Saying]:
    """The articles of the second part of the code speak of contracts, not of concessions."""
    return (
        Saying(
            Topic.SOCIAL,
            "Une concession peut être réservée aux structures du handicap.",
            "L3113-1",
        ),
        Saying(
            Topic.SOCIAL,
            "Une concession peut être réservée aux structures d’insertion.",
            "L3113-2",
            to_check=True,
        ),
        Saying(Topic.SOCIAL, "Les deux réservations peuvent être réunies.", "L3113-3", to_check=True),
        Saying(
            Topic.ENVIRONMENT,
            "Clauses, critères, environnement et échanges préalables ont, pour une concession, leurs propres "
            "articles, dans la troisième partie du code.",
            "",
            to_check=True,
        ),
    )


def _lotting(need: NeedFacts) -> Iterator[Saying]:
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
    if need.launched_on >= CLIMATE_ACT and is_above_the_union_threshold(need):
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
    yield Saying(
        Topic.ENVIRONMENT,
        "Les spécifications techniques prennent en compte les objectifs de développement durable.",
        "L2111-2",
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
