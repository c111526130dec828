"""Pages of several rooms, drawn by one hand: what is the same on all of them."""

import pytest

from suppliers.models import User
from tests.browser.test_registration import sign_in
from tests.factories import StructureFactory, StructureMembershipFactory

SEEN = """() => {
  const title = document.querySelector("main h1"), style = getComputedStyle(title);
  const main = [...document.querySelectorAll("main .btn:not(.btn--ghost, .btn--quiet)")];
  const ways = [...document.querySelectorAll("main .crumbs, main .rooms")].slice(0, 1);
  return {
    top: ways[0]?.matches(".crumbs:not(.rooms)") ? Math.round(title.getBoundingClientRect().top) : 0,
    edge: [title, ...ways].map((one) => Math.round(one.getBoundingClientRect().left)),
    title: `${style.fontSize} ${style.fontFamily} ${style.color}`,
    buttons: main.map((one) => getComputedStyle(one).backgroundColor),
  };
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_titles_edges_and_main_buttons_are_those_of_one_site(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    user = User.objects.create_user("claire", email="claire@canal.fr", is_validator=True)
    draft = StructureFactory(status="draft")
    StructureMembershipFactory(user=user, structure=draft, role="owner")
    space = f"/espace/structures/{draft.pk}"
    seen = {}
    for address in ("/compte/login/", "/compte/signup/", "/inscription/"):
        page.goto(address)
        seen[address] = page.evaluate(SEEN)
    sign_in(page, live_server, user)
    for address in (
        "/espace/",
        "/espace/nom/",
        f"{space}/membres/",
        f"{space}/",
        f"{space}/contact/",
        f"{space}/offre/",
        f"{space}/certifications/",
        "/espace/courriels/",
        "/validation/",
        "/validation/journal/",
    ):
        page.goto(address)
        seen[address] = page.evaluate(SEEN)
    expected = seen["/espace/"]
    assert {address: one["title"] for address, one in seen.items()} == dict.fromkeys(seen, expected["title"])
    edges = {address: set(one["edge"]) for address, one in seen.items()}
    assert edges == {address: set(expected["edge"]) for address in seen}
    assert len({one["top"] for one in seen.values() if one["top"]}) == 1  # under the way back
    # One ink for what a page is for; the accent is kept for the search.
    buttons = {colour for one in seen.values() for colour in one["buttons"]}
    assert buttons == {"rgb(18, 49, 58)"}
    assert not [address for address, one in seen.items() if len(one["buttons"]) > 1]
