"""What a record says of the shortlist and of the groups, as it is frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pick:
    """A structure of the shortlist. `found_by`: its search in words; `changes`: since it was picked.

    `found_at`: the moment it was picked; `shown_order`: the order of the proposals it was picked from, in
    words, empty where none was noted. `lots`: those it is kept for. `reason`: why it is set aside, or kept.
    """

    rank: int
    name: str
    siret: str
    city: str
    status: str
    is_set_aside: bool
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
    name: str
    siret: str
    is_conventional: bool
    is_lead: bool
    lots: list[int]


@dataclass(frozen=True)
class Group:
    title: str
    form: str
    members: list[Member]
