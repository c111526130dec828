"""The tab, the record itself, its files, and the page where a file is checked."""

from __future__ import annotations

import io
import json
import re

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suppliers.models import SourcingRecord
from suppliers.profiles.uploads import MOST_BYTES
from suppliers.sourcing.records import words
from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from suppliers.workspace.owning import KEY
from tests.sourcing.records.conftest import SECRET, market_of

pytestmark = pytest.mark.django_db
CHECK = "/besoins/verifier/"


@pytest.fixture
def owner(client, market):
    session = client.session
    session[KEY] = market.need.workspace.pk
    session.save()
    return client


def test_one_click_makes_a_record_and_what_was_added_comes_back(owner, market):
    url = reverse("sourcing:records", args=[market.need.pk])
    assert "Établir le dossier" in owner.get(url).text
    page = owner.post(url, {"author": "A. Martin", "lessons": "Le marché répond."}, follow=True)
    made = SourcingRecord.objects.get()
    assert made.content["added"]["lessons"] == "Le marché répond."
    assert "Établir la version 2" in page.text and "Le marché répond." in page.text
    assert made.docx_sha256 in page.text
    owner.post(url, {})
    assert SourcingRecord.objects.filter(need=market.need).count() == 2


def test_what_is_too_long_is_said_at_its_field_and_kept(owner, market):
    page = owner.post(
        reverse("sourcing:records", args=[market.need.pk]), {"lessons": "x" * 4_001, "role": "Chef"}
    )
    assert "4000 caractères au plus" in page.text and "Chef" in page.text
    assert not SourcingRecord.objects.exists()


def test_the_page_shows_what_was_frozen_and_how_to_check_it(owner, record):
    page = owner.get(reverse("sourcing:record", args=[record.pk])).text
    for said in (
        record.number,
        record.sha256,
        record.docx_sha256,
        "sha256sum dossier-de-sourcing-",
        "R2111-2",
    ):
        assert said in page
    assert SECRET not in page
    assert f'<b class="funnel__count">{record.content["funnel"]["proposed"]}</b>' in page


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
def test_files_are_served_as_they_were_sealed_and_recognised(owner, record, kind):
    response = owner.get(reverse("sourcing:record-download", args=[record.pk, kind]))
    name = f"dossier-de-sourcing-{record.number}-v1-nettoyage-de-trois-ecoles-a-montreuil.{kind}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    data = response.content
    told = owner.post(CHECK, {"file": SimpleUploadedFile(name, data)}).text
    assert "Inaltéré." in told and record.number in told
    assert record.title not in re.sub(r"<title>.*?</title>", "", told)
    altered = bytes([data[0] ^ 1]) + data[1:]
    assert "Non reconnu." in owner.post(CHECK, {"file": SimpleUploadedFile(name, altered)}).text


def resaved(kind, data):
    """As somebody alters it: a word, a figure; written again by another program."""
    file = io.BytesIO(data)
    if kind == "json":
        told = json.loads(data)
        told["funnel"]["contacted"] += 1
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if kind == "docx":
        document = docx.Document(file)
        document.paragraphs[1].runs[0].text = "Autre marché"
        document.save(file)
    else:
        book = openpyxl.load_workbook(file)
        book["Comptages"]["D2"] = 99
        book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
def test_a_file_that_was_altered_is_not_recognised(owner, record, kind):
    data = owner.get(reverse("sourcing:record-download", args=[record.pk, kind])).content
    altered = resaved(kind, data)
    assert altered != data
    told = owner.post(CHECK, {"file": SimpleUploadedFile(f"dossier.{kind}", altered)}).text
    assert "Non reconnu." in told and "Inaltéré." not in told


def test_a_record_of_an_earlier_schema_is_still_shown(owner, record):
    """What schemas 1 to 4 did not say is left out."""
    told = json.loads(json.dumps(record.content))
    del told["asked"]["remarks"]
    del told["funnel"]["never_picked"], told["funnel"]["kept_with_reason"]
    del told["method"]["ending_on"]
    for part in told["found"]:
        del part["closed"]
        for line in part["depth"]:
            del line["ending"]
    for one in told["law"]["reservations"]:
        del one["ending"], one["is_closed"]
    for group in told["groups"]:
        del group["standings"]
        for one in group["members"]:
            del one["set_aside"], one["set_aside_on"]
    for one in told["picks"]:
        del one["shown_order"], one["found_at"], one["lots"], one["set_aside_on"]
    for one in (*told["enquiries"][0]["asked"], *told["talks"]):
        del one["documents"]
    for one in told["enquiries"][0]["asked"]:
        del one["comment"], one["answered_role"], one["is_noted"], one["is_by_site"]
    del told["added"]["choice"]
    fields = {name: getattr(record, name) for name in ("workspace", "need", "number", "title", "sha256")}
    files = {"docx": b"x", "docx_sha256": record.docx_sha256, "xlsx": b"x", "xlsx_sha256": record.xlsx_sha256}
    old = SourcingRecord.objects.create(version=9, content=told | {"schema": 1}, **fields, **files)
    page = owner.get(reverse("sourcing:record", args=[old.pk]))
    assert page.status_code == 200 and "1. 10 jours" in page.text


def test_a_hash_may_be_pasted_as_the_command_prints_it(client, record):
    told = client.post(CHECK, {"sha256": f"{record.xlsx_sha256.upper()}  dossier.xlsx"}).text
    assert "Empreinte reconnue." in told and "tableur" in told
    assert "Inaltéré." not in told  # no file has been seen


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choisissez un fichier, ou collez son empreinte."),
        ({"sha256": "abc"}, "Une empreinte SHA-256 compte 64"),
        ({"sha256": "0" * 64}, "Non reconnu."),
        ({"file": SimpleUploadedFile("vide.docx", b"")}, "Non reconnu."),
    ],
)
def test_what_cannot_be_checked_is_said(client, sent, said):
    assert said in client.post(CHECK, sent).text


def test_a_file_too_large_is_refused(client):
    huge = SimpleUploadedFile("gros.docx", b"\0" * (MOST_BYTES + 1))
    assert "dépasse 10 Mo" in client.post(CHECK, {"file": huge}).text


def test_records_of_a_deleted_need_stay(owner, record, market):
    market.need.delete()
    page = owner.get(reverse("sourcing:records-kept")).text
    assert "besoin supprimé" in page and record.number in page
    assert owner.get(reverse("sourcing:record", args=[record.pk])).status_code == 200
    assert owner.get(reverse("sourcing:record-download", args=[record.pk, "docx"])).status_code == 200


def test_the_address_under_the_need_leads_to_it(owner, record, market):
    response = owner.get(reverse("sourcing:record-of-need", args=[market.need.pk, record.pk]))
    assert response.url == reverse("sourcing:record", args=[record.pk])
    assert (
        owner.get(reverse("sourcing:record-of-need", args=[market.need.pk, record.pk + 1])).status_code == 302
    )
    assert owner.get(reverse("sourcing:record-download", args=[record.pk, "pdf"])).status_code == 404


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        client.get(url)
    return len(caught)


def test_pages_ask_as_many_questions_for_one_record_as_for_five(owner, record, market):
    urls = [reverse("sourcing:records", args=[market.need.pk]), reverse("sourcing:records-kept")]
    urls.append(reverse("sourcing:record", args=[record.pk]))
    before = [queries(owner, url) for url in urls]
    for _ in range(4):
        make_record(market.need, Added(), by=None)
    assert [queries(owner, url) for url in urls] == before
    assert max(before) <= 12


@pytest.mark.parametrize("how_many", [3, 12])
def test_making_one_asks_as_many_questions_whatever_the_market(how_many, django_assert_num_queries):
    market = market_of(how_many, min(how_many, 10))
    make_record(market.need, Added(), by=None)
    with CaptureQueriesContext(connection) as caught:
        make_record(market.need, Added(), by=None)
    assert len(caught) <= 75


def test_neither_the_file_nor_its_hash_is_said_to_be_left_out(client, record):
    assert "facultatif" not in client.get(CHECK).text
    told = client.post(CHECK, {"sha256": record.docx_sha256}).text
    assert f"établi le {words.moment(record.content['identity']['made_at'])}" in told
