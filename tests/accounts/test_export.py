"""The export of an account: all of it, nothing of others, no secret."""

import base64
import datetime as dt
import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from suppliers import mailing
from suppliers.accounts import invitations
from suppliers.accounts.groups import Group
from suppliers.models import ContactPerson, ErrorReport, Event, Photo, Reminder, Structure, User
from tests.accounts.people import somebody
from tests.buyer_factories import (
    EnquiryRecipientFactory,
    ExchangeFactory,
    LedgerFactory,
    NeedFactory,
    ShortlistFactory,
    WorkspaceFactory,
)
from tests.factories import (
    BuyerMembershipFactory,
    BuyerOrganisationFactory,
    DocumentFactory,
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/espace/compte/export/"
ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
# Every table that names an account: a new one is either told in the export, or is a reason to write here.
TOLD = {
    *("EmailAddress", "Authenticator", "SocialAccount", "UserSession", "LogEntry"),
    *("StructureMembership", "BuyerMembership", "Invitation", "ReviewItem", "Structure", "Certification"),
    *("ImportRun", "NotDuplicate", "ErrorReport", "Document", "Photo", "ContactPerson", "Reminder"),
    *("OutgoingEmail", "Event", "User_validator_territories", "User_groups"),
    *("Workspace", "WorkspaceEvent", "SavedSearch", "ShortlistAlert", "Need", "ShortlistItem", "ShareLink"),
    *("Consortium", "Enquiry", "EnquiryRecipient", "Exchange", "SourcingRecord", "Ledger"),
}
NOT_TOLD = {"User_user_permissions"}  # rights one by one are given to nobody: see accounts/roles.py


@pytest.fixture(autouse=True)
def a_folder_for_documents(settings, tmp_path):
    here = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": here}


@pytest.fixture
def user(client):
    made = somebody("marie", first_name="Marie", last_name="<b>Lopez")
    client.force_login(made)
    return made


def exported(client):
    answer = client.post(PAGE)
    assert answer.status_code == 200
    return json.loads(b"".join(answer.streaming_content)), answer


def test_export_is_asked_for_then_given_as_a_file(client, user):
    assert "Télécharger mes données" in client.get(PAGE).text
    told, answer = exported(client)
    assert answer["Content-Disposition"].startswith('attachment; filename="mon-compte-')
    assert "no-store" in answer["Cache-Control"]
    assert told["compte"]["adresse électronique"] == "marie@canal.example"
    assert told["compte"]["nom"] == "<b>Lopez"
    assert told["adresses électroniques"] == [
        {"adresse": "marie@canal.example", "vérifiée": True, "principale": True}
    ]


def test_export_is_for_who_is_signed_in(client):
    assert client.post(PAGE).status_code == 302


def test_export_tells_every_table_that_names_an_account():
    found = {
        field.related_model.__name__
        for field in User._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete
    }
    assert found == TOLD | NOT_TOLD


def _fill(user: User) -> Structure:
    """One row of each kind."""
    structure = StructureMembershipFactory(user=user, structure__name="Les Ateliers").structure
    BuyerMembershipFactory(user=user, organisation__name="Ville de Montreuil")
    invitations.invite(Group(structure), email="lea@canal.example", by=user, site="https://atlas.example")
    ReviewItemFactory(structure=structure, submitted_by=user, message="Voici notre fiche")
    ReviewItemFactory(decided_by=user, status="approved", decided_at=timezone.now())
    DocumentFactory(structure=structure, uploaded_by=user, name="agrément 2026.pdf")
    photo = SimpleUploadedFile("atelier.png", ONE_PIXEL, "image/png")
    Photo.objects.create(structure=structure, file=photo, description="L’atelier", uploaded_by=user)
    ContactPerson.objects.create(
        structure=structure, name="Paul", consented_at=timezone.now(), consent_recorded_by=user
    )
    Reminder.objects.create(kind="unconfirmed", structure=structure, user=user, occasion="2026")
    ErrorReport.objects.create(structure=structure, kind="closed", email="Marie@canal.example".lower())
    mailing.write("removed", {"group": Group(structure), "by": "Paul"}, to=user)
    LogEntry.objects.create(
        user_id=user.pk,
        content_type=ContentType.objects.get_for_model(Structure),
        object_id=str(structure.pk),
        object_repr="Les Ateliers",
        action_flag=CHANGE,
    )
    Structure.objects.filter(pk=structure.pk).update(validated_by=user, validated_at=timezone.now())
    return structure


def test_export_holds_one_row_of_each_kind(client, user):
    _fill(user)
    told, _ = exported(client)
    assert told["structures"][0]["structure"] == "Les Ateliers"
    assert told["structures"][0]["rôle"] == "Responsable"
    assert told["organisations d’acheteurs"][0]["organisation"] == "Ville de Montreuil"
    assert told["invitations envoyées"][0]["à"] == "lea@canal.example"
    assert told["demandes déposées"][0]["message"] == "Voici notre fiche"
    assert told["documents déposés"][0]["nom"] == "agrément 2026.pdf"
    assert told["courriels"][0]["objet"].startswith("Vous n’êtes plus membre")
    filled = [
        *("demandes suivies ou décidées", "structures et certifications vérifiées", "photos déposées"),
        *("personnes à contacter", "rappels reçus", "signalements envoyés ou traités"),
        *("journal des actions", "journal de l’administration", "sessions ouvertes"),
    ]
    assert not [name for name in filled[:-1] if len(told[name]) != 1]


def test_export_holds_nothing_of_others_and_no_secret(client, user):
    other = somebody("samir", password="une-empreinte")
    structure = _fill(other)
    StructureMembershipFactory(structure=structure, user=user, role="editor")
    told, _ = exported(client)
    whole = json.dumps(told, ensure_ascii=False)
    assert "samir" not in whole and "lea@canal.example" not in whole and "Voici notre fiche" not in whole
    mine, _ = exported(client)
    assert user.password not in json.dumps(mine) or not user.password


@pytest.mark.parametrize("is_member", [True, False])
def test_export_of_who_has_left_an_organisation_holds_nothing_of_its_work(client, user, is_member):
    organisation = BuyerOrganisationFactory()
    if is_member:
        BuyerMembershipFactory(user=user, organisation=organisation)
    need = NeedFactory(
        workspace=WorkspaceFactory(organisation=organisation), created_by=user, title="Écoles de la ville"
    )
    shortlist = ShortlistFactory(workspace=need.workspace)
    EnquiryRecipientFactory(enquiry__shortlist=shortlist, enquiry__created_by=user, answered=True)
    EnquiryRecipientFactory(
        enquiry__shortlist=shortlist, answered=True, answers=["Notée"], is_noted=True, noted_by=user
    )
    ExchangeFactory(shortlist=shortlist, created_by=user, content="Ils ont une équipe")
    LedgerFactory(organisation=organisation, created_by=user, file_name="mandats.csv")
    whole = json.dumps(exported(client)[0], ensure_ascii=False)
    for words in ("Écoles de la ville", "Douze personnes", "Notée", "Ils ont une équipe", "mandats.csv"):
        assert (words in whole) == is_member

    NeedFactory(workspace=WorkspaceFactory(user=user), created_by=user, title="Le mien")
    assert [need["besoin"] for need in exported(client)[0]["besoins"]][-1] == "Le mien"


def test_export_tells_an_invitation_without_its_link(client, user):
    owner = StructureMembershipFactory(structure__name="Le Fournil")
    invitations.invite(Group(owner.structure), email=user.email, by=owner.user, site="https://atlas.example")
    told, _ = exported(client)
    assert told["invitations reçues"][0]["pour rejoindre"] == "Le Fournil"
    assert "digest" not in json.dumps(told)


@pytest.mark.parametrize("how_many", [1, 40])
def test_export_asks_as_much_for_one_row_as_for_forty(client, user, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        Event.objects.record("accounts.invite", by=user, structure=StructureFactory())
        StructureMembershipFactory(user=user, role="editor")
        ReviewItemFactory(submitted_by=user)
    with django_assert_max_num_queries(39):
        exported(client)


def test_export_of_a_closed_account_is_not_given(client, user):
    User.objects.update(is_active=False, date_joined=timezone.now() - dt.timedelta(days=9))
    assert client.post(PAGE).status_code == 302
