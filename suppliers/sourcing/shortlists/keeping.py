"""Shortlists as wholes: opened, named, given to an organisation, thrown away."""

from __future__ import annotations

from django.db import transaction

from suppliers.models import BuyerOrganisation, EnquiryRecipient, Shortlist, User, Workspace
from suppliers.workspace.history import record
from suppliers.workspace.owning import workspace_of_organisation

MOST = 100  # loose ones in one workspace


class TooManyError(Exception):
    """A workspace has as many as it may: a French sentence for who asked."""

    def __init__(self) -> None:
        super().__init__(f"Vous avez déjà {MOST} sélections : supprimez-en une pour en créer une autre.")


@transaction.atomic
def create(workspace: Workspace, *, title: str, by: User | None) -> Shortlist:
    """A loose one. Raises TooManyError."""
    if workspace.shortlists.filter(need=None).count() >= MOST:
        raise TooManyError
    made = Shortlist.objects.create(workspace=workspace, title=title)
    record("shortlist.create", workspace=workspace, by=by, shortlist=made, title=title)
    return made


@transaction.atomic
def rename(shortlist: Shortlist, *, title: str, by: User | None) -> None:
    """A loose one; that of a need has the need's name."""
    before, shortlist.title = str(shortlist), title
    if before == str(shortlist):
        return
    shortlist.save(update_fields=["title", "updated_at"])
    record(
        "shortlist.rename",
        workspace=shortlist.workspace,
        by=by,
        shortlist=shortlist,
        before=before,
        after=str(shortlist),
    )


@transaction.atomic
def entrust(shortlist: Shortlist, organisation: BuyerOrganisation, *, by: User | None) -> None:
    """Give a loose one to a buyer organisation: its members may open and change it, as who gave it.

    Its history goes with it. A link that was shared goes on.
    """
    shortlist.workspace = workspace_of_organisation(organisation)
    shortlist.title = shortlist.title or str(shortlist)
    shortlist.save(update_fields=["workspace", "title", "updated_at"])
    shortlist.events.update(workspace=shortlist.workspace)
    record(
        "shortlist.entrust",
        workspace=shortlist.workspace,
        by=by,
        shortlist=shortlist,
        organisation=organisation.name,
    )


def what_else_goes(shortlist: Shortlist) -> str:
    """What was asked and said in it, in a French sentence; empty where there is nothing."""
    asked, said = shortlist.enquiries.count(), shortlist.exchanges.count()
    answered = EnquiryRecipient.objects.filter(enquiry__shortlist=shortlist).exclude(answered_at=None).count()
    parts = [
        _so_many(asked, "demande d’information", "demandes d’information"),
        _so_many(answered, "réponse reçue", "réponses reçues"),
        _so_many(said, "échange noté", "échanges notés"),
    ]
    words = ", ".join(part for part in parts if part)
    if not words:
        return ""
    after = " Les structures interrogées ne pourront plus répondre par leur lien." if asked else ""
    return f"Partent avec elle : {words}.{after}"


def _so_many(count: int, one: str, several: str) -> str:
    return f"{count} {several if count > 1 else one}" if count else ""


@transaction.atomic
def throw_away(shortlist: Shortlist, *, by: User | None) -> None:
    """A loose one, with what was noted in it, its links, what was asked and said in it."""
    record(
        "shortlist.delete",
        workspace=shortlist.workspace,
        by=by,
        title=str(shortlist),
        count=shortlist.items.held().count(),
    )
    shortlist.delete()
