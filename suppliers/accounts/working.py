"""What an account has of its own as a buyer: needs, shortlists, records, searches."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet

from suppliers.models import Need, SavedSearch, Shortlist, ShortlistItem, SourcingRecord, User, Workspace
from suppliers.models.workspace import VISITORS_KEY


@dataclass(frozen=True)
class Work:
    """How much there is, the organisations' aside."""

    needs: int
    shortlists: int
    picks: int
    searches: int
    records: int


def work_counted(user: User) -> Work:
    return _counted(Workspace.objects.filter(user=user))


def work_begun(session: SessionBase) -> list[str]:
    """What a visitor has in this browser, in words, which their account takes over as they sign in."""
    number = session.get(VISITORS_KEY)
    if not number:
        return []
    visitors = Workspace.objects.filter(pk=number, user=None, organisation=None)
    return _in_words(_counted(visitors))


def _counted(workspaces: QuerySet[Workspace]) -> Work:
    mine = {"workspace__in": workspaces}
    held = ShortlistItem.objects.held().filter(shortlist__workspace__in=workspaces)
    return Work(
        needs=Need.objects.filter(**mine).count(),
        shortlists=Shortlist.objects.filter(**mine).count(),
        picks=held.count(),
        searches=SavedSearch.objects.filter(**mine).count(),
        records=SourcingRecord.objects.filter(**mine).count(),
    )


def work_of(user: User) -> list[str]:
    """What goes with the account, said before it is deleted; nothing where there is nothing."""
    there = _in_words(work_counted(user))
    if not there:
        return []
    said = ", ".join(there)
    return [f"Ce que vous gardez dans votre propre espace est supprimé\u00a0: {said}. Emportez-le d’abord."]


def _in_words(work: Work) -> list[str]:
    parts = [
        _several(work.needs, "besoin"),
        _several(work.shortlists, "sélection"),
        _several(work.records, "dossier", " de sourcing"),
        _several(work.searches, "recherche", " enregistrée"),
    ]
    return [part for part in parts if part]


def _several(number: int, noun: str, rest: str = "") -> str:
    if not number:
        return ""
    s = "s" if number > 1 else ""
    ending = rest + s if rest.endswith("ée") else rest
    return f"{number} {noun}{s}{ending}"
