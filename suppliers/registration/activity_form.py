"""One activity as a member describes it. What is chosen is a box that is ticked: with a script or without."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from suppliers.asking.codes_field import CodesField, WordsField
from suppliers.asking.places_offered import places_like_typed, places_with_codes
from suppliers.asking.text_fields import LineField, TextField
from suppliers.models import Sector, Territory
from suppliers.models.activity import RADII_KM, ServiceType, ZoneKind
from suppliers.profiles.activities import ActivityFacts
from suppliers.search.legible import shortened
from suppliers.search.sector_choices import sectors_like, sectors_with_codes

from .step_form import StepForm

MOST_SECTORS = 12
MOST_PLACES = 60
MOST_KEYWORDS = 20
LONGEST_KEYWORD = 60
LONGEST_OFFER = 2_000
KEPT = ("service_type", "sectors", "zone_kind", "radius_km", "territories", "keywords", "description")
_ZONE = {"zone_kind", "radius_km", "territories"}
_SAYS_OF = {
    "sector_search": "sectors",
    "territory_search": "territories",
    "keyword_new": "keywords",
}  # boxes to add to these

SERVICE_TYPES = {
    ServiceType.SERVICE: "Vous faites le travail, avec votre équipe et votre encadrement.",
    ServiceType.LABOUR_SUPPLY: "Vos salariés travaillent chez le client, qui les encadre.",
    ServiceType.MANUFACTURING: "Vous produisez ou transformez des objets, des repas, des pièces.",
}
_PICK = (
    "« {} » n’est pas encore choisi : choisissez dans la liste ci-dessous, ou effacez ce que vous avez tapé."
)
_NOTHING = "Rien ne répond à « {} » : essayez un autre mot{}."


class ActivityForm(StepForm):
    sectors = CodesField(
        label="Secteurs",
        most=MOST_SECTORS,
        said={
            "required": "Choisissez au moins un secteur.",
            "unknown": "Un de ces secteurs n’existe pas : choisissez-le de nouveau dans la liste.",
            "most": f"{MOST_SECTORS} secteurs au plus : décrivez le reste dans une autre activité.",
        },
    )
    sector_search = LineField(label="Chercher un secteur", max_length=80, required=False)
    service_type = forms.ChoiceField(
        label="Ce que vous vendez", choices=ServiceType.choices, widget=forms.RadioSelect
    )
    zone_kind = forms.ChoiceField(
        label="Où vous le faites",
        choices=[
            (ZoneKind.RADIUS, "Autour de votre adresse"),
            (ZoneKind.TERRITORIES, "Dans des territoires"),
            (ZoneKind.FRANCE, "Dans toute la France"),
        ],
        widget=forms.RadioSelect,
    )
    radius_km = forms.TypedChoiceField(
        label="Jusqu’à quelle distance ?",
        choices=[("", "Choisissez…"), *((str(km), f"{km} km") for km in RADII_KM)],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choisissez 5, 10, 20, 30, 50 ou 100 km."},
    )
    territories = CodesField(
        label="Territoires",
        most=MOST_PLACES,
        required=False,
        said={
            "unknown": "Un de ces territoires n’existe pas : choisissez-le de nouveau dans la liste.",
            "most": f"{MOST_PLACES} territoires au plus : choisissez plutôt un département ou un territoire.",
        },
    )
    territory_search = LineField(label="Chercher un territoire", max_length=80, required=False)
    keywords = WordsField(label="Mots-clés", most=MOST_KEYWORDS, longest=LONGEST_KEYWORD, required=False)
    keyword_new = LineField(label="Ajouter un mot-clé", max_length=400, required=False)
    description = TextField(
        label="Votre offre, avec vos mots",
        max_length=LONGEST_OFFER,
        required=False,
        help_text="Ce que vous faites, pour qui, avec quel matériel. Les acheteurs le lisent en premier.",
    )

    def prepare(self) -> None:
        self.fields["description"].widget.attrs["rows"] = 6
        self.fields["keyword_new"].widget.attrs["data-atlas-picks-longest"] = LONGEST_KEYWORD
        for name in ("sector_search", "territory_search", "keyword_new"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def typed(self) -> dict[str, Any]:
        cleaned = getattr(self, "cleaned_data", {})
        return {name: _as_json(cleaned[name]) for name in KEPT if name in cleaned}

    def clean_sectors(self) -> list[Sector]:
        return self._known("sectors", sectors_with_codes(self.cleaned_data["sectors"]))

    def clean_territories(self) -> list[Territory]:
        return self._known("territories", places_with_codes(self.cleaned_data["territories"]))

    def _known(self, name: str, found: dict[str, Any]) -> list[Any]:
        codes = self.cleaned_data[name]
        if len(found) < len(codes):
            raise ValidationError(self.fields[name].error_messages["unknown"], code="unknown")
        return [found[code] for code in codes]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._add_keywords(cleaned)
        kind = cleaned.get("zone_kind")
        if kind == ZoneKind.RADIUS:
            if cleaned.get("radius_km") is None and "radius_km" not in self.errors:
                self.add_error("radius_km", "Choisissez une distance.")
        elif kind:
            self._forget("radius_km", None)
        if kind == ZoneKind.TERRITORIES:
            self._is_still_searching("territories", "territory_search", places_like_typed)
            if not cleaned.get("territories") and "territories" not in self.errors:
                self.add_error("territories", "Choisissez au moins un territoire, ou une autre zone.")
        elif kind:
            self._forget("territories", [])
        self._is_still_searching("sectors", "sector_search", sectors_like)
        return cleaned

    def _forget(self, name: str, nothing: Any) -> None:
        """What belongs to another zone: neither kept nor in the way."""
        self.errors.pop(name, None)
        self.cleaned_data[name] = nothing

    def _is_still_searching(
        self, name: str, search: str, offered: Callable[[str], Iterable[Sector | Territory]]
    ) -> None:
        """What was typed in a search box and not chosen would be lost without a word.

        Without a script the words stay in their box once a line that they have found is ticked.
        """
        typed = self.cleaned_data.get(search, "")
        if typed and name not in self.errors:
            ticked = set(self._codes(name))
            if ticked.isdisjoint(one.code for one in offered(typed)):
                self.add_error(name, _PICK.format(shortened(typed)))

    def _add_keywords(self, cleaned: dict[str, Any]) -> None:
        """Those that were typed join those that were ticked, each once whatever its capitals."""
        added = [word.strip() for word in cleaned.get("keyword_new", "").split(",")]
        words: dict[str, str] = {}
        for word in filter(None, [*cleaned.get("keywords", []), *added]):
            words.setdefault(word.casefold(), word)
        kept = list(words.values())
        if any(len(word) > LONGEST_KEYWORD for word in added):
            self.add_error("keyword_new", f"Un mot-clé compte {LONGEST_KEYWORD} caractères au plus.")
        elif len(kept) > MOST_KEYWORDS:
            self.add_error("keyword_new", f"{MOST_KEYWORDS} mots-clés au plus : gardez les plus parlants.")
        elif "keywords" not in self.errors:
            cleaned["keywords"] = kept

    @property
    def activity_facts(self) -> ActivityFacts:
        """What a valid form says."""
        data = self.cleaned_data
        return ActivityFacts(
            service_type=data["service_type"],
            sectors=tuple(data["sectors"]),
            zone_kind=data["zone_kind"],
            radius_km=data["radius_km"],
            territories=tuple(data["territories"]),
            keywords=tuple(data["keywords"]),
            description=data["description"],
        )

    def facts_read(self) -> dict[str, Any]:
        """What is right of a form with a mistake, as ActivityFacts has it; a zone is right as a whole."""
        wrong = {_SAYS_OF.get(name, name) for name in self.errors}
        if wrong & _ZONE:
            wrong |= _ZONE
        read = {name: self.cleaned_data[name] for name in KEPT if name not in wrong}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}

    # What the page shows beside the boxes.

    def chosen_sectors(self) -> list[Sector]:
        return list(sectors_with_codes(self._codes("sectors")).values())

    def chosen_places(self) -> list[Territory]:
        return list(places_with_codes(self._codes("territories")).values())

    def chosen_words(self) -> list[str]:
        return self._codes("keywords")

    def found_sectors(self) -> list[Sector]:
        """What the search box offers to those who have no script."""
        chosen = set(self._codes("sectors"))
        return [one for one in sectors_like(self._searched("sector_search")) if one.code not in chosen]

    def found_places(self) -> list[Territory]:
        chosen = set(self._codes("territories"))
        return [
            one for one in places_like_typed(self._searched("territory_search")) if one.code not in chosen
        ]

    def nothing_found(self, search: str) -> str:
        """A sentence when what is in a search box leads nowhere."""
        typed = self._searched(search)
        is_sector = search == "sector_search"
        found = self.found_sectors() if is_sector else self.found_places()
        if not typed or found:
            return ""
        return _NOTHING.format(shortened(typed), "" if is_sector else ", ou un code postal")

    def _searched(self, name: str) -> str:
        return str(self.data.get(name, "")).strip() if self.is_bound else ""

    def _codes(self, name: str) -> list[str]:
        if not self.is_bound:
            return list(self.initial.get(name) or [])
        data = self.data
        typed = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        return list(dict.fromkeys(typed))[: self.fields[name].most]  # type: ignore[attr-defined]


def _as_json(value: Any) -> Any:
    """As ActivityFacts.as_json says it."""
    if isinstance(value, list) and value and not isinstance(value[0], str):
        return sorted(one.code for one in value)
    return value
