"""A site to try: reference data, fictional structures, accounts whose password is no secret."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from suppliers.management.prepared import PreparedCommand
from suppliers.management.seeding.buying import give_buyer_work
from suppliers.management.seeding.waiting import fill_queue
from suppliers.models import Structure

STRUCTURES = 1_200
PASSWORD = "atlas-demonstration"  # noqa: S105  said at each start, and refused outside of demonstrations
TEAM = "Animation du territoire"


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    role: str
    is_superuser: bool = False
    is_staff: bool = False
    is_validator: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@demonstration.example"


MEMBER, BUYER = "structure", "acheteur"
ACCOUNTS = [
    Account("admin", "administration du site", is_superuser=True, is_staff=True),
    Account("animation", "équipe du territoire", is_staff=True, is_validator=True),
    Account("validation", "validation des fiches", is_validator=True),
    Account(MEMBER, "une structure qui tient sa fiche"),
    Account(BUYER, "un acheteur public"),
]


class Command(PreparedCommand):
    help = (
        "Prépare une démonstration : référence, structures fictives, comptes (sans effet la deuxième fois)."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("Ces comptes ont un mot de passe connu de tous : il y faut ATLAS_DEMO=1.")
        quiet = {"verbosity": 0, "stdout": self.stdout, "stderr": self.stderr}
        call_command("load_reference", **quiet)
        if not Structure.objects.exists():
            call_command("seed", structures=STRUCTURES, **quiet)
        # Beside real structures alone, an account that anybody can enter would be a way in.
        if Structure.objects.filter(is_demo=True).exists():
            create_accounts()
            fill_queue(get_user_model().objects.get(username=MEMBER))
            give_buyer_work(get_user_model().objects.get(username=BUYER))
        if options["verbosity"]:
            self.stdout.write(f"La démonstration est prête{describe_accounts()}.")


@transaction.atomic
def create_accounts() -> None:
    """Those that are missing; one that exists keeps its password and its rights."""
    users = get_user_model().objects
    present = set(users.values_list("username", flat=True))
    team, _ = Group.objects.get_or_create(name=TEAM)
    team.permissions.set(_team_permissions())
    for account in ACCOUNTS:
        if account.username not in present:
            user = users.create_user(
                account.username,
                password=PASSWORD,
                is_staff=account.is_staff,
                is_superuser=account.is_superuser,
                is_validator=account.is_validator,
            )
            user.groups.set([team] if account.is_staff and not account.is_superuser else [])
        user = users.get(username=account.username)
        if not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=account.email, primary=True, verified=True)
            users.filter(pk=user.pk).update(email=account.email)


def describe_accounts() -> str:
    """The end of a sentence: which accounts there are to try, if any."""
    present = set(get_user_model().objects.values_list("username", flat=True))
    known = [f"{account.username} ({account.role})" for account in ACCOUNTS if account.username in present]
    return f" — comptes : {', '.join(known)} ; mot de passe : {PASSWORD}" if known else ""


def accounts_open_to_all() -> list[str]:
    """Those of the demonstration that its published password still opens."""
    active = get_user_model().objects.filter(
        username__in=[account.username for account in ACCOUNTS], is_active=True
    )
    kept = active.order_by("username").values_list("username", "password")
    return [username for username, encoded in kept if check_password(PASSWORD, encoded)]


def _team_permissions() -> list[Permission]:
    """Everything about structures and nothing about accounts; nothing is deleted."""
    ours = Permission.objects.filter(content_type__app_label="suppliers")
    return list(ours.exclude(content_type__model="user").exclude(codename__startswith="delete_"))
