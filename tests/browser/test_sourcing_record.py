"""A record from end to end: made, taken away, opened, and told apart from one that was altered."""

import docx
import pytest
from playwright.sync_api import expect

from suppliers.models import SourcingRecord
from suppliers.workspace.owning import KEY
from tests.browser.record_files import assert_figures, taken_away
from tests.sourcing.records.conftest import market_of

pytestmark = pytest.mark.django_db(transaction=True)
CHECK = "/besoins/verifier/"


@pytest.fixture
def need(live_server, page, client, settings):
    made = market_of().need
    session = client.session
    session[KEY] = made.workspace_id
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])
    return made


def test_a_record_is_made_taken_away_and_shown_unaltered(page, need, tmp_path, accessible):
    page.goto(f"/besoins/{need.pk}/dossier/")
    page.get_by_role("button", name="Établir le dossier").first.click()
    expect(page.get_by_text("est établi et figé")).to_be_visible()
    accessible(page)
    record = SourcingRecord.objects.get()
    text, book = taken_away(page, "Document texte", tmp_path), taken_away(page, "Tableur", tmp_path)
    headings = [p.text for p in docx.Document(text).paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "1. Le besoin"
    assert_figures(need, text, book)

    page.get_by_role("link", name="Lire et imprimer").click()
    expect(page.get_by_text(record.docx_sha256)).to_be_visible()
    accessible(page)

    page.goto(CHECK)
    page.get_by_label("Fichier à vérifier").set_input_files(text)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.get_by_text("Inaltéré.")).to_be_visible()
    accessible(page)

    text.write_bytes(text.read_bytes()[:-1] + b"\x01")
    page.get_by_label("Fichier à vérifier").set_input_files(text)
    page.get_by_role("button", name="Vérifier", exact=True).click()
    expect(page.get_by_text("Non reconnu.")).to_be_visible()
    accessible(page)
