"""One structure's page, and the report of an error in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from suppliers.models import Structure
from suppliers.search.listing import Listed
from suppliers.search.reference import reference
from suppliers.showing import audience
from suppliers.showing.cards import FAMILIES, cards_of, freshness_of
from suppliers.showing.current_state import current_state
from suppliers.showing.facts_in_words import (
    city_of,
    dates_of,
    naf_in_words,
    place_of,
    source_in_words,
    title_of,
)
from suppliers.workspace.current import picks_of

from . import report_limits
from .actions import report_error
from .alternatives import with_alternatives
from .caching import page
from .forms import ErrorReportForm
from .jsonld import structure_jsonld
from .merged import heir_of_key
from .profile import Profile
from .published import Published, published

THANKS = "Merci : votre signalement est enregistré. L’équipe de l’annuaire va le lire."


def _published(request: HttpRequest, key: str) -> Published | None:
    return published(key, reference(current_state(request).version))


@require_safe
def structure(request: HttpRequest, key: str, slug: str = "") -> HttpResponseBase:
    """A published structure. Another slug or key leads to the right address, an unknown one to help."""
    found = _published(request, key)
    if found is None:
        return unknown(request, key)
    right = found.structure.get_absolute_url()
    if request.path != right:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{right}?{query}" if query else right, permanent=True)
    # Photos and a name that is withdrawn change neither the directory nor the structure's own row.
    rows = f"{found.structure.updated_at.isoformat()} {found.photo_rows} {found.person_rows}"
    asked = f"{current_state(request).key} {found.structure.pk} {rows}"
    return page(request, asked, lambda: _show(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponseBase:
    """« Signaler une erreur »: the form alone; what was typed is kept when it cannot be sent."""
    found = _published(request, key)
    if found is None:
        return unknown(request, key)
    structure = found.structure
    form = ErrorReportForm(request.POST if request.method == "POST" else None)
    too_many = ""
    if request.method == "POST" and (form.is_from_a_robot or form.is_valid()):
        too_many = "" if form.is_from_a_robot else report_limits.refusal(request.session, structure)
        if not too_many:
            _accept(request, structure, form)
            return redirect(structure)
    shown = {
        "structure": structure,
        "key": key,
        "form": form,
        "limit": report_limits.IN_WORDS,
        "too_many": too_many,
    }
    return render(request, "suppliers/directory/report.html", shown, status=429 if too_many else 200)


def _accept(request: HttpRequest, found: Structure, form: ErrorReportForm) -> None:
    if not form.is_from_a_robot:
        asked = {name: form.cleaned_data[name] for name in ("kind", "message", "email")}
        report_error(structure=found, other_page=form.cleaned_data["autre_fiche"], **asked)
        report_limits.remember(request.session)
    messages.success(request, THANKS)


def unknown(request: HttpRequest, key: str) -> HttpResponse:
    """No such page: never was, or not public any more. It says what to do; that of a merged one leads on."""
    heir = heir_of_key(key)
    if heir is not None:
        return _led_to(request, heir)
    digits = key if key.isascii() and key.isdigit() and len(key) in (9, 14) else ""
    return render(request, "suppliers/directory/unknown_structure.html", {"digits": digits}, status=404)


def _led_to(request: HttpRequest, heir: Structure) -> HttpResponse:
    """The same page of the structure that stays, what was typed included. Not kept: a merge can be undone."""
    match = request.resolver_match
    if match and match.url_name == "report":
        url = reverse("directory:report", args=[heir.siret or f"a-{heir.pk}"])
    else:
        url = heir.get_absolute_url()
    query = request.META.get("QUERY_STRING", "")
    is_posted = request.method == "POST"
    response = redirect(f"{url}?{query}" if query else url, permanent=True, preserve_request=is_posted)
    patch_cache_control(response, no_cache=True, private=True)
    return response


def _show(request: HttpRequest, found: Published) -> HttpResponse:
    audience.count(request, [found.structure.pk], audience.OPENED)
    return render(request, "suppliers/directory/structure.html", _context(request, found))


def _context(request: HttpRequest, whole: Published) -> dict[str, Any]:
    state, found = current_state(request), whole.structure
    profile = Profile(whole, on=state.today, reference=reference(state.version))
    place = place_of(found)
    point = (place.latitude, place.longitude) if place else None
    entry, others = with_alternatives(found.pk, profile.sold, point, state)
    return context_of(request, profile, entry, others)


def context_of(
    request: HttpRequest, profile: Profile, entry: Listed | None, others: list[Listed]
) -> dict[str, Any]:
    """What the page shows. `entry`: the structure in the directory; `others`: those that sell the same."""
    state, found = current_state(request), profile.structure
    known = profile.reference
    sectors = [sector.label for offer in profile.offers for sector in offer.sectors]
    chosen = picks_of(request)
    freshness, is_stale = freshness_of(dates_of(found), state.today)
    address = request.build_absolute_uri(found.get_absolute_url())
    return {
        "structure": found,
        "profile": profile,
        "kind": entry.card["shape"] if entry else "ro",
        "family": FAMILIES.get(entry.card["family"], "") if entry else "",
        "freshness": freshness,
        "is_stale": is_stale,
        "source": source_in_words(found.source, found.source_date),
        "title": title_of(found),
        "city": city_of(found),
        "naf": naf_in_words(found),
        "around": profile.territories_around,
        "place": place_of(found),
        "others": cards_of(others, state, known, chosen.ids),
        "references": profile.references,
        "picked": found.pk in chosen,
        "key": found.siret or f"a-{found.pk}",
        "jsonld": structure_jsonld(found, address, sectors),
        "address": address,
        "claim": claim_url(found),
        "is_preview": False,
    }


def claim_url(structure: Structure) -> str:
    """Where a structure takes up a page that nobody keeps; empty for one that somebody does."""
    if structure.claimed_at:
        return ""
    return reverse("registration:entry", args=[structure.siret or f"a-{structure.pk}"])
