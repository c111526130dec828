"""Two who note the same row, and a session that ends while one writes."""

import re
from html import unescape

from suppliers.models import ShortlistItem, User

from .conftest import follow, page_of, sent


def test_two_colleagues_write_different_fields_of_one_row(colleagues):
    shortlist, first, second = colleagues
    item = shortlist.items.first()  # both have the page as it is now
    follow(first, shortlist, item, status="contacted", tags="bio")
    follow(second, shortlist, item, note="Rappelée")
    item_now = ShortlistItem.objects.get(pk=item.pk)
    assert (item_now.status, item_now.tags, item_now.note) == ("contacted", ["bio"], "Rappelée")


def test_what_a_colleague_wrote_meanwhile_is_shown_before_it_is_replaced(colleagues):
    shortlist, first, second = colleagues
    item = shortlist.items.first()  # both have the page as it is now
    follow(first, shortlist, item, note="Rappeler lundi", status="contacted")

    response = follow(second, shortlist, item, note="Pas joignable", status="contacted", tags="bio")

    html = response.content.decode()
    assert "La note est devenue «\u00a0Rappeler lundi\u00a0» entre-temps" in html
    assert "L’état est passé" not in html  # both wrote the same
    assert "Pas joignable</textarea>" in html
    item.refresh_from_db()
    assert (item.note, item.tags) == ("Rappeler lundi", [])

    seen = re.search(rf'value="([^"]*)" id="id_{item.pk}_seen"', html).group(1)
    again = {"note": "Pas joignable", "status": "contacted", "tags": "bio", "seen": unescape(seen)}
    second.post(page_of(shortlist, "shortlist-item", item.pk), again)
    item.refresh_from_db()
    assert (item.note, item.tags, item.status) == ("Pas joignable", ["bio"], "contacted")


def test_a_note_written_after_the_session_has_ended_waits_for_its_author(colleagues):
    shortlist, _first, second = colleagues
    item = shortlist.items.first()
    member = second.session["_auth_user_id"]
    second.logout()
    answer = second.post(
        page_of(shortlist, "shortlist-item", item.pk),
        sent(item, note="Écrit avec soin", row=item.pk),
        headers={"referer": f"http://testserver{page_of(shortlist)}"},
    )
    assert answer.url.startswith("/compte/login/")

    second.force_login(User.objects.get(pk=member))
    html = second.get(page_of(shortlist)).content.decode()
    assert "Écrit avec soin</textarea>" in html
    assert "Ce que vous aviez écrit est là" in html
    item.refresh_from_db()
    assert item.note == ""


def test_a_reason_is_never_given_to_the_other_state(colleagues):
    """One sets it aside while the other writes why it is kept: the second is told of both."""
    shortlist, first, second = colleagues
    item = shortlist.items.first()
    follow(first, shortlist, item, status="set_aside", reason_kind="Délai trop long")

    html = follow(second, shortlist, item, kept_for="Proche du site").content.decode()

    assert "L’état est passé à «\u00a0Écartée\u00a0» entre-temps" in html
    assert "Le motif est devenu «\u00a0Délai trop long\u00a0» entre-temps" in html
    item.refresh_from_db()
    assert (item.status, item.reason) == ("set_aside", "Délai trop long")

    again = sent(item, status="to_contact", kept_for="Proche du site", reason_kind="")
    second.post(page_of(shortlist, "shortlist-item", item.pk), again)
    item.refresh_from_db()
    assert (item.status, item.reason) == ("to_contact", "Proche du site")
