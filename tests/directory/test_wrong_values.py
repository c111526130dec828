"""A value that cannot be read is refused in our words, and quoted so that it can be seen."""

import pytest

from suppliers.models import Sector


@pytest.mark.parametrize("more", ["", "&secteur=nimporte"])
def test_too_many_values_are_said_and_all_left_out(results, db, more):
    codes = list(Sector.objects.values_list("code", flat=True))[:41]
    html = results("&".join(f"secteur={code}" for code in codes) + more)

    assert "40 valeurs au plus : retirez-en quelques-unes." in html


def test_unknown_values_are_looked_up_together(client, db, django_assert_max_num_queries):
    client.get("/annuaire/?territoire=y")
    for how_many in (2, 30, 200):
        with django_assert_max_num_queries(4):
            client.get("/annuaire/?" + "&".join(f"territoire=x{number}" for number in range(how_many)))


def test_what_cannot_be_read_comes_first_among_the_filters(esat, results):
    html = results("certification=NIMPORTE&territoire=99")

    for name, wrong in [("certification", "NIMPORTE"), ("territoire", "99")]:
        panel = html.split(f'id="facet-{name}"')[1].split("</fieldset>")[0]
        first = panel.split("<li")[1]
        assert f'value="{wrong}" checked' in first
        assert f'choice__label">{wrong}</span>' in first


@pytest.mark.parametrize(
    ("query", "said", "chip"),
    [
        (
            "q=" + "mot+" * 75,
            "200 caractères au plus : gardez les mots qui disent votre besoin.",
            "Que cherchez-vous ? : mot mot mot mot mot mot mot mot mot mot…",
        ),
        (
            "q=%00",
            "Un caractère illisible s’est glissé dans ce texte : retapez-le.",
            "Que cherchez-vous ? : caractère illisible",
        ),
        ("q=%E2%80%8B", "ne cherche rien", "« caractère illisible »"),
        ("secteur=%00", "« caractère illisible » : ce secteur", "Secteur : caractère illisible"),
        ("cpv=" + "1" * 300, f"« {'1' * 39}… » : aucun secteur", f"Code CPV : {'1' * 39}…"),
        ("tri=%00&confirme=%00", "de 1 à 120.", "(mois) : caractère illisible"),
        ("verifie=%00", "« Preuve vérifiée seulement » : cochez", ": caractère illisible"),
        ("pres_de=2.4485,48.8638", "la latitude vient d’abord", "Autour du point : 2.4485,48.8638"),
        ("pres_de=" + "1" * 300, "Un point s’écrit", f"Autour du point : {'1' * 39}…"),
        ("adresse=%00", "Ce lieu n’est pas reconnu. Donnez", "Où ? : caractère illisible"),
        ("adresse=" + "z" * 300, "Ce lieu n’est pas reconnu. Donnez", f"Où ? : {'z' * 39}…"),
    ],
)
def test_list_says_in_our_words_what_cannot_be_read(esat, results, ban, query, said, chip):
    html = results(query)

    assert said in html
    assert f"{chip}<svg" in html
    for of_the_framework in ("Assurez-vous", "caractère nul", "Saisissez", "Sélectionnez"):
        assert of_the_framework not in html
