"""/espace/recherches/: saved with a name, found again, followed, shared."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from suppliers.models import SavedSearch, Sector, ShortlistAlert, Territory, User, Workspace, WorkspaceEvent
from suppliers.models.workspace import LONGEST_QUERY, NOT_COUNTED
from suppliers.sourcing.alerts.saved import LOSSES, MOST_SAVED, NEWS
from tests.buyer_factories import SavedSearchFactory, WorkspaceFactory
from tests.factories import BuyerMembershipFactory
from tests.sourcing.alerts.conftest import QUERY, cleaners, somebody

pytestmark = pytest.mark.django_db
LIST, SAVE = "/espace/recherches/", "/espace/recherches/enregistrer/"


def save(client: Client, **typed: str) -> str:
    sent = {"recherche": QUERY, "name": "Nettoyage", "frequency": "never", "where": "own", **typed}
    return html.unescape(client.post(SAVE, sent, follow=True).text)


def test_the_directory_offers_to_save_what_it_shows(client):
    cleaners()
    page = client.get(f"/annuaire/?{QUERY}&page=1&inconnu=2").text
    assert f'href="{SAVE}?{QUERY}"' in page


def test_the_name_is_what_was_understood(client):
    cleaners(2)
    page = html.unescape(client.get(f"{SAVE}?{QUERY}&intervient=93048&page=2").text)
    assert 'value="Nettoyage de locaux et de vitres · Intervient : Montreuil"' in page
    assert f'value="{QUERY}&intervient=93048"' in page
    assert "<b>2 structures</b>" in page
    assert 'name="frequency"' not in page


def test_a_visitor_saves_and_finds_it_again(client):
    cleaners(2)
    page = save(client, name="Mes écoles")
    assert "La recherche «\u00a0Mes écoles\u00a0» est enregistrée." in page
    row = SavedSearch.objects.get()
    assert row.workspace_id == client.session["workspace"]
    assert (row.query, row.frequency, row.recipient) == (QUERY, "never", None)
    assert 'data-count="2"' in page
    assert "data-new" not in page
    assert "Gardez-le" in page
    assert "Pour recevoir un courriel, donnez une adresse électronique." in page
    assert WorkspaceEvent.objects.get().action == "search.save"
    assert "Aucune recherche enregistrée" in Client().get(LIST).text


def test_what_is_new_is_new_until_it_is_looked_at(client):
    cleaners(2)
    save(client)
    cleaners(3)
    assert 'data-new="3"' in client.get(LIST).text

    row = SavedSearch.objects.get()
    answer = client.post(f"{LIST}{row.pk}/ouvrir/")
    assert answer["Location"] == f"/annuaire/?{QUERY}"
    assert "data-new" not in client.get(LIST).text


def test_the_same_search_is_kept_once(client):
    save(client)
    assert "Elle était déjà enregistrée" in save(client, name="Autrement")
    assert SavedSearch.objects.get().name == "Nettoyage"


def test_bad_input_is_told_and_nothing_typed_is_lost(client):
    places = Territory.objects.values_list("code", flat=True)[:40]
    sectors = Sector.objects.values_list("code", flat=True)[:40]
    asked = {"territoire": places, "intervient": places, "secteur": sectors}
    long = "&".join(f"{name}={code}" for name, codes in asked.items() for code in codes)
    assert len(long) > LONGEST_QUERY
    page = save(client, name="x" * 121)
    assert "120 caractères au plus." in page
    assert "x" * 121 in page
    assert "Donnez un nom à cette recherche." in save(client, name=" ")
    assert "un filtre à corriger" in save(client, recherche="secteur=rien")
    assert "trop de filtres" in save(client, recherche=long)
    assert not SavedSearch.objects.exists()


def test_there_is_an_end_to_what_one_keeps(client):
    save(client)
    workspace = Workspace.objects.get()
    for n in range(MOST_SAVED - 1):
        SavedSearchFactory(workspace=workspace, query=f"q=mot{n}")
    assert f"déjà {MOST_SAVED} recherches" in save(client, recherche="q=encore")


def test_an_account_is_told_as_often_as_it_says(client, user):
    client.force_login(user)
    save(client, frequency="weekly")
    row = SavedSearch.objects.get()
    assert (row.frequency, row.recipient, row.workspace) == ("weekly", user, user.workspace)
    page = client.get(LIST).text
    assert "courriel chaque semaine" in page
    assert "Gardez-le" not in page

    sent = {f"{row.pk}-name": "Écoles", f"{row.pk}-frequency": "daily"}
    client.post(f"{LIST}{row.pk}/", sent)
    row.refresh_from_db()
    assert (row.name, row.frequency) == ("Écoles", "daily")

    page = html.unescape(client.post(f"{LIST}{row.pk}/", {**sent, f"{row.pk}-name": ""}).text)
    assert "Donnez un nom à cette recherche." in page
    row.refresh_from_db()
    assert row.name == "Écoles"


def test_asking_for_letters_takes_up_those_that_were_stopped(client, user):
    User.objects.filter(pk=user.pk).update(muted_emails=[NEWS, LOSSES])
    client.force_login(user)
    save(client)
    row = SavedSearch.objects.get()
    assert "Vous avez arrêté ces courriels" in client.get(LIST).text

    client.post(f"{LIST}{row.pk}/", {f"{row.pk}-name": "Écoles", f"{row.pk}-frequency": "daily"})
    client.post(f"{LIST}selections/", {"selections-frequency": "daily"})
    user.refresh_from_db()
    assert user.muted_emails == []
    assert ShortlistAlert.objects.get(user=user).frequency == "daily"


def test_a_wide_search_is_kept_and_not_told(client, user, monkeypatch):
    cleaners(3)
    monkeypatch.setattr("suppliers.sourcing.alerts.finding.MOST_ALERTED", 2)
    client.force_login(user)
    assert 'name="frequency"' not in client.get(f"{SAVE}?{QUERY}").text
    page = save(client, frequency="daily")
    row = SavedSearch.objects.get()
    assert (row.frequency, row.seen_ids) == ("never", NOT_COUNTED)
    assert "Trop large pour un courriel" in page


def test_deleting_is_asked_twice(client):
    save(client)
    row = SavedSearch.objects.get()
    assert "est supprimée" in client.get(f"{LIST}{row.pk}/supprimer/").text
    assert SavedSearch.objects.exists()
    client.post(f"{LIST}{row.pk}/supprimer/")
    assert not SavedSearch.objects.exists()


class TestShared:
    @pytest.fixture
    def both(self, client, user):
        """Two members of an organisation, who look at the search that the first has saved in it."""
        member = BuyerMembershipFactory(user=user, organisation__name="Mairie")
        colleague = BuyerMembershipFactory(organisation=member.organisation, user=somebody())
        client.force_login(user)
        save(client, where=str(member.organisation.pk), frequency="daily")
        other = Client()
        other.force_login(colleague.user)
        return client, other, SavedSearch.objects.get(recipient=None)

    def test_each_chooses_their_own_letters(self, both, user):
        mine, theirs, search = both
        assert search.workspace.organisation.name == "Mairie"
        assert SavedSearch.objects.get(recipient=user).frequency == "daily"
        page = theirs.get(LIST).text
        assert "Avec Mairie" in page
        assert "courriel chaque" not in page

        theirs.post(f"{LIST}{search.pk}/", {f"{search.pk}-name": "Tous", f"{search.pk}-frequency": "weekly"})
        assert "courriel chaque semaine" in theirs.get(LIST).text
        assert "courriel chaque jour" in mine.get(LIST).text
        assert set(SavedSearch.objects.values_list("name", flat=True)) == {"Tous"}

    def test_each_sees_what_is_new_to_them(self, both):
        mine, theirs, search = both
        cleaners(2)
        mine.post(f"{LIST}{search.pk}/ouvrir/")
        assert "data-new" not in mine.get(LIST).text
        assert 'data-new="2"' in theirs.get(LIST).text

    def test_it_goes_for_all(self, both):
        mine, _theirs, search = both
        page = html.unescape(mine.get(f"{LIST}{search.pk}/supprimer/").text)
        assert "pour tous les membres de Mairie" in page
        assert "Une personne ne reçoit plus de courriel." in page
        mine.post(f"{LIST}{search.pk}/supprimer/")
        assert not SavedSearch.objects.exists()

    def test_the_row_of_a_colleague_is_nobody_elses(self, both, user):
        _mine, theirs, _search = both
        row = SavedSearch.objects.get(recipient=user)
        assert theirs.post(f"{LIST}{row.pk}/ouvrir/").status_code == 404


def test_what_is_somebody_elses_is_not_there(client, user):
    row = SavedSearchFactory(workspace=WorkspaceFactory(user=somebody()))
    assert client.post(f"{LIST}{row.pk}/ouvrir/")["Location"].startswith("/compte/login/")
    client.force_login(user)
    for page in ("", "ouvrir/", "supprimer/"):
        assert client.post(f"{LIST}{row.pk}/{page}").status_code == 404
    assert client.post(SAVE, {"recherche": QUERY, "name": "x", "frequency": "never", "where": "999"})


@pytest.mark.parametrize("how_many", [2, 20])
def test_the_page_asks_the_same_of_the_database(client, user, django_assert_num_queries, how_many):
    workspace = WorkspaceFactory(user=user)
    for n in range(how_many):
        SavedSearchFactory(workspace=workspace, query=f"{QUERY}&rayon={n + 1}")
    cleaners()
    client.force_login(user)
    client.get(LIST)
    with django_assert_num_queries(9):
        client.get(LIST)
