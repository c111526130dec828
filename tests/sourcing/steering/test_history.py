"""What was done in an organisation is told to its members, without a line of its accounts."""

import pytest
from django.urls import reverse

from suppliers.models import Ledger, LedgerRefusal, User
from suppliers.sourcing.steering.importing import read_ledger
from tests.buyer_factories import AwardFactory, NeedFactory
from tests.factories import BuyerMembershipFactory, siret_number
from tests.sourcing.steering.conftest import address, csv_file, one, send


@pytest.fixture
def page(organisation):
    return reverse("sourcing:steering-history", args=[organisation.pk])


@pytest.fixture
def colleague(organisation):
    user = BuyerMembershipFactory(organisation=organisation, role="editor").user
    User.objects.filter(pk=user.pk).update(first_name="Inès", last_name="Diallo")
    return user


GUESSED = {"siret": 0, "supplier": 1, "label": 2, "amount": 3, "date": 4}


def plain(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.django_db(transaction=True)
def test_a_ledger_is_told_from_its_arrival_to_its_end(client, organisation, colleague, page):
    client.force_login(colleague)
    rows = [one(1, name="Papeterie secrète", label="Mandat secret"), ["?", "Secret", "Autre", "?", "?"]]
    send(client, organisation, csv_file(rows))
    ledger = Ledger.objects.get()
    client.post(address(ledger), GUESSED)
    ledger.refresh_from_db()
    assert (ledger.status, ledger.rows_kept, ledger.rows_refused) == ("done", 1, 1)
    client.post(address(ledger, "ledger-delete"))

    client.force_login(BuyerMembershipFactory(organisation=organisation, role="editor").user)
    shown = plain(client.get(page).text)
    assert "fichier de dépenses reçu : « mandats.csv »" in shown
    assert "« mandats.csv » importé : 1 ligne gardée, 1 refusée" in shown
    assert "« mandats.csv » supprimé, avec 1 ligne" in shown
    assert shown.count("Inès Diallo") == 4
    for secret in ("secrète", "secret", siret_number(1), "Papeterie"):
        assert secret not in shown.replace("Historique", "")


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_failed_is_told_with_its_reason(member, organisation, page):
    send(member, organisation, csv_file([one(1)]))
    ledger = Ledger.objects.get()
    Ledger.objects.update(content=b"PK\x03\x04 no workbook", status="uploaded")
    Ledger.objects.update(status="running", columns={"places": GUESSED})
    read_ledger(ledger.pk)
    ledger.refresh_from_db()
    assert ledger.status == "failed"
    assert f"n’a pas pu être lu : {ledger.error}" in plain(member.get(page).text)


def test_outcomes_and_territory_are_told(member, organisation, page):
    need = NeedFactory(workspace=organisation.workspace, title="Nettoyage des écoles")
    told = {
        "outcome": "awarded",
        "decided_on": "2026-03-02",
        "reserved_to": "NONE",
        "holder_name": "Le Canal",
    }
    member.post(reverse("sourcing:need-award", args=[need.pk, 0]), told | {"holder_name": "Le Canal"})
    member.post(
        reverse("sourcing:steering-territory", args=[organisation.pk]), {"place": "Montreuil (93100)"}
    )
    shown = plain(member.get(page).text)
    assert "issue notée : Le Canal" in shown
    assert "Nettoyage des écoles" in shown
    assert "territoire de l’organisation : aucun → Montreuil" in shown
    need.delete()
    assert "issue notée : Le Canal" in plain(member.get(page).text)


def test_it_is_told_to_members_alone(client, organisation, page):
    AwardFactory(need__workspace=organisation.workspace)
    assert client.get(page).status_code == 302
    client.force_login(BuyerMembershipFactory(role="owner").user)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("how_many", [2, 120])
def test_query_count_is_flat(member, organisation, page, colleague, django_assert_num_queries, how_many):
    need = NeedFactory(workspace=organisation.workspace)
    for _ in range(how_many):
        organisation.workspace.events.create(action="award.note", need=need, by=colleague)
    member.get(page)
    with django_assert_num_queries(7):
        assert member.get(page, {"page": 2}).status_code == 200


def test_all_that_is_wrong_with_a_line_is_said(member, organisation, db):
    rows = [["12345678901234", "X", "Y", "dix", "31/02/2025"], ["", "X", "Y", "1,234", "31/12/2025"]]
    send(member, organisation, csv_file([one(1), *rows]))
    preview = plain(member.get(address(Ledger.objects.get())).text)
    assert "clé de contrôle est fausse" in preview
    both = "Le montant « dix » n’est pas un nombre. « 31/02/2025 » n’est pas une date (31/12/2025)."
    assert both in preview
    Ledger.objects.update(status="running", columns={"places": GUESSED})
    read_ledger(Ledger.objects.get().pk)
    reasons = [plain(one.reason) for one in LedgerRefusal.objects.order_by("number")]
    assert reasons[0].endswith(both)
    assert reasons[1].startswith("Le SIRET manque. Le montant « 1,234 » se lit de deux façons")
