"""A need as a visitor, an account, an organisation writes it: what is typed, kept, refused."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from suppliers.models import Need, Workspace
from suppliers.workspace import limits
from suppliers.workspace.retention import forget_visitors
from tests.factories import BuyerMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
NEEDS = "/besoins/"


def write(client: Client, **typed: object) -> Need:
    response = client.post(NEEDS, {"title": "Nettoyage de trois écoles", **typed})
    assert response.status_code == 302, response.content.decode()
    return Need.objects.latest("pk")


def said(client: Client, url: str, **typed: object) -> str:
    response = client.post(url, typed)
    assert response.status_code == 200
    return response.content.decode()


def test_a_title_is_enough(client):
    need = write(client)

    page = client.get(reverse("sourcing:need", args=[need.pk]))
    assert page.status_code == 200
    assert "Aucun secteur ni code CPV" in page.content.decode()


def test_nothing_is_kept_without_a_title_and_what_was_typed_stays(client):
    page = said(client, NEEDS, title=" ", where="Montreuil", sectors=["traiteur"])

    assert "Donnez un titre" in page
    assert 'value="traiteur"' in page
    assert 'value="93048" checked' in page
    assert not Need.objects.exists()
    assert not Workspace.objects.exists()


def test_what_and_where_are_understood_as_they_are_typed(client):
    need = write(client, what="90911200 ; restauration collective", where="Montreuil ; T8")

    assert need.cpv_codes == ["90911200"]
    assert need.sectors.count() == 1
    assert [site.territory.code for site in need.sites.all()] == ["93048", "T8"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"what": "12345678"}, "aucun secteur de l’annuaire ne porte ce code"),
        ({"what": "123 456 78 90"}, "un code CPV compte huit chiffres"),
        ({"what": "xyzzyxyzzy"}, "essayez un autre mot"),
        ({"where": "Nullepart-sur-Rien"}, "n’est pas reconnu"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(client, typed, sentence):
    page = said(client, NEEDS, title="Un besoin", **typed)

    assert sentence in page
    assert next(iter(typed.values())) in page
    assert not Need.objects.exists()


def test_several_sectors_that_may_be_meant_are_offered_to_be_ticked(client):
    page = said(client, NEEDS, title="Un besoin", what="nettoyage urbain voirie locaux")
    if "cochez les bons" not in page:
        page = said(client, NEEDS, title="Un besoin", what="recyclage")
    assert "cochez les bons" in page
    assert 'aria-label="Secteurs possibles"' in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("amount_excl_tax", "beaucoup", "Écrivez un nombre en chiffres"),
        ("amount_excl_tax", "9 999 999 999", "999 999 999 au plus"),
        ("duration_months", "0", "Écrivez un nombre de 1 à 120"),
        ("applications_due_on", "31/02/2026", "Une date s’écrit jour/mois/année"),
        ("reservation", "L9999", "Sélectionnez un choix valide"),
        ("considerations", "magie", "Sélectionnez un choix valide"),
        ("title", "x" * 201, "200 caractères au plus"),
    ],
)
def test_a_wrong_value_is_said_and_changes_nothing(client, field, typed, sentence):
    need = write(client)
    url = reverse("sourcing:need-change", args=[need.pk])

    page = said(client, url, **{"title": "Autre", "seen": 1, field: typed})

    assert sentence in page.replace("\u202f", " ")
    need.refresh_from_db()
    assert (need.title, need.version) == ("Nettoyage de trois écoles", 1)


def test_a_deadline_comes_after_the_launch(client):
    need = write(client)
    page = said(
        client,
        reverse("sourcing:need-change", args=[need.pk]),
        title="Un",
        seen=1,
        launched_on="2026-12-10",
        applications_due_on="2026-12-01",
    )

    assert "La date limite vient après le lancement." in page


def test_every_field_is_kept_and_shown_again(client):
    need = write(client)
    url = reverse("sourcing:need-change", args=[need.pk])
    typed = {
        "title": "Traiteur inclusif", "seen": 1, "sectors": ["traiteur"], "cpv_codes": ["55520000"],
        "places": ["93048"], "amount_excl_tax": "60 000,50", "duration_months": "24", "nature": "services",
        "reservation": "L2113_12_13", "exclusive_scope": "no", "executed_in_prison": "yes",
        "launched_on": "2026-12-01", "applications_due_on": "2027-01-10", "starts_on": "2027-03-01",
        "considerations": ["social_clause", "environmental_criterion"], "insertion_hours": "300",
        "description": "Pour les vœux.", "contract_kind": "MARCHE", "buyer_kind": "state",
        "considerations_note": "À préciser.",
    }  # fmt: skip

    assert client.post(url, typed).status_code == 302

    need.refresh_from_db()
    assert (str(need.amount_excl_tax), need.duration_months, need.version) == ("60000.50", 24, 2)
    assert (need.exclusive_scope, need.executed_in_prison) == (False, True)
    assert need.considerations == ["social_clause", "environmental_criterion"]
    assert need.applications_due_on == dt.date(2027, 1, 10)
    page = client.get(url).content.decode().replace("\u202f", " ")
    for shown in (
        "Traiteur inclusif",
        "60 000,50",
        'value="55520000" checked',
        "Pour les vœux.",
        "À préciser.",
    ):
        assert shown in page


def test_two_who_change_a_need_at_once_are_told(client):
    need = write(client)
    url = reverse("sourcing:need-change", args=[need.pk])
    assert client.post(url, {"title": "Le premier", "seen": 1}).status_code == 302

    page = said(client, url, title="Le second", seen=1)

    assert "Quelqu’un a modifié ce besoin" in page
    assert "Le second" in page
    need.refresh_from_db()
    assert need.title == "Le premier"
    assert client.post(url, {"title": "Le second", "seen": 2}).status_code == 302


def test_a_visitor_s_need_is_theirs_alone(client):
    need = write(client)
    other = Client().get(reverse("sourcing:need", args=[need.pk]))

    assert other.status_code == 302
    assert other.url.startswith(reverse("account_login"))


def test_a_stranger_finds_nothing_there(client):
    need = write(client)
    stranger = Client()
    stranger.force_login(UserFactory())

    assert stranger.get(reverse("sourcing:need", args=[need.pk])).status_code == 404


def test_a_visitor_who_signs_in_keeps_their_needs(client):
    need = write(client)
    user = UserFactory()

    client.force_login(user)

    assert client.get(reverse("sourcing:need", args=[need.pk])).status_code == 200
    assert Workspace.objects.get().user == user


def test_a_visitor_who_does_not_come_back_is_forgotten_after_thirty_days(client):
    need = write(client)

    assert forget_visitors(dt.date.today() + dt.timedelta(days=30)) == 0
    assert forget_visitors(dt.date.today() + dt.timedelta(days=31)) == 1
    assert not Need.objects.filter(pk=need.pk).exists()


def test_a_need_given_to_an_organisation_is_opened_and_changed_by_its_members(client):
    membership = BuyerMembershipFactory()
    colleague = BuyerMembershipFactory(organisation=membership.organisation)
    client.force_login(membership.user)
    need = write(client)

    client.post(
        reverse("sourcing:need-entrust", args=[need.pk]), {"organisation": membership.organisation_id}
    )

    other = Client()
    other.force_login(colleague.user)
    assert other.get(reverse("sourcing:need", args=[need.pk])).status_code == 200
    assert [event.action for event in need.events.order_by("pk")] == ["need.create", "need.entrust"]


def test_a_need_is_not_given_to_somebody_else_s_organisation(client):
    client.force_login(BuyerMembershipFactory().user)
    need = write(client)
    foreign = BuyerMembershipFactory().organisation_id

    response = client.post(reverse("sourcing:need-entrust", args=[need.pk]), {"organisation": foreign})

    assert response.status_code == 404
    need.refresh_from_db()
    assert need.workspace.organisation is None


def test_an_organisation_s_need_is_not_taken_to_another_one(client):
    user = UserFactory()
    first, second = (BuyerMembershipFactory(user=user).organisation for _ in range(2))
    client.force_login(user)
    need = write(client)
    entrust = reverse("sourcing:need-entrust", args=[need.pk])
    client.post(entrust, {"organisation": first.pk})

    assert client.post(entrust, {"organisation": second.pk}).status_code == 404
    need.refresh_from_db()
    assert need.workspace.organisation == first


@pytest.mark.parametrize("code", ["909112001234", "", "abc", "1\x00", "9" * 400])
def test_codes_that_are_none_are_left_out(client, code):
    need = write(client, cpv_codes=[code, "90911200"])

    assert need.cpv_codes == ["90911200"]


def test_a_workspace_holds_so_many_needs(client, monkeypatch):
    write(client)
    monkeypatch.setattr(limits, "MOST_NEEDS", 1)

    page = said(client, NEEDS, title="Un de trop")

    assert "supprimez-en un" in page
    assert "Un de trop" in page
    assert Need.objects.count() == 1


def test_many_visitors_of_one_address_are_told_to_sign_in(client, monkeypatch):
    monkeypatch.setattr(limits, "RATES", {"open": "1/h/ip"})
    write(client)

    page = said(Client(), NEEDS, title="Le suivant")

    assert "Connectez-vous pour garder ceci" in page
    assert "Le suivant" in page


def test_a_returning_officer_finds_their_needs_before_the_form(client):
    assert "Besoins enregistrés" not in client.get(NEEDS).content.decode()
    for number in range(7):
        write(client, title=f"Besoin {number}")

    page = client.get(NEEDS).content.decode()

    assert page.index("Besoins enregistrés") < page.index("Besoin 6") < page.index("Les 2 autres")
    assert page.index("Besoin 0") < page.index('name="title"')
    wrong = said(client, NEEDS, title="")
    assert wrong.index('name="title"') < wrong.index("Besoins enregistrés")


def test_the_mistakes_are_counted_one_by_one(client):
    page = said(client, NEEDS, title="Un besoin", what="12345678 ; xyzzyxyzzy", where="Nullepart-sur-Rien")

    assert "il reste 3 points à corriger" in page
