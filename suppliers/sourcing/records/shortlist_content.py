"""What a record says of the shortlist and of the groups, as it is frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pick:
    """A structure of the shortlist. `found_by`: its search in words; `changes`: since it was picked.

    `found_at`: the moment it was picked; `shown_order`: the order of the proposals it was picked from, in
    words, empty where none was noted. `lots`: those it is kept for. `reason`: why it is set aside, or kept;
    `set_aside_on`: since that day, where it is known.
    """

    rank: int
    name: str
    siret: str
    city: str
    status: str
    is_set_aside: bool
    set_aside_on: str
    reason: str
    found_on: str
    found_at: str
    found_by: list[str]
    found_query: str
    shown_order: str
    lots: list[int]
    changes: list[str]


@dataclass(frozen=True)
class TakenOut:
    """A structure that was in the shortlist, and was taken out without a reason asked."""

    name: str
    siret: str
    city: str
    found_on: str
    found_at: str
    found_by: list[str]
    shown_order: str
    taken_out_on: str


@dataclass(frozen=True)
class Member:
    """`set_aside`: why the shortlist sets it aside, empty where it does not; `set_aside_on`: since that day,
    where it is known.
    """

    name: str
    siret: str
    is_conventional: bool
    is_lead: bool
    lots: list[int]
    set_aside: str
    set_aside_on: str


@dataclass(frozen=True)
class Standing:
    """What the page of a group says of a lot that is to be reserved: the members who answer it, together then
    one by one (name, sentence), and the warning where one of them defeats the reservation.
    """

    part: str
    articles: str
    together: str
    members: list[tuple[str, str]]
    warning: str


@dataclass(frozen=True)
class Group:
    """`standings`: one for each reserved lot that a member answers."""

    title: str
    form: str
    members: list[Member]
    standings: list[Standing]
