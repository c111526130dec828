"""Look for probable duplicates over the whole directory; they go to the validation queue."""

from typing import Any

from suppliers.management.prepared import PreparedCommand
from suppliers.validation.duplicates import find_duplicates


class Command(PreparedCommand):
    help = "Cherche les doublons probables dans tout l’annuaire et les met dans la file de validation."

    def handle(self, *args: Any, **options: Any) -> None:
        found = find_duplicates()
        if options["verbosity"]:
            self.stdout.write(_in_words(found))


def _in_words(found: int) -> str:
    if not found:
        return "Aucun nouveau doublon probable."
    return (
        f"{found} doublon{'s' if found > 1 else ''} probable{'s' if found > 1 else ''} de plus dans la file."
    )
