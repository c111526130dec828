"""Files that are no ledger, or too much of one."""

import io
import zipfile

import pytest
from django.test import Client

from suppliers.models import Ledger
from suppliers.sourcing.steering import files, ledger_form

from .conftest import csv_file, one, send, workbook


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "vide"),
        (b"\xd0\xcf\x11\xe0 ancien", "ancien format"),
        (b"PK\x03\x04 abime", "illisible"),
        (b"a;b\r\n1;2\r\n", "trois colonnes"),
        (b"\x89PNG\0\0\0\0;;;", "ni un CSV"),
    ],
)
def test_other_files_are_refused(member, organisation, content, why):
    assert why in send(member, organisation, content).text
    assert not Ledger.objects.exists()


def test_a_file_that_is_too_large_is_refused_cut(member, organisation, monkeypatch):
    for place in (files, ledger_form):
        monkeypatch.setattr(place, "MOST_BYTES", 1_000)
    assert "dépasse 20" in send(member, organisation, csv_file([one(1)] * 200)).text


def test_a_file_larger_than_other_uploads_is_taken(member, organisation):
    content = csv_file([one(1, label="x" * 250)] * 40_000)
    assert len(content) > 11_000_000
    assert send(member, organisation, content).status_code == 302
    assert bytes(Ledger.objects.get().content) == content


def test_a_form_without_its_token_is_refused(membership, organisation):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(membership.user)
    assert send(strict, organisation, csv_file([one(1)])).status_code == 403
    assert not Ledger.objects.exists()


def test_a_bomb_is_refused_before_it_unpacks(member, organisation):
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(510):
            file.write(bytes(1_000_000))
    assert len(content.getvalue()) < 2_000_000
    assert "trop gros" in send(member, organisation, content.getvalue(), "m.xlsx").text


def test_entities_in_a_workbook_are_refused(member, organisation):
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([one(1)]))) as source, zipfile.ZipFile(content, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.endswith("sheet1.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            target.writestr(part, data)
    assert "aucun tableur" in send(member, organisation, content.getvalue(), "m.xlsx").text
