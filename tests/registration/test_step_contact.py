"""« Nous joindre »: nobody is named without a consent that is dated, and that can be taken back."""

import pytest

from suppliers.models import ContactPerson, Event

pytestmark = pytest.mark.django_db
NAMED = {"person_name": "Aïcha Martin", "person_role": "Directrice", "consent": "on"}


def test_contact_is_stored_one_way(drafting):
    drafting.tab("contact").send(phone="01.02.03.04.05", email="contact@canal.example")

    structure = drafting.reread()
    assert (structure.phone, structure.email) == ("01 02 03 04 05", "contact@canal.example")


def test_person_is_kept_with_their_consent(drafting):
    drafting.tab("contact").send(**NAMED, person_phone="0612345678")

    person = ContactPerson.objects.get(structure=drafting.structure)
    assert (person.name, person.phone) == ("Aïcha Martin", "06 12 34 56 78")
    assert person.consent_recorded_by == drafting.user
    assert person.consented_at is not None
    assert "Accord recueilli le" in drafting.tab("contact").page


def test_person_without_consent_is_not_kept(drafting):
    tab = drafting.tab("contact")

    tab.send(person_name="Aïcha Martin")

    assert "Cochez l’accord de cette personne" in tab.page
    assert tab.values["person_name"] == "Aïcha Martin"
    assert not ContactPerson.objects.exists()


def test_consent_without_a_name_is_asked_again(drafting):
    tab = drafting.tab("contact")

    tab.send(consent="on")

    assert "Donnez le nom de la personne" in tab.page


def test_consent_taken_back_leaves_nothing_of_the_person(drafting):
    drafting.tab("contact").send(**NAMED)
    tab = drafting.tab("contact")
    tab.values.pop("consent")

    assert tab.send().status_code == 302

    assert not ContactPerson.objects.exists()
    assert "Aïcha" not in str(list(Event.objects.values()))
    assert drafting.tab("contact").values["person_name"] == ""


def test_another_name_is_another_consent(drafting, time_machine):
    time_machine.move_to("2026-03-01 12:00+01:00")
    drafting.tab("contact").send(**NAMED)
    first = ContactPerson.objects.get().consented_at
    time_machine.move_to("2026-06-01 12:00+02:00")
    drafting.client.force_login(drafting.user)
    drafting.tab("contact").send(person_role="Gérante")
    assert ContactPerson.objects.get().consented_at == first

    drafting.tab("contact").send(person_name="Léo Petit")

    assert ContactPerson.objects.get().consented_at > first


def test_person_taken_out_in_another_tab_does_not_come_back_unseen(drafting):
    drafting.tab("contact").send(**NAMED)
    first, second = drafting.tab("contact"), drafting.tab("contact")
    first.values.pop("consent")
    first.send()

    second.send(phone="0102030405")

    assert "cette étape a changé entre-temps" in second.page
    assert second.values["person_name"] == ""
    second.send()
    assert not ContactPerson.objects.exists()
    assert drafting.reread().phone == "01 02 03 04 05"


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("phone", "abc", "Un numéro français compte dix chiffres"),
        ("email", "pas une adresse", "Une adresse électronique s’écrit nom@domaine.fr."),
        ("person_email", "x" * 300 + "@a.fr", "254 caractères au plus"),
    ],
)
def test_contact_that_leads_nowhere_is_refused_at_its_field(drafting, name, typed, said):
    tab = drafting.tab("contact")

    tab.send(**{name: typed})

    assert said in tab.page
    assert tab.values[name] == typed


@pytest.mark.parametrize(
    ("email", "is_said"),
    [
        ("jeanne.martin@canal.example", True),
        ("j.martin@canal.example", True),
        ("jeanne.martin-dupont@canal.example", True),
        ("contact@canal.example", False),
        ("contact.montreuil@canal.example", False),
        ("la-brosse@canal.example", False),
        ("", False),
    ],
)
def test_public_address_that_looks_like_a_person_is_said_to(drafting, email, is_said):
    drafting.tab("contact").send(email=email)

    assert drafting.reread().email == email
    assert ("semble être celle d’une personne" in drafting.tab("contact").page) == is_said


def test_public_address_of_who_agreed_to_be_named_is_fine(drafting):
    address = "aicha.martin@canal.example"
    drafting.tab("contact").send(email=address, **NAMED, person_email=address)

    assert "semble être celle d’une personne" not in drafting.tab("contact").page
