"""Every address of the site, asked by everybody: a table, and a new address without a row fails.

A row says what each role meets: "ok", "sign-in" (led to it), "denied" (403), "absent" (404).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permission_table import FORM, READ, ROWS
from tests.permission_world import ROLES, World, world_of

pytestmark = pytest.mark.django_db
SIGN_IN = ("/compte/login/", "/admin/login/")


def addresses(resolver: URLResolver | None = None, room: str = "") -> Iterator[str]:
    """The name of every address; one without a name is named by its pattern."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{each.namespace}:" if each.namespace else room)
        elif isinstance(each, URLPattern) and each.name:  # the others lead to one that has one
            yield f"{room}{each.name}"


NAMES = sorted(set(addresses()))
OURS = [name for name in NAMES if not name.startswith("admin:")]


def some_address(name: str) -> str:
    """Of an address of the administration, with whatever it names: who is kept out never gets that far."""
    resolver = get_resolver().namespace_dict["admin"][1]
    [(_, names)], *_ = resolver.reverse_dict.getlist(name.removeprefix("admin:"))[0]
    given = {"app_label": "suppliers", "url": "autre/"}
    return reverse(name, kwargs={each: given.get(each, "1") for each in names})


@pytest.fixture
def world(documents_folder: Path) -> World:
    return world_of()


def met(response: Any) -> str:
    if response.status_code == 302 and response.url.startswith(SIGN_IN):
        return "sign-in"
    return {403: "denied", 404: "absent", 405: "method"}.get(
        response.status_code, "ok" if response.status_code < 500 else "broken"
    )


def ask(world: World, role: str, method: str, url: str) -> str:
    """What somebody meets there, and nothing is left of it."""
    with transaction.atomic():
        client = Client()
        if user := world.users[role]:
            client.force_login(user)
        response = getattr(client, method)(url)
        found = met(response)
        if response.streaming:  # read to its end, a file is closed
            b"".join(response)
        transaction.set_rollback(True)
    return found


def test_every_address_has_its_row():
    assert set(OURS) - set(ROWS) == set(), "say in tests/permission_table.py who may ask for these"
    assert set(ROWS) - set(OURS) == set(), "these are addresses no more"


@pytest.mark.parametrize("name", sorted(ROWS))
def test_an_address_opens_to_those_it_is_for(world, name):
    row = ROWS[name]
    url = reverse(name, kwargs=row.arguments(world))
    found = {(method, role): ask(world, role, method, url) for method in row.methods for role in ROLES}

    wrong = {asked: said for asked, said in found.items() if said not in row.expected(asked[1])}
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if row.methods != FORM))
def test_an_address_refuses_the_other_method(world, name):
    """A link that is followed changes nothing, a page that is read takes nothing in."""
    row = ROWS[name]
    url = reverse(name, kwargs=row.arguments(world))
    other = "post" if row.methods == READ else "get"

    # Who may not come in need not learn of the methods either.
    assert {ask(world, role, other, url) for role in ROLES} <= {"method", "sign-in", "denied", "absent"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - {*OURS, "admin:logout"}))  # anybody may go
def test_the_administration_opens_to_its_team_alone(world, name):
    url = some_address(name)

    for role in set(ROLES) - {"admin"}:
        for method in ("get", "post"):
            assert ask(world, role, method, url) in {"sign-in", "denied", "absent"}, (role, method)
