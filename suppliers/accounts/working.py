"""What an account has of its own as a buyer: needs, shortlists, records, searches."""

from __future__ import annotations

from dataclasses import dataclass

from suppliers.models import Need, SavedSearch, Shortlist, ShortlistItem, SourcingRecord, User


@dataclass(frozen=True)
class Work:
    """How much there is, the organisations' aside."""

    needs: int
    shortlists: int
    picks: int
    searches: int
    records: int


def work_counted(user: User) -> Work:
    mine = {"workspace__user": user}
    held = ShortlistItem.objects.held().filter(shortlist__workspace__user=user)
    return Work(
        needs=Need.objects.filter(**mine).count(),
        shortlists=Shortlist.objects.filter(**mine).count(),
        picks=held.count(),
        searches=SavedSearch.objects.filter(**mine).count(),
        records=SourcingRecord.objects.filter(**mine).count(),
    )


def work_of(user: User) -> list[str]:
    """What goes with the account, said before it is deleted; nothing where there is nothing."""
    work = work_counted(user)
    parts = [
        _several(work.needs, "besoin"),
        _several(work.shortlists, "sélection"),
        _several(work.records, "dossier", " de sourcing"),
        _several(work.searches, "recherche", " enregistrée"),
    ]
    there = [part for part in parts if part]
    if not there:
        return []
    said = ", ".join(there)
    return [f"Ce que vous gardez dans votre propre espace est supprimé\u00a0: {said}. Emportez-le d’abord."]


def _several(number: int, noun: str, rest: str = "") -> str:
    if not number:
        return ""
    s = "s" if number > 1 else ""
    ending = rest + s if rest.endswith("ée") else rest
    return f"{number} {noun}{s}{ending}"
