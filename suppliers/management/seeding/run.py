"""Seed a directory once: refuse what would mix with real structures, complete what is already there."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from suppliers.management.seeding.activities import Activities, read_offers
from suppliers.management.seeding.drafts import StructureDraft
from suppliers.management.seeding.places import load_places
from suppliers.management.seeding.sheets import Bands
from suppliers.management.seeding.structures import SOURCE, World
from suppliers.management.seeding.writing import Writer, analyse, check_at_once
from suppliers.models import CertificationKind, ImportRun, LegalForm, Sector, Structure, Territory
from suppliers.search import refresh

BATCH = 2_000
# From this size on, the Grand Paris alone would be implausible: structures spread over France.
EVERYWHERE_FROM = 100_000
JOURNAL_SOURCE = "demonstration"


class SeedRefusedError(Exception):
    """Seeding would mix up the directory; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for. Of two plans of one recipe, the longer begins with the structures of the shorter."""

    structures: int = 1_200
    seed: int = 2026
    everywhere: bool = False
    force: bool = False

    @property
    def spreads_over_france(self) -> bool:
        return self.everywhere or self.structures >= EVERYWHERE_FROM

    @property
    def recipe(self) -> str:
        """What decides the content, as noted in the journal of imports."""
        return f"Graine {self.seed}, {'France' if self.spreads_over_france else 'Grand Paris'}"


def generate(plan: Plan, today: dt.date) -> Iterator[StructureDraft]:
    """The structures of a plan, dates relative to `today`; nothing is written."""
    places = load_places(plan.spreads_over_france)
    activities = Activities(read_offers(settings.FIXTURES / "demo" / "offers.csv"), places)
    world = World(places, activities, Bands(), plan.seed, today)
    return islice(world.structures(), plan.structures)


@transaction.atomic
def seed_directory(plan: Plan, *, today: dt.date, advance: Callable[[int], object] = lambda _: None) -> int:
    """Write what is missing of a plan, all or nothing; returns how many structures were written.

    `advance` hears how many more are ready. Raises SeedRefusedError.
    """
    present = already_seeded(plan)
    if present >= plan.structures:
        return 0
    _refuse_to_mix(plan, present)
    journal = ImportRun.objects.create(source=JOURNAL_SOURCE, file_name=plan.recipe, rows=plan.structures)
    check_at_once()
    advance(present)
    writer = Writer(timezone.now(), SOURCE)
    drafts = islice(generate(plan, today), present, None)
    while batch := list(islice(drafts, BATCH)):
        writer.write(batch)
        advance(len(batch))
    analyse()
    refresh()
    journal.status, journal.finished_at = ImportRun.Status.DONE, timezone.now()
    journal.created, journal.unchanged = plan.structures - present, present
    journal.save(update_fields=["status", "finished_at", "created", "unchanged"])
    return journal.created


def already_seeded(plan: Plan) -> int:
    """How many structures of this recipe were written before."""
    if not Structure.objects.filter(is_demo=True).exists():
        return 0
    done = ImportRun.objects.filter(
        source=JOURNAL_SOURCE, file_name=plan.recipe, status=ImportRun.Status.DONE
    )
    return done.aggregate(total=Sum("created"))["total"] or 0


def _refuse_to_mix(plan: Plan, present: int) -> None:
    for model in (Sector, LegalForm, CertificationKind, Territory):
        if not model.objects.exists():
            raise SeedRefusedError(
                "Les données de référence manquent : lancez d’abord « manage.py load_reference »."
            )
    if not plan.force and Structure.objects.filter(is_demo=False).exists():
        raise SeedRefusedError(
            "Cet annuaire contient de vraies structures : rien n’a été ajouté. "
            "Pour y mêler tout de même des structures fictives, ajoutez --force."
        )
    if not present and Structure.objects.filter(is_demo=True).exists():
        raise SeedRefusedError(
            "Cet annuaire contient déjà des structures fictives d’une autre graine ou d’un autre périmètre : "
            "repartez d’une base vide."
        )
