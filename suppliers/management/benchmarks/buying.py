"""A visitor who has begun needs, for the pages that are theirs alone."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from random import Random

from django.conf import settings
from django.utils import timezone

from suppliers.management.benchmarks.pool import Pool
from suppliers.models import Lot, Need, NeedSite, Sector, Territory, Workspace
from suppliers.workspace.owning import KEY

NEEDS, LOTS = 60, 5
DAYS_TO_APPLY = range(20, 91)  # what ends before a deadline is counted apart, and kept for each day


def with_needs(pool: Pool, rng: Random) -> Pool:
    """The pool with needs of five lots, each of one to three sectors in one to three communes, and who "
    "opens them."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    workspace = Workspace.objects.create()
    session[KEY] = workspace.pk
    session.save()
    sectors = list(Sector.objects.sold().order_by("code"))
    places = list(Territory.objects.filter(code__in=[*pool.small_places, *pool.wide_places]).order_by("code"))
    needs = [_need(workspace, sectors, places, rng) for _ in range(NEEDS)]
    return replace(pool, needs=needs, session=str(session.session_key))


def forget(pool: Pool) -> None:
    """What was written to be measured goes."""
    Workspace.objects.filter(needs__in=pool.needs).delete()


def _need(workspace: Workspace, sectors: list[Sector], places: list[Territory], rng: Random) -> int:
    due = timezone.localdate() + timedelta(days=rng.choice(DAYS_TO_APPLY))
    need = Need.objects.create(workspace=workspace, title="Mesure", applications_due_on=due)
    for number in range(1, LOTS + 1):
        lot = Lot.objects.create(need=need, number=number, title=f"Lot {number}")
        lot.sectors.set(rng.sample(sectors, rng.randint(1, 3)))
        for place in rng.sample(places, rng.randint(1, 3)):
            NeedSite.objects.create(need=need, lot=lot, territory=place)
    return int(need.pk)
