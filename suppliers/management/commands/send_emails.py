"""Send the e-mails that could not leave when they were written."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from suppliers.mailing.outbox import MOST_ATTEMPTS, given_up, send_waiting, waiting_count
from suppliers.management.prepared import PreparedCommand


class Command(PreparedCommand):
    help = "Envoie les courriels en attente (à lancer toutes les dix minutes)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now",
            action="store_true",
            help="aussi ceux dont le prochain essai est pour plus tard, ou qui ont été abandonnés",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = send_waiting(at_once=options["now"])
        if not options["verbosity"]:
            return
        if not settings.EMAILS_LEAVE:
            self.stdout.write(f"{WHY_NOT[settings.DEMO]} En attente : {waiting_count()}.")
            return
        lost = given_up()
        self.stdout.write(
            f"Courriels partis : {gone}. En attente : {waiting_count() - lost}."
            + (
                f" Abandonnés après {MOST_ATTEMPTS} essais : {lost} (--now les essaie encore)."
                if lost
                else ""
            )
        )


WHY_NOT = {
    True: "Une démonstration n’envoie aucun courriel : lisez-les à l’adresse /demo/courriels/.",
    False: "Aucun serveur de courriel n’est indiqué (variable EMAIL_URL) : rien ne part.",
}
