"""What becomes of everything an account holds, said on the page that deletes it."""

import pytest
from django.utils import timezone

from suppliers.accounts.groups import Group
from suppliers.accounts.invitations import invite
from suppliers.models import User
from tests.accounts.people import member, somebody
from tests.accounts.test_deletion import PAGE, PASSWORD, published, user
from tests.factories import (
    BuyerOrganisationFactory,
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
)

__all__ = ["published", "user"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def proven(client, user):
    """Signed in, and asked again who it is."""
    client.force_login(user)
    client.post(f"/compte/reauthenticate/?next={PAGE}", {"password": PASSWORD})
    return client


def test_deletion_says_before_what_becomes_of_each_place(proven, user, published):
    for status, name in (("draft", "Le Brouillon"), ("hidden", "La Masquée")):
        StructureMembershipFactory(user=user, structure=StructureFactory(status=status, name=name))
    shared = Group(StructureMembershipFactory(user=user, structure__name="Le Fournil").structure)
    member(shared, "samir", "editor")
    helped = StructureMembershipFactory(user=user, role="editor", structure__name="La Serre")
    member(Group(helped.structure), "lea", "owner")
    member_of = Group(BuyerOrganisationFactory(name="Ville de Montreuil"))
    member_of.place.memberships.create(user=user, role="owner")
    ReviewItemFactory(kind="claim", key=str(user.pk), submitted_by=user, structure__name="La Revendiquée")
    page = proven.get(PAGE).text
    for said in (
        "La fiche reste publiée, mais personne ne la tient plus.",
        "Ce brouillon, que personne d’autre ne tient, est supprimé",
        "elle n’est pas publiée.",
        "La responsabilité passe à la personne",
        "samir@canal.example",
        "Les autres membres continuent sans vous.",
        "l’organisation est supprimée",
        "La Revendiquée",
    ):
        assert said in page, said
    assert User.objects.filter(pk=user.pk).exists()


def test_deletion_says_before_that_what_waits_goes_too(proven, user, published):
    sent = StructureFactory(status="pending", name="L’Inscrite")
    listed = StructureFactory(status="pending", name="La Listée", source="liste officielle")
    shared = StructureFactory(published=True, name="La Partagée")
    for place in (sent, listed, shared):
        StructureMembershipFactory(user=user, structure=place)
    member(Group(shared), "samir", "editor")
    for place in (sent, listed):
        ReviewItemFactory(structure=place, submitted_by=user)
        ReviewItemFactory(structure=place, kind="claim", key="9", submitted_by=somebody(f"autre-{place.pk}"))
    for kind, place in (("change", published.place), ("change", shared)):
        ReviewItemFactory(kind=kind, structure=place, submitted_by=user)
    for key in ("new-EI-", "new-EA-"):
        ReviewItemFactory(kind="certification", key=key, structure=published.place, submitted_by=user)
    ReviewItemFactory(kind="report", key="1", structure=published.place)
    page = " ".join(proven.get(PAGE).text.split())
    for said in (
        "Cette inscription, que personne d’autre ne tient, est supprimée avec ses documents "
        "et ses photos.</p>"
        "<p>Ce qui attend une décision est supprimé : la demande d’inscription.</p>"
        "<p>Quelqu’un d’autre demande à tenir cette fiche",
        "elle redevient un brouillon, que personne ne tient plus. Ses documents restent avec elle.</p>"
        "<p>Ce qui attend une décision est retiré : la demande d’inscription.</p> </li>",
        "Ce qui attend une décision est retiré : les modifications proposées, 2 certifications proposées.",
        "Ce qui attend une décision l’attend toujours, sans votre nom : les modifications proposées.",
    ):
        assert said in page, said
    assert "Ce brouillon" not in page


def test_deletion_says_before_which_invitations_are_cancelled(proven, user, published):
    shared = Group(StructureFactory(published=True, name="La Partagée"))
    shared.place.memberships.create(user=user, role="editor")
    samir = member(shared, "samir", "owner")
    invite(published, email="lea@canal.example", by=user, site="")
    invite(shared, email="paul@canal.example", by=user, site="")
    invite(shared, email="zoe@canal.example", by=samir, site="")
    page = proven.get(PAGE).text
    for said in ("lea@canal.example", "paul@canal.example"):
        assert f"Invitation sans réponse, annulée : {said}." in page
    assert "zoe@canal.example" not in page


def test_deletion_says_before_what_goes_beside_the_places(proven, user):
    assert "Votre revendication" not in proven.get(PAGE).text
    ReviewItemFactory(kind="claim", key=str(user.pk), submitted_by=user, structure__name="La Revendiquée")
    ReviewItemFactory(assigned_to=user, assigned_at=timezone.now())
    page = proven.get(PAGE).text
    for said in (
        "Votre revendication est retirée : La Revendiquée.",
        "Ce que vous avez écrit et joint pour revendiquer une fiche est effacé",
        "Les demandes que vous suivez dans la file n’ont plus personne",
        f"une dernière vous confirme la suppression, à {user.email}.",
    ):
        assert said in page, said


def test_deletion_does_not_promise_an_heir_whose_account_is_closed(proven, user, published):
    closed = member(published, "samir", "editor")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    page = proven.get(PAGE).text
    assert "il n’y a plus de responsable" in page and "que vous choisissez" not in page


@pytest.mark.parametrize("how_many", [2, 12])
def test_deletion_page_asks_as_much_for_two_places_as_for_twelve(
    proven, user, how_many, django_assert_max_num_queries
):
    for _ in range(how_many):
        StructureMembershipFactory(user=user)
    proven.get(PAGE)
    with django_assert_max_num_queries(22):
        proven.get(PAGE)
