"""What a sourcing record says, as it is frozen: plain values, that JSON knows, without a float.

Days and moments are ISO texts, amounts and other numbers with decimals are decimal texts (euros HT).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .exchange_content import Enquired, Talk
from .facts import Fact
from .sheet_content import Sheet
from .shortlist_content import Group, Pick, TakenOut

SCHEMA = 5


@dataclass(frozen=True)
class Identity:
    """`made_by`: the account, empty for a visitor. `site`: the name of the directory, `address` its own."""

    number: str
    version: int
    made_at: str
    made_by: str
    title: str
    site: str
    address: str


@dataclass(frozen=True)
class Added:
    """What the buyer adds by hand. Empty where nothing was said."""

    author: str = ""
    role: str = ""
    lessons: str = ""
    need_changes: str = ""
    shared: str = ""
    helped: str = ""
    interests: str = ""
    no_lots: str = ""
    social_exception: str = ""
    choice: str = ""


@dataclass(frozen=True)
class PartAsked:
    """A lot, or the need as a whole (number 0)."""

    number: int
    name: str
    facts: list[Fact]


@dataclass(frozen=True)
class Asked:
    """`remarks`: what in the need does not hold together, as its page says it."""

    facts: list[Fact]
    parts: list[PartAsked]
    remarks: list[str]


@dataclass(frozen=True)
class PartMethod:
    """How a part was searched: `filters` in words, `query` as the directory reads it, `order` rule by rule.

    `drawn_on`, `seed`: of the neutral order; empty and 0 for the reasoned one.
    """

    number: int
    name: str
    filters: list[str]
    query: str
    order: list[str]
    drawn_on: str
    seed: int


@dataclass(frozen=True)
class Draw:
    """The day and the moment an order was chosen: the neutral one is drawn from `seed`, the other has 0."""

    day: str
    at: str
    is_neutral: bool
    seed: int


@dataclass(frozen=True)
class Method:
    """`sources`: where what is known of those found comes from, and of how many of them. `draws`: each time
    an order was chosen, the first one first. `eligibility_day`: that of the record, since schema 5.
    `ending_on`: the deadline for applications, while it is ahead.
    """

    directory_version: int
    day: str
    read_on: str
    eligibility_day: str
    ending_on: str
    cap: int
    sources: list[tuple[str, int]]
    parts: list[PartMethod]
    draws: list[Draw]


@dataclass(frozen=True)
class Step:
    """How many are left, and the query string of the directory that finds them."""

    label: str
    count: int
    query: str


@dataclass(frozen=True)
class Line:
    """One line of the market's depth; `located` is None where the need names no place.

    `ending`: how many will have no such proof left by the deadline; None where none is ahead.
    """

    group: str
    label: str
    located: int | None
    working: int
    verified: int
    fresh: int
    ending: int | None
    query: str


@dataclass(frozen=True)
class Found:
    """A structure found, at its rank; `why`: what ranked it. `metres`: to the nearest site."""

    rank: int
    name: str
    siret: str
    city: str
    metres: int | None
    why: str


@dataclass(frozen=True)
class PartFound:
    """`structures`: the first ones, `count`: all of them; `is_cut` when there are more.

    `closed`: the articles that the part cannot be reserved to, and why.
    """

    number: int
    name: str
    steps: list[Step]
    depth: list[Line]
    closed: list[tuple[str, str]]
    near: list[tuple[str, list[tuple[int, int]]]]
    count: int
    is_cut: bool
    structures: list[Found]


@dataclass(frozen=True)
class Funnel:
    """From those found to those who answer; a structure found for two lots counts once.

    `never_picked`: found, and never in the shortlist; `kept_with_reason`: kept there, and it is said why.
    """

    proposed: int
    shortlisted: int
    contacted: int
    answered: int
    set_aside: int
    never_picked: int
    kept_with_reason: int


@dataclass(frozen=True)
class Sentence:
    text: str
    article: str
    url: str
    to_check: bool


@dataclass(frozen=True)
class Topic:
    name: str
    sentences: list[Sentence]


@dataclass(frozen=True)
class Reservation:
    """What may be reserved for a part, and how many may answer: eligible, and eligible or to check.

    `ending`: of these, how many will have no proof left by the deadline. `is_closed`: nobody is counted.
    """

    part: int
    label: str
    opening: str
    is_chosen: bool
    articles: list[tuple[str, str]]
    beneficiaries: str
    obstacles: list[str]
    checks: list[str]
    notice: str
    eligible: int
    possible: int
    ending: int
    is_closed: bool


@dataclass(frozen=True)
class Law:
    day: str
    statements: list[str]
    topics: list[Topic]
    reservations: list[Reservation]


@dataclass(frozen=True)
class Content:
    identity: Identity
    added: Added
    asked: Asked
    method: Method
    found: list[PartFound]
    funnel: Funnel
    picks: list[Pick]
    taken_out: list[TakenOut]
    enquiries: list[Enquired]
    talks: list[Talk]
    groups: list[Group]
    law: Law
    sheets: list[Sheet]
    schema: int = field(default=SCHEMA)
