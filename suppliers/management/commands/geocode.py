"""Find better points for structures placed at the centre of their commune, or nowhere."""

from __future__ import annotations

import logging
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from suppliers import geocoding, search
from suppliers.geocoding.structures import improvable, propose, write
from suppliers.management.console import console_on
from suppliers.management.french import whole_number
from suppliers.management.prepared import PreparedCommand
from suppliers.models import Structure

BATCH = 200  # a few seconds: what an interruption loses
NO_ANSWER = os.EX_TEMPFAIL  # 75, of sysexits.h: a failure that time repairs


class Command(PreparedCommand):
    help = (
        "Géocode les structures sans position ou placées au centre de leur commune "
        f"(code de sortie {NO_ANSWER} quand le service d’adresses ne répond pas)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=whole_number, metavar="N", help="au plus N structures")
        parser.add_argument(
            "--all", action="store_true", help="aussi les positions précises, sauf celles placées à la main"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        limit = options["limit"]
        if limit is not None and limit < 1:
            raise CommandError("--limit attend un nombre de structures, à partir de 1.")
        ids = list(improvable(precise_too=options["all"]).values_list("pk", flat=True)[:limit])
        console = console_on(self.stdout, width=100)
        with _failures_said_once(in_detail=options["verbosity"] > 1):
            moved, done = self._improve(ids, console, quiet=options["verbosity"] == 0)
        left = Structure.objects.approximate().count()
        if geocoding.is_failing():
            raise CommandError(
                f"Le service d’adresses ({settings.BAN_DOMAIN}) ne répond pas : "
                f"positions améliorées, {moved} ; encore approximatives, {left} ; "
                "ce qui est fait est gardé, relancez plus tard.",
                returncode=NO_ANSWER,
            )
        if options["verbosity"]:
            console.print(f"Positions améliorées : {moved} sur {done}. Encore approximatives : {left}.")

    def _improve(self, ids: list[int], console: Console, *, quiet: bool) -> tuple[int, int]:
        """How many structures moved, of how many looked at; stops when the service goes away."""
        columns = [TextColumn("Géocodage"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
        moved = done = 0
        with Progress(
            *columns, console=console, disable=quiet or not console.is_terminal, transient=True
        ) as progress:
            task = progress.add_task("", total=len(ids))
            for start in range(0, len(ids), BATCH):
                batch = ids[start : start + BATCH]
                moved += _improve_batch(batch)
                done += len(batch)
                progress.update(task, completed=done)
                if geocoding.is_away():
                    break
        return moved, done


@contextmanager
def _failures_said_once(*, in_detail: bool) -> Iterator[None]:
    """The end of the command says what the log would say for each address, unless details are wanted."""
    log = logging.getLogger("suppliers.geocoding")
    before = log.level
    log.setLevel(before if in_detail else logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def _improve_batch(ids: list[int]) -> int:
    structures = list(Structure.objects.filter(pk__in=ids).select_related("territory"))
    proposals = propose(structures)
    with transaction.atomic():
        moved = write(proposals)
        search.refresh(moved)
    return len(moved)
