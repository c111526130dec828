"""What each structure sells: sectors of its trade, a type that its kind allows, a zone it can reach."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

from suppliers.management.seeding.drafts import ActivityDraft
from suppliers.management.seeding.places import Place, Places
from suppliers.management.seeding.profiles import Profile
from suppliers.management.seeding.themes import THEMES, Theme

SERVICE, SUPPLY, MANUFACTURE = "prestation", "mise-a-disposition", "fabrication"
# Sectors whose output is a good, made as often as it is a service.
MADE = frozenset(
    (
        "produits-entretien",
        "mobilier-neuf",
        "mobilier-reemploi",
        "couture-confection",
        "vetements-travail",
        "linge-textile",
        "bois-palettes",
        "artisanat-jeux",
        "produits-alimentaires",
        "boulangerie-patisserie",
        "imprimerie",
        "signaletique",
        "menuiserie-metallerie",
        "sous-traitance-industrielle",
        "produits-frais",
        "plantes-apiculture",
    )
)
# How far each type of offer reaches, in weights: radii in km, then territories, départements, région, France.
REACH = {
    SERVICE: {5: 8, 10: 16, 20: 16, 30: 8, "epts": 24, "departements": 14, "region": 10, "france": 2},
    SUPPLY: {10: 20, 20: 20, 30: 8, "epts": 26, "departements": 20, "region": 6},
    MANUFACTURE: {30: 6, 50: 10, 100: 8, "departements": 14, "region": 26, "france": 36},
    "far": {20: 8, 50: 6, "epts": 8, "departements": 18, "region": 34, "france": 26},
}
_REACH = {name: (list(weights), list(weights.values())) for name, weights in REACH.items()}


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of fixtures/demo/offers.csv: how a structure describes what it sells in a sector."""

    description: str
    keywords: tuple[str, ...]
    subject: str


def read_offers(path: Path) -> dict[str, list[Offer]]:
    """The offers of each sector."""
    offers: dict[str, list[Offer]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            keywords = tuple(row["keywords"].split("|"))
            offers[row["sector"]].append(Offer(row["offer"], keywords, row["reference"]))
    return offers


class Activities:
    """Draws the activities of a structure."""

    def __init__(self, offers: dict[str, list[Offer]], places: Places) -> None:
        self._offers = offers
        self._places = places

    def draw(self, rng: Random, profile: Profile, trade: str, place: Place) -> list[ActivityDraft]:
        """One to four activities, the first in the trade that gives the structure its name."""
        drafts, sold = [], set()
        for _ in range(rng.choices((1, 2, 3, 4), (44, 33, 16, 7))[0]):
            theme = THEMES[trade]
            free = [sector for sector in theme.sectors if sector not in sold]
            if not free:
                break
            sectors = _some(rng, free)
            sold.update(sectors)
            drafts.append(self.activity(rng, profile, theme, sectors, place))
            if profile.kind in ("ESAT", "EA", "ACI") and rng.random() < 0.5:
                trade = rng.choice(profile.trades)
        return drafts

    def activity(
        self, rng: Random, profile: Profile, theme: Theme, sectors: list[str], place: Place
    ) -> ActivityDraft:
        """One activity in these sectors, reaching as far as such an offer does."""
        offer = rng.choice(self._offers[sectors[0]])
        keywords = [*offer.keywords]
        for sector in sectors[1:]:
            keywords += rng.choice(self._offers[sector]).keywords[:2]
        service_type = _service_type(rng, profile, sectors)
        description = offer.description
        if service_type == SUPPLY:
            description = f"Mise à disposition de personnel : {theme.workers or 'équipes accompagnées'}."
            sectors = ["interim-mise-a-disposition", *sectors] if profile.labour_supply else sectors
        zone = self._zone(rng, "far" if theme.far and service_type == SERVICE else service_type, place)
        return ActivityDraft(service_type, sectors, *zone, keywords[:6], description)

    def subject(self, rng: Random, activity: ActivityDraft) -> str:
        """What a client may have bought of this activity."""
        return rng.choice(self._offers[activity.sectors[-1]]).subject

    def _zone(self, rng: Random, reach: str, place: Place) -> tuple[str, int | None, list[int]]:
        choice = rng.choices(*_REACH[reach])[0]
        if isinstance(choice, int):
            return "radius", choice, []
        if choice == "france":
            return "france", None, []
        if choice == "region":
            return "territories", None, [place.region.pk]
        if choice == "epts" and place.ept is not None:
            others = rng.sample(self._places.epts, rng.choice((0, 0, 1, 2, 3)))
            return "territories", None, sorted({place.ept.pk, *(ept.pk for ept in others)})
        around = self._places.departements_of(place.region)
        others_around = rng.sample(around, min(len(around), rng.choice((0, 0, 1, 2))))
        return "territories", None, sorted({place.departement.pk, *others_around})


def _some(rng: Random, sectors: list[str]) -> list[str]:
    """One to three of these, the first ones more often."""
    wanted = rng.choices((1, 2, 3), (56, 32, 12))[0]
    chosen: list[str] = []
    while len(chosen) < min(wanted, len(sectors)):
        sector = sectors[int(len(sectors) * rng.random() ** 1.6)]
        if sector not in chosen:
            chosen.append(sector)
    return chosen


def _service_type(rng: Random, profile: Profile, sectors: list[str]) -> str:
    if profile.labour_supply:
        return SUPPLY
    if sectors[0] in MADE and rng.random() < 0.55:
        return MANUFACTURE
    return SUPPLY if profile.kind == "ESAT" and rng.random() < 0.12 else SERVICE
