"""Two pages of one structure, and their merge."""

import datetime as dt

from django.utils import timezone

from suppliers import search
from suppliers.models import (
    ContactPerson,
    ErrorReport,
    MonthlyAudience,
    Photo,
    ReviewKind,
)
from suppliers.profiles.queue import submit
from suppliers.validation.merging.act import merge_pair
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    ClientReferenceFactory,
    DocumentFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

PLACE = {"published": True, "address": "12 rue du Lac"}


def made_pair():
    """Two pages of one structure, by two SIRET of its legal unit; each with something of its own."""
    kept = StructureFactory(**PLACE, name="La Ressourcerie du Lac", website="https://lac.example")
    merged = StructureFactory(
        **PLACE,
        name="RESSOURCERIE DU LAC",
        phone="01 99 00 12 34",
        siret=f"{kept.siret[:9]}00099",
        edited_fields=["phone"],
    )
    for structure, kind in ((kept, "ACI"), (merged, "EI")):
        ActivityFactory(structure=structure, description=f"de {structure}")
        ClientReferenceFactory(structure=structure, client=f"Client de {structure}")
        CertificationFactory(structure=structure, kind_id=kind, verified_on=dt.date(2026, 3, 1))
        DocumentFactory(structure=structure)
        Photo.objects.create(structure=structure, file="ab/x.jpg", width=3, height=2, description="Atelier")
        ErrorReport.objects.create(structure=structure, kind="address")
        MonthlyAudience.objects.create(structure=structure, month=dt.date(2026, 5, 1), shown=10, opened=3)
    MonthlyAudience.objects.create(structure=merged, month=dt.date(2026, 4, 1), shown=7)
    ContactPerson.objects.create(structure=merged, name="Ana Bel", consented_at=timezone.now())
    StructureMembershipFactory(structure=merged, user=UserFactory(username="responsable"))
    search.refresh()
    return kept, merged


def item_of(kept, merged):
    first, second = sorted((kept, merged), key=lambda side: side.pk)
    return submit(ReviewKind.DUPLICATE, first, key=str(second.pk), other=second)[0]


def merged_into(kept, merged, validator, sides=None):
    item = item_of(kept, merged)
    return merge_pair(item, kept=kept.pk, sides=sides or {}, by=validator, seen_version=item.version)
