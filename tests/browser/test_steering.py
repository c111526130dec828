"""A buyer sends what a year has cost, says which column is which, sees it read, and deletes it."""

import pytest
from playwright.sync_api import expect

from suppliers.models import Ledger, LedgerLine
from tests.accounts.people import somebody
from tests.browser.conftest import PHONE
from tests.browser.test_members import sign_in as sign_in
from tests.buyer_factories import AwardFactory, NeedFactory, WorkspaceFactory
from tests.factories import BuyerMembershipFactory
from tests.sourcing.steering.conftest import csv_file, one

pytestmark = pytest.mark.usefixtures("seeded")
ODD = ["Num", "Tiers", "Objet", "Somme", "Le"]


@pytest.fixture
def organisation():
    membership = BuyerMembershipFactory(
        user=somebody("marie"), role="owner", organisation__name="Mairie de Montreuil"
    )
    WorkspaceFactory(organisation=membership.organisation)
    return membership.organisation


def press(page, name):
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("options", [{}, {**PHONE, "java_script_enabled": False}], ids=["wide", "phone"])
def test_a_ledger_comes_and_goes(new_page, sign_in, accessible, organisation, options, tmp_path):
    has_script = options.get("java_script_enabled", True)
    check = accessible if has_script else lambda _page: None
    path = tmp_path / "mandats-2025.csv"
    rows = [one(number % 40 + 1, "1 234,56") for number in range(12_000)]
    path.write_bytes(csv_file([*rows, one(3, "douze")], headings=ODD))
    page = new_page(**options)
    sign_in(page, organisation.memberships.get().user)

    page.goto("/espace/")
    page.get_by_role("link", name="Mairie de Montreuil", exact=True).click()
    check(page)
    page.get_by_role("link", name="Dépenses").click()
    press(page, "Envoyer le fichier")
    expect(page.get_by_role("alert")).to_contain_text("Choisissez un fichier.")
    check(page)
    page.get_by_label("Fichier des dépenses").set_input_files(str(path))
    press(page, "Envoyer le fichier")

    check(page)
    press(page, "Importer 12\u202f001 lignes environ")
    expect(page.get_by_role("alert")).to_contain_text("Dites quelle colonne le contient.")
    for label, column in (("SIRET ou SIREN", "A · Num"), ("Montant HT", "D · Somme"), ("Date", "E · Le")):
        page.get_by_label(label, exact=True).select_option(column)
    press(page, "Revoir l’aperçu")
    expect(page.get_by_role("cell", name="1\u202f234,56\u00a0€\u00a0HT").first).to_be_visible()
    page.get_by_role("button", name="Importer").click()

    done = page.get_by_text("12\u202f000 lignes lues le")
    if has_script:
        expect(done).to_be_visible(timeout=60_000)
    else:
        for _ in range(60):
            if done.is_visible():
                break
            page.wait_for_timeout(500)
            page.reload()
    expect(done).to_be_visible()
    check(page)
    expect(page.get_by_text("1 ligne refusée, et pourquoi")).to_be_visible()
    assert LedgerLine.objects.count() == 12_000

    page.get_by_role("link", name="Supprimer ce fichier").click()
    check(page)
    press(page, "Supprimer")
    expect(page.get_by_text("et ses lignes sont supprimés")).to_be_visible()
    assert not Ledger.objects.exists()
    assert not LedgerLine.objects.exists()


def test_an_outcome_makes_the_indicators(page, sign_in, accessible, organisation):
    need = NeedFactory(workspace=organisation.workspace)
    sign_in(page, organisation.memberships.get().user)
    page.goto(f"/besoins/{need.pk}/issue/")
    page.get_by_role("link", name="Noter l’issue").click()
    press(page, "Enregistrer l’issue")
    expect(page.get_by_role("alert")).to_contain_text("Dites ce qu’il en est.")
    accessible(page)
    page.get_by_label("Attribué").check()
    page.get_by_label("Date de la décision").fill("2026-03-02")
    page.get_by_label("Nom du titulaire").fill("Le Canal")
    page.get_by_label("Montant HT (€)").fill("12 000")
    page.get_by_label("Clause sociale").check()
    press(page, "Enregistrer l’issue")
    accessible(page)
    page.get_by_role("link", name="indicateurs de Mairie de Montreuil").click()
    expect(page.get_by_role("row", name="Achats socialement responsables")).to_contain_text("100\u00a0%")
    accessible(page)
    page.get_by_role("link", name="Modifier le territoire").click()
    page.get_by_role("combobox", name="Territoire").press_sequentially("montreu")
    page.get_by_role("option").first.click()
    press(page, "Enregistrer")
    expect(page.get_by_text("Territoire : Montreuil")).to_be_visible()


def test_on_a_phone_an_outcome_is_read_whole(new_page, sign_in, accessible, organisation):
    need = NeedFactory(workspace=organisation.workspace, title="Nettoyage des écoles élémentaires")
    AwardFactory(need=need, holder_name="Les Ateliers réunis de Montreuil", amount_excl_tax=120_000)
    other = NeedFactory(workspace=organisation.workspace, title="Repas de fête")
    AwardFactory(need=other, outcome="unsuccessful", holder_name="", amount_excl_tax=None)
    NeedFactory(workspace=organisation.workspace, title="Pas encore attribué")
    page = new_page(viewport={"width": 360, "height": 740})
    sign_in(page, organisation.memberships.get().user)
    page.goto(f"/espace/organisations/{organisation.pk}/pilotage/")
    region = page.get_by_role("region", name="Besoins", exact=True)
    assert region.evaluate("one => one.scrollWidth <= one.clientWidth")
    for told in ("120\u202f000\u00a0€\u00a0HT", "Les Ateliers réunis de Montreuil"):
        box = region.get_by_text(told).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    accessible(page)
