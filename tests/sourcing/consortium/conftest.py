"""A need of three lots in two places, and structures that answer some of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from suppliers import search
from suppliers.models import Consortium, Need, Structure, Workspace
from suppliers.workspace.owning import KEY
from tests.buyer_factories import LotFactory, NeedFactory
from tests.factories import ActivityFactory, StructureFactory

CLEANING, GARDENS, MEALS = "nettoyage-locaux", "espaces-verts", "traiteur"
MONTREUIL, BOBIGNY, LYON = "93048", "93008", "69123"
NEAR_BOBIGNY = {"latitude": 48.9086, "longitude": 2.4394}


def seller(name: str, *sectors: str, open_to: bool | None = True, **more: Any) -> Structure:
    """Works in all France unless `works_in` names territories; `more`: columns."""
    works_in = more.pop("works_in", ())
    made = StructureFactory(published=True, name=name, open_to_cocontracting=open_to, **more)
    for position, sector in enumerate(sectors):
        zone = {"zone_kind": "territories", "territories": list(works_in)} if works_in else {}
        ActivityFactory(structure=made, position=position, sectors=[sector], **zone)
    search.refresh([made.pk])
    return made


@pytest.fixture
def need(db: None) -> Need:
    """Lots: cleaning (1) and meals (3) in Montreuil, gardens (2) in Bobigny."""
    made = NeedFactory(places=[MONTREUIL])
    LotFactory(need=made, title="Nettoyage", sectors=[CLEANING])
    LotFactory(need=made, title="Jardins", sectors=[GARDENS], places=[BOBIGNY])
    LotFactory(need=made, title="Repas", sectors=[MEALS])
    return made


def visitor_of(workspace: Workspace) -> Client:
    """The browser in which a visitor has begun."""
    client = Client()
    session = client.session
    session[KEY] = workspace.pk
    session.save()
    return client


@pytest.fixture
def visitor(need: Need) -> Client:
    return visitor_of(need.workspace)


def page_of(need: Need, name: str = "consortiums", *more: int) -> str:
    return reverse(f"sourcing:{name}", args=[need.pk, *more])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def three(need: Need) -> list[Structure]:
    return [seller("Propre", CLEANING), seller("Vert", GARDENS), seller("Table", MEALS)]


@pytest.fixture
def kept(need: Need, visitor: Client, three: list[Structure]) -> Consortium:
    answer = visitor.post(page_of(need, "consortium-keep"), {"structure": [str(one.pk) for one in three]})
    made = Consortium.objects.get()
    assert answer["Location"] == page_of(need, "consortium", made.pk)
    return made
