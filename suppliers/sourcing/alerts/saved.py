"""Searches that are kept: saved, renamed, followed by e-mail, looked at, forgotten.

That of an account or of a visitor is one row. That of an organisation is the row without a recipient; who
looks at it or asks for letters has a row of their own beside it (`models.SavedSearch`).
"""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from suppliers.mailing.stopping import resume_letters
from suppliers.models import AlertFrequency, SavedSearch, ShortlistAlert, User, Workspace
from suppliers.workspace.doors import NotTheirsError
from suppliers.workspace.history import record
from suppliers.workspace.owning import workspaces_of

from .finding import Found

MOST_SAVED = 50  # searches of one workspace: the page counts them all
NEWS, LOSSES = "search-news", "shortlist-losses"  # kinds of letters
FULL = f"Il y a déjà {MOST_SAVED} recherches ici. Supprimez-en une pour en enregistrer une autre."


class TooManyError(Exception):
    """There is no room left: a French sentence for who asked."""

    def __init__(self) -> None:
        super().__init__(FULL)


def own_search(request: HttpRequest, pk: int) -> SavedSearch:
    """One that is kept in a workspace one may open; any other is not there: NotTheirsError, a 404."""
    rows = SavedSearch.objects.filter(workspace__in=workspaces_of(request).values("pk"), pk=pk)
    found = rows.select_related("workspace__organisation").first()
    if found is None or (found.workspace.organisation_id and found.recipient_id):
        raise NotTheirsError("Cette recherche n’est pas parmi les vôtres.")
    return found


@transaction.atomic
def save(
    *, workspace: Workspace, query: str, name: str, found: Found, by: User | None
) -> tuple[SavedSearch, bool]:
    """Keep a search, and whether it is new here. TooManyError, and nothing changes, when there is no room."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    kept = workspace.searches.filter(query=query).order_by("recipient_id").first()
    if kept is not None:
        return leading(kept), False
    if workspace.searches.values("query").distinct().count() >= MOST_SAVED:
        raise TooManyError
    made = SavedSearch.objects.create(workspace=workspace, query=query, name=name, seen_ids=found.to_remember)
    record("search.save", workspace=workspace, by=by, name=name)
    return made, True


def leading(search: SavedSearch) -> SavedSearch:
    """Of the rows of one search, the one that its pages speak of."""
    if not search.workspace.organisation_id:
        return search
    return search.workspace.searches.get(query=search.query, recipient=None)


@transaction.atomic
def rename(search: SavedSearch, *, name: str, by: User | None) -> None:
    """For everybody who follows it."""
    rows = SavedSearch.objects.filter(workspace=search.workspace_id, query=search.query)
    if rows.exclude(name=name).update(name=name):
        record("search.rename", workspace=search.workspace, by=by, before=search.name, after=name)
        search.name = name


@transaction.atomic
def follow(search: SavedSearch, *, frequency: str, by: User) -> None:
    """How often this account gets a letter of it. Asking for one takes up again what was stopped."""
    row = _row_of(search, by)
    row.recipient, row.frequency = by, frequency
    row.save(update_fields=["recipient", "frequency"])
    if frequency != AlertFrequency.NEVER:
        resume_letters(by, NEWS)


@transaction.atomic
def remember(search: SavedSearch, found: Found, *, by: User | None) -> None:
    """It has been looked at: what it finds now is not new any more."""
    row = _row_of(search, by)
    row.seen_ids = found.to_remember
    row.save(update_fields=["seen_ids"])


def _row_of(search: SavedSearch, by: User | None) -> SavedSearch:
    """The row that says what this account has seen; made when an organisation's is first followed."""
    if not search.workspace.organisation_id or by is None:
        return SavedSearch.objects.select_for_update().get(pk=search.pk)
    fresh = {"name": search.name, "seen_ids": search.seen_ids}
    return SavedSearch.objects.select_for_update().get_or_create(
        workspace=search.workspace, query=search.query, recipient=by, defaults=fresh
    )[0]


@transaction.atomic
def forget(search: SavedSearch, *, by: User | None) -> None:
    """For everybody who follows it."""
    SavedSearch.objects.filter(workspace=search.workspace_id, query=search.query).delete()
    record("search.delete", workspace=search.workspace, by=by, name=search.name)


@transaction.atomic
def follow_shortlists(user: User, *, frequency: str) -> None:
    """How often this account is told of what the structures of its shortlists have lost."""
    ShortlistAlert.objects.update_or_create(user=user, defaults={"frequency": frequency})
    if frequency != AlertFrequency.NEVER:
        resume_letters(user, LOSSES)


def shortlist_frequency(user: User) -> str:
    """The one in force."""
    if LOSSES in user.muted_emails:
        return AlertFrequency.NEVER
    row = ShortlistAlert.objects.filter(user=user).first()
    return row.frequency if row else AlertFrequency.WEEKLY
