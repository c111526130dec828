"""What waits in the queue of a demonstration: some of each kind, so that a validator finds work to try."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from suppliers import search
from suppliers.management.seeding.queue_dates import spread_over_days
from suppliers.models import (
    Activity,
    Certification,
    ClientReference,
    ErrorReport,
    Event,
    MemberRole,
    ReviewItem,
    ReviewKind,
    Structure,
    StructureMembership,
    User,
)
from suppliers.profiles.changing import change_facts
from suppliers.profiles.queue import submit

KEPT = "La Brosse et le Seau"  # the structure that the demonstration's member keeps
CLAIMED = "La Marmite du Fort"
REPORTED = "ESAT Le Verger sous Bois"
DIFFERING = "Le Plan libre des Docks"
PROVEN = "Atelier adapté Croix-de-Chavaux, propreté et environnement de l’Est parisien"
STAGED = [KEPT, CLAIMED, REPORTED, DIFFERING, PROVEN]
_CLAIM = (
    "Je suis la nouvelle directrice de l’association. Le site n’a plus d’adresse à notre nom, je peux vous "
    "envoyer le procès-verbal du conseil d’administration."
)


@transaction.atomic
def fill_queue(member: User) -> int:
    """Give the demonstration its queue, once; returns how many items wait. Without its structures, none."""
    named = {str(structure): structure for structure in _staged()}
    if member.structure_memberships.exists() or not named.keys() >= {
        KEPT,
        CLAIMED,
        REPORTED,
        DIFFERING,
        PROVEN,
    }:
        return 0
    _new_structures()
    _kept_by(member, named[KEPT])
    _duplicate_of(named[KEPT])
    _claim(named[CLAIMED], member)
    _report(named[REPORTED], ErrorReport.Kind.ADDRESS, "L’atelier a déménagé rue des Vignes au printemps.")
    _report(named[CLAIMED], ErrorReport.Kind.CLOSED, "")
    _difference(named[DIFFERING])
    for certification in Certification.objects.filter(
        structure=named[PROVEN], verification=Certification.Verification.PROOF_RECEIVED
    ):
        submit(
            ReviewKind.CERTIFICATION,
            named[PROVEN],
            key=f"row-{certification.pk}",
            certification=certification,
        )
    spread_over_days(list(ReviewItem.objects.order_by("pk")))
    return ReviewItem.objects.count()


def _staged() -> Iterable[Structure]:
    return Structure.objects.filter(Q(name__in=STAGED) | Q(brand__in=STAGED), is_demo=True)


def _new_structures() -> None:
    for structure in Structure.objects.filter(is_demo=True, status=Structure.Status.PENDING).order_by("pk"):
        submit(ReviewKind.STRUCTURE, structure)


def _kept_by(member: User, structure: Structure) -> None:
    StructureMembership.objects.create(structure=structure, user=member, role=MemberRole.OWNER)
    draft = Structure.objects.filter(is_demo=True, status=Structure.Status.DRAFT).order_by("pk").first()
    if draft:
        StructureMembership.objects.create(structure=draft, user=member, role=MemberRole.OWNER)
    change_facts(structure, {"brand": "La Brosse et le Seau, coopérative"}, by=member)


_SAME = (
    *("phone", "email", "website", "address", "postal_code", "city", "territory_id"),
    *("latitude", "longitude", "geo_precision", "geo_score"),
    *("legal_form_id", "is_public_body", "sirene_ess", "rcs_ess_mention", "naf_code", "naf_nomenclature"),
    *("description", "headcount", "inclusion_posts", "employee_band_id"),
)


def _duplicate_of(structure: Structure) -> None:
    """One of those that wait turns out to be known already, under nearly the same name."""
    double = Structure.objects.filter(is_demo=True, status=Structure.Status.PENDING).order_by("pk").last()
    if double is None:
        return
    values = {name: getattr(structure, name) for name in _SAME}
    Structure.objects.filter(pk=double.pk).update(
        name="La Brosse et le Seau SCOP", brand="", rna="", **values
    )
    # What it was drawn with is of another trade, and may be of another legal form.
    for drawn in (Activity, Certification, ClientReference):
        drawn._default_manager.filter(structure=double).delete()
    for activity in structure.activities.all():
        sectors = list(activity.sectors.all())
        activity.pk, activity.structure, activity.zone_kind, activity.radius_km = None, double, "france", None
        activity.save()
        activity.sectors.set(sectors)
    first, second = sorted((structure, double), key=lambda each: each.pk)
    submit(ReviewKind.DUPLICATE, first, key=str(second.pk), other=second)


def _claim(structure: Structure, member: User) -> None:
    item, _ = submit(ReviewKind.CLAIM, structure, key=str(member.pk), by=member, message=_CLAIM)
    Event.objects.record("registration.claim", by=member, structure=structure, item=item)


def _report(structure: Structure, kind: str, message: str) -> None:
    report = ErrorReport.objects.create(structure=structure, kind=kind, message=message)
    submit(ReviewKind.REPORT, structure, key=str(report.pk), message=message, report=report)


def _difference(structure: Structure) -> None:
    """A list says another site than the structure does."""
    edited = sorted({*structure.edited_fields, "website"})
    Structure.objects.filter(pk=structure.pk).update(edited_fields=edited)
    listed = "https://plan-libre.example/"
    submit(
        ReviewKind.IMPORT,
        structure,
        key="website",
        data={
            "fields": {"website": {"before": structure.website, "after": listed}},
            "source": "Données de démonstration",
            "date": timezone.localdate().isoformat(),
        },
    )
    search.refresh([structure.pk])
