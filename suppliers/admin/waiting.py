"""What waits for an admin, counted as the home page is asked for: four questions to the database."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from suppliers.accounts.roles import is_validator, territories_validated
from suppliers.imports.guards import true_status
from suppliers.models import ErrorReport, ImportIssue, ImportRun, ReviewItem, Structure

from .columns import counted, moment

_STATUSES = {
    Structure.Status.PUBLISHED: ("structure publiée", "structures publiées"),
    Structure.Status.DRAFT: ("brouillon", "brouillons"),
    Structure.Status.HIDDEN: ("structure masquée", "structures masquées"),
}


class Line(NamedTuple):
    text: str
    url: str
    detail: str = ""
    waits: bool = False


def what_waits(user: Any) -> list[Line]:
    """What is to be done first, then how the directory stands; only what this person may see."""
    counts: dict[str, int] = {}
    lines = _queue(user)
    if user.has_perm("suppliers.view_structure"):
        rows = Structure.objects.order_by().values_list("status").annotate(Count("pk"))
        counts = dict(rows)
        pending = counts.get(Structure.Status.PENDING, 0)
        url = _list("structure", status__exact=Structure.Status.PENDING.value)
        lines.append(
            Line(counted(pending, "structure à valider", "structures à valider"), url, "", pending > 0)
        )
    if user.has_perm("suppliers.view_errorreport"):
        reports = ErrorReport.objects.open().count()
        said = counted(reports, "signalement à traiter", "signalements à traiter")
        lines.append(Line(said, _list("errorreport", suivi="a-traiter"), "", reports > 0))
    if user.has_perm("suppliers.view_importrun"):
        lines += _last_import()
    for status, (one, several) in _STATUSES.items():
        if status in counts:
            said = counted(counts[status], one, several)
            lines.append(Line(said, _list("structure", status__exact=status.value)))
    return lines


def _queue(user: Any) -> list[Line]:
    """What is decided at /validation/, for who decides."""
    if not is_validator(user):
        return []
    waiting = ReviewItem.objects.open().within(territories_validated(user)).count()
    said = counted(waiting, "élément à valider", "éléments à valider")
    return [Line(said, reverse("validation:queue"), "", waiting > 0)]


def _last_import() -> list[Line]:
    runs = ImportRun.objects.filter(dry_run=False).annotate(true_status=true_status())
    run = runs.order_by("-started_at", "-pk").first()
    if run is None:
        return [Line("Aucun import", _list("importrun"))]
    status = ImportRun.Status(run.true_status).label.lower()
    detail = f"Dernier import : {run.file_name}, {moment(run.started_at)}, {status}"
    refused = counted(run.refused, "ligne refusée", "lignes refusées")
    if not run.refused:
        return [Line(refused, reverse("admin:suppliers_importrun_change", args=[run.pk]), detail)]
    refusals = {"run__id__exact": run.pk, "severity__exact": ImportIssue.Severity.REFUSED.value}
    return [Line(refused, _list("importissue", **refusals), detail, True)]


def _list(name: str, **question: object) -> str:
    url = reverse(f"admin:suppliers_{name}_changelist")
    return f"{url}?{urlencode(question)}" if question else url
