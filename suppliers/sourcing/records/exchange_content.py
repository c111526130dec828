"""What a record says of the exchanges, as it is frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answered:
    """One structure that was asked. `answered_by`, `answered_role`: as they say. `is_noted`: the buyer has
    noted the answer for them. `answers`: one for each question, none while it has not answered.
    `documents`: names of the papers that came. `keeps_secrets`: it told more, under business secrecy, kept
    apart.
    """

    name: str
    sent_on: str
    is_by_site: bool
    answered_on: str
    answered_by: str
    answered_role: str
    is_noted: bool
    answers: list[str]
    comment: str
    documents: str
    keeps_secrets: bool


@dataclass(frozen=True)
class Enquired:
    subject: str
    message: str
    questions: list[str]
    prepared_on: str
    due_on: str
    asked: list[Answered]


@dataclass(frozen=True)
class Talk:
    """An exchange as the buyer noted it, without its secrets."""

    day: str
    name: str
    channel: str
    participants: str
    content: str
    information_given: str
    documents: str
    keeps_secrets: bool
