"""The page of an item, and what is pressed on it."""

import pytest

from suppliers.models import Event, OutgoingEmail, ReviewItem, Structure
from suppliers.validation.actions import take
from tests.validation.conftest import (
    approve,
    change,
    new_structure,
)
from tests.validation.pressing import hidden, press, url_of

pytestmark = pytest.mark.django_db


def test_every_kind_has_its_page_and_can_be_approved_and_undone_from_it(signed_in, item):
    page = signed_in.get(url_of(item))
    assert page.status_code == 200
    assert "La Brosse" in page.text

    done = press(signed_in, item, "accepter", page, **({"outcome": "garder"} if item.report else {}))

    item.refresh_from_db()
    assert item.status == "approved"
    assert "C’est accepté" in done.text
    event = Event.objects.get(action__in=["validation.approve", "validation.correct"])
    assert event.action == "validation.approve", event.after
    undone = signed_in.post(url_of(item, f"annuler/{event.pk}/"), follow=True)
    item.refresh_from_db()
    assert item.is_open
    assert "tout est comme avant" in undone.text


def test_every_kind_can_be_refused_from_its_page(signed_in, item):
    done = press(signed_in, item, "refuser", reason="other", answer="Voici pourquoi.")

    item.refresh_from_db()
    assert (item.status, item.answer) == ("refused", "Voici pourquoi.")
    assert "C’est refusé" in done.text


@pytest.mark.parametrize("what", ["", "decider/", "suivi/", "annuler/1/"])
def test_who_does_not_decide_here_finds_nothing(client, member, limited, what):
    item = change(member)
    method = client.post if what else client.get

    assert method(url_of(item, what)).status_code == 302
    client.force_login(member)
    assert method(url_of(item, what)).status_code == 403
    client.force_login(limited)
    assert method(url_of(item, what)).status_code == 404
    assert method(f"/validation/999999/{what}").status_code == 404
    assert ReviewItem.objects.get().is_open


@pytest.mark.parametrize("what", ["decider/", "suivi/", "annuler/1/"])
def test_nothing_is_decided_by_following_a_link(signed_in, member, what):
    assert signed_in.get(url_of(change(member), what)).status_code == 405


def test_corrections_are_kept(signed_in, member):
    item = new_structure(member)

    press(signed_in, item, "accepter", name="La Brosse à dents", phone="0123456789")

    structure = Structure.objects.get()
    assert (structure.name, structure.phone, structure.status) == (
        "La Brosse à dents",
        "01 23 45 67 89",
        "published",
    )


def test_another_address_takes_its_point_to_its_commune(signed_in, member):
    item = new_structure(member)

    press(signed_in, item, "accepter", postal_code="93140", city="Bondy")

    structure = Structure.objects.get()
    assert (structure.territory.name, structure.geo_precision) == ("Bondy", "commune")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "obligatoire"),
        ({"siret": "123"}, "SIRET"),
        ({"postal_code": "931"}, "cinq chiffres"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"phone": "12"}, "dix chiffres"),
        ({"name": "x" * 5000}, "200"),
        ({"name": "a\0b"}, "null"),
        ({"legal_form": "zzzz"}, "choix"),
        ({"rna": "W1"}, "RNA"),
    ],
)
def test_a_wrong_correction_is_said_at_its_field_and_kept(signed_in, member, typed, sentence):
    item = new_structure(member)

    page = press(signed_in, item, "accepter", note="Bienvenue !", **typed)

    assert page.status_code == 200
    assert sentence in page.text
    assert "Bienvenue !" in page.text
    item.refresh_from_db()
    assert item.is_open


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"decision": "refuser"}, "Choisissez un motif."),
        ({"decision": "refuser", "reason": "zzz"}, "motif de la liste"),
        ({"decision": "refuser", "reason": "other", "answer": " "}, "pourquoi"),
        ({"decision": "refuser", "reason": "registry", "answer": "x" * 3000}, "2 000"),
        ({"decision": "demander", "question": ""}, "Écrivez votre question."),
        ({"decision": "zzz"}, "décision de la page"),
        ({"decision": ""}, "Choisissez une décision."),
        ({"decision": "refuser", "reason": "registry", "version": "1e30"}, "Ouvrez de nouveau"),
    ],
)
def test_a_decision_that_lacks_something_is_not_taken(signed_in, member, typed, sentence):
    item = change(member)
    decision = typed.pop("decision")

    page = press(signed_in, item, decision, **typed)

    assert sentence in page.text
    item.refresh_from_db()
    assert (item.status, item.version) == ("waiting", 0)


def test_missing_fields_change_nothing_of_a_structure(signed_in, member):
    item = new_structure(member)
    Structure.objects.update(description="Nous balayons.")

    seen = hidden(signed_in.get(url_of(item)))
    signed_in.post(url_of(item, "decider/"), {**seen, "decision": "accepter", "name": "La Brosse"})

    assert Structure.objects.get().description == "Nous balayons."


def test_who_decides_second_is_told_and_keeps_what_was_typed(signed_in, member, other_validator):
    item = change(member)
    page = signed_in.get(url_of(item))
    approve(item, other_validator)

    told = press(signed_in, item, "refuser", page, reason="registry", answer="Le registre dit autre chose.")

    assert told.status_code == 409
    assert "Déjà décidé par collegue" in told.text
    assert "Le registre dit autre chose." in told.text
    assert Structure.objects.get().name == "Le Balai"
    assert OutgoingEmail.objects.count() == 1


def test_a_fact_that_changed_while_somebody_read_is_shown_first(signed_in, member):
    item = change(member)
    page = signed_in.get(url_of(item))
    Structure.objects.update(phone="01 23 45 67 89")

    told = press(signed_in, item, "accepter", page)

    assert "La fiche a changé" in told.text
    assert ReviewItem.objects.get().is_open
    assert press(signed_in, item, "accepter", told).status_code == 200
    assert Structure.objects.get().name == "Le Balai"


def test_an_item_that_somebody_follows_says_who(signed_in, member, validator, other_validator):
    item = change(member)
    take(item, by=other_validator)
    assert "<b>collegue</b> s’en occupe" in signed_in.get(url_of(item)).text

    page = signed_in.post(url_of(item, "suivi/"), {"suivi": "prendre"}, follow=True)
    assert "collegue s’en occupait" in page.text
    item.refresh_from_db()
    assert item.assigned_to == validator
    signed_in.post(url_of(item, "suivi/"), {"suivi": "laisser"})
    item.refresh_from_db()
    assert item.assigned_to is None
