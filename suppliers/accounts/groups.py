"""What people are members of, a structure or a buyer organisation: one way of keeping both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from suppliers.models import (
    BuyerMembership,
    BuyerOrganisation,
    Event,
    Invitation,
    Structure,
    StructureMembership,
    User,
)
from suppliers.models.membership import InvitationQuerySet

from .roles import organisations_of, structures_of

Membership = StructureMembership | BuyerMembership


class RefusedError(Exception):
    """What cannot be done, and what to do instead: a French sentence for who asked."""


@dataclass(frozen=True)
class Group:
    """A structure or a buyer organisation, seen as the people in it."""

    place: Structure | BuyerOrganisation

    def __str__(self) -> str:
        return str(self.place)

    @property
    def structure(self) -> Structure | None:
        return self.place if isinstance(self.place, Structure) else None

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{'structure' if self.structure else 'organisation'}-{self.place.pk}"

    @property
    def this(self) -> str:
        return "cette structure" if self.structure else "cette organisation"

    @property
    def the(self) -> str:
        return "la structure" if self.structure else "l’organisation"

    @property
    def of(self) -> str:
        return "de la structure" if self.structure else "de l’organisation"

    @property
    def memberships(self) -> QuerySet[Any]:
        """Of its members, the owner first, then the oldest."""
        return self.place.memberships.select_related("user").order_by("-role", "joined_at", "pk")

    @property
    def invitations(self) -> InvitationQuerySet:
        return Invitation.objects.filter(**self.link)

    @property
    def link(self) -> dict[str, Any]:
        """What ties a row to it."""
        return {"structure" if self.structure else "organisation": self.place}

    def lock(self) -> None:
        """Until the end of the transaction, nobody else changes who is a member. Raises if it is gone.

        Rows that point to it are not held up (`no_key`): two who leave would wait for each other.
        """
        rows = type(self.place)._default_manager.select_for_update(no_key=True)
        if not rows.filter(pk=self.place.pk).exists():
            raise RefusedError("Cette page n’existe plus : rien n’a été changé.")

    def page(self, name: str = "", *numbers: int) -> str:
        """The address of one of its pages: its members, or what is done there ("invite", "leave")."""
        home = "members" if self.structure else "organisation"
        return reverse(
            f"accounts:{home}-{name}" if name else f"accounts:{home}", args=[self.place.pk, *numbers]
        )

    @property
    def home(self) -> str:
        """Above the page of its members: a structure's dashboard; an organisation has that one page."""
        return reverse("registration:structure", args=[self.place.pk]) if self.structure else self.page()

    def record(self, action: str, *, by: User | None, **details: Any) -> None:
        after = details.pop("after", {})
        if not self.structure:
            after = {**after, "organisation": self.place.pk, "organisation_name": str(self)}
        Event.objects.record(action, by=by, structure=self.structure, after=after, **details)


def own_group(user: User, kind: str, pk: int) -> Group:
    """One of those that this account is a member of. Any other is not there: Http404."""
    mine: QuerySet[Any] = structures_of(user) if kind == "structure" else organisations_of(user)
    found = mine.filter(pk=pk).first()
    if found is None:
        raise Http404("Cette page n’est pas parmi les vôtres.")
    return Group(found)


def groups_of(user: User) -> list[Group]:
    """All those that somebody is a member of, structures first."""
    return [
        *(Group(place) for place in structures_of(user).order_by("name", "pk")),
        *(Group(place) for place in organisations_of(user)),
    ]


def name_of(user: User) -> str:
    """How the others of a group know somebody."""
    return user.get_full_name().strip() or user.email or user.username
