"""An account goes: what becomes of its structures is said before, and done at once or not at all."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from suppliers import search
from suppliers.accounts.deletion import delete_account
from suppliers.accounts.groups import Group, RefusedError
from suppliers.models import (
    BuyerOrganisation,
    ContactPerson,
    DirectoryEntry,
    Document,
    Event,
    OutgoingEmail,
    ReviewItem,
    Structure,
    User,
)
from tests.accounts.people import at_once, letters, member, roles, somebody
from tests.factories import (
    BuyerOrganisationFactory,
    DocumentFactory,
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/espace/compte/supprimer/"
PASSWORD = "une phrase assez longue"


@pytest.fixture
def user():
    made = somebody("marie", first_name="Marie", last_name="Lopez")
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def published(user):
    structure = StructureFactory(published=True, name="Les Ateliers", claimed_at=timezone.now())
    StructureMembershipFactory(structure=structure, user=user)
    search.refresh([structure.pk])
    return Group(structure)


@pytest.fixture
def proven(client, user):
    """Signed in, and asked again who it is."""
    client.force_login(user)
    client.post(f"/compte/reauthenticate/?next={PAGE}", {"password": PASSWORD})
    return client


@pytest.fixture(autouse=True)
def a_folder_for_documents(settings, tmp_path):
    here = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": here}


def delete(user, **options):
    delete_account(user, **{"handovers": {}, "by": user, **options})


def test_deletion_asks_first_who_it_is(client, user):
    client.force_login(user)
    assert client.get(PAGE).url.startswith("/compte/reauthenticate/")
    assert client.post(PAGE, {"confirm": "on"}).url.startswith("/compte/reauthenticate/")
    assert User.objects.filter(pk=user.pk).exists()


def test_deletion_is_for_who_is_signed_in(client):
    assert client.get(PAGE).url.startswith("/compte/login/")


def test_deletion_takes_a_tick(proven, user):
    assert "Cochez cette case" in proven.post(PAGE, {}).text
    assert User.objects.filter(pk=user.pk).exists()


def test_deletion_signs_out_and_writes_a_letter(proven, user, published):
    OutgoingEmail.objects.create(kind="x", to=user.email, subject="une autre")
    answer = proven.post(PAGE, {"confirm": "on"}, follow=True)
    assert "Votre compte est supprimé." in answer.text
    assert proven.get("/espace/").status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()
    assert list(OutgoingEmail.objects.values_list("kind", "to")) == [("account_deleted", user.email)]
    letter = OutgoingEmail.objects.get().text
    assert "Les Ateliers : la fiche reste publiée, sans personne pour la tenir." in letter


def test_deletion_leaves_a_published_structure_and_its_proofs_without_a_name(user, published):
    document = DocumentFactory(structure=published.place, uploaded_by=user)
    event = Event.objects.record("profiles.change", by=user, structure=published.place)
    Structure.objects.filter(pk=published.place.pk).update(validated_by=user, validated_at=timezone.now())
    change = ReviewItemFactory(kind="change", structure=published.place, submitted_by=user)
    delete(user)
    kept = Structure.objects.get(pk=published.place.pk)
    assert kept.status == "published" and kept.claimed_at is None and kept.validated_by is None
    assert DirectoryEntry.objects.get(pk=kept.pk).card["claimed"] is False
    assert Document.objects.get(pk=document.pk).uploaded_by is None
    assert Event.objects.get(pk=event.pk).by is None
    assert ReviewItem.objects.get(pk=change.pk).status == "withdrawn"
    assert not Event.objects.filter(by__isnull=False).exists()


def test_deletion_takes_a_draft_and_its_files_along(user, django_capture_on_commit_callbacks):
    draft = StructureMembershipFactory(user=user, structure=StructureFactory(status="draft")).structure
    document = DocumentFactory(structure=draft, file=ContentFile(b"%PDF-", name="preuve.pdf"))
    storage, name = document.file.storage, document.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        delete(user)
    assert not Structure.objects.filter(pk=draft.pk).exists()
    assert not storage.exists(name)


def test_deletion_keeps_a_draft_that_somebody_else_keeps_too(user):
    draft = Group(StructureFactory(status="pending"))
    draft.place.memberships.create(user=user, role="owner")
    samir = member(draft, "samir", "editor")
    item = ReviewItemFactory(structure=draft.place, submitted_by=user)
    delete(user)
    assert roles(draft) == {"samir": "owner"}
    item.refresh_from_db()
    assert item.status == "waiting" and item.submitted_by is None
    assert letters("handover") == [samir.email]


def test_deletion_hands_over_to_whom_was_chosen(proven, user, published):
    member(published, "samir", "editor")
    lea = member(published, "lea", "editor")
    proven.post(PAGE, {"confirm": "on", f"heir-{published.key}": str(lea.pk)})
    assert roles(published) == {"samir": "editor", "lea": "owner"}
    assert Structure.objects.get(pk=published.place.pk).claimed_at is not None


@pytest.mark.parametrize("typed", ["", "0", "moi", "9" * 40, "\x00"])
def test_deletion_hands_over_to_no_stranger(proven, user, published, typed):
    member(published, "samir", "editor")
    page = proven.post(PAGE, {"confirm": "on", f"heir-{published.key}": typed})
    assert page.status_code == 200
    assert User.objects.filter(pk=user.pk).exists()
    with pytest.raises(RefusedError):
        delete(user, handovers={published.key: somebody("autre").pk})
    assert roles(published) == {"marie": "owner", "samir": "editor"}


def test_deletion_refused_at_one_place_changes_nothing_at_any(user, published):
    draft = StructureMembershipFactory(
        user=user, structure=StructureFactory(status="draft", name="A")
    ).structure
    member(published, "samir", "editor")
    with pytest.raises(RefusedError):
        delete(user, handovers={published.key: 0})
    assert Structure.objects.filter(pk=draft.pk).exists() and roles(published)["marie"] == "owner"


@pytest.mark.parametrize("status", ["waiting", "approved", "refused"])
def test_deletion_takes_along_what_a_claim_said_of_the_person(
    user, status, django_capture_on_commit_callbacks
):
    claim = ReviewItemFactory(
        kind="claim",
        key=str(user.pk),
        submitted_by=user,
        message="Je suis Camille, voici ma carte.",
        data={"emails": [user.email], "exchange": [{"answer": "C’est moi."}]},
    )
    if status != "waiting":
        ReviewItem.objects.filter(pk=claim.pk).update(status=status, decided_at=timezone.now())
    file = ContentFile(b"%PDF-", name="preuve.pdf")
    proof = DocumentFactory(structure=claim.structure, item=claim, uploaded_by=user, file=file)
    storage, name = proof.file.storage, proof.file.name
    said = "Camille Petit, 06 12 34 56 78"
    Event.objects.record("registration.answer", by=user, structure=claim.structure, item=claim, note=said)

    with django_capture_on_commit_callbacks(execute=True):
        delete(user)

    claim.refresh_from_db()
    assert (claim.message, claim.data) == ("", {})
    assert not Event.objects.filter(note=said).exists()
    assert not Document.objects.exists()
    assert not storage.exists(name)


def test_deletion_withdraws_claims_and_releases_what_was_followed(user):
    claim = ReviewItemFactory(kind="claim", key=str(user.pk), submitted_by=user)
    followed = ReviewItemFactory(assigned_to=user, assigned_at=timezone.now())
    delete(user)
    claim.refresh_from_db()
    followed.refresh_from_db()
    assert claim.status == "withdrawn" and claim.submitted_by is None
    assert followed.status == "waiting" and (followed.assigned_to, followed.assigned_at) == (None, None)


@pytest.mark.parametrize(("ticked", "stays"), [({}, True), ({"on": 1}, False)])
def test_deletion_forgets_a_named_contact_who_is_the_same_person(proven, user, published, ticked, stays):
    ContactPerson.objects.create(
        structure=published.place, name="Marie Lopez", consented_at=timezone.now(), consent_recorded_by=user
    )
    assert "checked" in proven.get(PAGE).text
    field = f"contact-{published.key}"
    proven.post(PAGE, {"confirm": "on", **({field: "on"} if ticked else {})})
    assert not User.objects.filter(pk=user.pk).exists()
    assert ContactPerson.objects.exists() is stays


def test_deletion_forgets_no_contact_of_a_structure_that_is_not_theirs(user):
    other = StructureFactory(published=True)
    ContactPerson.objects.create(structure=other, name="Paul", consented_at=timezone.now())
    delete(user, forget_contacts=[other.pk])
    assert ContactPerson.objects.exists()


def test_last_admin_cannot_delete_itself(proven, user):
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    assert "le dernier qui administre" in proven.get(PAGE).text
    assert "le dernier qui administre" in proven.post(PAGE, {"confirm": "on"}).text
    somebody("direction", is_superuser=True, is_active=False)
    user.refresh_from_db()
    with pytest.raises(RefusedError, match="dernier"):
        delete(user)
    somebody("adjointe", is_superuser=True)
    delete(user)
    assert not User.objects.filter(pk=user.pk).exists()


def test_deletion_twice_is_told(user):
    again = User.objects.get(pk=user.pk)
    delete(user)
    with pytest.raises(RefusedError, match="déjà supprimé"):
        delete(again)
    assert letters("account_deleted") == ["marie@canal.example"]


def test_deletion_of_an_account_without_an_address_writes_nothing(user):
    User.objects.filter(pk=user.pk).update(email="")
    delete(User.objects.get(pk=user.pk))
    assert not letters("account_deleted")


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_leave_at_once_leave_one():
    admins = [somebody(name, is_superuser=True) for name in ("une", "deux")]
    refusals = at_once(*(lambda admin=admin: delete(admin) for admin in admins))
    assert len(refusals) == 1 and User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_members_who_delete_their_accounts_at_once_leave_nothing_half_done():
    group = Group(StructureFactory(published=True, claimed_at=timezone.now()))
    organisation = Group(BuyerOrganisationFactory())
    people = [member(group, "marie", "owner"), member(group, "samir", "editor")]
    for person, role in zip(people, ("editor", "owner"), strict=True):
        organisation.place.memberships.create(user=person, role=role)
    assert at_once(*(lambda person=person: delete(person) for person in people)) == []
    assert not User.objects.exists() and not BuyerOrganisation.objects.exists()
    assert Structure.objects.get().claimed_at is None
