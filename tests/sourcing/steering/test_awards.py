"""The outcome of a need: noted, changed, taken back, told; and who may."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from suppliers.models import Award, WorkspaceEvent
from suppliers.sourcing.steering.awards import version_of
from tests.buyer_factories import LotFactory, NeedFactory
from tests.factories import StructureFactory, siret_number


@pytest.fixture
def need(organisation):
    return NeedFactory(
        workspace=organisation.workspace, reservation="L2113_12", considerations=["social_clause"]
    )


def page(need, number=0, name="need-award"):
    return reverse(f"sourcing:{name}", args=[need.pk, number] if name != "need-outcome" else [need.pk])


TYPED = {
    "outcome": "awarded",
    "decided_on": "2026-03-02",
    "reserved_to": "L2113_12",
    "holder_siret": siret_number(9),
    "holder_name": "Le Canal",
    "amount_excl_tax": "12 000,50 €",
    "bids_received": "3",
    "has_social_clause": "on",
}


def test_an_outcome_is_noted_changed_and_taken_back(member, membership, need):
    assert member.post(page(need), TYPED).status_code == 302
    award = Award.objects.get()
    assert (award.amount_excl_tax, award.decided_on) == (Decimal("12000.50"), dt.date(2026, 3, 2))
    assert (award.has_social_clause, award.has_social_criterion, award.bids_received) == (True, False, 3)
    assert "12\u202f000,50\u00a0€" in member.get(page(need, name="need-outcome")).text

    assert 'value="12\u202f000,50"' in member.get(page(need)).text
    member.post(page(need), {**TYPED, "amount_excl_tax": "13 000", "seen": version_of(award)})
    award.refresh_from_db()
    assert award.amount_excl_tax == 13_000

    member.post(page(need, name="need-award-forget"))
    assert not Award.objects.exists()
    told = list(WorkspaceEvent.objects.order_by("pk"))
    assert [one.action for one in told] == ["award.note", "award.note", "award.forget"]
    assert (told[1].detail["before"]["amount_excl_tax"], told[1].detail["after"]["amount_excl_tax"]) == (
        "12000.50",
        "13000.00",
    )
    assert {one.by for one in told} == {membership.user}


def test_what_another_tab_has_noted_meanwhile_is_not_lost(member, need):
    """Both tabs are opened before anything is noted; the second is told, keeps its text, and may save."""
    assert 'name="seen" value=""' in member.get(page(need)).text
    assert member.post(page(need), {**TYPED, "bids_received": "5", "seen": ""}).status_code == 302
    behind = {**TYPED, "bids_received": "6", "seen": ""}
    shown = member.post(page(need), behind).text
    assert "changée entre-temps" in shown
    assert 'value="6"' in shown
    award = Award.objects.get()
    assert award.bids_received == 5
    assert WorkspaceEvent.objects.count() == 1
    assert f'name="seen" value="{version_of(award)}"' in shown
    assert member.post(page(need), {**behind, "seen": version_of(award)}).status_code == 302
    assert Award.objects.get().bids_received == 6


def test_a_form_sent_twice_is_no_conflict(member, need):
    assert member.post(page(need), {**TYPED, "seen": ""}).status_code == 302
    assert member.post(page(need), {**TYPED, "seen": ""}).status_code == 302
    assert WorkspaceEvent.objects.count() == 1


def test_what_another_tab_has_taken_back_is_not_noted_again_unsaid(member, need):
    member.post(page(need), TYPED)
    seen = version_of(Award.objects.get())
    member.post(page(need, name="need-award-forget"))
    shown = member.post(page(need), {**TYPED, "seen": seen}).text
    assert "changée entre-temps" in shown
    assert not Award.objects.exists()
    assert 'name="seen" value=""' in shown


def test_what_was_planned_is_offered(member, need):
    shown = member.get(page(need)).text
    assert '<option value="L2113_12" selected>' in shown
    assert shown.count(" checked") == 1


def test_the_directory_gives_the_name_of_the_holder(member, need):
    structure = StructureFactory(published=True, siret=siret_number(9), name="Les Ateliers")
    member.post(page(need), {**TYPED, "holder_name": ""})
    award = Award.objects.get()
    assert (award.structure, award.holder_name) == (structure, "Les Ateliers")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"holder_name": ""}, "n’est pas dans l’annuaire : donnez le nom"),
        ({"holder_name": "", "holder_siret": ""}, "Donnez le titulaire"),
        ({"holder_siret": "12345678901234"}, "clé de contrôle est fausse"),
        ({"amount_excl_tax": "beaucoup"}, "Écrivez un nombre en chiffres"),
        ({"amount_excl_tax": "-5"}, "Un nombre négatif n’a pas de sens ici."),
        ({"amount_excl_tax": "10^30"}, "Ce nombre est trop grand : 999"),
        ({"decided_on": "2099-01-01"}, "est à venir"),
        ({"decided_on": "hier"}, "Une date s’écrit"),
        ({"outcome": ""}, "Dites ce qu’il en est"),
        ({"reserved_to": "L1"}, "Choisissez dans la liste"),
        ({"bids_received": "-1"}, "de 0 à 1\u202f000"),
        ({"bids_received": "2,5"}, "nombre entier"),
        ({"holder_name": "a\0b"}, "illisible"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(member, need, change, said):
    shown = member.post(page(need), {**TYPED, **change})
    assert shown.status_code == 200
    assert said in shown.text
    assert 'value="3"' in shown.text or "bids_received" in change
    assert not Award.objects.exists()


def test_without_award_there_is_no_holder(member, need):
    member.post(page(need), {**TYPED, "outcome": "unsuccessful"})
    award = Award.objects.get()
    assert (award.holder_name, award.holder_siret, award.amount_excl_tax) == ("", "", None)
    assert award.bids_received == 3


def test_the_whole_and_its_lots_are_not_both_told(member, need):
    LotFactory(need=need)
    assert member.post(page(need, 1), TYPED).status_code == 302
    assert "déjà notée lot par lot" in member.post(page(need), TYPED).text
    member.post(page(need, 1, "need-award-forget"))
    assert member.post(page(need), TYPED).status_code == 302
    assert "déjà notée pour le besoin entier" in member.post(page(need, 1), TYPED).text
    assert member.get(page(need, 2)).status_code == 404


def test_a_visitor_notes_the_outcome_of_their_need(client, db):
    session = client.session
    need = NeedFactory()
    session["workspace"] = need.workspace.pk
    session.save()
    assert client.post(page(need), TYPED).status_code == 302
    assert WorkspaceEvent.objects.get().by is None
    assert "organisation d’acheteurs" in client.get(page(need, name="need-outcome")).text
    assert client.get(page(NeedFactory(), name="need-outcome")).status_code == 302
