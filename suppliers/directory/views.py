"""The home page and the results."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from suppliers.search import Search
from suppliers.search.links import directory_url
from suppliers.showing import audience
from suppliers.showing.cards import Card, Question, cards_of
from suppliers.showing.current_state import current_state
from suppliers.showing.social_services import SocialServices, social_services_of
from suppliers.workspace.current import picks_of

from .address import Place, place_asked, without_idle_radius
from .ask import Ask, ask_of
from .caching import page
from .figures import entries_and_figures
from .page_links import page_links
from .panels import errors_of, panels_of
from .paper import paper_of
from .readings import other_reading

FORM_ID = "recherche"


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What, where, go; and the directory seen by sector, certification and territory."""
    state = current_state(request)
    return page(
        request,
        state.key,
        lambda: render(
            request,
            "suppliers/directory/home.html",
            {**entries_and_figures(state), "ask": Ask()},
        ),
        has_form=False,
    )


@require_safe
def structure_list(request: HttpRequest) -> HttpResponseBase:
    """Results: filters, list, map. For htmx, only what changes."""
    state = current_state(request)
    params: QueryDict = request.GET
    place = place_asked(params, state)
    if place.query is not None and not place.notice and not request.htmx:  # type: ignore[attr-defined]
        return redirect(directory_url(place.query))
    params = QueryDict(place.query) if place.query is not None else without_idle_radius(params)
    search = Search(params, at=state)
    if place.error or place.notice:
        return _never_kept(_results(request, search, place))
    return page(request, search.etag, lambda: _results(request, search, place))


def _never_kept(response: HttpResponse) -> HttpResponse:
    """The place may be found, or found better, next time."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _results(request: HttpRequest, search: Search, place: Place) -> HttpResponse:
    htmx = request.htmx  # type: ignore[attr-defined]
    partial = bool(htmx) and not htmx.history_restore_request
    template = "suppliers/directory/_results.html" if partial else "suppliers/directory/list.html"
    response = render(request, template, _context(request, search, place))
    if partial:
        response.headers["HX-Push-Url"] = directory_url(_with_page(search))
    return response


def _with_page(search: Search) -> str:
    number = search.page.number if search.count else 1
    return "&".join(part for part in (search.query, f"page={number}" if number > 1 else "") if part)


def _context(request: HttpRequest, search: Search, place: Place) -> dict[str, Any]:
    answered = search.is_valid
    social_services = social_services_of(search)
    errors = {**errors_of(search), **({"adresse": place.error} if place.error else {})}
    htmx = request.htmx  # type: ignore[attr-defined]
    shown, address = search.page, directory_url(_with_page(search))
    audience.count(request, (entry.pk for entry in shown.entries), audience.SHOWN)
    return {
        "search": search,
        "count": search.count if answered else 0,
        "answered": answered,
        "page": shown,
        "page_links": page_links(shown.number, shown.pages, search.query),
        "cards": _cards(request, search, social_services) if answered else [],
        "panels": panels_of(search, search.params, errors, social_services),
        "warning": social_services.warning if answered else "",
        "errors": errors,
        "ask": ask_of(search.params, errors, search.reference, place, request.GET.get("adresse", "")),
        "place_notice": place.notice,
        "other_reading": other_reading(search),
        "sort_error": errors.get("tri", ""),
        # The form keeps what is being typed in it, unless something else has changed the search.
        "from_form": bool(htmx) and htmx.trigger == FORM_ID and not errors,
        "return_to": address,
        "paper": paper_of(search, request.build_absolute_uri(address)) if shown.entries else None,
    }


def _cards(request: HttpRequest, search: Search, social_services: SocialServices) -> list[Card]:
    around = search.commune.short_name if search.commune else ""
    question = Question(around, search.sectors, social_services)
    picked = picks_of(request).ids
    return cards_of(search.page.entries, search.state, search.reference, picked, question)
