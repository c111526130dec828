"""« Nouvelles structures »: what the saved searches of an account find that they had not found before."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse

from suppliers.mailing import prepare, write_many
from suppliers.models import DirectoryEntry, SavedSearch, User
from suppliers.search.links import directory_url
from suppliers.search.state import State

from .finding import Found, found_by
from .saved import NEWS
from .timing import is_due

MOST_NAMED = 10  # structures of one search that a letter names


@dataclass(frozen=True)
class News:
    """What a letter says of one search. `place`: the organisation it is kept with, or empty."""

    search: SavedSearch
    found: Found
    new: frozenset[int]
    names: list[str]

    @property
    def place(self) -> str:
        return str(self.search.workspace.organisation or "")

    @property
    def count(self) -> int:
        return len(self.new)

    @property
    def left(self) -> int:
        return self.count - len(self.names)

    @property
    def url(self) -> str:
        return settings.SITE_URL + directory_url(self.search.query)


def tell_news(reader: User, at: State) -> bool:
    """Write one letter of all that is new in the searches due today; whether there was any."""
    every = [news for search in _due(reader, at) if (news := _news_of(search, at)).new]
    if not every:
        return False
    context = {
        "searches": every,
        "count": len(frozenset().union(*(news.new for news in every))),
        "searches_url": settings.SITE_URL + reverse("sourcing:searches"),
    }
    letter = prepare(NEWS, context, to=reader)
    if letter is None:
        return False
    write_many([letter])
    for news in every:
        news.search.seen_ids, news.search.told_on = news.found.to_remember, at.today
        news.search.save(update_fields=["seen_ids", "told_on"])
    return True


def _due(reader: User, at: State) -> list[SavedSearch]:
    """Those of an organisation that one has left are not told of any more."""
    open_to_them = Q(workspace__user=reader) | Q(workspace__organisation__memberships__user=reader)
    rows = SavedSearch.objects.select_for_update(of=("self",)).filter(open_to_them, recipient=reader)
    rows = rows.select_related("workspace__organisation").order_by(
        F("workspace__organisation__name").asc(nulls_first=True), "name", "pk"
    )
    return [row for row in rows if is_due(row.frequency, row.told_on, at.today)]


def _news_of(search: SavedSearch, at: State) -> News:
    found = found_by(search.query, at)
    new = found.new_since(search.seen_ids)
    named = DirectoryEntry.objects.filter(pk__in=new).order_by("sort_name", "pk")[:MOST_NAMED] if new else []
    return News(search, found, new, [_in_words(entry) for entry in named])


def _in_words(entry: DirectoryEntry) -> str:
    """« Les Ateliers du Canal (Montreuil) »."""
    name, city = entry.card["name"], entry.card["city"]
    return f"{name} ({city})" if city else str(name)
