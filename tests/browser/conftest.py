"""Walks in a real browser, against a real server; the map's tiles come from a server of this machine too."""

import os
import pathlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.template import engines
from leaflet import app_settings as plan
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.pages import Lent, Pages
from tests.browser.tiles import TileServer
from tests.snapshot import WALKS, Snapshot

# Behind each window, chromium draws two pages of its own for an address bar that nobody sees: a second of
# processor for each of our contexts. The others are what Playwright turns off, in a list that ours replaces.
FEATURES_OFF = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--animation-duration-scale=0",  # of the window: its spinner would turn at each page asked for
    f"--disable-features={','.join(FEATURES_OFF)}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nobody else
]
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
# The two last as tests/atlas/test_errors.py makes them: see `with_pages_that_fail`.
ERROR_PAGES = ["/structures/00000000000000/", "/nulle-part/", "/refuses/", "/breaks/"]
HERE = pathlib.Path(__file__).parent


def answer_with_200(page: Page, addresses: list[str]) -> None:
    """Show the page of an error without the line in the console that every error gets."""
    for address in addresses:
        page.route(f"**{address}", lambda route: route.fulfill(response=route.fetch(), status=200))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where chromium is. Without it a walk is skipped on a desk, and fails where all must be tried."""
    if path := os.environ.get("CHROMIUM") or shutil.which("chromium"):
        return path
    reason = "chromium est absent ; pour les parcours au navigateur : apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tile_server() -> Iterator[TileServer]:
    with TileServer() as tiles:
        yield tiles


@pytest.fixture
def tiles(tile_server: TileServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[TileServer]:
    """The site with the plan of our own server, as MAP_TILES_URL would name it."""
    name, _, options = plan["TILES"][0]
    monkeypatch.setitem(plan, "TILES", [(name, tile_server.template, options)])
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    images = [*directives["img-src"], tile_server.address]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "img-src": images}}
    told = engines["jinja2"].env.globals["leaflet_json_config"]
    told.cache_clear()
    yield tile_server
    told.cache_clear()


@pytest.fixture(scope="session")
def lender(browser: Browser, live_server: Any) -> Pages:
    return Pages(browser, live_server.url)


@pytest.fixture
def expected_in_console() -> list[str]:
    """Parts of the errors that a walk provokes; the browser tells them before any script can."""
    return []


@pytest.fixture
def new_page(
    lender: Pages, live_server: Any, tiles: TileServer, expected_in_console: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody else: `new_page(java_script_enabled=False)`, `new_page(**PHONE)`.

    Errors in the console fail the test: scripts, the policy's refusals, files that are missing or elsewhere.
    """
    complaints: list[str] = []
    with ExitStack() as stack:
        all_lent: list[Lent] = []

        def open_page(**options: Any) -> Page:
            all_lent.append(stack.enter_context(lender.lend(**options)))
            return all_lent[-1].page

        yield open_page
        complaints += [said for lent in all_lent for said in lent.complaints]
    unexpected = [said for said in complaints if not any(part in said for part in expected_in_console)]
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def with_pages_that_fail(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.atlas.test_errors"


@pytest.fixture
def seeded(live_server: Any) -> None:
    """Three hundred fictional structures, the same each time."""
    if WALKS.snapshot:
        WALKS.snapshot.put_back()
    else:
        call_command("seed", structures=300, verbosity=0)
        WALKS.snapshot = Snapshot()


def said_by_axe(page: Page) -> str:
    """What axe has to say of the page as it stands; nothing if all is well."""
    # Its "preload" would fetch our style sheets a second time, by addresses that are not theirs; and
    # what is right need not be told in detail.
    results = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]})
    return results.generate_report() if results.violations_count else ""


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """`accessible(page)`: axe finds nothing to say of the page as it stands."""

    def check(page: Page) -> None:
        assert not (said := said_by_axe(page)), said

    return check
