"""axe finds nothing on any page of the site, as who sees most of it; see every_page.py."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.conftest import answer_with_200, said_by_axe
from tests.browser.every_page import ROOMS, Visit, Visitors
from tests.permission_world import world_of

pytestmark = pytest.mark.usefixtures("live_server", "documents_folder")


def come_as(page: Page, visit: Visit, site: str) -> None:
    page.context.clear_cookies()
    if visit.session:
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": visit.session, "url": site}])


@pytest.mark.parametrize("room", ROOMS)
def test_axe_finds_nothing_on_any_page(page, live_server, room):
    answer_with_200(page, ["/compte/3rdparty/login/error/"])
    found = []
    for visit in Visitors(world_of()).visits(room):
        come_as(page, visit, live_server.url)
        page.goto(visit.url)
        assert page.url == f"{live_server.url}{visit.url}", f"{visit.name} leads elsewhere"
        if said := said_by_axe(page):
            found.append(f"{visit.name} {visit.url}\n{said}")
    assert not found, "\n\n".join(found)
