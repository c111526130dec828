"""The searches somebody may open, workspace by workspace, as their page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from suppliers.models import AlertFrequency, SavedSearch, User, Workspace
from suppliers.search.state import State
from suppliers.workspace.owning import author, workspaces_of

from .finding import Found, found_by
from .forms import ChangeForm
from .saved import NEWS


@dataclass
class Line:
    """One search. `new`: how many it had not found when it was last looked at, or told of."""

    search: SavedSearch
    found: Found
    new: int
    frequency: str
    form: ChangeForm

    @property
    def told(self) -> str:
        """How often its reader gets a letter, in words; empty for never."""
        is_told = "frequency" in self.form.fields and self.frequency != AlertFrequency.NEVER
        return str(AlertFrequency(self.frequency).label) if is_told else ""


@dataclass
class Shelf:
    """The searches of one workspace; `title` is empty for one's own."""

    workspace: Workspace
    title: str
    lines: list[Line]


def shelves_of(request: HttpRequest, at: State, wrong: ChangeForm | None = None) -> list[Shelf]:
    """One's own first, then those of one's organisations. `wrong`: the form of a line, to be corrected."""
    user, workspaces = author(request), list(workspaces_of(request))
    rows = (
        SavedSearch.objects.filter(workspace__in=workspaces)
        .select_related("workspace")
        .order_by("name", "pk")
    )
    by_workspace: dict[int, list[SavedSearch]] = {workspace.pk: [] for workspace in workspaces}
    for row in rows:
        by_workspace[row.workspace_id].append(row)
    return [
        Shelf(one, str(one.organisation or ""), _lines(one, by_workspace[one.pk], user, at, wrong))
        for one in workspaces
        if by_workspace[one.pk]
    ]


def _lines(
    workspace: Workspace, rows: list[SavedSearch], user: User | None, at: State, wrong: ChangeForm | None
) -> list[Line]:
    is_shared = workspace.organisation_id is not None
    followed = {row.query: row for row in rows if user and row.recipient_id == user.pk}
    leading = [row for row in rows if not (is_shared and row.recipient_id)]
    return [_line(row, followed.get(row.query), user, at, wrong) for row in leading]


def _line(
    search: SavedSearch, followed: SavedSearch | None, user: User | None, at: State, wrong: ChangeForm | None
) -> Line:
    found = found_by(search.query, at)
    asked = followed.frequency if followed else AlertFrequency.NEVER
    frequency = AlertFrequency.NEVER if user and NEWS in user.muted_emails else asked
    can_be_told = bool(user and user.email) and found.is_valid and not found.is_too_wide
    form = ChangeForm(
        prefix=str(search.pk),
        initial={"name": search.name, "frequency": frequency},
        can_be_told=can_be_told,
    )
    if wrong is not None and wrong.prefix == form.prefix:
        form = wrong
    new = found.new_since((followed or search).seen_ids)
    return Line(search, found, len(new), frequency, form)
