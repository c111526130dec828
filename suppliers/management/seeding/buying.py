"""What a buyer of a demonstration has done: two needs that were awarded, and what a year has cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from suppliers.management.seeding.identifiers import siren_number, siret_number
from suppliers.models import (
    Award,
    BuyerMembership,
    BuyerOrganisation,
    GroupForm,
    Ledger,
    LedgerLine,
    LedgerStatus,
    Lot,
    MemberRole,
    Need,
    NeedSite,
    Sector,
    Structure,
    Territory,
    User,
)
from suppliers.models.copying import copy_objects
from suppliers.workspace.owning import workspace_of_organisation

ORGANISATION = "Ville de Montreuil (démonstration)"
LINES = 240
_HOME = "93048"
_OTHERS = ["Papeterie du Centre", "Énergie du Val", "Bâtir Est", "Télécom Seine", "Garage de la Croix"]
_FIRST_UNIT = 300_000  # of legal units that the fictional directory does not reach


@transaction.atomic
def give_buyer_work(user: User) -> bool:
    """Give the demonstration's buyer an organisation and its work, once."""
    if user.buyer_memberships.exists():
        return False
    holders = list(
        Structure.objects.filter(is_demo=True, status=Structure.Status.PUBLISHED, siret__isnull=False)
        .filter(certifications__kind__in=["EA", "ESAT", "EI", "ACI", "ESUS"])
        .filter(certifications__verification="verified")
        .order_by("pk")
        .distinct()[:12]
    )
    home = Territory.objects.filter(code=_HOME).first()
    if not holders or home is None:
        return False
    organisation = BuyerOrganisation.objects.create(name=ORGANISATION, territory=home)
    BuyerMembership.objects.create(organisation=organisation, user=user, role=MemberRole.OWNER)
    _awarded(organisation, holders, home, user)
    _paid(organisation, holders, user)
    return True


def _awarded(organisation: BuyerOrganisation, holders: list[Structure], home: Territory, by: User) -> None:
    workspace, today = workspace_of_organisation(organisation), timezone.localdate()
    cleaning = Need.objects.create(workspace=workspace, title="Nettoyage de trois écoles", created_by=by)
    green = Need.objects.create(workspace=workspace, title="Entretien des espaces verts", created_by=by)
    lots = [
        Lot.objects.create(need=green, number=number, title=title)
        for number, title in enumerate(("Parcs", "Pieds d’arbres"), start=1)
    ]
    for need, sector in ((cleaning, "nettoyage-locaux"), (green, "espaces-verts")):
        need.sectors.set(Sector.objects.filter(code=sector))
        NeedSite.objects.create(need=need, territory=home)
    told = [
        (cleaning, None, "L2113_12", 48_000),
        (green, lots[0], "L2113_13", 31_500),
        (green, lots[1], "NONE", 9_800),
    ]
    for rank, (need, lot, reserved, amount) in enumerate(told):
        holder = holders[rank % len(holders)]
        award = Award.objects.create(
            need=need,
            lot=lot,
            outcome="awarded",
            decided_on=today - dt.timedelta(days=40 + 30 * rank),
            reserved_to=reserved,
            amount_excl_tax=amount,
            holder_siret=holder.siret or "",
            holder_name=str(holder),
            structure=holder,
            bids_received=2 + rank,
            has_social_clause=rank == 1,
            has_environmental_consideration=rank != 2,
        )
    _to_a_group(award)


def _to_a_group(award: Award) -> None:
    """The last of them went to a groupement, with a company that the directory does not know."""
    award.group_form, award.holder_share = GroupForm.CONJOINT, 6_000
    award.save(update_fields=["group_form", "holder_share"])
    award.members.create(name="Sport du Val", siret=_strange_siret(50), amount_excl_tax=3_800)


def _paid(organisation: BuyerOrganisation, holders: list[Structure], by: User) -> None:
    today, rng = timezone.localdate(), Random(4)  # noqa: S311
    ledger = Ledger.objects.create(
        organisation=organisation,
        file_name="depenses-de-demonstration.csv",
        status=LedgerStatus.DONE,
        rows=LINES,
        rows_read=LINES,
        rows_kept=LINES,
        created_by=by,
        finished_at=timezone.now(),
    )
    others = [(_strange_siret(rank), name) for rank, name in enumerate(_OTHERS)]
    known = [(holder.siret or "", str(holder)) for holder in holders]
    lines = []
    for number in range(LINES):
        siret, name = rng.choice(known if rng.random() < 0.2 else others)
        lines.append(
            LedgerLine(
                ledger=ledger,
                number=number + 2,
                siret=siret,
                siren=siret[:9],
                supplier=name[:200],
                label="Mandat de démonstration",
                amount_excl_tax=Decimal(rng.randrange(5_000, 900_000)) / 100,
                paid_on=today - dt.timedelta(days=rng.randrange(20, 500)),
            )
        )
    copy_objects(lines)


def _strange_siret(rank: int) -> str:
    siren = siren_number(_FIRST_UNIT + rank)
    assert siren is not None
    return siret_number(siren, 1)
