"""What every kind of item answers for: how it is approved, refused and taken back.

One module of `decisions/` holds the rules of one kind. `actions.decide` keeps what is common to all: the
lock, who came first, the item's own state, the log, the letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Model, TextChoices
from django.forms import BaseForm

from suppliers.models import Event, ReviewItem, Structure, User

from .rows import CannotUndoError, Rows, restore

__all__ = ["CannotDecideError", "CannotUndoError", "Choice", "DecidedMeanwhileError", "Decision", "Rules"]


class Decision(TextChoices):
    APPROVE = "approve", "Accepter"
    REFUSE = "refuse", "Refuser"


@dataclass(frozen=True)
class Choice:
    """What somebody decides. `by`: None is the site itself; `corrections`: by field, as a form read them."""

    by: User | None
    corrections: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    answer: str = ""


class DecidedMeanwhileError(Exception):
    """What was seen is not what is there any more; `str` says by whom and what. Nothing has changed."""

    def __init__(self, sentence: str, item: ReviewItem) -> None:
        super().__init__(sentence)
        self.item = item


class CannotDecideError(Exception):
    """It cannot be decided so; `str` is a sentence that says what to do. Nothing has changed."""


class Rules:
    """One kind of item. Subclasses change rows and tell `rows` of each before they do: `rows.watch(row)`.

    What is watched is written in the event (`before`, `after`), and put back by `undo`. Structures whose
    public page changes are named to `rows.stale`: the directory is refreshed once, after all.
    """

    approve_label = "Accepter"
    refuse_label = "Refuser"
    ended: ClassVar[Mapping[str, str]] = {}  # by status, where its own words say less
    follows_facts = False  # whether a fact that changes while somebody decides is said to them first
    model: ClassVar[type[Model]] = Structure  # whose columns its corrections are
    refusals: ClassVar[Mapping[str, str]] = {"other": "Autre raison (à préciser)"}

    def approve(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        raise NotImplementedError

    def refuse(self, item: ReviewItem, choice: Choice, rows: Rows) -> None:
        """Nothing changes but the item itself, unless the kind says otherwise."""

    def undo(self, item: ReviewItem, event: Event, *, by: User) -> set[int]:
        """Put every row back as it was; the caller reopens the item, and refreshes what is returned."""
        return restore(event)

    def form(self, item: ReviewItem, data: Any = None) -> BaseForm | None:
        """What may be corrected while approving. None: nothing."""
        return None

    def corrections(self, form: BaseForm) -> dict[str, Any]:
        """What a valid form changes, for `Choice.corrections`."""
        return {name: form.cleaned_data[name] for name in form.changed_data if name in form.data}

    def written(self, item: ReviewItem) -> Mapping[str, Any]:
        """By column, what its author wrote and is told of, when it is put right. Nothing: there is none."""
        return {}

    def also_corrected(self, item: ReviewItem, corrections: Mapping[str, Any]) -> list[str]:
        """What corrections change beside columns of `written`, a line each, for the letter."""
        return []

    def recipients(self, item: ReviewItem, decision: str) -> list[User | str]:
        """Who gets the letter: members, and who asked. `decision`: approved, refused, asked."""
        members = User.objects.filter(structure_memberships__structure=item.structure_id, is_active=True)
        asked = {member.pk: member for member in members}
        if item.submitted_by:
            asked[item.submitted_by.pk] = item.submitted_by
        return [*asked.values()]

    def named(self, item: ReviewItem) -> str:
        """How a letter calls it: « l’inscription de votre structure »."""
        return "votre demande"

    def consequence(self, item: ReviewItem, decision: str) -> str:
        """What follows from the decision, for the letter: one sentence, or none."""
        return ""
