"""A sentence of the code for a buyer, with its article; and what is known of the need it speaks of."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from suppliers.procurement.lots import ContractType
from suppliers.procurement.thresholds import Buyer, Nature


class Topic(StrEnum):
    """Headings, in the order they are shown."""

    PROCEDURE = "Procédure et seuils"
    LOTS = "Allotissement"
    SOCIAL = "Clauses et critères sociaux"
    ENVIRONMENT = "Environnement"
    SOURCING = "Sourcing et égalité de traitement"


@dataclass(frozen=True)
class Saying:
    """One sentence, the article it rests on (« L2113-10 »; empty for the code at large), whether it is to "
    "check."""

    topic: Topic
    sentence: str
    article: str
    to_check: bool = False


@dataclass(frozen=True, kw_only=True)
class NeedFacts:
    """What is known of a need as a whole. Amount in euros HT, all lots together; None where unknown.

    `has_listed_services`: one of its parts is of services of art. L2113-15, or may be; `has_other_services`:
    one is of something else.
    """

    launched_on: dt.date
    contract_type: ContractType = ContractType.MARCHE
    buyer: Buyer = Buyer.LOCAL
    nature: Nature | None = None
    amount: int | None = None
    lots: int = 0
    has_listed_services: bool = False
    has_other_services: bool = True
    social_clause: bool = False
    insertion_hours: int | None = None


def euros(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u202f") + "\u00a0€\u00a0HT"
