"""A proof is read in the page of what it proves, and leaves it as it came."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from suppliers.models import User
from suppliers.profiles.documents import keep_document
from tests.browser.test_registration import sign_in
from tests.factories import ReviewItemFactory
from tests.profiles.images import picture

pytestmark = pytest.mark.usefixtures("documents_folder")
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
NOTE_REVOKED = """
  window.revoked = [];
  const revoke = URL.revokeObjectURL;
  URL.revokeObjectURL = (address) => { window.revoked.push(address); revoke.call(URL, address); };
"""


@pytest.fixture
def item(live_server):
    made = ReviewItemFactory()
    for upload in (SimpleUploadedFile("agrément.pdf", PDF), picture(name="scan.jpg")):
        keep_document(upload, structure=made.structure, by=made.submitted_by, item=made)
    return made


@pytest.fixture
def reading(page, live_server, item):
    sign_in(page, live_server, User.objects.create_user("animatrice", is_validator=True))
    page.goto(f"/validation/{item.pk}/")
    return page


def test_a_pdf_is_read_in_the_page_when_it_is_asked_for(reading, live_server, accessible):
    reading.evaluate(NOTE_REVOKED)
    expect(reading.locator("iframe")).to_have_count(0)

    reading.get_by_text("Voir ici : agrément.pdf").click()

    seen = reading.get_by_title("Document : agrément.pdf")
    expect(seen).to_be_visible()
    address = seen.get_attribute("src")
    assert address.startswith(f"blob:{live_server.url}/")
    expect(reading.get_by_role("status").filter(has_text="document")).to_have_count(0)
    accessible(reading)
    reading.get_by_text("Voir ici : agrément.pdf").click()
    expect(reading.locator("iframe")).to_have_count(0)
    assert address in reading.evaluate("window.revoked")  # axe revokes of its own


def test_a_picture_is_in_the_page_at_once(reading):
    shown = reading.get_by_role("img", name="scan.jpg")

    shown.scroll_into_view_if_needed()
    reading.wait_for_function("document.querySelector('.proof__image').naturalWidth > 0")
    assert shown.get_attribute("class") == "proof__image"
    expect(reading.get_by_text("Voir ici : scan.jpg")).to_have_count(0)


@pytest.mark.parametrize("lost", ["the file", "the session"])
def test_a_pdf_that_does_not_arrive_is_said_and_asked_for_again(reading, item, lost, expected_in_console):
    expected_in_console.append("404")
    file = item.documents.get(name="agrément.pdf").file
    if lost == "the file":
        file.storage.delete(file.name)
    else:
        reading.context.clear_cookies()

    reading.get_by_text("Voir ici : agrément.pdf").click()

    expect(reading.get_by_text("Le document n’est pas arrivé")).to_be_visible()
    expect(reading.locator("iframe")).to_have_count(0)


def test_a_pdf_is_a_link_without_scripts(new_page, live_server, item):
    page = new_page(java_script_enabled=False)
    sign_in(page, live_server, User.objects.create_user("animatrice", is_validator=True))
    page.goto(f"/validation/{item.pk}/")

    expect(page.get_by_role("link", name="agrément.pdf")).to_be_visible()
    expect(page.get_by_text("Voir ici")).to_be_hidden()


@pytest.mark.parametrize(("address", "framed"), [("/validation/{}/", True), ("/validation/", False)])
def test_frames_are_for_the_page_of_an_item_alone(client, item, address, framed):
    client.force_login(User.objects.create_user("animatrice", is_validator=True))

    policy = client.get(address.format(item.pk))["Content-Security-Policy"]

    assert ("frame-src blob:" in policy) is framed
