"""A small directory, and what its pages say."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from suppliers import search
from suppliers.models import Structure
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory
from tests.geocoding.conftest import ban
from tests.made_once import made_once

__all__ = ["ban"]
COUNT = re.compile(r'role="status" data-count="(\d+)"')


@pytest.fixture
@made_once
def esat(db) -> Structure:
    """A published ESAT of Montreuil that cleans offices, verified, confirmed."""
    structure = StructureFactory(
        published=True,
        name="ESAT Les Ateliers du Canal",
        address="12 rue de Paris",
        headcount=42,
        confirmed_on="2026-10-01",
    )
    ActivityFactory(structure=structure, sectors=["nettoyage-locaux"])
    CertificationFactory(
        structure=structure, kind_id="ESAT", valid_from="2020-01-01", valid_until="2034-12-31",
        verified_on="2026-09-12",
    )  # fmt: skip
    search.refresh()
    return structure


@pytest.fixture
def results(client: Client) -> Callable[..., str]:
    """The text of the results page for these parameters."""

    def get(query: str = "", **headers: str) -> str:
        response = client.get(f"{reverse('directory:list')}?{query}", headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    return get


def count_of(html: str) -> int:
    """The number of results the page gives; exactly one element says it."""
    found = COUNT.findall(html)
    assert len(found) == 1
    return int(found[0])
