import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from suppliers import search
from suppliers.models import Structure
from tests.directory.conftest import count_of
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    ClientReferenceFactory,
    StructureFactory,
)


@pytest.fixture
def page(client):
    return lambda structure: client.get(structure.get_absolute_url()).content.decode()


def test_structure_says_who_what_where_and_why(esat, page):
    ClientReferenceFactory(structure=esat, client="Ville de Montreuil", amount_excl_tax="12500")
    html = page(esat)

    siret = esat.siret
    for said in [
        "ESAT Les Ateliers du Canal",
        f"{siret[:3]}\u00a0{siret[3:6]}\u00a0{siret[6:9]}\u00a0{siret[9:]}",
        "Est Ensemble",
        "Association",
        "Nettoyage de locaux",
        "Toute la France",
        "Marché réservé aux structures du handicap (L2113-12)",
        "Éligible selon les preuves connues",
        "ESAT, preuve du 12 sept. 2026",
        "du 1er janv. 2020 au 31 déc. 2034",
        "Ville de Montreuil",
        "vérifier par l’acheteur",
        "Référencée d’après essai",
    ]:
        assert said in html


def test_structure_at_another_slug_moves_to_the_right_one(esat, client):
    response = client.get(reverse("directory:structure", args=[esat.siret, "ancien-nom"]) + "?x=1")

    assert response.status_code == 301
    assert response.url == f"{esat.get_absolute_url()}?x=1"


def test_structure_by_its_siret_alone_or_its_number_moves_to_its_page(esat, client):
    for key in [esat.siret, f"a-{esat.pk}"]:
        assert client.get(f"/structures/{key}/").url == esat.get_absolute_url()


def test_structure_without_siret_has_a_page(db, client):
    structure = StructureFactory(published=True, siret=None, rna="W931234567", name="Amicale")
    search.refresh()

    assert structure.get_absolute_url() == f"/structures/a-{structure.pk}/amicale/"
    assert client.get(structure.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "key", ["12345678900012", "1234", "a-0", "a-", "a-99999999999999999999", "%00", "١٢٣"]
)
def test_structure_nobody_knows_is_a_404_that_helps(db, client, key):
    response = client.get(f"/structures/{key}/x/")

    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize("status", ["draft", "pending", "hidden"])
def test_structure_not_published_is_unknown(db, client, status):
    structure = StructureFactory(status=status)

    assert client.get(structure.get_absolute_url()).status_code == 404
    assert client.get(reverse("directory:report", args=[structure.siret])).status_code == 404


def test_structure_without_anything_known_stands(db, page):
    bare = StructureFactory(
        published=True,
        legal_form_id=None,
        city="",
        postal_code="",
        territory=None,
        latitude=None,
        longitude=None,
    )
    search.refresh()

    assert "Aucune certification connue" in page(bare)


def test_structure_at_the_centre_of_its_commune_says_so(db, page):
    vague = StructureFactory(published=True, geo_precision="commune")
    search.refresh()

    assert "Position approximative" in page(vague)


def test_structure_with_an_expired_certification_is_not_eligible(db, page):
    old = StructureFactory(published=True)
    CertificationFactory(structure=old, kind_id="EI", valid_from="2018-01-01", valid_until="2020-12-31")
    search.refresh()
    html = page(old)

    assert "Échue" in html
    assert "La certification est arrivée à échéance." in html


def test_structure_says_what_to_check_beside_an_eligible_answer(db, page, results):
    supplier = StructureFactory(published=True, legal_form_id="5499", sirene_ess="N")
    CertificationFactory(
        structure=supplier,
        kind_id="ETTI",
        valid_until=timezone.localdate() + dt.timedelta(days=300),
        verified_on=timezone.localdate(),
        target_share=70,
    )
    search.refresh()
    html = page(supplier)

    assert "Éligible selon les preuves connues" in html
    assert "Mise à disposition de personnel : vérifier" in html
    assert "annexe financière de l’année n’est pas connue" in html
    assert "si le lot est une mise à disposition de personnel" in results()


def test_structure_says_that_an_ended_certification_is_being_renewed(db, page, results):
    ending = StructureFactory(published=True)
    CertificationFactory(
        structure=ending,
        kind_id="ESAT",
        valid_from="2011-01-01",
        valid_until="2025-12-31",
        renewal_declared=True,
    )
    search.refresh()
    html = page(ending)

    main, _, _ = html.partition("Les autres articles")
    assert "Renouvellement en cours, selon la structure ; il ne prolonge rien." in main
    assert "échue le 31 déc. 2025, renouvellement en cours" in results()
    assert ending.name not in results("article=L2113-12")


def test_structure_in_prison_says_what_the_contract_must_be(db, page):
    producer = StructureFactory(published=True)
    CertificationFactory(
        structure=producer,
        kind_id="PENIT",
        valid_from="2025-01-01",
        valid_until="2030-12-31",
        target_share=90,
    )
    search.refresh()
    html = page(producer)

    assert "exécute en établissement pénitentiaire, avec au moins 50 % de personnes détenues" in html


def test_structure_whose_membership_is_unknown_is_to_check_on_its_card_as_on_its_page(db, page, results):
    company = StructureFactory(published=True, name="Une société", legal_form_id="5710")
    StructureFactory(published=True, name="Une autre", legal_form_id="5710", sirene_ess="N")
    search.refresh()
    html, card = page(company), results("article=L2113-15")

    assert "Demander les statuts ou un extrait Kbis" in html
    assert count_of(card) == 1
    assert "à vérifier, appartenance à l’ESS à établir" in card
    assert count_of(results("article=L2113-15&verifie=1")) == 0


def test_structure_says_that_sirene_disagrees(db, page):
    odd = StructureFactory(published=True, sirene_ess="N")
    search.refresh()

    assert "SIRENE indique le contraire de la forme juridique" in page(odd)


def test_structure_shows_the_certificates_of_its_legal_unit(db, page):
    siege = StructureFactory(published=True, siret="00000000100018")
    branch = StructureFactory(published=True, siret="00000000100026")
    CertificationFactory(structure=siege, kind_id="ESUS", valid_from="2025-01-01", valid_until="2029-12-31")
    search.refresh()

    assert "toute l’entité (SIREN)" in page(branch)


def test_structure_claimed_is_no_longer_said_to_come_from_a_list(esat, page):
    assert "Dernière confirmation par l’équipe de l’annuaire le 1er octobre 2026" in page(esat)
    Structure.objects.filter(pk=esat.pk).update(claimed_at="2026-01-02T00:00Z")
    search.refresh()
    html = page(esat)

    assert "La structure tient elle-même cette fiche depuis le 2 janvier 2026." in html
    assert "Dernière confirmation le 1er octobre 2026" in html
    assert "Référencée d’après" not in html


def test_structure_never_reads_what_it_says_as_html(db, client):
    evil = "</script><script>alert(1)</script><!--"
    structure = StructureFactory(
        published=True, name=evil, description=evil, website="https://x.example/?a=1&b=2"
    )
    ActivityFactory(structure=structure, description=evil, keywords=[evil])
    search.refresh()
    html = client.get(structure.get_absolute_url()).content.decode()

    assert "<script>alert" not in html
    said = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert said is not None
    assert json.loads(said[1])["name"] == evil
    assert "<" not in said[1]


def test_structure_never_links_to_what_is_no_site(db, page):
    structure = StructureFactory(published=True, website="javascript:alert(1)")
    search.refresh()

    assert "javascript:" not in page(structure)


def test_structure_in_jsonld_hides_an_approximate_point(db, page):
    vague = StructureFactory(published=True, geo_precision="commune")
    search.refresh()

    assert "GeoCoordinates" not in page(vague)


def test_structure_has_neighbours_that_sell_the_same(esat, page):
    near = StructureFactory(published=True, name="La Voisine", latitude=48.87)
    other = StructureFactory(published=True, name="Un Traiteur", latitude=48.871)
    far = StructureFactory(published=True, name="La Lointaine", latitude=43.3, longitude=5.4)
    shut = StructureFactory(published=True, name="La Fermée", latitude=48.865, admin_state="F")
    lender = StructureFactory(published=True, name="La Prêteuse", latitude=48.866)
    for structure, sector in [
        (near, "nettoyage-locaux"),
        (other, "traiteur"),
        (far, "nettoyage-locaux"),
        (shut, "nettoyage-locaux"),
    ]:
        ActivityFactory(structure=structure, sectors=[sector])
    ActivityFactory(structure=lender, sectors=["nettoyage-locaux"], service_type="mise-a-disposition")
    search.refresh()
    html = page(esat)

    assert "La Voisine" in html
    assert "700 m" in html
    assert "Un Traiteur" not in html
    assert "La Lointaine" not in html
    assert "La Fermée" not in html
    assert "La Prêteuse" not in html


def test_structure_that_supplies_workers_has_neighbours_of_its_trade(db, page):
    def supplier(name, latitude, *sectors):
        made = StructureFactory(published=True, name=name, latitude=latitude)
        ActivityFactory(
            structure=made,
            service_type="mise-a-disposition",
            sectors=["interim-mise-a-disposition", *sectors],
        )
        return made

    cleaners = supplier("Les Nettoyeurs", 48.86, "nettoyage-locaux")
    other_cleaners = supplier("Les Laveurs", 48.87, "nettoyage-locaux")
    cooks = supplier("Les Cuisiniers", 48.861, "traiteur")
    any_trade = supplier("Le Dépannage", 48.862)
    search.refresh()

    html = page(cleaners)
    assert other_cleaners.name in html
    assert cooks.name not in html
    assert any_trade.name not in html
    assert cooks.name in page(any_trade)


@pytest.mark.parametrize("how_many", [2, 60])
def test_structure_query_count_is_flat(esat, client, how_many, django_assert_max_num_queries):
    for position in range(1, 4):
        ActivityFactory(
            structure=esat, position=position, zone_kind="territories", territories=["T8", "93048"]
        )
    CertificationFactory(structure=esat, kind_id="EA", valid_from="2024-01-01", valid_until="2028-12-31")
    for structure in StructureFactory.create_batch(how_many, published=True):
        ActivityFactory(structure=structure)
    search.refresh()
    client.get(esat.get_absolute_url())

    with django_assert_max_num_queries(12):
        client.get(esat.get_absolute_url())
