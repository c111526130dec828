"""What the fact sheet of a structure says, as it is frozen."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Fact


@dataclass(frozen=True)
class Certified:
    name: str
    state: str
    facts: list[Fact]


@dataclass(frozen=True)
class Answer:
    article: str
    label: str
    answer: str
    reason: str
    proof: str
    notes: list[str]


@dataclass(frozen=True)
class Sold:
    type: str
    sectors: list[str]
    zone: str


@dataclass(frozen=True)
class Reference:
    client: str
    subject: str
    year: int
    amount: str


@dataclass(frozen=True)
class Sheet:
    """What the directory knew of a structure of the shortlist that day."""

    name: str
    siret: str
    standing: str
    facts: list[Fact]
    sold: list[Sold]
    certifications: list[Certified]
    answers: list[Answer]
    capacity: list[Fact]
    references: list[Reference]
    freshness: str
