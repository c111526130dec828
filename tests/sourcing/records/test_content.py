"""What a record holds, compared with the database and with the directory's own lists."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.http import QueryDict
from django.utils import timezone

from suppliers import search
from suppliers.models import Structure
from suppliers.search.results import Search
from suppliers.sourcing.exchanges.told import told
from suppliers.sourcing.records import searched, words
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from suppliers.sourcing.records.freezing import canonical, digest
from tests.buyer_factories import EnquiryFactory, EnquiryRecipientFactory
from tests.factories import StructureFactory
from tests.sourcing.records.conftest import SECRET

pytestmark = pytest.mark.django_db


def test_every_count_is_that_of_the_list_for_the_same_filters(record):
    for part in record.content["found"]:
        for step in part["steps"]:
            assert step["count"] == Search(QueryDict(step["query"])).count, step
        for line in part["depth"]:
            assert line["working"] == Search(QueryDict(line["query"])).count, line
    for part, how in zip(record.content["found"], record.content["method"]["parts"], strict=True):
        assert part["count"] == Search(QueryDict(how["query"])).count


def test_figures_are_those_of_the_database(record, market):
    content = record.content
    assert content["funnel"] == {
        "proposed": 6,
        "shortlisted": 3,
        "contacted": 3,
        "answered": 1,
        "set_aside": 1,
        "never_picked": 3,
        "kept_with_reason": 0,
    }
    assert content["found"][0]["count"] == len(market.structures)
    assert {one["siret"] for one in content["found"][0]["structures"]} == {
        one.siret for one in market.structures
    }
    assert content["found"][1]["count"] == 0
    assert [one["siret"] for one in content["picks"]] == [one.siret for one in market.structures[:3]]
    assert [one["is_set_aside"] for one in content["picks"]] == [False, True, False]
    assert content["picks"][1]["reason"] == "Capacité inférieure au lot"
    assert content["picks"][0]["found_by"] == [
        "Secteur : Nettoyage de locaux et de vitres",
        "Intervient : Montreuil",
    ]


def test_the_annex_has_a_sheet_for_each_with_its_proofs(record, market):
    sheets = record.content["sheets"]
    assert [one["name"] for one in sheets] == [one.name for one in market.structures[:3]]
    assert [len(one["certifications"]) for one in sheets] == [0, 1, 1]
    assert sheets[1]["certifications"][0]["state"] == "preuve vérifiée et à jour"
    answers = {one["article"]: one["answer"] for one in sheets[1]["answers"]}
    assert answers["L2113-12"] == "Éligible selon les preuves connues"
    assert sheets[0]["references"][0]["amount"] == "12000.00"


def test_what_is_confidential_stays_out_of_every_file(record):
    assert SECRET not in json.dumps(record.content, ensure_ascii=False)
    assert record.content["talks"][0]["keeps_secrets"]
    assert record.content["enquiries"][0]["asked"][0]["answers"] == ["10 jours", "Trois sites"]


def test_the_law_is_in_view_with_its_articles(record):
    law = record.content["law"]
    said = " ".join(law["statements"])
    assert "R2111-1" in said and "R2111-2" in said and "n’en recommande aucune" in said
    assert "aucun droit" in said and "d’autres entreprises" in said
    assert {one["article"] for topic in law["topics"] for one in topic["sentences"]} >= {
        "L2113-10",
        "R2111-2",
    }
    notices = {one["label"]: one["notice"] for one in law["reservations"]}
    assert "L2113-12" in notices["Handicap"]


def test_the_hash_is_that_of_the_canonical_json_read_back(record):
    record.refresh_from_db()
    assert digest(canonical(record.content)) == record.sha256
    assert digest(bytes(record.docx)) == record.docx_sha256
    assert digest(bytes(record.xlsx)) == record.xlsx_sha256


def test_the_list_is_cut_at_a_stated_number_and_says_so(market, monkeypatch):
    monkeypatch.setattr(searched, "MOST_OF_A_PART", 4)
    content = make_record(market.need, Added(), by=None).content
    first = content["found"][0]
    assert (first["is_cut"], len(first["structures"]), first["count"]) == (True, 4, 6)
    assert content["method"]["cap"] == 4


def test_the_neutral_order_is_written_with_its_day_and_seed(market):
    market.need.order_drawn_on = dt.date(2026, 11, 20)
    market.need.save()
    how = make_record(market.need, Added(), by=None).content["method"]["parts"][0]
    assert (how["drawn_on"], how["seed"]) == ("2026-11-20", dt.date(2026, 11, 20).toordinal())
    assert "graine" in how["order"][0]


def test_a_structure_that_left_shows_only_what_was_known(market):
    gone = market.structures[0]
    Structure.objects.filter(pk=gone.pk).update(status="hidden", website="https://secret.example")
    search.refresh([gone.pk])
    content = make_record(market.need, Added(), by=None).content
    assert content["picks"][0]["changes"] == ["N’a plus de fiche publique."]
    assert content["sheets"][0]["standing"].startswith("N’a plus de fiche publique.")
    assert content["sheets"][0]["references"] == []


def test_a_bare_need_has_a_record_too():
    from tests.buyer_factories import NeedFactory

    StructureFactory(published=True)
    made = make_record(NeedFactory(), Added(), by=None)
    assert made.number == f"{timezone.localdate().year}-0001"
    assert made.content["picks"] == [] and made.content["sheets"] == []


def test_exchanges_are_those_that_the_shortlist_tells(market):
    draft = EnquiryFactory(shortlist=market.shortlist, subject="Brouillon", frozen=False)
    EnquiryRecipientFactory(enquiry=draft, structure=market.structures[0], confidential=SECRET)
    sent = EnquiryFactory(shortlist=market.shortlist, subject="Deuxième", frozen=True)
    EnquiryRecipientFactory(
        enquiry=sent,
        structure=market.structures[0],
        email="contact@canal.test",
        answered=True,
        is_sent_by_site=True,
        is_noted=True,
        answered_by="Mme Ba",
        answered_role="Directrice",
        comment="Visite possible.",
        documents="devis.pdf\nplan.pdf",
        confidential=SECRET,
    )
    content = make_record(market.need, Added(), by=None).content
    expected = told(market.shortlist)
    assert [one["subject"] for one in content["enquiries"]] == [one.subject for one in expected.enquiries]
    assert "Brouillon" not in [one["subject"] for one in content["enquiries"]]
    (frozen,), (one,) = content["enquiries"][1]["asked"], expected.enquiries[1].structures
    assert frozen["answers"] == [answer for _, answer in one.answers]
    assert (frozen["comment"], frozen["answered_by"], frozen["answered_role"]) == (
        "Visite possible.",
        "Mme Ba",
        "Directrice",
    )
    assert (frozen["is_by_site"], frozen["is_noted"], frozen["keeps_secrets"]) == (True, True, True)
    assert SECRET not in json.dumps(content, ensure_ascii=False)
    said = words.answers(frozen)
    assert "Autres précisions : Visite possible." in said
    assert "Pièces reçues : devis.pdf ; plan.pdf" in said
    assert "Répondu par Mme Ba, Directrice." in said and words.NOTED in said
    assert words.sent(frozen).endswith(", par le site")


def test_an_answer_whose_sending_nobody_noted_says_so(market):
    enquiry = EnquiryFactory(shortlist=market.shortlist, subject="Par téléphone", frozen=True)
    EnquiryRecipientFactory(
        enquiry=enquiry, structure=market.structures[0], answered=True, sent_at=None, is_noted=True
    )
    record = make_record(market.need, Added(), by=None)
    told_of = next(one for one in record.content["enquiries"] if one["subject"] == "Par téléphone")
    (frozen,) = told_of["asked"]

    assert (frozen["sent_on"], words.sent(frozen)) == ("", "Envoi non noté")
    assert words.answered(frozen) == words.day(frozen["answered_on"])
    assert "pas encore envoyée" not in words.enquiry_title(told_of)
