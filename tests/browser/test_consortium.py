"""From a need of three lots to a group that a conventional company has joined."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from suppliers.models import Consortium
from suppliers.workspace.owning import KEY
from tests.buyer_factories import LotFactory, NeedFactory

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def need():
    made = NeedFactory(title="Entretien des écoles", places=["93048"])
    LotFactory(need=made, title="Nettoyage", sectors=["nettoyage-locaux"], reservation="L2113_12")
    LotFactory(need=made, title="Espaces verts", sectors=["espaces-verts"], places=["93008"])
    LotFactory(need=made, title="Repas", sectors=["traiteur"])
    return made


@pytest.mark.parametrize("scripts", [True, False])
def test_a_sports_brand_joins_a_group(new_page, live_server, need, accessible, scripts):
    page = new_page(java_script_enabled=scripts)
    session = SessionStore()
    session[KEY] = need.workspace_id
    session.save()
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(f"/besoins/{need.pk}/groupements/")
    expect(page.get_by_role("heading", name="Groupement 1")).to_be_visible()
    if scripts:
        accessible(page)
    page.get_by_role("button", name="Garder ce groupement (groupement 1)").click()
    expect(page.get_by_text("Groupement gardé.")).to_be_visible()
    made = Consortium.objects.get()
    covered = {number for member in made.members.all() for number in member.lot_numbers}
    assert covered == {1, 2, 3}
    page.get_by_role("link", name="Ajouter une entreprise hors de l’annuaire").click()
    page.get_by_label("Nom de l’entreprise").fill("Marque de sport")
    page.get_by_label("Lot 1 · Nettoyage").check()
    page.get_by_role("button", name="Ajouter au groupement").click()
    expect(page.get_by_text("Un membre qui ne paraît pas éligible", exact=False)).to_be_visible()
    page.get_by_label("Titre").fill("Le groupement du sport")
    page.get_by_label("Conjoint", exact=False).check()
    page.get_by_role("group", name="Mandataire").get_by_label("Marque de sport").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Le groupement du sport")).to_be_visible()
    made.refresh_from_db()
    lead = made.members.get(is_lead=True)
    assert (made.form, lead.name, lead.is_conventional) == ("conjoint", "Marque de sport", True)
    if scripts:
        accessible(page)
