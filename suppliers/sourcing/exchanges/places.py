"""Whose page it is: a need's shortlist, or one of its own; what both frames show around."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from suppliers.models import Enquiry, EnquiryRecipient, Exchange, Shortlist
from suppliers.sourcing.need_tabs import tabs_of
from suppliers.workspace.owning import own_shortlist

OF_A_NEED, OF_A_SHORTLIST = "sourcing:need-exchanges", "sourcing:exchanges"
_FRAMES = "suppliers/sourcing/"


def home_of(shortlist: Shortlist) -> str:
    """The page of its exchanges."""
    if shortlist.need_id:
        return reverse(OF_A_NEED, args=[shortlist.need_id])
    return reverse(OF_A_SHORTLIST, args=[shortlist.pk])


def frame_of(shortlist: Shortlist) -> dict[str, Any]:
    """What a page of exchanges shows around its own content."""
    framed: dict[str, Any] = {"shortlist": shortlist, "home": home_of(shortlist), "need": shortlist.need}
    if shortlist.need:
        return framed | {
            "frame": f"{_FRAMES}_need_layout.html",
            "tabs": tabs_of(shortlist.need, OF_A_NEED),
        }
    return framed | {"frame": f"{_FRAMES}exchanges/_shortlist_layout.html"}


def own_enquiry(request: HttpRequest, pk: int, enquiry: int) -> Enquiry:
    """One of an own shortlist (NotTheirsError, a 404, for another's)."""
    shortlist = own_shortlist(request, pk)
    found = Enquiry.objects.filter(shortlist=shortlist, pk=enquiry).first()
    if found is None:
        raise Http404("Cette demande n’existe pas.")
    found.shortlist = shortlist
    return found


def own_recipient(request: HttpRequest, pk: int, enquiry: int, recipient: int) -> EnquiryRecipient:
    asked = own_enquiry(request, pk, enquiry)
    found = asked.recipients.select_related("structure").filter(pk=recipient).first()
    if found is None:
        raise Http404("Cette structure n’est pas interrogée.")
    found.enquiry = asked
    return found


def own_exchange(request: HttpRequest, pk: int, exchange: int) -> Exchange:
    shortlist = own_shortlist(request, pk)
    found = Exchange.objects.filter(shortlist=shortlist, pk=exchange).select_related("structure").first()
    if found is None:
        raise Http404("Cet échange n’existe pas.")
    found.shortlist = shortlist
    return found
