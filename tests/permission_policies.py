"""What each role meets at an address: the words of the table of permissions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.permission_world import ROLES, World

Policy = dict[str, str]
Arguments = Callable[[World], dict[str, Any]]


def policy(visitor: str, others: str, **roles: str) -> Policy:
    """What the visitor meets, what everybody else does, and who meets something else."""
    return {"visitor": visitor, **dict.fromkeys(ROLES[1:], others), **roles}


EVERYBODY = policy("ok", "ok")
SIGNED_IN = policy("sign-in", "ok")
MEMBERS = policy("sign-in", "absent", editor="ok", owner="ok")
OWNER = policy("sign-in", "absent", editor="denied", owner="ok")
BUYERS = policy("sign-in", "absent", buyer="ok")
QUEUE = policy("sign-in", "denied", validator="ok", elsewhere="ok", admin="ok")
VALIDATORS = policy("sign-in", "denied", validator="ok", elsewhere="absent", admin="ok")
DOCUMENT = policy("sign-in", "absent", editor="ok", owner="ok", validator="ok", admin="ok")
SUBMITTER = policy("sign-in", "absent", owner="ok", editor="ok")
NOWHERE = policy("absent", "absent")
# A page of signing in that goes on from another: who comes from nowhere is led back to the first.
ON_THE_WAY = policy("ok sign-in absent", "ok sign-in absent denied")

READ, ACT, FORM = ("get",), ("post",), ("get", "post")


@dataclass(frozen=True)
class Row:
    policy: Policy
    methods: tuple[str, ...] = FORM
    arguments: Arguments = lambda _: {}
    no_page: str = ""  # why the browser has no page to look at there
    query: str = ""

    def url(self, name: str, world: World) -> str:
        """Of an address without a name, its route is the key of its row."""
        return name if name.startswith("/") else reverse(name, kwargs=self.arguments(world)) + self.query

    def expected(self, role: str) -> set[str]:
        return set(self.policy[role].split())
