"""Tell of new structures, and of what those of the shortlists have lost."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from suppliers.mailing.outbox import send_waiting
from suppliers.management.prepared import PreparedCommand
from suppliers.search import state
from suppliers.sourcing.alerts.saved import LOSSES, NEWS
from suppliers.sourcing.alerts.telling import write_alerts


class Command(PreparedCommand):
    help = (
        "Écrit les alertes du jour : les nouvelles structures des recherches enregistrées, et l’éligibilité "
        "perdue dans les sélections. À lancer une fois par jour ; la lancer deux fois n’écrit rien de plus."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        written = write_alerts(state())
        gone = send_waiting()
        if options["verbosity"]:
            self._tell(written.letters, gone)
        if written.failed:
            raise CommandError(
                f"Alertes qui n’ont pas pu être écrites : {written.failed}. Le journal dit pourquoi, compte "
                "par compte ; les autres sont écrites, et celles-ci le seront au prochain lancement."
            )

    def _tell(self, letters: dict[str, int], gone: int) -> None:
        self.stdout.write(
            f"Alertes écrites : {sum(letters.values())} (nouvelles structures : {letters[NEWS]} ; "
            f"éligibilité perdue : {letters[LOSSES]}). Courriels partis : {gone}."
        )
        if not settings.EMAILS_LEAVE:
            self.stdout.write("Aucun courriel ne part d’ici : ils attendent.")
