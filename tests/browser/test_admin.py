"""The admin's first page, which also shows that walks work at all."""

from django.contrib.auth import get_user_model

from suppliers.models import ImportRun, User
from tests.admin.conftest import some_of_everything

LISTS = ["structure", "certification", "activity", "importrun", "importissue", "errorreport", "user"]


def test_admin_opens_for_the_demo_account_with_the_strict_policy(page, live_server):
    get_user_model().objects.create_superuser("admin", password="atlas-demonstration")
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill("admin")
    page.get_by_label("Mot de passe").fill("atlas-demonstration")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", name="Site d’administration").wait_for()


def test_lists_are_not_cut(new_page, client, live_server):
    admin = User.objects.create_superuser("une-administratrice-au-long-nom", password="atlas-demonstration")
    some_of_everything(3, admin)
    long_name = "siae-2026-11-" + "x" * 60 + ".csv"
    ImportRun.objects.update(file_name=long_name, created=12000, updated=12000, left=1200, refused=3)
    client.force_login(admin)
    page = new_page()
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])

    cut = {}
    for name in LISTS:
        page.goto(f"/admin/suppliers/{name}/")
        for width in (1200, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            results = page.locator("#changelist .results")
            wider = results.evaluate("each => each.scrollWidth - each.clientWidth")
            if wider > 0:
                cut[name, width] = wider

    assert not cut
