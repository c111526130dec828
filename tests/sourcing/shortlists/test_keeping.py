"""Several shortlists: which one is filled, whose they are, what a session kept before them."""

import pytest
from django.test import Client
from django.urls import reverse

from suppliers import search
from suppliers.models import Shortlist, Structure, Workspace
from suppliers.workspace.owning import KEY as WORKSPACE
from suppliers.workspace.shortlists import add
from tests.buyer_factories import (
    EnquiryRecipientFactory,
    ExchangeFactory,
    NeedFactory,
    ShareLinkFactory,
    ShortlistFactory,
    WorkspaceFactory,
)
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    StructureFactory,
    UserFactory,
)

from .conftest import held, page_of, visit

CURRENT = "/selection/"


@pytest.fixture
def member(structures):
    """The browser of a member of an organisation, with a shortlist of their own."""
    user = UserFactory()
    organisation = BuyerOrganisationFactory(name="Mairie de Montreuil")
    BuyerMembershipFactory(organisation=organisation, user=user)
    own = ShortlistFactory(workspace=WorkspaceFactory(user=user))
    client = Client()
    client.force_login(user)
    client.user, client.organisation, client.own = user, organisation, own
    return client


def test_nothing_kept_is_no_row(client, structures):
    client.get(CURRENT)
    client.get("/annuaire/")
    client.post(CURRENT, {"retirer": structures[0].pk})
    client.post(CURRENT, {"vider": "1"})
    client.post(CURRENT, {"ajouter": StructureFactory().pk})
    assert not Workspace.objects.exists()


def test_a_new_one_is_filled_from_then_on(client, shortlist, structures):
    other = StructureFactory(published=True)
    search.refresh([other.pk])
    client.post(reverse("sourcing:shortlist-create"), {"title": "Traiteurs"})
    client.post(CURRENT, {"ajouter": other.pk})
    made = Shortlist.objects.get(title="Traiteurs")
    assert held(made) == [other.pk]
    assert 'data-count="1"' in client.get("/").content.decode()
    assert "Traiteurs" in client.get(CURRENT).content.decode()

    client.post(page_of(shortlist, "shortlist-fill"))
    client.post(CURRENT, {"ajouter": other.pk})
    assert held(shortlist)[-1] == other.pk
    html = client.get(reverse("sourcing:shortlists")).content.decode()
    assert "Traiteurs" in html
    assert "4 structures" in html


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_new_one_has_a_name(client, db, title):
    response = client.post(reverse("sourcing:shortlist-create"), {"title": title})
    assert response.status_code == 200
    assert not Shortlist.objects.exists()


def test_page_of_any_is_changed_by_itself(client, shortlist, structures):
    client.post(reverse("sourcing:shortlist-create"), {"title": "Traiteurs"})
    here = page_of(shortlist)
    response = client.post(here, {"retirer": structures[0].pk, "retour": here}, follow=True)
    assert response.redirect_chain[0][0] == f"{here}?retiree={structures[0].pk}"
    assert "n’est plus dans votre sélection" in response.content.decode()
    assert held(shortlist) == [one.pk for one in structures[1:]]
    client.post(here, {"ajouter": structures[0].pk, "retour": here})
    assert held(shortlist) == [one.pk for one in structures]


def test_what_was_asked_goes_with_it_and_that_is_said(client, shortlist):
    def said():
        return client.get(page_of(shortlist, "shortlist-delete")).content.decode()

    assert "Partent avec elle" not in said()
    EnquiryRecipientFactory(enquiry__shortlist=shortlist, answered=True)
    EnquiryRecipientFactory(enquiry__shortlist=shortlist)
    ExchangeFactory(shortlist=shortlist)
    assert "Partent avec elle : 2 demandes d’information, 1 réponse reçue, 1 échange noté." in said()
    assert "ne pourront plus répondre" in said()


def test_renamed_and_deleted(client, shortlist):
    client.post(page_of(shortlist, "shortlist-settings"), {"title": "Écoles 2027"})
    shortlist.refresh_from_db()
    assert str(shortlist) == "Écoles 2027"
    assert "3 structures" in client.get(page_of(shortlist, "shortlist-delete")).content.decode()
    client.post(page_of(shortlist, "shortlist-delete"))
    assert not Shortlist.objects.exists()
    assert client.get(CURRENT).status_code == 200


def test_that_of_a_need_goes_with_it(member):
    need = NeedFactory(workspace=member.own.workspace)
    url = reverse("sourcing:need-shortlist", args=[need.pk])
    assert "Commencer la sélection" in member.get(url).content.decode()
    assert not Shortlist.objects.filter(need=need).exists()  # reading makes no row
    member.post(url)
    made = Shortlist.objects.get(need=need)
    assert member.get(url).url == page_of(made)
    assert member.post(page_of(made, "shortlist-delete")).status_code == 404
    assert member.post(page_of(made, "shortlist-settings"), {"title": "x"}).status_code == 404
    key = Structure.objects.published().first().pk
    member.post(CURRENT, {"ajouter": key})
    assert held(made) == [key]


def test_one_given_to_an_organisation_is_its_members(member, structures):
    add(member.own, [structures[0].pk], by=member.user)
    colleague = Client()
    colleague.force_login(BuyerMembershipFactory(organisation=member.organisation).user)
    assert colleague.get(page_of(member.own)).status_code == 404

    member.post(page_of(member.own, "shortlist-entrust"), {"organisation": member.organisation.pk})
    html = colleague.get(page_of(member.own)).content.decode()
    assert "Mairie de Montreuil" in html
    colleague.post(page_of(member.own), {"ajouter": structures[1].pk})
    assert held(member.own) == [structures[0].pk, structures[1].pk]
    assert "ajout de" in member.get(CURRENT).content.decode()  # it is still the one that is filled


@pytest.mark.parametrize("organisation", ["", "abc", "²", "9" * 30, "9" * 5_000])
def test_one_is_given_to_no_organisation_but_one_s_own(member, organisation):
    stranger = BuyerOrganisationFactory()
    for typed in (organisation, stranger.pk):
        url = page_of(member.own, "shortlist-entrust")
        assert member.post(url, {"organisation": typed}).status_code == 404
    member.own.refresh_from_db()
    assert member.own.workspace.organisation is None


def test_one_of_somebody_else_is_not_filled(client, shortlist, member, structures):
    assert member.post(page_of(shortlist, "shortlist-fill")).status_code == 404
    session = member.session
    session["shortlist"] = shortlist.pk  # as if it had been theirs
    session.save()
    member.post(CURRENT, {"retirer": structures[0].pk})
    assert len(held(shortlist)) == 3


def kept_before(client, keys):
    session = client.session
    session["selection"] = keys
    session.save()


def test_what_a_session_kept_before_is_shown_and_then_written(client, structures):
    first, second, third = (one.pk for one in structures)
    Structure.objects.filter(pk=second).update(status="hidden")
    search.refresh()
    kept_before(client, [third, second, "x", first, third])
    assert 'data-count="3"' in client.get("/").content.decode()
    assert not Shortlist.objects.exists()

    client.post(CURRENT, {"retirer": first})
    made = Shortlist.objects.get()
    assert held(made) == [third, second]
    assert client.session[WORKSPACE] == made.workspace_id
    assert "selection" not in client.session


def test_what_a_session_kept_before_joins_that_of_the_account(member, structures):
    first, second, _ = (one.pk for one in structures)
    add(member.own, [first], by=None)
    kept_before(member, [first, second])
    assert 'data-count="2"' in member.get("/").content.decode()
    html = member.get(CURRENT).content.decode()
    assert "Café des Halles" in html
    assert held(member.own) == [first, second]


def test_who_signs_in_finds_what_they_had_picked_in_theirs(member, structures):
    first, second, third = (one.pk for one in structures)
    add(member.own, [first], by=None)
    begun = ShortlistFactory()
    add(begun, [first, second, third], by=None)
    begun.items.filter(structure=first).update(note="Vue en visiteur", status="contacted")
    browser = Client()
    visit(browser, begun.workspace)
    browser.force_login(member.user)
    assert held(member.own) == [first, second, third]
    item = member.own.items.get(structure=first)
    assert (item.note, item.status) == ("Vue en visiteur", "contacted")
    assert not Shortlist.objects.filter(pk=begun.pk).exists()


def test_a_shared_one_stays_by_itself_when_its_visitor_signs_in(member, structures):
    begun = ShortlistFactory()
    add(begun, [structures[0].pk], by=None)
    ShareLinkFactory(shortlist=begun)
    browser = Client()
    visit(browser, begun.workspace)
    browser.force_login(member.user)
    begun.refresh_from_db()
    assert begun.workspace == member.own.workspace
    assert held(member.own) == []
    assert browser.get(page_of(begun)).status_code == 200


def test_an_empty_selection_leads_to_those_of_the_needs(client, db):
    workspace = WorkspaceFactory()
    visit(client, workspace)
    need = NeedFactory(workspace=workspace, title="Entretien des écoles")
    of_need = ShortlistFactory(workspace=workspace, need=need)
    html = client.get(reverse("sourcing:selection")).content.decode()
    assert "Votre sélection est vide." in html
    assert f'href="{page_of(of_need)}"' in html and "Entretien des écoles" in html
    assert f'href="{reverse("sourcing:shortlists")}"' in html
    nobody = Client().get(reverse("sourcing:selection")).content.decode()
    assert "Vos autres sélections" not in nobody
