"""Who wrote it is told what the team has put right."""

import datetime as dt

import pytest

from suppliers.models import ErrorReport, Event, OutgoingEmail
from tests.factories import CertificationFactory, StructureMembershipFactory
from tests.validation.conftest import approve, change, new_structure, proposed, report
from tests.validation.pressing import press, url_of

pytestmark = pytest.mark.django_db


def letter():
    return OutgoingEmail.objects.get(kind="decision_approved").text


def test_corrections_of_a_new_structure_are_told(signed_in, member):
    item = new_structure(member)

    press(signed_in, item, "accepter", name="La Brosse et le Seau", phone="01 99 00 12 34")

    assert (
        "Elle a d’abord corrigé ceci :\n\n- Nom : La Brosse et le Seau (vous aviez écrit : La Brosse)\n"
        in letter()
    )
    assert "\n- Téléphone public : 01 99 00 12 34\n" in letter()
    assert "Ouvrir votre espace : " in letter()


def test_a_value_that_was_taken_out_is_told_as_such(signed_in, member):
    item = new_structure(member)
    type(item.structure).objects.update(opening_hours="Quand on peut")

    press(signed_in, item, "accepter", opening_hours="")

    assert "- Horaires : retiré (vous aviez écrit : Quand on peut)\n" in letter()


def test_what_was_proposed_is_what_had_been_written(signed_in, member):
    item = change(member)

    press(signed_in, item, "accepter", name="Le Grand Balai")

    assert "- Nom : Le Grand Balai (vous aviez écrit : Le Balai)\n" in letter()
    assert "3 rue de Paris" not in letter(), "it was accepted as it was"


def test_a_certification_put_right_is_told(signed_in, member):
    item = proposed(member)

    press(signed_in, item, "accepter", number="EA-2026-7")

    assert "- Numéro : EA-2026-7" in letter()


def test_what_was_accepted_as_it_stands_has_nothing_corrected(member, validator):
    approve(new_structure(member), validator)

    assert "corrigé" not in letter()


def reported(kind, member):
    item = report(member)
    ErrorReport.objects.update(kind=kind)
    StructureMembershipFactory(structure=item.structure, user=member)
    return item


def told():
    return list(OutgoingEmail.objects.filter(kind="page-corrected").order_by("pk").values_list("to", "text"))


def test_who_keeps_a_page_is_told_what_a_report_has_corrected(signed_in, member):
    item = reported("contact", member)

    press(signed_in, item, "accepter", phone="01 99 00 12 34")

    ((to, text),) = told()
    assert to == member.email
    assert "\n- Téléphone public : 01 99 00 12 34\n" in text
    assert "voisine@example.org" not in text, "who reported it stays unknown"
    event = Event.objects.get(action="validation.correct")
    signed_in.post(url_of(item, f"annuler/{event.pk}/"))
    assert "la fiche est comme avant" in told()[1][1]


def test_who_keeps_a_page_is_told_that_it_is_hidden(signed_in, member):
    item = reported("closed", member)

    press(signed_in, item, "accepter", outcome="retirer")

    ((_, text),) = told()
    assert "- Fiche : retirée de l’annuaire" in text
    assert "Voir la fiche" not in text


def test_who_keeps_a_page_is_told_of_a_certification_that_is_rejected(signed_in, member):
    item = reported("certification", member)
    row = CertificationFactory(structure=item.structure, valid_from=dt.date(2026, 1, 1))

    press(signed_in, item, "accepter", rejected=[str(row.pk)])

    assert f"- Certification « {row.kind.short_label} » : rejetée" in told()[0][1]


def test_a_report_without_effect_is_no_news_to_who_keeps_the_page(signed_in, member):
    press(signed_in, reported("contact", member), "refuser", reason="right")

    assert told() == []


def test_what_is_published_is_told_beside_what_was_there(signed_in, member):
    item = change(member)

    decided = press(signed_in, item, "accepter", name="Le Grand Balai").text

    assert "Acceptée avec des corrections" in decided
    published = decided.split('data-side="Publié"')[1].split("</td>")[0]
    assert "Grand" in published and "Balai" in published
    event = Event.objects.get(action="validation.correct")
    again = signed_in.post(url_of(item, f"annuler/{event.pk}/"), follow=True).text
    assert "avec des corrections" not in again
    assert "Grand" not in again.split('data-side="Proposé"')[1].split("</td>")[0]
