"""Who is proposed for a need, lot by lot, and put in its shortlist."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from suppliers.models import Lot, Need, ShortlistItem, User
from suppliers.procurement.decision_table import Article
from suppliers.search.reference import Reference, reference
from suppliers.search.state import State, state
from suppliers.showing.cards import Card, Question, cards_of
from suppliers.showing.social_services import SocialServices
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_need
from suppliers.workspace.picked_lots import pick_for
from suppliers.workspace.shortlists import FullError, add, lock_with_lots, shortlist_of

from .actions import choose_order
from .lot_rules import closed_articles, closed_reservation
from .parts import WHOLE, Part, parts_of
from .proposals import Proposals, proposals, shown_order
from .reasons import capacities, reasons
from .views import MOST_DIGITS, number_in, shared

HERE = "sourcing:proposals"
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Proposed:
    """One card, and why it stands there."""

    card: Card
    reasons: list[str]
    pick: ShortlistItem | None  # its row of the shortlist, which holds it already
    is_for_part: bool


@require_safe
@for_its_owners
@never_cache
def proposed(request: HttpRequest, pk: int) -> HttpResponse:
    """`lot`: its number; the first one otherwise. `page`: past the end, the last."""
    need, at = own_need(request, pk), state()
    known, parts = reference(at.version), parts_of(need)
    part = _part(parts, request.GET)
    found = proposals(
        part, known, at, drawn_on=need.order_drawn_on, number=number_in(request.GET, "page") or 1
    )
    context = shared(need, HERE) | {
        "part": part,
        "parts": parts,
        "found": found,
        "proposed": _cards(found, known, at, _picks(need)),
        "closed": closed_reservation(part, known, at),
        "list_query": part.query(known, "intervient" if part.sites else ""),
        "centre": part.points[0] if part.points else None,
        "pages": _pages(need, part, found),
    }
    return render(request, "suppliers/sourcing/needs/proposals.html", context)


@require_POST
@for_its_owners
def pick(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`structure`: those to put in the need's shortlist."""
    need, at = own_need(request, pk), state()
    part = _part(parts_of(need), request.POST)
    typed = request.POST.getlist("structure")[:MOST_AT_ONCE]
    keys = [int(key) for key in typed if key.isascii() and key.isdigit() and len(key) <= MOST_DIGITS]
    if not keys:
        messages.warning(request, "Cochez d’abord les structures à ajouter.")
        return redirect(_back(need, request.POST))
    query = part.query(reference(at.version), "intervient" if part.sites else "")
    try:
        messages.success(request, _picked(need, part, keys, query, by=author(request)))
    except FullError as error:
        messages.warning(request, str(error))
    except Lot.DoesNotExist:
        messages.warning(request, "Ce lot vient d’être retiré : rien n’a été ajouté.")
    return redirect(_back(need, request.POST))


@transaction.atomic
def _picked(need: Need, part: Part, keys: list[int], query: str, *, by: User | None) -> str:
    """Put them in the shortlist, for the lot they were proposed for; what was done, in words."""
    shortlist, order = shortlist_of(need), shown_order(need.order_drawn_on)
    lock_with_lots(shortlist)
    added = len(add(shortlist, keys, by=by, found_by=query, shown_order=order))
    for_lot = pick_for(shortlist, keys, part.lot, by=by) if part.lot else 0
    if not added and not for_lot:
        return "Elles y étaient déjà."
    s = "s" if (added or for_lot) > 1 else ""
    where = f" pour le lot {part.number}" if part.lot else ""
    if not added:
        return f"{for_lot} structure{s} de la sélection gardée{s} aussi{where}."
    also = for_lot - added
    beside = f" {also} de plus gardée{'s' if also > 1 else ''}{where}." if also > 0 else ""
    return f"{added} structure{s} ajoutée{s} à la sélection{where}.{beside}"


@require_POST
@for_its_owners
def order(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`ordre`: "neutre", drawn today, or anything else for the reasoned one."""
    need = own_need(request, pk)
    choose_order(need, neutral=request.POST.get("ordre") == "neutre", by=author(request))
    return redirect(_back(need, request.POST))


def _cards(found: Proposals, known: Reference, at: State, picks: dict[int, ShortlistItem]) -> list[Proposed]:
    part = found.part
    labels = frozenset(sector.label for sector in part.sectors_asked(known))
    closed = closed_articles(part, known, at)
    services = SocialServices(unlisted=closed.get(Article.L2113_15, ""))
    cards = cards_of(found.entries, at, known, picks, Question(sectors=labels, social_services=services))
    sizes = capacities(found.entries, part, known)
    return [
        Proposed(
            card,
            reasons(entry, part, found.serving[entry.pk], sizes[entry.pk], closed),
            pick := picks.get(entry.pk),
            pick is not None and (part.lot is None or part.lot in pick.lots.all()),
        )
        for card, entry in zip(cards, found.entries, strict=True)
    ]


def _picks(need: Need) -> dict[int, ShortlistItem]:
    """The rows of its shortlist, by structure."""
    shortlist = getattr(need, "shortlist", None)
    held = shortlist.items.held().prefetch_related("lots") if shortlist else ()
    return {item.structure_id: item for item in held if item.structure_id}


def _part(parts: list[Part], params: QueryDict) -> Part:
    number = number_in(params, "lot") or WHOLE
    return next((part for part in parts if part.number == number), parts[0])


def _back(need: Need, params: QueryDict) -> str:
    asked = {name: number for name in ("lot", "page") if (number := number_in(params, name))}
    query = "&".join(f"{name}={number}" for name, number in asked.items())
    return f"{reverse(HERE, args=[need.pk])}?{query}"


def _pages(need: Need, part: Part, found: Proposals) -> dict[str, str]:
    """The addresses of the pages before and after; empty where there is none."""
    page = reverse(HERE, args=[need.pk])
    return {
        name: f"{page}?lot={part.number}&page={number}" if 1 <= number <= found.pages else ""
        for name, number in (("before", found.number - 1), ("after", found.number + 1))
    }
