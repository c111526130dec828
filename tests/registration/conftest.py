"""A member who is signed in, and their structure."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from suppliers.models import Structure, User
from tests.factories import StructureFactory, StructureMembershipFactory, UserFactory
from tests.geocoding.conftest import ban as ban


def values_of(page: str) -> dict[str, Any]:
    """What a browser would send of the form with the steps' name, left as it is."""
    form = re.search(r'<form[^>]*id="etape".*?</form>', page, re.DOTALL)
    assert form, "no form of a step on this page"
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", form[0]):
        attrs = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        is_off = attrs.get("type") in ("radio", "checkbox") and " checked" not in tag
        if "name" in attrs and not is_off and attrs.get("type") not in ("file", "submit"):
            ticked = "on" if attrs.get("type") == "checkbox" else ""
            values[attrs["name"]] = attrs.get("value", ticked)
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        values[name] = html.unescape(text.removeprefix("\r\n").removeprefix("\n"))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        values[name] = html.unescape(chosen[1]) if chosen else ""
    values.pop("csrfmiddlewaretoken", None)
    return values


@dataclass
class Tab:
    """One step opened in one tab of a member's browser."""

    client: Client
    url: str
    values: dict[str, Any] = field(default_factory=dict)
    page: str = ""

    def open(self) -> "Tab":
        self.page = self.client.get(self.url).content.decode()
        self.values = values_of(self.page)
        return self

    def send(self, **typed: Any) -> Any:
        answer = self.client.post(self.url, {**self.values, **typed})
        if answer.status_code == 200:
            self.page = answer.content.decode()
            self.values = values_of(self.page)
        return answer


@dataclass
class Member:
    client: Client
    user: User
    structure: Structure

    def url(self, step: str) -> str:
        return reverse("registration:step", args=[self.structure.pk, step])

    def tab(self, step: str) -> Tab:
        return Tab(self.client, self.url(step)).open()

    def reread(self) -> Structure:
        self.structure.refresh_from_db()
        return self.structure


def member_of(structure: Structure) -> Member:
    user = UserFactory()
    StructureMembershipFactory(structure=structure, user=user)
    client = Client()
    client.force_login(user)
    return Member(client, user, structure)


@pytest.fixture
def drafting(db: None) -> Member:
    """Somebody who prepares a profile."""
    return member_of(StructureFactory(status="draft", name="Ateliers du Canal"))


@pytest.fixture
def published(db: None) -> Member:
    """Somebody whose profile is public."""
    return member_of(StructureFactory(published=True, name="Ateliers du Canal"))
