"""The shortlist that bookmarks fill: the one that was chosen for it, else the visitor's own « Ma sélection ».

What a session kept before shortlists had rows (`BEFORE`) is shown with it, and written at the first change.
"""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction
from django.http import HttpRequest

from suppliers.accounts.roles import is_known
from suppliers.models import Shortlist, ShortlistItem, Structure
from suppliers.models.shortlist import MOST_PICKED

from .owning import KEY as WORKSPACE
from .owning import author, own_or_new_workspace, shortlists_of
from .shortlists import add, loose_shortlist

KEY = "shortlist"  # in the session: the number of the one that was chosen to be filled
BEFORE = "selection"
_BEFORE = (BEFORE, "selection_emptied", "selection_order")

# Every page asks: plain SQL. An account's and a visitor's are two texts, so that each has its own plan.
_PICKED = """
SELECT s.id, s.title,
       (SELECT count(*) FROM suppliers_shortlistitem i WHERE i.shortlist_id = s.id AND i.removed_at IS NULL),
       (SELECT json_agg(i.structure_id ORDER BY i.position, i.id)::text FROM suppliers_shortlistitem i
         WHERE i.shortlist_id = s.id AND i.removed_at IS NULL AND i.structure_id IS NOT NULL)
  FROM suppliers_shortlist s JOIN suppliers_workspace w ON w.id = s.workspace_id
 WHERE {} AND (s.id = %(current)s OR s.need_id IS NULL AND w.organisation_id IS NULL)
 ORDER BY s.id <> %(current)s, s.id LIMIT 1
"""
_OF_A_VISITOR = _PICKED.format("w.id = %(owner)s AND w.user_id IS NULL AND w.organisation_id IS NULL")
_OF_AN_ACCOUNT = _PICKED.format(
    "w.id IN (SELECT id FROM suppliers_workspace WHERE user_id = %(owner)s UNION ALL"
    " SELECT o.id FROM suppliers_workspace o JOIN suppliers_buyermembership m"
    " ON m.organisation_id = o.organisation_id WHERE m.user_id = %(owner)s)"
)


@dataclass(frozen=True)
class Picks:
    """What it holds. `pk`: None while nothing is written; `count` has those of structures deleted since."""

    pk: int | None = None
    title: str = ""
    count: int = 0
    ids: tuple[int, ...] = ()

    def __contains__(self, structure_id: object) -> bool:
        return structure_id in self.ids


def picks_of(request: HttpRequest) -> Picks:
    """Read once for a request; no query for a visitor who has begun nothing."""
    if not hasattr(request, "picks"):
        request.picks = _with_those_before(_read(request), request.session)  # type: ignore[attr-defined]
    found: Picks = request.picks  # type: ignore[attr-defined]
    return found


def _read(request: HttpRequest) -> Picks:
    user: Any = request.user
    owner = user.pk if is_known(user) else request.session.get(WORKSPACE)
    if not owner:
        return Picks()
    query = _OF_AN_ACCOUNT if is_known(user) else _OF_A_VISITOR
    with connection.cursor() as cursor:
        cursor.execute(query, {"owner": owner, "current": request.session.get(KEY, 0)})
        row = cursor.fetchone()
    return Picks(row[0], row[1], row[2], tuple(json.loads(row[3] or "[]"))) if row else Picks()


def _with_those_before(picks: Picks, session: SessionBase) -> Picks:
    new = _kept_before(session, picks.ids)[: MOST_PICKED - picks.count]
    return Picks(picks.pk, picks.title, picks.count + len(new), (*picks.ids, *new)) if new else picks


def _kept_before(session: SessionBase, held: Container[int] = ()) -> list[int]:
    kept = session.get(BEFORE)
    if not isinstance(kept, list):
        return []
    return list(dict.fromkeys(key for key in kept if isinstance(key, int) and key not in held))


def changed(request: HttpRequest) -> None:
    """What was read is no longer so."""
    if hasattr(request, "picks"):
        del request.picks


@transaction.atomic
def write_those_before(request: HttpRequest) -> None:
    """Give rows to what the session kept; called before any change."""
    keys = _kept_before(request.session)
    if keys:
        shortlist = _loose_or_new(request)
        held = set(shortlist.items.held().values_list("structure_id", flat=True))
        new = [key for key in keys if key not in held][: MOST_PICKED - len(held)]
        add(shortlist, new, by=author(request))
        _keep_those_gone(shortlist, new)
        changed(request)
    for name in _BEFORE:
        request.session.pop(name, None)


def _keep_those_gone(shortlist: Shortlist, keys: list[int]) -> None:
    """Those that have left the directory since stand in their place too, under the name they had."""
    ranks = {key: rank for rank, key in enumerate(keys)}
    there = {item.structure_id: item for item in shortlist.items.filter(structure_id__in=keys)}
    gone = Structure.objects.filter(pk__in=set(keys) - set(there))
    made = [ShortlistItem(shortlist=shortlist, structure=one, known={"name": str(one)}) for one in gone]
    first = min((item.position for item in there.values()), default=shortlist.items.count() + 1)
    for item in (*there.values(), *made):
        item.position = first + ranks[item.structure_id or 0]
    ShortlistItem.objects.bulk_create(made)
    ShortlistItem.objects.bulk_update(there.values(), ["position"])


def current_shortlist(request: HttpRequest) -> Shortlist | None:
    """The row of the one being filled, if there is one yet."""
    pk = picks_of(request).pk
    return shortlists_of(request).filter(pk=pk).first() if pk else None


def shortlist_to_fill(request: HttpRequest) -> Shortlist:
    """The same, opened if need be."""
    write_those_before(request)
    return current_shortlist(request) or _loose_or_new(request)


def _loose_or_new(request: HttpRequest) -> Shortlist:
    workspace = own_or_new_workspace(request)
    changed(request)
    return loose_shortlist(workspace) or Shortlist.objects.create(workspace=workspace)


def make_current(request: HttpRequest, shortlist: Shortlist) -> None:
    """From now on, bookmarks fill this one."""
    write_those_before(request)
    request.session[KEY] = shortlist.pk
    changed(request)
