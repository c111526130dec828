"""A ledger from its file to its lines: what is good goes in, what is not says why."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from suppliers.models import Ledger, LedgerLine, LedgerRefusal, WorkspaceEvent
from suppliers.sourcing.steering import importing
from suppliers.sourcing.steering.columns import guessed
from suppliers.sourcing.steering.files import read_sheet
from tests.buyer_factories import LedgerFactory
from tests.factories import siret_number

from .conftest import HEADINGS, address, csv_file, one, send, workbook

GUESSED = {"siret": "0", "supplier": "1", "label": "2", "amount": "3", "date": "4"}
MIXED = [
    one(1, "1 234,56", "31/12/2025", "Les Ateliers", "Entretien"),
    one(2, "-12,50", "2025-01-02"),
    ["1,23457E+13", "Perdu", "Abrégé", "10,00", "01/02/2025"],
    one(3, "douze"),
    one(4, "5,00", "31/02/2025"),
    [siret_number(5)[:9], "Par SIREN", "", "7", "01/03/2024"],
    ["", "Sans numéro", "", "8", "01/03/2024"],
]


@pytest.fixture
def read(member, organisation, django_capture_on_commit_callbacks):
    """Send a file, keep the columns that are guessed, and have it read."""

    def send_and_read(content, name="mandats.csv", columns=GUESSED):
        response = send(member, organisation, content, name)
        assert response.status_code == 302, response.text
        ledger = Ledger.objects.latest("pk")
        with django_capture_on_commit_callbacks(execute=True):
            assert member.post(address(ledger), columns).status_code == 302
        ledger.refresh_from_db()
        return ledger

    return send_and_read


def lines(ledger):
    return list(
        ledger.lines.values_list("number", "siret", "siren", "supplier", "amount_excl_tax", "paid_on")
    )


def test_good_lines_go_in_and_bad_ones_say_why(read, member):
    ledger = read(csv_file(MIXED))

    assert (ledger.status, ledger.rows_read, ledger.rows_kept, ledger.rows_refused) == ("done", 7, 3, 4)
    assert lines(ledger) == [
        (2, siret_number(1), siret_number(1)[:9], "Les Ateliers", Decimal("1234.56"), dt.date(2025, 12, 31)),
        (3, siret_number(2), siret_number(2)[:9], "Papeterie", Decimal("-12.50"), dt.date(2025, 1, 2)),
        (7, "", siret_number(5)[:9], "Par SIREN", Decimal("7.00"), dt.date(2024, 3, 1)),
    ]
    refused = dict(ledger.refusals.values_list("number", "reason"))
    assert "abrégé" in refused[4]
    assert "douze" in refused[5]
    assert "31/02/2025" in refused[6]
    assert "manque" in refused[8]
    assert ledger.content is None
    said = member.get(address(ledger, "ledger-refusals")).getvalue().decode()
    assert "Perdu" in said
    assert said.count("\r\n") == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_usual_encodings_and_separators(read, encoding, separator):
    rows = [one(1, '"1 234,56"', name="Régie d’été"), one(2, '"-1,50"')]
    ledger = read(csv_file(rows, separator=separator, encoding=encoding))

    assert [(line[3], line[4]) for line in lines(ledger)] == [
        ("Régie d’été", Decimal("1234.56")),
        ("Papeterie", Decimal("-1.50")),
    ]


def test_a_workbook_is_read_as_it_is_typed(read):
    siret = siret_number(1_234_567)
    rows = [
        [siret, "Texte", "", "1 234,56", "31/12/2025"],
        [int(siret), "Nombre", None, 1.234, dt.datetime(2025, 12, 31)],
        [float(siret), "Décimal", None, -12.5, dt.date(2025, 1, 2)],
        [siret, "Formule", "=1+1", 1234, 46022],
        [None, None, None, None, None],
    ]
    ledger = read(workbook(rows), "mandats.xlsx")

    assert ledger.rows_refused == 0
    assert [line[1:2] + line[3:] for line in lines(ledger)] == [
        (siret, "Texte", Decimal("1234.56"), dt.date(2025, 12, 31)),
        (siret, "Nombre", Decimal("1.23"), dt.date(2025, 12, 31)),
        (siret, "Décimal", Decimal("-12.50"), dt.date(2025, 1, 2)),
        (siret, "Formule", Decimal("1234.00"), dt.date(2025, 12, 31)),
    ]


def test_a_title_above_the_headings_is_passed_over(read):
    content = b"Export du 01/02/2026\r\n\r\n" + csv_file([one(1)])
    assert [line[0] for line in lines(read(content))] == [4]


def test_the_same_file_twice_is_refused(read, member, organisation):
    content = csv_file(MIXED)
    first = read(content)
    again = send(member, organisation, content)

    assert "Ce fichier est déjà là" in again.text
    assert Ledger.objects.get() == first
    member.post(address(first, "ledger-delete"))
    assert not LedgerLine.objects.exists()
    assert read(content).rows_kept == 3


def test_columns_are_remembered_for_the_organisation(read, member, organisation):
    odd = ["Montant HT", "Tiers", "X", "Somme", "Le"]
    columns = {"siret": "1", "amount": "3", "date": "4", "supplier": "2", "label": ""}
    rows = [["9", siret_number(1), "Nom", "12,00", "31/12/2025"]]
    read(csv_file(rows, headings=odd), columns=columns)
    send(member, organisation, csv_file([*rows, *rows], headings=odd))
    page = member.get(address(Ledger.objects.latest("pk"))).text

    assert page.count(" selected>") == 5
    assert page.count("12\u00a0€\u00a0HT") == 2
    assert '<option value="3" selected>D · Somme' in page


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (HEADINGS, {"siret": 0, "supplier": 1, "label": 2, "amount": 3, "date": 4}),
        (
            ["Date", "Tiers", "SIREN", "Objet", "HT", "TVA"],
            {"date": 0, "supplier": 1, "siret": 2, "label": 3, "amount": 4},
        ),
        (["Montant TTC", "Montant TVA", "Montant HT"], {"amount": 2}),
        (["Code tiers", "Raison sociale", "Date de paiement", "Date facture"], {"supplier": 1, "date": 2}),
    ],
)
def test_columns_are_guessed_from_headings(headings, expected):
    assert guessed(headings, {}) == expected


def test_a_column_is_read_as_one_thing(member, organisation):
    send(member, organisation, csv_file(MIXED))
    ledger = Ledger.objects.get()
    page = member.post(address(ledger), {**GUESSED, "date": "3"})

    assert "Cette colonne est déjà celle de « Montant HT »." in page.text.replace("\u00a0", " ")
    assert Ledger.objects.get().status == "uploaded"
    shown = member.get(address(ledger), {**GUESSED, "supplier": "2"})
    assert "Entretien" in shown.text


def test_too_many_lines_leave_nothing(read, monkeypatch):
    monkeypatch.setattr(importing, "MOST_ROWS", 3)
    ledger = read(csv_file([one(n) for n in range(1, 6)]))

    assert ledger.status == "failed"
    assert "lignes : partagez-le" in ledger.error
    assert not LedgerLine.objects.exists()
    assert ledger.content is not None


def test_a_ledger_that_was_stopped_half_way_is_started_again(
    member, organisation, django_capture_on_commit_callbacks
):
    content = csv_file(MIXED)
    ledger = LedgerFactory(
        organisation=organisation, status="running", content=content, rows=7, rows_read=3, finished_at=None,
        columns={"places": {}},
    )  # fmt: skip
    LedgerLine.objects.create(
        ledger=ledger, number=2, siren="005000005", amount_excl_tax=1, paid_on="2025-01-01"
    )
    assert "arrêtée en chemin" in member.get(address(ledger)).text
    assert (
        "arrêtée en chemin"
        in member.get(address(ledger, "ledger-progress"), headers={"HX-Request": "true"}).text
    )

    member.post(address(ledger, "ledger-again"))
    with django_capture_on_commit_callbacks(execute=True):
        member.post(address(ledger), GUESSED)
    ledger.refresh_from_db()
    assert (ledger.status, ledger.rows_kept, ledger.lines.count()) == ("done", 3, 3)


def test_a_ledger_that_was_stopped_half_way_is_deleted(member, organisation):
    ledger = LedgerFactory(organisation=organisation, status="running", content=b"x", finished_at=None)
    LedgerRefusal.objects.create(ledger=ledger, number=2, reason="x")
    assert member.post(address(ledger, "ledger-delete")).status_code == 302
    assert not Ledger.objects.exists()
    assert WorkspaceEvent.objects.get().action == "ledger.delete"


def test_a_ledger_that_is_deleted_while_it_is_read_leaves_nothing(organisation, monkeypatch):
    content = csv_file([one(n) for n in range(1, 30)])
    ledger = LedgerFactory(
        organisation=organisation,
        status="running",
        content=content,
        columns={"places": {"siret": 0, "amount": 3, "date": 4}},
    )
    monkeypatch.setattr(importing, "BATCH", 10)
    keep = importing._keep

    def delete_first(pk, batch, places):
        Ledger.objects.filter(pk=pk).delete()
        keep(pk, batch, places)

    monkeypatch.setattr(importing, "_keep", delete_first)
    importing.read_ledger(ledger.pk)
    assert not Ledger.objects.exists()
    assert not LedgerLine.objects.exists()


def test_what_breaks_is_said_and_leaves_nothing(organisation, monkeypatch):
    ledger = LedgerFactory(
        organisation=organisation, status="running", content=csv_file(MIXED), columns={"places": {}}
    )
    monkeypatch.setattr(importing, "read_line", lambda *_: 1 / 0)
    importing.read_ledger(ledger.pk)
    ledger.refresh_from_db()

    assert ledger.status == "failed"
    assert "recommencez" in ledger.error


@pytest.mark.django_db(transaction=True)
def test_a_long_ledger_is_read_beside_the_requests(member, organisation):
    rows = [one(n % 50 + 1) for n in range(6_000)]
    send(member, organisation, csv_file(rows))
    ledger = Ledger.objects.get()
    member.post(address(ledger), GUESSED)
    seen = set()
    for _ in range(600):
        answer = member.get(address(ledger, "ledger-progress"), headers={"HX-Request": "true"})
        seen.add("arrêtée" in answer.text)
        if "HX-Redirect" in answer:
            break
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05)")
    ledger.refresh_from_db()

    assert (ledger.status, ledger.rows_kept, ledger.rows) == ("done", 6_000, 6_000)
    assert seen == {False}
    assert not importing.is_being_read(ledger)


def test_a_sheet_says_about_how_many_lines_it_has():
    assert read_sheet(csv_file(MIXED)).rows == 7
    assert read_sheet(workbook(MIXED)).rows == 7


def test_who_did_what_is_told(read, member):
    ledger = read(csv_file(MIXED))
    member.post(address(ledger, "ledger-delete"))
    told = list(WorkspaceEvent.objects.order_by("pk").values_list("action", "by__username"))
    verbs = ["receive", "read", "done", "delete"]
    assert [action for action, _ in told] == [f"ledger.{verb}" for verb in verbs]
    assert all(by for _, by in told)
