"""Write to those who keep a profile, on the days that matter; drop what need not be kept."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from suppliers.mailing.outbox import forget_old, send_waiting
from suppliers.management.prepared import PreparedCommand
from suppliers.models import Invitation
from suppliers.registration.reminders import DRAFT, ENDING, TO_CONFIRM, write_reminders


class Command(PreparedCommand):
    help = (
        "Écrit les rappels du jour (fiches à confirmer, certifications qui finissent, brouillons laissés), "
        "une seule fois chacun, et efface courriels et invitations périmés (à lancer une fois par jour)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        written = write_reminders(timezone.localdate())
        gone = send_waiting()
        old, abandoned = forget_old(), Invitation.objects.abandoned().delete()[0]
        if not options["verbosity"]:
            return
        self.stdout.write(
            f"Rappels écrits : {sum(written.values())} (fiches à confirmer : {written[TO_CONFIRM]} ; "
            f"certifications qui finissent : {written[ENDING]} ; brouillons : {written[DRAFT]}). "
            f"Courriels partis : {gone}. "
            f"Effacés : {old} courriels de plus d’un an, {abandoned} invitations sans suite."
        )
        if not settings.EMAILS_LEAVE:
            self.stdout.write("Aucun courriel ne part d’ici : ils attendent.")
