"""A certification ends: on the next morning it opens no reserved contract, and nobody saved anything."""

import datetime as dt

import pytest
import time_machine
from playwright.sync_api import expect

from suppliers import search
from tests.browser.reading import CARD
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

LAST_DAY = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
ENDED = "La certification est arrivée à échéance."
RESERVED = "/annuaire/?article=L2113-12"


@pytest.fixture
def structure(live_server):
    made = StructureFactory(published=True, name="ESAT du Canal")
    ActivityFactory(structure=made)
    CertificationFactory(
        structure=made,
        kind_id="ESAT",
        valid_from=dt.date(2020, 1, 1),
        valid_until=LAST_DAY.date(),
        target_share=80,
    )
    with time_machine.travel(LAST_DAY):
        search.refresh()
    return made


def test_an_expired_certification_opens_no_reserved_contract_the_next_day(page, structure):
    with time_machine.travel(LAST_DAY):
        page.goto(f"{RESERVED}&verifie=1")
        expect(page.locator(CARD)).to_contain_text("ESAT du Canal")
        page.goto(structure.get_absolute_url())
        expect(page.locator("main")).to_contain_text("24 novembre 2026")
        expect(page.locator("main")).not_to_contain_text(ENDED)
    with time_machine.travel(LAST_DAY + dt.timedelta(days=1)):
        page.goto(RESERVED)
        expect(page.locator("[role=status][data-count]")).to_have_attribute("data-count", "0")
        page.goto(structure.get_absolute_url())
        expect(page.locator("main")).to_contain_text(ENDED)
