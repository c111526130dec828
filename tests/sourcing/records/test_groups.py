"""Groups in a record: who is in them, and a fact sheet for each member, in the shortlist or not."""

from __future__ import annotations

import datetime as dt

import pytest

from suppliers import search
from suppliers.models import Need, Structure
from suppliers.search.reference import reference
from suppliers.search.state import state
from suppliers.sourcing.consortium.kept import Kept
from suppliers.sourcing.records import words
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from tests.buyer_factories import ConsortiumFactory, ConsortiumMemberFactory
from tests.sourcing.records.reading import page_of, plain, text_of, told_of
from tests.sourcing.records.test_files import opened_docx, opened_xlsx, rows_of

pytestmark = pytest.mark.django_db
COMPANY = {"structure": None, "name": "Sport et Cie", "siret": "55210055400013", "is_conventional": True}


@pytest.fixture
def group(market):
    made = ConsortiumFactory(need=market.need, form="conjoint")
    members = [market.structures[0], market.structures[4]]
    for one in members:
        ConsortiumMemberFactory(
            consortium=made, structure=one, siret=one.siret, lot_numbers=[1], is_lead=one is members[0]
        )
    ConsortiumMemberFactory(consortium=made, lot_numbers=[2], **COMPANY)
    return made


def test_each_member_has_one_sheet_that_says_what_is_known(market, group):
    sheets = make_record(market.need, Added(), by=None).content["sheets"]
    assert [one["name"] for one in sheets] == [
        *(one.name for one in market.structures[:3]),
        market.structures[4].name,
        "Sport et Cie",
    ]
    member, company = sheets[3:]
    assert "Membre d’un groupement, hors de la sélection" in member["standing"]
    assert (member["siret"], len(member["certifications"])) == (market.structures[4].siret, 1)
    assert [one["said"] for one in company["facts"]] == ["Sport et Cie", "55210055400013"]
    assert "hors de l’annuaire" in company["standing"] and company["answers"] == []


def test_who_is_in_two_groups_has_one_sheet(market, group):
    other = ConsortiumFactory(need=market.need)
    ConsortiumMemberFactory(consortium=other, structure=market.structures[4])
    ConsortiumMemberFactory(consortium=other, **COMPANY)
    assert len(make_record(market.need, Added(), by=None).content["sheets"]) == 5


@pytest.mark.parametrize("leaves", [{"status": "hidden"}, None])
def test_a_member_that_left_shows_its_name_and_nothing_of_today(market, group, leaves):
    gone = Structure.objects.filter(pk=market.structures[4].pk)
    gone.update(**leaves) if leaves else gone.delete()
    search.refresh([market.structures[4].pk])
    sheet = make_record(market.need, Added(), by=None).content["sheets"][3]
    assert sheet["name"] == market.structures[4].name
    assert "N’est plus dans l’annuaire" in sheet["standing"]
    assert sheet["references"] == [] and sheet["certifications"] == []


def test_the_word_is_said_once_in_each_file(market, group):
    group.created_at = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    group.save()
    record = make_record(market.need, Added(), by=None)
    headings = [p.text for p in opened_docx(record).paragraphs if p.style.name == "Heading 2"]
    assert "Groupement du 02/03/2026" in headings
    rows = rows_of(opened_xlsx(record), "Groupements")
    assert [row[0] for row in rows] == ["Groupement du 02/03/2026"] * 3
    assert [row[5] for row in rows] == ["Mandataire", "Cotraitant", "Cotraitant"]
    assert words.group_title({"title": "Nord"}) == "Groupement : Nord"


def test_what_the_page_of_a_group_says_of_a_reserved_lot_is_frozen(market, group, client):
    """Who is not eligible, and « la réservation perdrait son objet », word for word."""
    market.need.lots.filter(number=1).update(reservation="L2113_12")
    need = Need.objects.get(pk=market.need.pk)
    record, at = make_record(need, Added(), by=None), state()
    shown = Kept(need.consortiums.get(), at, reference(at.version)).standings
    (frozen,) = record.content["groups"][0]["standings"]
    assert [name for name, _ in frozen["members"]] == [market.structures[0].name, market.structures[4].name]
    assert (frozen["articles"], frozen["together"]) == ("L2113-12", shown[0].together.said)
    assert frozen["members"][0][1].startswith("non éligible selon les données connues.")
    assert frozen["warning"] == shown[0].warning != ""
    for said in (text_of(record), page_of(client, record)):
        assert "Lot 1 · Locaux, réservation L2113-12" in said and plain(frozen["warning"]) in said
        assert f"{market.structures[0].name} : non éligible selon les données connues." in said
    row = told_of(record, "Groupements")[3]
    assert "réservation L2113-12" in row[2] and plain(frozen["warning"]) in row[8]


def test_a_call_noted_is_no_status(market, client):
    """The funnel counts who was spoken with or asked, whatever its status: it is called so."""
    record = make_record(market.need, Added(), by=None)
    assert record.content["funnel"]["contacted"] == 3
    assert {one["status"] for one in record.content["picks"]} == {"À contacter", "Écartée"}
    for said in (text_of(record), page_of(client, record)):
        assert "ontact, un échange ou une demande" in said and "ontactées" not in said
