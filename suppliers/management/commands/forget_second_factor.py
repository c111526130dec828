"""For somebody who has lost their key, their application and their recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.db.models import Q

from suppliers.management.prepared import PreparedCommand
from suppliers.models import User


class Command(PreparedCommand):
    help = "Retire le second facteur d’un compte et ferme ses sessions : la personne en choisira un autre."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", metavar="COMPTE", help="nom d’utilisateur ou adresse électronique")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        name = options["account"]
        found = list(User.objects.filter(Q(username=name) | Q(email__iexact=name))[:2])
        if len(found) != 1:
            raise CommandError(f"« {name} » n’est le nom ou l’adresse d’aucun compte, ou l’est de plusieurs.")
        removed, _ = Authenticator.objects.filter(user=found[0]).delete()
        for session in UserSession.objects.filter(user=found[0]):
            session.end()
        self.stdout.write(
            f"Le compte « {found[0].username} » n’a plus de second facteur ; ses sessions sont fermées."
            if removed
            else f"Le compte « {found[0].username} » n’avait pas de second facteur."
        )
