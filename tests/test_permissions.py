"""Every address of the site, asked by everybody: a table, and a new address without a row fails.

A row says what each role meets: "ok", "sign-in" (led to it), "denied" (403), "absent" (404).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin import site
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from suppliers.models import Document
from tests.accounts.conftest import make_person, sign_in, totp_code
from tests.admin.conftest import some as some
from tests.admin.test_every_page import CHANGED_BY_HAND
from tests.browser.on_the_way import with_second_factor
from tests.made_once import made_once
from tests.permission_table import FORM, READ, ROWS
from tests.permission_world import ROLES, World, world_of

pytestmark = pytest.mark.django_db
SIGN_IN = ("/compte/login/", "/admin/login/")
SECOND_FACTOR = ("/espace/second-facteur/",)


def addresses(resolver: URLResolver | None = None, room: str = "", route: str = "/") -> Iterator[str]:
    """The name of every address; of one without a name, its route."""
    for each in (resolver or get_resolver()).url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{each.namespace}:" if each.namespace else room, here)
        else:
            yield f"{room}{each.name}" if each.name else here


the_world = made_once(world_of)
NAMES = sorted(set(addresses()))
OURS = [name for name in NAMES if not name.startswith(("admin:", "/admin/"))]


def some_address(name: str) -> str:
    """Of an address of the administration, with whatever it names: who is kept out never gets that far."""
    if name.startswith("/"):
        return re.sub(r"<.*?>|\(.*", "1", name)
    resolver = get_resolver().namespace_dict["admin"][1]
    [(_, names)], *_ = resolver.reverse_dict.getlist(name.removeprefix("admin:"))[0]
    given = {"app_label": "suppliers", "url": "autre/"}
    return reverse(name, kwargs={each: given.get(each, "1") for each in names})


@pytest.fixture(scope="module")
def files_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where the files of the world stay, as its rows do, from one test to the next."""
    storage = Document._meta.get_field("file").storage
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "location", str(tmp_path_factory.mktemp("documents")))
        yield


@pytest.fixture
def world(db: None, files_folder: None) -> World:
    return the_world()


def met(response: Any) -> str:
    if response.status_code in (301, 302):
        closed = {"sign-in": SIGN_IN, "second factor": SECOND_FACTOR}
        return next((said for said, doors in closed.items() if response.url.startswith(doors)), "ok")
    said = {
        200: "ok",
        401: "ok",  # allauth's, with a page
        403: "denied",
        404: "absent",
        405: "method",
        409: "conflict",
    }
    return said.get(response.status_code, f"broken: {response.status_code}")


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
    url = row.url(name, world)
    found = {(method, role): ask(world, role, method, url) for method in row.methods for role in ROLES}

    wrong = {asked: said for asked, said in found.items() if said not in row.expected(asked[1])}
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if row.methods != FORM))
def test_an_address_refuses_the_other_method(world, name):
    """A link that is followed changes nothing, a page that is read takes nothing in."""
    row = ROWS[name]
    url = row.url(name, world)
    other = "post" if row.methods == READ else "get"

    # Who may not come in need not learn of the methods either.
    assert {ask(world, role, other, url) for role in ROLES} <= {"method", "sign-in", "denied", "absent"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - {*OURS, "admin:logout"}))  # anybody may go
def test_the_administration_opens_to_its_team_alone(world, name):
    url = some_address(name)

    for role in set(ROLES) - {"admin"}:
        for method in ("get", "post"):
            assert ask(world, role, method, url) in {"sign-in", "denied", "absent"}, (role, method)


@pytest.fixture
def administrator(settings: Any, some: None) -> Client:
    """Where the second factor is asked for, who has just given it."""
    settings.SECOND_FACTOR_REQUIRED = True
    client, admin = Client(), make_person("direction", is_staff=True, is_superuser=True)
    secret = with_second_factor(admin)
    sign_in(client, admin)
    client.post("/compte/2fa/authenticate/", {"code": totp_code(secret)})
    return client


@pytest.mark.parametrize("model", site._registry, ids=lambda model: model._meta.label)
def test_the_administration_opens_to_an_administrator_with_two_factors(administrator, model):
    pages = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.order_by("-pk").first()
    urls = [reverse(f"{pages}_changelist"), reverse(f"{pages}_change", args=[row.pk])]
    if model._meta.label in CHANGED_BY_HAND:
        urls.append(reverse(f"{pages}_add"))
    with_one = Client()
    with_one.force_login(make_person("adjointe", is_staff=True, is_superuser=True))

    for url in urls:
        assert administrator.get(url).status_code == 200, url
        assert met(with_one.get(url)) == "second factor", url
