import re

import pytest
from django.urls import reverse

from suppliers import search
from tests.directory.conftest import count_of
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

BAD_VALUES = {
    "secteur=nimporte": "facet-secteur",
    "certification=nimporte": "facet-certification",
    "article=L1234-5": "facet-article",
    "famille=nimporte": "facet-famille",
    "territoire=ZZZ": "facet-territoire",
    "intervient=ZZZ": "facet-intervient",
    "type=nimporte": "facet-type",
    "effectif=nimporte": "facet-effectif",
    "confirme=hier": "facet-confirme",
    "verifie=peut-etre": "facet-article",
    "pres_de=ici": "adresse",
    "pres_de=48.86,2.44&rayon=loin": "rayon",
    "cpv=12": "cpv",
    "tri=nimporte": "tri",
    "q=" + "a" * 201: "q",
}


def test_list_shows_who_where_what_proof_and_answer(esat, results):
    html = results("q=nettoyage")

    assert count_of(html) == 1
    for said in [
        "ESAT Les Ateliers du Canal",
        "Montreuil",
        "Nettoyage de locaux",
        "vérifiée le 12 sept. 2026",
        "L2113-12",
        "éligible, preuve du 12 sept. 2026",
        "42 personnes",
        "l’admission à un marché réservé reste à vérifier par l’acheteur",
    ]:
        assert said in html
    assert f'data-atlas-card="{esat.pk}"' in html
    assert 'data-number="1"' in html


def test_card_begins_with_what_was_asked(db, results):
    first = ["developpement-logiciel", "maintenance-informatique", "materiel-informatique"]
    structure = ActivityFactory(sectors=first).structure
    ActivityFactory(structure=structure, position=1, sectors=["nettoyage-locaux"])
    search.refresh()

    def sells(query):
        return re.search(r"<p data-atlas-essential>(.*?)</p>", results(query))[1]

    assert sells("q=vitrerie").startswith("<b>Nettoyage de locaux et de vitres</b> · ")
    assert sells("q=vitrerie").endswith(" · et 1 autre")
    assert "<b>" not in sells("tri=nom")
    assert "Nettoyage" not in sells("tri=nom")


@pytest.mark.parametrize("query", BAD_VALUES)
def test_list_with_a_bad_value_says_so_at_the_field_and_shows_nothing(esat, results, query):
    html = results(query)
    field = BAD_VALUES[query]

    assert count_of(html) == 0
    assert f'href="#{field}"' in html
    assert f'id="{field}"' in html
    assert 'class="error"' in html
    assert esat.name not in html


def test_list_keeps_what_was_typed_beside_a_bad_value(esat, results):
    html = results("q=m%C3%A9nage&cpv=12&secteur=nimporte")

    assert 'value="ménage"' in html
    assert 'value="12"' in html
    assert 'value="nimporte" checked' in html


def test_filters_beside_a_bad_value_can_still_be_chosen_and_count_nothing(esat, results):
    html = results("secteur=nimporte&secteur=nettoyage-locaux&famille=association")

    for chosen in ("secteur-nimporte", "secteur-nettoyage-locaux", "famille-association"):
        assert re.search(rf'id="f-{chosen}"[^>]* checked', html)
    assert 'id="f-certification-ESAT"' in html
    assert "choice__count" not in html
    chips = re.findall(r'class="chip"[^>]*>(?:<span[^>]*>.*?</span>)?([^<]+)', html)
    assert chips == ["Secteur : nimporte", "Nettoyage de locaux et de vitres", "Association"]


def test_a_bad_value_can_be_left_out(esat, results):
    html = results("q=nettoyage&secteur=nimporte&secteur=proprete&confirme=0")

    link = "/annuaire/?q=nettoyage&amp;secteur=proprete"
    assert f'<a href="{link}">Sans ce qui n’a pas pu être lu : <b>1 structure</b></a>' in html
    assert "Sans ce qui" not in results("q=introuvable&confirme=0")


@pytest.mark.parametrize("wrong", ["", "&secteur=nimporte"])
def test_list_shows_of_values_that_exclude_one_another_the_one_it_reads(esat, results, wrong):
    html = results(f"q=traiteur&q=nettoyage&confirme=6&confirme=12&tri=recent&tri=nom&page=3&page=1{wrong}")

    assert re.findall(r'value="(\d*)" checked', html) == ["12"]
    assert 'value="nettoyage"' in html
    assert "traiteur" not in html.split("data-atlas-results", 1)[1].split("</section>")[0]
    assert "confirme=6" not in html
    if not wrong:
        assert '<option value="nom" selected>' in html
        assert "<dd>« nettoyage » · Confirmée depuis moins de 12 mois</dd>" in html


def test_list_ignores_a_parameter_it_does_not_know(esat, results):
    assert count_of(results("utm_source=lettre&foo=%00")) == 1


@pytest.mark.parametrize(
    "query", ["page=abc", "page=-1", "page=0", "page=99999999999999999999", "q=%00", "pres_de=%00"]
)
def test_list_survives_strange_values(esat, results, query):
    count_of(results(query))


def test_list_without_result_says_which_filter_to_drop(esat, results):
    html = results("q=nettoyage&certification=EI")

    assert count_of(html) == 0
    assert "Sans « Entreprise d" in html
    assert "1 structure" in html


def test_list_answers_an_unknown_siret_with_what_to_do_next(esat, results):
    html = results("q=35600000000048")
    assert "Ce SIRET n’a pas de fiche publique dans cet annuaire." in html
    assert 'cherchez la structure <a href="#q">par son nom</a>' in html
    assert "Sans «" not in html

    sister = results(f"q={esat.siret[:9]}00023")
    assert f'<a href="/annuaire/?q={esat.siret[:9]}"><span>Même entreprise' in sister


def test_list_answers_unknown_words_with_what_to_try(esat, results):
    html = results("q=zzzz")
    assert '<a href="#q">essayez d’autres mots</a>' in html
    assert '<a href="/#secteurs">choisissez un secteur</a>' in html
    assert "Sans «" not in html


def test_list_puts_a_typing_mistake_right(esat, results):
    html = results("q=netoyage")

    assert count_of(html) == 1
    assert "« nettoyage »" in html


def test_list_says_of_words_that_ask_nothing_that_all_is_shown(esat, results):
    html = results("q=de+la")
    assert "« de la » ne cherche rien : sans autre mot, toutes les structures sont montrées." in html
    assert count_of(html) == 1
    assert "dans tout l’annuaire" in html

    html = results("q=%3C%3E&certification=ESAT")
    assert "« &lt;&gt; » ne cherche rien : seuls vos autres critères comptent." in html
    assert "dans tout l’annuaire" not in html
    assert "ne cherche rien" not in results("q=nettoyage+de+la+ville")


def test_list_has_a_chip_for_each_filter(esat, results):
    html = results("q=nettoyage&certification=ESAT")

    assert 'href="/annuaire/?certification=ESAT"' in html
    assert 'href="/annuaire/?q=nettoyage"' in html
    assert "Tout effacer" in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=nettoyage&pres_de=48.86,2.44&rayon=5&tri=nom", "Filtrer</a>"),
        ("q=nettoyage&certification=ESAT&article=L2113-12&verifie=1", "Filtrer (3)</a>"),
        ("verifie=0", "Filtrer</a>"),
    ],
)
def test_list_counts_the_filters_and_not_what_was_asked(esat, results, query, said):
    assert said in results(query)


def test_list_of_one_page_has_no_pages(esat, results):
    assert 'class="pages' not in results()


def test_filter_by_proof_says_what_it_leaves_out(esat, results):
    articles = re.search('id="facet-article".*?</fieldset>', results(), re.DOTALL)[0]

    assert articles.index("est compris") < articles.index("Éligibles seulement : preuve vérifiée et à jour")
    assert articles.index('name="verifie"') < articles.index("(GEIQ, EITI, EBE) le sont toujours")
    assert 'name="verifie"' not in results("article=L2113-15")
    assert "Éligibles seulement" in results("verifie=1&secteur=nimporte")


def test_list_that_nothing_ranks_says_that_the_order_was_drawn(esat, results):
    StructureFactory(published=True)
    search.refresh()

    said = "ordre tiré au sort le "
    assert said in results()
    assert '<option value="" selected>Ordre neutre</option>' in results()
    assert said in results("tri=neutre&pres_de=48.86,2.44")
    assert said not in results("pres_de=48.86,2.44")
    assert said not in results("tri=nom")


def test_list_in_pages_has_real_links(db, results):
    StructureFactory.create_batch(25, published=True)
    search.refresh()

    first, last = results("tri=nom"), results("tri=nom&page=9")

    assert 'rel="next" href="/annuaire/?tri=nom&amp;page=2"' in first
    assert 'rel="prev" href="/annuaire/?tri=nom&amp;page=1"' in last
    assert "21 à 25 sur 25" in last
    assert 'data-number="21"' in last


def test_filters_show_first_what_buyers_ask_for(esat, client):
    kinds = ("SIAE_PENIT", "EATT", "AI", "ETTI", "GEIQ", "EI", "EA", "BIO", "ACI")
    for kind in kinds:
        CertificationFactory(kind_id=kind, valid_from="2026-01-01")
    search.refresh()
    page = client.get("/annuaire/").content.decode()
    certifications = re.search('id="facet-certification".*?</fieldset>', page, re.DOTALL)[0]
    values = re.findall(r'value="(\w+)"', certifications)
    assert values[:6] == ["ESAT", "EA", "EI", "ACI", "ETTI", "AI"]
    assert (
        certifications.index('value="AI"') < certifications.index("4 autres") < certifications.index("EATT")
    )


def test_list_for_htmx_is_only_what_changes(esat, client):
    url = reverse("directory:list")
    response = client.get(
        f"{url}?q=nettoyage&adresse=&rayon=10&tri=", headers={"hx-request": "true", "hx-trigger": "recherche"}
    )
    html = response.content.decode()

    assert count_of(html) == 1
    assert "<html" not in html
    assert 'hx-swap-oob="innerHTML:#filters"' in html
    assert 'id="ask-what"' not in html  # what is being typed stays
    assert response.headers["HX-Push-Url"] == "/annuaire/?q=nettoyage"
    assert "HX-Request" in response.headers["Vary"]


def test_list_for_a_link_of_htmx_renews_the_fields_too(esat, client):
    response = client.get(reverse("directory:list"), headers={"hx-request": "true", "hx-boosted": "true"})

    assert 'id="ask-what" hx-swap-oob="true"' in response.content.decode()


def test_list_for_the_back_button_is_the_whole_page(esat, client):
    response = client.get(
        reverse("directory:list"), headers={"hx-request": "true", "hx-history-restore-request": "true"}
    )

    assert "<html" in response.content.decode()


def test_list_never_reads_a_name_as_html(db, results):
    name = "<img src=x onerror=alert(1)>\"'</script>{{7*7}}"
    ActivityFactory(structure=StructureFactory(published=True, name=name, brand="", city="<b>Ici</b>"))
    search.refresh()

    html = results()

    assert "<img src=x" not in html
    assert "<b>Ici</b>" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_list_says_that_structures_are_fictive(db, results):
    StructureFactory(published=True, is_demo=True)
    search.refresh()

    assert "Démonstration : ces structures sont fictives." in results()


def test_list_does_not_speak_of_fiction_otherwise(esat, results):
    assert "Données de démonstration" not in results()
