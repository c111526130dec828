"""The admin's first page, which also shows that walks work at all."""

from django.contrib.auth import get_user_model


def test_admin_opens_for_the_demo_account_with_the_strict_policy(page, live_server):
    get_user_model().objects.create_superuser("admin", password="atlas-demonstration")
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill("admin")
    page.get_by_label("Mot de passe").fill("atlas-demonstration")
    page.get_by_role("button", name="Connexion").click()
    page.get_by_role("heading", name="Site d’administration").wait_for()
