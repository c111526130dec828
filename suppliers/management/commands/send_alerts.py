"""Tell of new structures, and of what those of the shortlists have lost."""

from typing import Any

from django.conf import settings

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
        if not options["verbosity"]:
            return
        self.stdout.write(
            f"Alertes écrites : {sum(written.values())} (nouvelles structures : {written[NEWS]} ; "
            f"éligibilité perdue : {written[LOSSES]}). Courriels partis : {gone}."
        )
        if not settings.EMAILS_LEAVE:
            self.stdout.write("Aucun courriel ne part d’ici : ils attendent.")
