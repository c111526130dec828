"""May this database serve the site that the settings describe? Asked at each start."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from suppliers.management.commands.demo import accounts_open_to_all
from suppliers.management.prepared import PreparedCommand
from suppliers.models import Territory


class Command(PreparedCommand):
    help = "Vérifie que cette base convient au site que décrivent les réglages."

    def handle(self, *args: Any, **options: Any) -> None:
        # Where the demonstration is allowed, so are its accounts.
        if not (settings.DEMO or settings.DEBUG):
            refuse_published_passwords()
        # Said and no more: the territory may be one that is loaded once the site runs.
        if warning := home_problem():
            self.stdout.write(warning)
        elif options["verbosity"]:
            self.stdout.write("Cette base convient au site.")


def home_problem() -> str:
    """A sentence when nothing has the code of HOME_TERRITORY."""
    code = settings.HOME_TERRITORY
    if not code or Territory.objects.filter(code=code).exists():
        return ""
    return (
        f"La variable d’environnement HOME_TERRITORY est le code d’un territoire de l’annuaire, comme MGP ; "
        f"« {code} » n’en est pas un, et aucun territoire ne passera avant les autres : corrigez-la, ou "
        "chargez ce territoire (manage.py load_territories)."
    )


def refuse_published_passwords() -> None:
    """A real site over the demonstration's database would let anybody in as its administrator."""
    if names := accounts_open_to_all():
        raise CommandError(
            f"Cette base a servi à une démonstration, et son mot de passe publié ouvre encore : "
            f"{', '.join(names)}. Commencez par une base vide, ou donnez un autre mot de passe à chacun de "
            f"ces comptes : manage.py changepassword {names[0]}. (Pour une démonstration : ATLAS_DEMO=1.)"
        )
