"""A record is made in one go: read, numbered, written as files, sealed."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from suppliers.models import Need, RecordSeal, SourcingRecord, User, Workspace
from suppliers.models.exchange import SealedFile
from suppliers.search.state import state
from suppliers.workspace.history import record as tell

from .content import Added
from .document import docx_of
from .freezing import canonical, digest
from .gathering import gather
from .workbook import xlsx_of

HOUR = dt.timedelta(hours=1)
MOST_AN_HOUR = 20  # of one workspace: each keeps two files for years
MOST_VERSIONS = 200  # of one need
_NUMBERING = 4_018_001  # the key of the lock under which a number is given, any other than ours


class TooManyError(Exception):
    """A French sentence says why one more record is too many just now."""


@transaction.atomic
def make_record(need: Need, added: Added, *, by: User | None) -> SourcingRecord:
    """Freeze what is known now: number 2026-0001 of the year, version 1; the next version of the same number.

    Raises TooManyError, and makes nothing.
    """
    need = (
        Need.objects.select_for_update(of=("self",)).select_related("workspace__organisation").get(pk=need.pk)
    )
    _refuse_too_many(need.workspace)
    made_at = timezone.now()
    gathered = gather(need, added, state(), by=by, made_at=made_at)
    number, version = _number_of(need, made_at)
    content = gathered.numbered(number, version)
    sha256 = digest(canonical(content))
    docx, xlsx = docx_of(content, sha256), xlsx_of(content, sha256)
    made = SourcingRecord.objects.create(
        workspace=need.workspace,
        need=need,
        number=number,
        version=version,
        title=need.title,
        content=content,
        sha256=sha256,
        docx=docx,
        docx_sha256=digest(docx),
        xlsx=xlsx,
        xlsx_sha256=digest(xlsx),
        created_by=by,
        created_at=made_at,
    )
    _seal(made)
    tell("record.make", workspace=need.workspace, by=by, need=need, number=number, version=version)
    return made


def _refuse_too_many(workspace: Workspace) -> None:
    recent = workspace.records.filter(created_at__gt=timezone.now() - HOUR).count()
    if recent >= MOST_AN_HOUR:
        raise TooManyError(f"{MOST_AN_HOUR} dossiers par heure au plus : réessayez dans une heure.")


def _number_of(need: Need, made_at: dt.datetime) -> tuple[str, int]:
    """That of its records and the next version; else the next number of the year.

    One at a time, until the transaction ends: what is undone leaves no gap. Seals are never deleted: no
    number comes back.
    """
    if earlier := need.records.order_by("-version").values_list("number", "version").first():
        if earlier[1] >= MOST_VERSIONS:
            raise TooManyError(f"Un dossier compte {MOST_VERSIONS} versions au plus.")
        return earlier[0], earlier[1] + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    year = timezone.localdate(made_at).year
    given = RecordSeal.objects.filter(number__startswith=f"{year}-")
    last = given.aggregate(last=Max(Cast(Substr("number", 6), IntegerField())))["last"] or 0
    return f"{year}-{last + 1:04d}", 1


def _seal(made: SourcingRecord) -> None:
    hashes = {
        SealedFile.JSON: made.sha256,
        SealedFile.DOCX: made.docx_sha256,
        SealedFile.XLSX: made.xlsx_sha256,
    }
    RecordSeal.objects.bulk_create(
        RecordSeal(
            number=made.number, version=made.version, kind=kind, sha256=sha256, sealed_at=made.created_at
        )
        for kind, sha256 in hashes.items()
    )
