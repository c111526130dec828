"""What an auditor looks for in a record, said alike in the text, the workbook, the page and the JSON."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from suppliers import search
from suppliers.models import Lot, Sector, Structure
from suppliers.procurement.strategy import sayings
from suppliers.search.reference import reference
from suppliers.search.state import state
from suppliers.showing.days import day_in_words
from suppliers.sourcing.needs.actions import choose_order
from suppliers.sourcing.needs.parts import parts_of
from suppliers.sourcing.needs.proposals import shown_order
from suppliers.sourcing.needs.rules_in_words import need_facts, what_the_code_says
from suppliers.sourcing.records import counted
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from suppliers.sourcing.shortlists.editing import change_item
from suppliers.workspace.shortlists import add, take_out
from tests.buyer_factories import ConsortiumFactory, ConsortiumMemberFactory
from tests.sourcing.records.reading import made_of, page_of, plain, text_of, told_of
from tests.sourcing.records.test_files import opened_docx

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EXPLAINED, NEUTRAL = shown_order(None), shown_order(dt.date(2026, 3, 2))


def procedure_of(record):
    return next(topic["sentences"] for topic in record.content["law"]["topics"] if "seuil" in topic["name"])


@pytest.mark.parametrize("amount", ["60000.50", "12500.50"])
def test_the_larger_amount_decides_and_the_difference_is_said(market, client, amount):
    market.need.amount_excl_tax, market.need.nature = amount, "services"
    market.need.save()
    market.need.lots.update(amount_excl_tax=135_000)
    record = made_of(market.need)
    whole = plain(record.content["asked"]["remarks"][0]).split(", le besoin dit ")[1]
    warning = f"À vérifier : Les lots totalisent 270 000 € HT, le besoin dit {whole}"
    assert "les seuils sont lus pour ce total" in warning

    sentences = procedure_of(record)
    checked = {one["article"]: one["to_check"] for one in sentences}
    assert checked["L2124-1"] and checked["R2131-12"]  # the other amount is under these
    said = " ".join(one["text"] for one in sentences)
    assert "Sous le seuil européen" not in said
    assert "procédure formalisée" in said
    assert warning in text_of(record)
    assert warning in page_of(client, record).replace("<b>", "").replace("</b>", "")
    assert f"À vérifier : {plain(sentences[0]['text'])}" in text_of(record)
    assert ["Besoin", "À vérifier", warning.removeprefix("À vérifier : ")] in told_of(record, "Besoin")
    rows = {row[2]: row[3] for row in told_of(record, "Droit") if "seuil" in row[1]}
    assert rows["L2124-1"] == "Oui"

    market.need.refresh_from_db()
    known, at = reference(state().version), state()
    screen = what_the_code_says(market.need, parts_of(market.need), known, at)
    frozen = [(one["text"], one["to_check"]) for topic in record.content["law"]["topics"]
              for one in topic["sentences"]]  # fmt: skip
    assert frozen == [(one.sentence, one.to_check) for _, group in screen for one in group]


def test_a_need_larger_than_its_lots_decides_too(market):
    market.need.amount_excl_tax, market.need.nature = 300_000, "services"
    market.need.save()
    market.need.lots.update(amount_excl_tax=10_000)
    record = made_of(market.need)
    assert "les seuils sont lus pour le besoin" in record.content["asked"]["remarks"][0]
    formal = next(one for one in procedure_of(record) if one["article"] == "L2124-1")
    assert "procédure formalisée" in formal["text"] and formal["to_check"]
    written = next(one for one in procedure_of(record) if one["article"] == "R2131-12")
    assert written["to_check"]


def test_amounts_that_agree_are_no_remark(market):
    market.need.amount_excl_tax, market.need.nature = 20_000, "services"
    market.need.save()
    market.need.lots.update(amount_excl_tax=10_000)
    record = made_of(market.need)
    assert record.content["asked"]["remarks"] == []
    need, known, at = market.need, reference(state().version), state()
    need.refresh_from_db()
    plainly = sayings(need_facts(need, parts_of(need), known, at))
    frozen = [one["to_check"] for topic in record.content["law"]["topics"] for one in topic["sentences"]]
    assert frozen == [one.to_check for one in plainly]


def test_each_pick_says_its_order_its_hour_and_its_lots(market, client):
    """Picked from the explained order, then from a neutral draw, each for other lots."""
    keys = [one.pk for one in market.structures]
    with time_machine.travel("2026-03-02 08:05"):
        add(market.shortlist, [keys[3]], by=None, found_by="secteur=nettoyage-locaux", shown_order=EXPLAINED)
    with time_machine.travel("2026-03-02 09:10"):
        choose_order(market.need, neutral=True, by=None)
    with time_machine.travel("2026-03-02 10:15"):
        add(market.shortlist, [keys[4]], by=None, found_by="secteur=nettoyage-locaux", shown_order=NEUTRAL)
    lots = list(market.need.lots.order_by("number"))
    items = {item.structure_id: item for item in market.shortlist.items.all()}
    items[keys[3]].lots.set(lots)
    items[keys[4]].lots.set(lots[1:])
    record = made_of(market.need)

    frozen = {one["siret"]: one for one in record.content["picks"]}
    first, second, before = (frozen[market.structures[rank].siret] for rank in (3, 4, 0))
    assert (first["shown_order"], first["lots"], first["found_at"]) == (
        EXPLAINED, [1, 2], "2026-03-02T08:05:00+01:00",
    )  # fmt: skip
    assert (second["shown_order"], second["lots"]) == (NEUTRAL, [2])
    assert (before["shown_order"], before["lots"]) == ("", [])
    for said in (text_of(record), page_of(client, record)):
        assert "Ordre neutre tiré le 2 mars 2026 à 9 h 10, graine" in said
        assert "2 mars 2026 à 8 h 05" in said and f"Montrée : {EXPLAINED}" in said
        assert "2 mars 2026 à 10 h 15" in said and f"Montrée : {NEUTRAL}" in said
        assert "Gardée\nlots 1 et 2\nÀ contacter" in said and "Gardée\nlot 2\nÀ contacter" in said
        assert "aucun lot précisé" in said and "Montrée : ordre non noté" in said
    rows = {row[2]: row for row in told_of(record, "Sélection")}
    assert rows[market.structures[3].siret][5:10] == [
        "lots 1 et 2", "À contacter", "Non noté", dt.datetime(2026, 3, 2, 8, 5), EXPLAINED,
    ]  # fmt: skip
    assert rows[market.structures[4].siret][9] == NEUTRAL


def test_a_need_without_lots_says_nothing_of_them(market):
    market.need.lots.all().delete()
    record = made_of(market.need)
    assert "aucun lot" not in text_of(record)
    assert {row[5] for row in told_of(record, "Sélection")} == {None}


def test_why_one_is_kept_is_told_and_so_is_what_nobody_noted(market, client):
    kept = market.shortlist.items.order_by("position").first()
    kept.reason = "Une équipe à Montreuil"
    kept.save()
    take_out(market.shortlist, [market.structures[2].pk], by=None)
    record = made_of(market.need)
    funnel = record.content["funnel"]
    assert (funnel["proposed"], funnel["never_picked"], funnel["kept_with_reason"]) == (6, 3, 1)
    noted = "mises dans la sélection : 3 ; aucune raison n’est notée une par une. Gardées : 1, dont 1 avec"
    for said in (text_of(record), page_of(client, record)):
        assert noted in said and "L’acheteur ne l’a pas dit." in said
        assert "Une équipe à Montreuil" in said and "Capacité inférieure au lot" in said
    rows = {row[1]: row[7] for row in told_of(record, "Sélection") if row[4] != "Retirée"}
    assert list(rows.values()) == ["Une équipe à Montreuil", "Capacité inférieure au lot"]
    counts = {row[2]: row[3] for row in told_of(record, "Comptages") if row[0] == "Ensemble"}
    assert counts["Trouvées, jamais dans la sélection, sans raison notée pour chacune"] == 3
    assert counts["Gardées, avec une raison notée"] == 1


def test_how_they_were_chosen_stands_beside_the_figures(market, client):
    record = make_record(market.need, Added(choice="Les trois plus proches."), by=None)
    document = [one.text for one in opened_docx(record).paragraphs]
    here = document.index("Les trois plus proches.")
    assert document[here - 2] == counted.CHOICE and "raison notée" in document[here - 1]
    assert document.count("Les trois plus proches.") == 1
    page = page_of(client, record)
    assert page.count("Les trois plus proches.") == 1
    assert page.index('id="trouvees"') < page.index("Les trois plus proches.") < page.index('id="selection"')
    said = {row[1]: row[2] for row in told_of(record, "Comptages")}
    assert said[counted.CHOICE] == "Les trois plus proches."


def test_a_public_body_is_never_of_the_ess(market, client):
    public = market.structures[0]
    Structure.objects.filter(pk=public.pk).update(is_public_body=True, legal_form="7366")
    Structure.objects.filter(pk=market.structures[1].pk).update(legal_form=None)
    search.refresh([one.pk for one in market.structures])
    record = made_of(market.need)
    families = [
        next(fact["said"] for fact in sheet["facts"] if fact["label"] == "Famille de l’ESS")
        for sheet in record.content["sheets"][:2]
    ]
    never = "Un organisme public n’est pas une entreprise de l’ESS."
    assert families == [never, "Appartenance à l’ESS à vérifier"]
    reasons = {one["article"]: one["reason"] for one in record.content["sheets"][0]["answers"]}
    assert reasons["L2113-15"] == never
    assert never in text_of(record) and never in page_of(client, record)
    sheet = [row[4] for row in told_of(record, "Fiches") if row[0] == str(public) and "Famille" in row[3]]
    assert sheet == [never]


def test_a_cpv_code_says_which_sector_it_is_searched_by(market, client):
    lot = market.need.lots.get(number=2)
    lot.sectors.clear()
    Lot.objects.filter(pk=lot.pk).update(cpv_codes=["90911300"])
    market.need.refresh_from_db()
    record = made_of(market.need)
    label = Sector.objects.get(code="nettoyage-locaux").label
    mapped = f"CPV 90911300 → secteur {label} (correspondance de l’annuaire)"
    facts = {one["label"]: one["said"] for one in record.content["asked"]["parts"][1]["facts"]}
    assert facts["Secteurs"] == mapped
    assert {one["label"]: one["said"] for one in record.content["asked"]["parts"][0]["facts"]}[
        "Secteurs"
    ] == label
    assert mapped in text_of(record) and mapped in page_of(client, record)
    assert ["Lot 2 · Véhicules", "Secteurs", mapped] in told_of(record, "Besoin")
    page = plain(client.get(reverse("sourcing:need", args=[market.need.pk])).text)
    assert "90911300" in page and f"compte comme {label}" in page


def test_a_search_is_given_with_its_whole_address(market, client):
    record = made_of(market.need)
    for part in record.content["method"]["parts"]:
        address = f"{settings.SITE_URL}/annuaire/?{part['query']}"
        links = [
            relation.target_ref
            for relation in opened_docx(record).part.rels.values()
            if relation.is_external and "/annuaire/" in relation.target_ref
        ]
        assert address in links
        assert f"Recherche : {address}" in text_of(record)
        assert f">{address.replace('&', '&amp;')}</a>" in page_of(client, record)
        assert [part["name"], "Recherche", address] in told_of(record, "Méthode")


def test_states_of_a_certification_agree_with_the_proof_not_with_its_name(market, client):
    record = made_of(market.need)
    states = {one["state"] for sheet in record.content["sheets"] for one in sheet["certifications"]}
    assert states == {"preuve vérifiée et à jour"}
    assert ", preuve vérifiée et à jour" in page_of(client, record)


def test_a_member_that_is_set_aside_is_said_so_in_its_group(market, client):
    group = ConsortiumFactory(need=market.need, title="Nord")
    aside, kept = market.structures[2], market.structures[0]
    for one in (kept, aside):
        ConsortiumMemberFactory(consortium=group, structure=one, siret=one.siret, is_lead=one is kept)
    item = market.shortlist.items.get(structure=aside)
    with time_machine.travel("2026-03-02 10:00"):
        change_item(market.shortlist, item.pk, {"status": "set_aside", "reason": "Délai trop long"}, by=None)
    record = made_of(market.need)
    line = f"{aside.name} : écartée de la sélection le 2 mars 2026 (Délai trop long)."
    for said in (text_of(record), page_of(client, record)):
        assert line in said and said.count("écartée de la sélection") == 1
        assert "Écartée le 2 mars 2026\naucun lot précisé" in said
    rows = {row[3]: row[7] for row in told_of(record, "Groupements")}
    assert rows == {aside.siret: line.partition(" : ")[2].removesuffix("."), kept.siret: None}
    decided = {row[2]: (row[4], row[12]) for row in told_of(record, "Sélection")}
    assert decided[aside.siret] == ("Écartée", dt.datetime(2026, 3, 2))


@pytest.mark.parametrize(
    ("confirmed", "claimed", "said"),
    [
        (TODAY - dt.timedelta(days=130), True, "Confirmée le {day}"),
        (TODAY - dt.timedelta(days=700), True, "À confirmer : dernière confirmation le {day}"),
        (TODAY, False, "Confirmée par l’équipe de l’annuaire le {day}"),
    ],
)
def test_freshness_is_a_date(market, client, confirmed, claimed, said):
    claimed_at = timezone.now() if claimed else None
    Structure.objects.update(confirmed_on=confirmed, claimed_at=claimed_at)
    search.refresh([one.pk for one in market.structures])
    record = made_of(market.need)
    expected = said.format(day=day_in_words(confirmed))
    assert {one["freshness"] for one in record.content["sheets"]} == {expected}
    for text in (text_of(record), page_of(client, record)):
        assert expected in text and "il y a" not in text


def test_freshness_of_one_that_left_its_list_is_as_its_card_says(market):
    Structure.objects.update(confirmed_on=TODAY, left_list_on=dt.date(2026, 3, 2))
    search.refresh([one.pk for one in market.structures])
    said = made_of(market.need).content["sheets"][0]["freshness"]
    assert said == "Absente de la liste officielle depuis le 2 mars 2026"
