"""Fictional names, built from neutral words and checked against the real ones of the sector."""

import re
from itertools import count
from random import Random

from django.utils.text import slugify

from suppliers.management.seeding.places import Place
from suppliers.management.seeding.profiles import Profile
from suppliers.management.seeding.themes import Theme
from suppliers.management.seeding.words import ASSOCIATION_NOUNS, COMPLEMENTS, EXTRAS, REAL_NAMES, STREETS

# Beyond, two structures may share a name, as real ones do: remembering a million names would fill the memory.
MOST_REMEMBERED = 60_000
_REAL_NAME = re.compile(r"\b(" + "|".join(re.escape(slugify(name)) for name in REAL_NAMES) + r")\b")


class Names:
    """Gives each structure a name that no other has taken, as long as it can remember."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def structure_name(self, rng: Random, profile: Profile, theme: Theme, place: Place) -> str:
        """A trade name such as "ESAT Les Jardins du Héron cendré"."""
        while True:
            complement = rng.choice(COMPLEMENTS)
            name = profile.name.format(name=f"{rng.choice(theme.nouns)} {complement}", complement=complement)
            if not spells_a_real_name(name):
                return self._unique(name, place)

    def association_name(self, rng: Random, place: Place) -> str:
        """The name of an association that runs several establishments."""
        return self._unique(f"Association {rng.choice(ASSOCIATION_NOUNS)} {rng.choice(COMPLEMENTS)}", place)

    def take(self, name: str) -> str:
        """Remember a name that was chosen by hand."""
        self._taken.add(name)
        return name

    def branch_name(self, legal_name: str, place: Place) -> str:
        """The name of a branch of a company, a mutual or a foundation."""
        return self._unique(f"{legal_name} – {place.city}", place)

    def _unique(self, name: str, place: Place) -> str:
        if name in self._taken and not name.endswith(place.city):
            name = f"{name} – {place.city}"
        if name in self._taken:
            rank = next(rank for rank in count(2) if f"{name}, antenne {rank}" not in self._taken)
            name = f"{name}, antenne {rank}"
        if len(self._taken) < MOST_REMEMBERED:
            self._taken.add(name)
        return name


def spells_a_real_name(name: str) -> bool:
    """Whether a well-known name of the sector stands in this one."""
    return _REAL_NAME.search(slugify(name)) is not None


def street_address(rng: Random) -> tuple[str, str]:
    """A street line and, now and then, what completes it."""
    number = rng.choice(("", " bis")) if rng.random() < 0.05 else ""
    line = f"{rng.randint(1, 140)}{number} {rng.choice(STREETS)}"
    return line, rng.choice(EXTRAS) if rng.random() < 0.12 else ""


def mail_domain(name: str) -> str:
    """A domain under example.org, which is reserved (RFC 2606) and reaches nobody."""
    return f"{slugify(name)[:40].strip('-')}.example.org"
