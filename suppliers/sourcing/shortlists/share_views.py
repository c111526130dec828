"""The links by which a shortlist is read, and what who has one reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suppliers.models import ShareLink
from suppliers.showing.current_state import current_state
from suppliers.workspace.doors import for_its_owners
from suppliers.workspace.owning import author, own_shortlist

from .rows import points_of, read_rows, shown_rows
from .sharing import DAYS, TooManyLinksError, link_of, open_link, open_links, revoke_link, token_of
from .views import page_of


class ShareForm(forms.Form):
    days = forms.TypedChoiceField(
        label="Valable",
        choices=[(days, f"{days} jours") for days in DAYS],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class LinkShown:
    link: ShareLink
    url: str


@never_cache
@for_its_owners
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Its links; POST opens one, for `days` days."""
    shortlist = own_shortlist(request, pk)
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            open_link(shortlist, days=form.cleaned_data["days"], by=author(request))
        except TooManyLinksError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le lien est prêt : copiez-le.")
            return redirect("sourcing:shortlist-share", pk)
    links = open_links().filter(shortlist=shortlist).select_related("created_by")
    context = {
        "shortlist": shortlist,
        "page": page_of(shortlist),
        "form": form,
        "links": [LinkShown(link, _address(request, link)) for link in links],
    }
    return render(request, "suppliers/sourcing/shortlists/share.html", context)


def _address(request: HttpRequest, link: ShareLink) -> str:
    return request.build_absolute_uri(reverse("sourcing:shortlist-shared", args=[token_of(link)]))


@never_cache
@for_its_owners
@require_POST
def revoke(request: HttpRequest, pk: int, link: int) -> HttpResponseBase:
    shortlist = own_shortlist(request, pk)
    found = get_object_or_404(ShareLink, shortlist=shortlist, pk=link)
    found.shortlist = shortlist
    revoke_link(found, by=author(request))
    messages.success(request, "Le lien est annulé : il n’ouvre plus rien.")
    return redirect("sourcing:shortlist-share", pk)


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What who has the link reads: structures and states. No notes, labels, reasons or history."""
    link = link_of(token)
    if link is None:
        response = render(request, "suppliers/sourcing/shortlists/shared_gone.html", status=404)
    else:
        response = render(request, "suppliers/sourcing/shortlists/shared.html", _shared(request, link))
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"  # the address is the secret
    return response


def _shared(request: HttpRequest, link: ShareLink) -> dict[str, Any]:
    shortlist = link.shortlist
    held = read_rows(shortlist, is_owners=False)
    rows = shown_rows(request, held, sites=points_of(shortlist))
    return {
        "shortlist": shortlist,
        "rows": rows,
        "until": link.expires_at,
        "owner": shortlist.workspace.organisation,
        "day": current_state(request).today,
    }
