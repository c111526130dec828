"""Accounts whose address is verified, as a sign-up makes them."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from allauth.account.models import EmailAddress
from django.db import connection

from suppliers.accounts.groups import Group, RefusedError
from suppliers.models import OutgoingEmail, User
from tests.factories import BuyerMembershipFactory, StructureMembershipFactory, UserFactory


def somebody(name: str = "marie", **fields: object) -> User:
    user: User = UserFactory(username=name, email=f"{name}@canal.example", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def letters(kind: str) -> list[str]:
    """To whom letters of this kind were written."""
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def link_in_letter(to: str) -> str:
    """The address of the last invitation that was written to somebody."""
    letter = OutgoingEmail.objects.filter(kind="invitation", to=to).latest("pk")
    found = re.search(r"https?://[^/\s]+(/invitation/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def member(group: Group, name: str, role: str) -> User:
    user = somebody(name)
    factory = StructureMembershipFactory if group.structure else BuyerMembershipFactory
    factory(user=user, role=role, **group.link)
    return user


def roles(group: Group) -> dict[str, str]:
    return {found.user.username: found.role for found in group.memberships}


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do these at the same time, each on a connection of its own; the refusals."""

    def alone(act: Callable[[], object]) -> str:
        try:
            act()
        except RefusedError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return [said for said in pool.map(alone, acts) if said]
