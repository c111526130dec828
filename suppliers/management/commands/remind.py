"""Write to those who keep a profile, on the days that matter; drop what need not be kept."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from suppliers.accounts.retention import delete_inactive, remind_inactive
from suppliers.mailing.outbox import forget_old, send_waiting
from suppliers.management.prepared import PreparedCommand
from suppliers.models import Invitation
from suppliers.registration.reminders import DRAFT, ENDING, TO_CONFIRM, write_reminders
from suppliers.workspace.retention import forget_visitors


class Command(PreparedCommand):
    help = (
        "Écrit les rappels du jour (fiches à confirmer, certifications qui finissent, brouillons laissés), "
        "une seule fois chacun, prévient puis supprime les comptes qui ne servent plus, et efface ce qui est "
        "périmé (à lancer une fois par jour)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        written = write_reminders(timezone.localdate())
        now, sign_in = timezone.now(), settings.SITE_URL + reverse("account_login")
        deleted, warned = delete_inactive(now), remind_inactive(now, link=sign_in)
        gone = send_waiting()
        call_command("clearsessions")
        old, abandoned = forget_old(), Invitation.objects.abandoned().delete()[0]
        forgotten = forget_visitors(timezone.localdate())
        if not options["verbosity"]:
            return
        self.stdout.write(
            f"Rappels écrits : {sum(written.values())} (fiches à confirmer : {written[TO_CONFIRM]} ; "
            f"certifications qui finissent : {written[ENDING]} ; brouillons : {written[DRAFT]}). "
            f"Courriels partis : {gone}. "
            f"Comptes qui ne servent plus : {warned} prévenus, {deleted} supprimés. "
            f"Effacés : {old} courriels de plus d’un an, {abandoned} invitations sans suite, "
            f"{forgotten} espaces de visiteurs qui ne sont pas revenus."
        )
        if not settings.EMAILS_LEAVE:
            self.stdout.write("Aucun courriel ne part d’ici : ils attendent.")
