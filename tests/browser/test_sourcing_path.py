"""The whole way of a buyer without an account: from a need in three lots to the files of its record."""

from __future__ import annotations

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from suppliers.models import Consortium, Need
from suppliers.sourcing.needs.parts import parts_of
from tests.browser.reading import CARD
from tests.browser.record_files import (
    assert_articles,
    assert_draws,
    assert_figures,
    assert_picks,
    expected_of,
    number,
    taken_away,
)

pytestmark = pytest.mark.usefixtures("seeded")
LOTS = [("Nettoyage", "90911200"), ("Espaces verts", "77310000"), ("Repas", "traiteur")]


def tab(page, name):
    page.get_by_role("navigation", name="Ce besoin").get_by_role("link", name=name, exact=True).click()


def begin(page):
    """A need in Montreuil, and its three lots."""
    page.goto("/besoins/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("Entretien et repas des écoles")
    page.get_by_label("Commune, territoire ou adresse").fill("Montreuil")
    page.get_by_label("Commune, territoire ou adresse").press("Escape")
    page.get_by_role("button", name="Voir ce que le marché permet").click()
    page.get_by_role("link", name="Ajouter un lot").click()
    for rank, (title, asked) in enumerate(LOTS, start=1):
        page.get_by_label("Intitulé du lot").fill(title)
        page.get_by_label("Secteur, métier ou code CPV").fill(asked)
        last = rank == len(LOTS)
        page.get_by_role("button", name="Enregistrer le lot" if last else "Enregistrer, et un autre").click()


def pick_from_a_neutral_draw(page, need):
    """One more, for the second lot, of those that were not picked."""
    page.goto(f"/besoins/{need.pk}/propositions/?lot=2")
    page.get_by_role("button", name="neutre").first.click()
    expect(page.get_by_text("Tirage du ")).to_be_visible()
    page.goto(f"/besoins/{need.pk}/propositions/?lot=2")
    page.get_by_role("checkbox", name="Choisir ").last.check()
    page.get_by_role("button", name="Ajouter à la sélection du besoin").click()
    expect(page.get_by_text("ajoutée à la sélection pour le lot 2")).to_be_visible()


def test_a_visitor_goes_from_three_lots_to_a_record(new_page, tmp_path):
    page = new_page(java_script_enabled=False)
    begin(page)
    need = Need.objects.get()
    assert need.lots.count() == 3

    expected = expected_of(need)
    for name, count in expected.items():
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        summed = page.get_by_role("row", name=name)
        assert number(summed.get_by_role("cell").nth(1).inner_text()) == count
        summed.get_by_role("link", name=name).click()
        shown = page.get_by_role("region", name=name, exact=True).get_by_role("row", name="Toutes").first
        assert number(shown.get_by_role("cell").nth(1).inner_text()) == count

    tab(page, "Propositions")
    boxes = page.get_by_role("checkbox", name="Choisir ")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Ajouter à la sélection du besoin").click()
    pick_from_a_neutral_draw(page, need)
    tab(page, "Sélection")
    names = page.locator(f"{CARD} h2").all_inner_texts()
    items = need.shortlist.items.select_related("structure")
    picked = [item.structure for item in items]
    assert len(names) == 3 and set(names) == {str(item) for item in items}  # by their « enseigne », if any
    for name in names:
        page.get_by_label(f"Comparer {name}").check()
    page.get_by_role("button", name="Comparer", exact=True).click()
    expect(page.get_by_role("heading", name="Comparer 3 structures")).to_be_visible()

    page.goto(f"/besoins/{need.pk}/groupements/")
    page.get_by_role("button", name="Garder ce groupement (groupement 1)").click()
    expect(page.get_by_text("Groupement gardé.")).to_be_visible()
    members = list(Consortium.objects.get().members.select_related("structure"))
    assert {lot for one in members for lot in one.lot_numbers} == {1, 2, 3}
    assert all(one.structure.open_to_cocontracting for one in members)

    page.goto(f"/besoins/{need.pk}/dossier/")
    page.get_by_role("button", name="Établir le dossier").first.click()
    text, book = taken_away(page, "Document texte", tmp_path), taken_away(page, "Tableur", tmp_path)
    assert len(parts_of(need)) == 3
    assert_figures(need, text, book)
    assert_articles(need, text, book)
    assert len({item.shown_order for item in need.shortlist.items.all()}) == 2
    assert_picks(need, text, book)
    assert_draws(need, book)
    rows = list(openpyxl.load_workbook(book)["Sélection"].iter_rows(min_row=2, values_only=True))
    assert {row[2] for row in rows if row[4] == "Gardée"} == {one.siret for one in picked}
    grouped = list(openpyxl.load_workbook(book)["Groupements"].iter_rows(min_row=2, values_only=True))
    assert {row[3] for row in grouped} == {one.siret for one in members}
    said = {cell.text for table in docx.Document(text).tables for row in table.rows for cell in row.cells}
    assert {*names, *(one.name for one in members)} <= said
