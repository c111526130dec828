"""Every page of the site, from the table of permissions: its address, and who sees most of it.

An address that answers no page says why in its row (`no_page`): one that is new is looked at, or says so too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from suppliers.registration.steps import STEPS
from tests.accounts.conftest import PASSWORD, make_person, sign_in, totp_code
from tests.browser.on_the_way import WAYS, with_passkey, with_second_factor
from tests.factories import ReviewItemFactory
from tests.permission_table import ROWS
from tests.permission_world import ROLES, World

ROOMS = sorted({name.rpartition(":")[0] for name in ROWS})
# An address that is several pages, and those of one's own key.
Variants = Callable[[World], list[dict[str, Any]]]
VARIANTS: dict[str, Variants] = {
    "registration:step": lambda world: [{"step": step.slug} for step in STEPS],
    "registration:entry": lambda world: [{}, {"key": world.structure.siret}],
    "registration:structure": lambda world: [{}, {"pk": world.draft.pk}],
    "validation:item": lambda world: [{}, {"pk": world.duplicate.pk}, {"pk": world.proposal.pk}],
    **dict.fromkeys(["mfa_edit_webauthn", "mfa_remove_webauthn"], lambda _: [{"pk": _passkey().pk}]),
}
QUERIES = {"validation:lot-whole": "?nature=import&champ=website"}


def _passkey() -> Authenticator:
    return Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Visit:
    name: str
    url: str
    session: str  # of who sees most; empty for a visitor


class Visitors:
    """A client of each role, and of somebody with every second factor; each has just proven who they are."""

    def __init__(self, world: World) -> None:
        self._world = world
        fields = {"website": {"before": "", "after": "https://liste.example"}}
        ReviewItemFactory(
            kind="import",
            key="website",
            structure=world.structure,
            data={"fields": fields},
            submitted_by=None,
        )
        self._clients = [self._signed_in(role) for role in ROLES]
        self._clients.append(_careful_client())

    def visits(self, room: str) -> Iterator[Visit]:
        for name, row in ROWS.items():
            if name.rpartition(":")[0] != room or "get" not in row.methods:
                continue
            if name.startswith("/"):
                assert row.no_page, f"{name}: give it a name, or say why it is no page"
                continue
            given = row.arguments(self._world)
            for more in VARIANTS.get(name, lambda _: [{}])(self._world):
                url = reverse(name, kwargs=given | more) + QUERIES.get(name, "")
                client = self._who_sees_most(name, url)
                assert (client is None) == bool(row.no_page), f"{name}: is {url} a page or not?"
                if client:
                    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
                    yield Visit(name, url, cookie.value if cookie else "")

    def _who_sees_most(self, name: str, url: str) -> Client | None:
        """Whose page is the longest, among those who get one."""
        clients = self._clients
        if name in WAYS:
            clients = [Client()]
            WAYS[name](clients[0])
        lengths = [_length(client, url) for client in clients]
        return clients[lengths.index(max(lengths))] if any(lengths) else None

    def _signed_in(self, role: str) -> Client:
        user = self._world.users[role]
        if user is None:
            return Client()
        user.set_password(PASSWORD)
        user.save()
        return _client_of(user)


def _client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    return client


def _careful_client() -> Client:
    careful = make_person("prudence")
    secret = with_second_factor(careful)
    with_passkey(careful)
    client = Client()
    sign_in(client, careful)
    client.post("/compte/2fa/authenticate/", {"code": totp_code(secret)})
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    return client


def _length(client: Client, url: str) -> int:
    response = client.get(url)
    if response.streaming:  # a file, which is closed once read
        b"".join(response)
        return 0
    # 401 is told with a page too; what is not for somebody is no page of theirs
    is_page = response.status_code in (200, 401) and response["Content-Type"].startswith("text/html")
    runs_scripts = "sandbox" not in response.headers.get("Content-Security-Policy", "")
    return len(response.content) if is_page and runs_scripts else 0
