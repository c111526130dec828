"""A directory with some of everything, and who looks at it."""

import datetime as dt

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from suppliers import search
from suppliers.models import (
    ContactPerson,
    DirectoryRemoval,
    ErrorReport,
    Event,
    GeocodedAddress,
    ImportIssue,
    ImportRun,
    Invitation,
    MonthlyAudience,
    NotDuplicate,
    OutgoingEmail,
    Photo,
    Reminder,
    SearchWord,
    Structure,
    User,
)
from tests.factories import (
    ActivityFactory,
    BuyerMembershipFactory,
    CertificationFactory,
    ClientReferenceFactory,
    DocumentFactory,
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
)
from tests.made_once import made_once


def some_of_everything(how_many: int, by: User) -> None:
    """Structures with all that belongs to them, imports, reports, log: so many of each."""
    run = ImportRun.objects.create(source="siae", file_name="siae.csv", status="done", by=by)
    for n in range(how_many):
        structure = StructureFactory(published=True, validated_by=by)
        certification = CertificationFactory(
            structure=structure, verified_on=dt.date(2026, 1, 1), verified_by=by
        )
        ActivityFactory(structure=structure, sectors=["nettoyage-locaux", "traiteur"])
        ClientReferenceFactory(structure=structure)
        ErrorReport.objects.create(structure=structure, kind="closed", handled_by=by)
        ImportRun.objects.create(source="siae", file_name=f"siae-{n}.csv", by=by)
        ImportIssue.objects.create(
            run=run, line=n + 2, severity="refused", code=f"motif-{n % 3}", reason="Essai."
        )
        GeocodedAddress.objects.create(query=f"{n} rue de Paris {structure.pk}")
        DirectoryRemoval.objects.create(structure_id=n, removed_in=1)
        SearchWord.objects.get_or_create(word=f"mot{'x' * structure.pk}"[:60])
        User.objects.create(username=f"compte-{structure.pk}")
        Group.objects.create(name=f"groupe {structure.pk}")
        kind = ContentType.objects.get_for_model(Structure)
        LogEntry.objects.create(
            user=by,
            content_type=kind,
            object_id=structure.pk,
            object_repr=str(certification),
            action_flag=CHANGE,
        )
        _around_the_queue(structure, by)
    search.refresh()


def _around_the_queue(structure, by: User) -> None:
    """Members, what they hand in, what is said of it."""
    member = StructureMembershipFactory(structure=structure).user
    buyer = BuyerMembershipFactory()
    item = ReviewItemFactory(structure=structure, assigned_to=by)
    other = StructureFactory(published=True)
    NotDuplicate.objects.create(first=structure, second=other, said_by=by)
    DocumentFactory(structure=structure, item=item)
    Photo.objects.create(structure=structure, description="Un atelier")
    Event.objects.record("profiles.change", by=by, structure=structure, item=item)
    ContactPerson.objects.create(structure=structure, name="Une personne", consented_at=timezone.now())
    Invitation.objects.create(
        organisation=buyer.organisation,
        email="invite@canal.example",
        secret_digest=f"{structure.pk:064x}",
        expires_at=timezone.now(),
    )
    OutgoingEmail.objects.create(kind="essai", to=member.email, subject="Essai", structure=structure)
    Reminder.objects.create(kind="essai", structure=structure, user=member, occasion="2026-11")
    MonthlyAudience.objects.create(structure=structure, month=dt.date(2026, 11, 1), shown=3)


@pytest.fixture
@made_once
def some(db):
    some_of_everything(3, User.objects.create(username="animatrice"))


@pytest.fixture
@made_once
def structure(db):
    """A published structure, in the directory."""
    made = StructureFactory(published=True, name="La Brosse")
    search.refresh()
    return made
