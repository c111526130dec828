"""Legal units and their establishments, one after the other, the same for the same seed."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from suppliers.management.seeding import portraits
from suppliers.management.seeding.activities import Activities
from suppliers.management.seeding.capacity import capacity_columns
from suppliers.management.seeding.certifications import draw_certification, draw_earlier, is_of_the_legal_unit
from suppliers.management.seeding.drafts import ActivityDraft, CertificationDraft, StructureDraft
from suppliers.management.seeding.identifiers import rna_number, siren_number, siret_number
from suppliers.management.seeding.labels import kinds_held
from suppliers.management.seeding.names import Names
from suppliers.management.seeding.places import Place, Places
from suppliers.management.seeding.profiles import COMMERCIAL_FORMS, PROFILES, Profile
from suppliers.management.seeding.sheets import Bands, contact_columns, life_columns, place_columns
from suppliers.management.seeding.staged import STAGED, Staged
from suppliers.management.seeding.themes import THEMES

SOURCE = "Données de démonstration"
_PROFILES = list(PROFILES.values())
_WEIGHTS = [profile.weight for profile in _PROFILES]
WITHOUT_SIRET = 0.06  # of plain associations
ASSOCIATION_FORMS = ("9220", "9221", "9222", "9223", "9230")


@dataclass(slots=True)
class Unit:
    """A legal unit: what its establishments have in common."""

    number: int
    siren: str | None
    profile: Profile
    trade: str
    legal_form: str
    place: Place
    legal_name: str = ""
    has_mention: bool | None = None
    staged: Staged | None = None
    shared: list[CertificationDraft] = field(default_factory=list)


class World:
    """Draws structures without end. Everything comes from the seed, dates from `today`."""

    def __init__(
        self, places: Places, activities: Activities, bands: Bands, seed: int, today: dt.date
    ) -> None:
        self._places = places
        self._activities = activities
        self._bands = bands
        self._seed = seed
        self._today = today
        self._names = Names()

    def structures(self) -> Iterator[StructureDraft]:
        """Structures, those of one legal unit together; the first n do not depend on how many follow."""
        for number in count():
            rng = Random(self._seed * 10_000_019 + number)  # noqa: S311  fiction, not secrets
            yield from self._establishments(rng, self._unit(rng, number))

    def _unit(self, rng: Random, number: int) -> Unit:
        staged = STAGED[number] if number < len(STAGED) else None
        profile = PROFILES[staged.profile] if staged else rng.choices(_PROFILES, _WEIGHTS)[0]
        place = self._places.by_code.get(staged.place) if staged else None
        forms, weights = zip(*profile.legal_forms, strict=True)
        unit = Unit(
            number,
            siren_number(number),
            profile,
            staged.trade if staged else rng.choice(profile.trades),
            (staged.legal_form if staged else "") or rng.choices(forms, weights)[0],
            place or self._places.draw(rng),
            staged=staged,
        )
        if unit.profile is PROFILES["association"] and rng.random() < WITHOUT_SIRET:
            unit.siren = None
        if unit.siren is None and staged is None:  # out of numbers: an association known by its RNA
            unit.profile, unit.legal_form = PROFILES["association"], "9220"
            unit.trade = unit.trade if unit.trade in unit.profile.trades else rng.choice(unit.profile.trades)
        if unit.legal_form in COMMERCIAL_FORMS:
            commercial = unit.profile is PROFILES["commercial"]
            unit.has_mention = rng.choices((True, False, None), (86, 4, 10) if commercial else (25, 40, 35))[
                0
            ]
        return unit

    def _establishments(self, rng: Random, unit: Unit) -> Iterator[StructureDraft]:
        siblings = 1
        if unit.siren and not unit.staged and rng.random() * 100 < unit.profile.siblings:
            siblings = rng.choices((2, 3, 4, 6), (60, 25, 10, 5))[0]
        shared = siblings > 1 or (unit.profile is PROFILES["esat"] and unit.legal_form[0] == "9")
        if shared and unit.legal_form in ASSOCIATION_FORMS:
            unit.legal_name = self._names.association_name(rng, unit.place)
        elif shared:
            unit.legal_name = self._names.structure_name(rng, unit.profile, THEMES[unit.trade], unit.place)
        for rank in range(1, siblings + 1):
            here = unit
            if rank > 1:
                here = replace(unit, place=self._places.near(unit.place, rng))
            elif siblings > 1 and unit.profile is PROFILES["esat"] and unit.legal_form in ASSOCIATION_FORMS:
                # The head office of an association that runs ESATs is none itself.
                here = replace(unit, profile=PROFILES["association"], trade="domicile")
            yield self._structure(rng, here, rank)

    def _structure(self, rng: Random, unit: Unit, rank: int) -> StructureDraft:
        theme = THEMES[unit.trade]
        name = self._name(rng, unit, rank)
        headcount, posts = _people(rng, unit.profile)
        draft = StructureDraft(
            {
                "siret": unit.siren and siret_number(unit.siren, rank),
                "rna": self._rna(rng, unit),
                "name": unit.legal_name or name,
                "brand": name if unit.legal_name not in ("", name) else "",
                "legal_form_id": unit.legal_form,
                "is_public_body": unit.legal_form[0] == "7",
                "sirene_ess": _sirene_ess(rng, unit),
                "rcs_ess_mention": unit.has_mention,
                "naf_code": rng.choice(theme.naf_codes) if unit.siren else "",
                "naf_nomenclature": "NAFRev2" if unit.siren else "",
                "description": portraits.presentation(rng, unit.profile, theme, headcount, posts),
                "source": SOURCE,
                "is_demo": True,
            }
        )
        draft.columns |= self._bands.columns(rng, headcount, posts)
        draft.columns |= place_columns(rng, unit.place)
        draft.columns |= contact_columns(rng, name, unit.place)
        draft.columns |= life_columns(rng, self._today, always_published=unit.staged is not None)
        draft.activities = self._sold(rng, unit)
        if unit.trade != "finance":  # what a mutual sells is not ordered by the piece
            draft.references = portraits.client_references(
                rng, self._activities, draft.activities, unit.place, self._today
            )
        draft.certifications = self._certifications(rng, unit, rank)
        draft.columns |= self._capacity(unit, rank, draft)
        return draft

    def _capacity(self, unit: Unit, rank: int, draft: StructureDraft) -> dict[str, object]:
        key, headcount = f"{self._seed} {unit.number} {rank}", draft.columns["headcount"]
        return capacity_columns(key, headcount, draft.activities, always_open=unit.staged is not None)

    def _name(self, rng: Random, unit: Unit, rank: int) -> str:
        """The trade name: its own in an association, else that of the unit and the city of the branch."""
        if unit.staged:
            return self._names.take(unit.staged.name)
        if unit.legal_name and unit.legal_form not in ASSOCIATION_FORMS:
            if rank == 1:
                return unit.legal_name
            return self._names.branch_name(unit.legal_name, unit.place)
        return self._names.structure_name(rng, unit.profile, THEMES[unit.trade], unit.place)

    def _rna(self, rng: Random, unit: Unit) -> str:
        if unit.legal_form not in ASSOCIATION_FORMS:
            return ""
        return rna_number(unit.number) if unit.siren is None or rng.random() < 0.5 else ""

    def _sold(self, rng: Random, unit: Unit) -> list[ActivityDraft]:
        drawn = self._activities.draw(rng, unit.profile, unit.trade, unit.place)
        if unit.staged is None:
            return drawn
        theme = THEMES[unit.trade]
        return [
            self._activities.activity(rng, unit.profile, theme, [sector], unit.place)
            for sector in unit.staged.sectors
        ]

    def _certifications(self, rng: Random, unit: Unit, rank: int) -> list[CertificationDraft]:
        drafts = []
        kinds = kinds_held(rng, unit.profile, unit.trade, unit.legal_form, bool(unit.has_mention))
        for kind in kinds:
            if is_of_the_legal_unit(kind) and rank > 1:
                continue  # recorded once, at the head office
            state = unit.staged.state if unit.staged and kind == unit.profile.kind else ""
            draft = draw_certification(rng, kind, unit.place, self._today, state)
            earlier = draw_earlier(rng, draft) if rng.random() < 0.06 else None
            drafts += [draft] if earlier is None else [earlier, draft]
        return drafts


def _people(rng: Random, profile: Profile) -> tuple[int | None, int | None]:
    """Headcount and, among it, people in inclusion posts; either may be unknown."""
    low, high = profile.people
    headcount = round(math.exp(rng.uniform(math.log(low), math.log(high))))
    posts = None
    if profile.inclusion and rng.random() < 0.8:
        posts = max(1, headcount * rng.randint(*profile.inclusion) // 100)
    return (None, None) if rng.random() < 0.12 else (headcount, posts)


def _sirene_ess(rng: Random, unit: Unit) -> str:
    """The flag of the SIRENE base: for some unknown, for a few in conflict with the legal form."""
    if unit.siren is None:
        return ""
    if unit.legal_form[0] == "7":
        return rng.choice(("", "N"))
    if unit.legal_form in COMMERCIAL_FORMS:
        return "O" if unit.has_mention else rng.choice(("N", "N", ""))
    return rng.choices(("O", "", "N"), (86, 13, 1))[0]
