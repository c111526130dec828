"""A visitor's report is put right from its item, and what was put right is taken back with it."""

import datetime as dt

import pytest

from suppliers.models import Certification, ErrorReport, Event, OutgoingEmail, Structure
from tests.factories import CertificationFactory
from tests.geocoding.ban_server import found
from tests.geocoding.conftest import ban as ban
from tests.validation.conftest import report
from tests.validation.pressing import press, url_of

pytestmark = pytest.mark.django_db


def reported(member, kind):
    item = report(member)
    ErrorReport.objects.update(kind=kind)
    return item


def undone(client, item):
    """The decision is taken back; returns the structure as it is then."""
    event = Event.objects.filter(item=item, action__startswith="validation.").latest("pk")
    client.post(url_of(item, f"annuler/{event.pk}/"))
    return Structure.objects.get()


def test_a_wrong_address_is_put_right_and_taken_back(signed_in, member, ban):
    ban.otherwise = found("3 Rue de la République, 93140 Bondy", 48.902, 2.483, citycode="93010")
    item = reported(member, "address")

    press(signed_in, item, "accepter", address="3 rue de la République", postal_code="93140", city="Bondy")

    structure = Structure.objects.get()
    item.refresh_from_db()
    assert (item.status, structure.city, structure.geo_precision) == ("approved", "Bondy", "housenumber")
    assert {"address", "city"} <= {*structure.edited_fields}, "an import leaves what a person has verified"
    assert Event.objects.filter(action="validation.correct").exists()
    assert undone(signed_in, item).city == "Montreuil"


def test_a_contact_that_does_not_answer_is_put_right(signed_in, member):
    item = reported(member, "contact")

    press(signed_in, item, "accepter", phone="01 48 00 00 01")

    assert Structure.objects.get().phone.replace(" ", "").endswith("148000001")


@pytest.mark.parametrize("kind", ["closed", "not_ess", "duplicate"])
def test_a_page_goes_or_stays_as_it_is_said_and_nothing_is_guessed(signed_in, member, kind):
    item = reported(member, kind)

    page = press(signed_in, item, "accepter").text

    assert "Dites si la fiche est retirée ou gardée." in page
    item.refresh_from_db()
    assert item.is_open

    press(signed_in, item, "accepter", outcome="retirer")
    assert Structure.objects.get().status == "hidden"
    assert "n’est plus dans l’annuaire" in OutgoingEmail.objects.get(kind="decision_report").text
    assert undone(signed_in, item).status == "published"
    item.refresh_from_db()
    assert item.is_open
    assert ErrorReport.objects.get().handled_at is None


def test_a_page_that_stays_is_said_to_be_corrected(signed_in, member):
    item = reported(member, "closed")

    press(signed_in, item, "accepter", outcome="garder")

    assert Structure.objects.get().status == "published"
    assert "La fiche a été corrigée" in OutgoingEmail.objects.get(kind="decision_report").text


def test_a_false_certification_is_rejected_and_taken_back(signed_in, member):
    item = reported(member, "certification")
    row = CertificationFactory(structure=item.structure, valid_from=dt.date(2026, 1, 1))

    page = press(signed_in, item, "accepter", rejected=["999999999"]).text
    assert "Choisissez parmi les certifications de la fiche." in page
    press(signed_in, item, "accepter", rejected=[str(row.pk)])

    assert Certification.objects.get().verification == "rejected"
    undone(signed_in, item)
    assert Certification.objects.get().verification == "verified"


@pytest.mark.parametrize("kind", ["contact", "certification"])
def test_to_correct_nothing_decides_nothing(signed_in, member, kind):
    item = reported(member, kind)

    page = press(signed_in, item, "corriger")

    item.refresh_from_db()
    assert item.is_open
    assert "Rien n’est changé dans le formulaire" in page.text
    assert not OutgoingEmail.objects.exists()


def test_a_report_is_closed_by_the_correction_itself(signed_in, member):
    item = reported(member, "contact")

    press(signed_in, item, "corriger", phone="01 99 00 12 34")

    item.refresh_from_db()
    assert item.status == "approved"
    assert Structure.objects.get().phone == "01 99 00 12 34"
