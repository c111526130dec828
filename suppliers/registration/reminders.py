"""Which reminders are due on a day, and to whom. Each is written once for its occasion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from suppliers.mailing import prepare, write_many
from suppliers.models import Certification, Event, MemberRole, Reminder, Structure, StructureMembership, User
from suppliers.models.certification import VerificationState
from suppliers.procurement.calendar_months import shift_months
from suppliers.procurement.decision_table import TABLE, Rule
from suppliers.procurement.wording import ARTICLES

from .confirm import CONFIRMED_FOR, confirm_url
from .paths import dashboard_url

TO_CONFIRM, ENDING, DRAFT = "profile-to-confirm", "certification-ending", "draft-waiting"
EVERY = 12  # months, to who has not answered the last time
LEFT_FOR = dt.timedelta(days=14)
STAGES = (0, 30, 90)  # days before a certification ends; the nearest that is reached is said
SAID_LATE = 30  # days after its end: what ended before is no news


class Due(NamedTuple):
    """A reminder to write; `occasion` tells it from the others of its kind, structure and reader."""

    structure: Structure
    user: User
    occasion: str
    context: dict[str, Any]


def write_reminders(today: dt.date) -> dict[str, int]:
    """Put the reminders that are due in the outbox; how many of each kind. A second run writes none."""
    found = {TO_CONFIRM: profiles_to_confirm, ENDING: certifications_ending, DRAFT: drafts_waiting}
    return {kind: _write_new(kind, due, today) for kind, due in found.items()}


@transaction.atomic
def _write_new(kind: str, due: Any, today: dt.date) -> int:
    with connection.cursor() as cursor:  # two runs at once: the second finds everything written
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('remind'))")
    new = _not_written(kind, list(due(today)))
    emails = [prepare(kind, one.context, to=one.user, structure=one.structure) for one in new]
    write_many(email for email in emails if email is not None)
    Reminder.objects.bulk_create(
        Reminder(kind=kind, structure=one.structure, user=one.user, occasion=one.occasion) for one in new
    )
    return len(new)


def _not_written(kind: str, due: list[Due]) -> list[Due]:
    before = Reminder.objects.filter(kind=kind, structure_id__in={one.structure.pk for one in due})
    written = set(before.values_list("structure_id", "user_id", "occasion"))
    return [one for one in due if (one.structure.pk, one.user.pk, one.occasion) not in written]


def _readers(kind: str) -> QuerySet[StructureMembership]:
    """Members that can be written to, and have not stopped this kind of letter."""
    reachable = StructureMembership.objects.filter(user__is_active=True).exclude(user__email="")
    return reachable.exclude(user__muted_emails__contains=[kind]).select_related("user").order_by("pk")


def profiles_to_confirm(today: dt.date) -> Iterator[Due]:
    """Published, and not confirmed by anybody for eleven months: owners and editors; then once a year."""
    known_since = Coalesce(
        Greatest("structure__confirmed_on", TruncDate("structure__claimed_at")), TruncDate("joined_at")
    )
    members = _readers(TO_CONFIRM).filter(structure__status=Structure.Status.PUBLISHED)
    late = members.annotate(since=known_since).filter(since__lte=shift_months(today, -CONFIRMED_FOR))
    for member in late.select_related("structure"):
        since: dt.date = member.since
        times = 0
        while shift_months(since, CONFIRMED_FOR + EVERY * (times + 1)) <= today:
            times += 1
        context = {
            "since": since,
            "confirm_url": confirm_url(member.structure_id, member.user_id),
            "dashboard_url": dashboard_url(member.structure_id),
        }
        yield Due(member.structure, member.user, f"{since}+{times}", context)


def certifications_ending(today: dt.date) -> Iterator[Due]:
    """Certifications of published structures that end soon and that none of the same kind follows."""
    window = (today - dt.timedelta(days=SAID_LATE), today + dt.timedelta(days=STAGES[-1]))
    standing = Certification.objects.filter(revoked_on=None).exclude(verification=VerificationState.REJECTED)
    following = standing.filter(
        structure=OuterRef("structure"), kind=OuterRef("kind"), valid_until__gt=OuterRef("valid_until")
    )
    readers = Prefetch("structure__memberships", queryset=_readers(ENDING), to_attr="readers")
    ending = standing.filter(
        ~Exists(following), structure__status=Structure.Status.PUBLISHED, valid_until__range=window
    )
    held = ending.filter(Exists(StructureMembership.objects.filter(structure=OuterRef("structure"))))
    for row in held.select_related("kind", "structure").prefetch_related(readers).order_by("pk"):
        assert row.valid_until is not None
        stage = next(stage for stage in STAGES if (row.valid_until - today).days <= stage)
        context = _of_certification(row, today)
        members: list[StructureMembership] = vars(row.structure)["readers"]
        for member in members:
            yield Due(row.structure, member.user, f"{row.pk}/{row.valid_until}/{stage}", context)


def _of_certification(row: Certification, today: dt.date) -> dict[str, Any]:
    assert row.valid_until is not None
    opened = TABLE.get(row.kind_id, {})
    return {
        "certification": row.kind.label,
        "ends_on": row.valid_until,
        "days_left": (row.valid_until - today).days,
        "articles": [
            ARTICLES[article].label + (", comme structure équivalente" if rule is Rule.EQUIVALENT else "")
            for article, rule in opened.items()
        ],
        "granted_by": row.authority or row.kind.granted_by,
        "proof": row.kind.proof,
        "is_renewing": row.renewal_declared,
        "dashboard_url": dashboard_url(row.structure_id),
    }


def drafts_waiting(_today: dt.date) -> Iterable[Due]:
    """Drafts that nobody has touched for two weeks: their owner, once for each time they were left.

    What is sold, shown or certified leaves the structure's own row as it is: the log tells who did what.
    """
    owners = _readers(DRAFT).filter(structure__status=Structure.Status.DRAFT, role=MemberRole.OWNER)
    told = (
        Event.objects.filter(structure=OuterRef("structure"), by_site=False).order_by("-at").values("at")[:1]
    )
    touched = Greatest(F("structure__updated_at"), Subquery(told))
    left = owners.annotate(touched=touched).filter(touched__lte=timezone.now() - LEFT_FOR)
    for member in left.select_related("structure"):
        since = timezone.localdate(member.touched)
        context = {"since": since, "dashboard_url": dashboard_url(member.structure_id)}
        yield Due(member.structure, member.user, str(since), context)
