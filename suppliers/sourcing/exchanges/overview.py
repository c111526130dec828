"""All that was asked, answered and said for one shortlist; of one structure, if it is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest

from suppliers.models import Enquiry, EnquiryRecipient, Exchange, Shortlist, ShortlistItem

FILTER = "structure"


@dataclass(frozen=True)
class Overview:
    """`chosen`: the structure it is narrowed to, as a number; `mistake`: why it is not, in French."""

    enquiries: list[tuple[Enquiry, list[EnquiryRecipient]]]
    exchanges: list[Exchange]
    items: list[ShortlistItem]
    chosen: int | None
    mistake: str

    @property
    def is_empty(self) -> bool:
        return not self.enquiries and not self.exchanges

    @property
    def to_share(self) -> list[Exchange]:
        """Where the buyer has given information, which all are to have (art. R2111-2)."""
        return [one for one in self.exchanges if one.information_given]

    @property
    def query(self) -> str:
        return f"?{FILTER}={self.chosen}" if self.chosen else ""


def overview_of(shortlist: Shortlist, request: HttpRequest) -> Overview:
    """Four queries, whatever it holds."""
    items = [item for item in shortlist.items.select_related("structure") if item.structure_id]
    asked = request.GET.get(FILTER, "")
    known = {str(item.structure_id): item.structure_id for item in items}
    chosen = known.get(asked)
    recipients = EnquiryRecipient.objects.select_related("structure", "noted_by")
    exchanges = shortlist.exchanges.select_related("structure", "created_by")
    if chosen:
        recipients, exchanges = recipients.filter(structure=chosen), exchanges.filter(structure=chosen)
    enquiries = shortlist.enquiries.prefetch_related(
        Prefetch("recipients", queryset=recipients, to_attr="shown")
    )
    shown = [(one, list(one.shown)) for one in enquiries]
    return Overview(
        enquiries=[(one, rows) for one, rows in shown if rows or not chosen],
        exchanges=list(exchanges),
        items=sorted(items, key=str),
        chosen=chosen,
        mistake="" if chosen or not asked else "Cette structure n’est pas dans la sélection.",
    )
