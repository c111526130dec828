"""« Où nous sommes »: an address, the point that goes with it, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from suppliers.asking.addresses_asked import addresses_for
from suppliers.geocoding import Address, Candidates, Doubt, Point, geocode_in_time
from suppliers.models import Structure
from suppliers.models.structure import PointPrecision
from suppliers.profiles.activities import activities_of
from suppliers.profiles.facts import ADDRESS, facts_of
from suppliers.profiles.placing import Placed, far_from_commune_km, placed, point_of
from suppliers.territories.in_words import of_place

from .place_form import TYPED, PlaceForm, signed
from .step_view import StepView, Typed
from .waiting import change_and_tell, facts_opened
from .zones import zone_in_words

SEARCH = "chercher"  # the button of those who have no script
_AWAY = (
    "Le service d’adresses ne répond pas. Le point est approximatif, au centre de la commune : revenez le "
    "placer sur la carte, ou écrivez sa latitude et sa longitude."
)
_APPROXIMATE = (
    "Le point est approximatif : cette adresse est inconnue du service d’adresses, et il est au centre de la "
    "commune. Placez-le sur la carte, ou écrivez sa latitude et sa longitude."
)
_NOWHERE = "Cette commune est inconnue de notre référentiel : placez vous-même le point sur la carte."
_FAR = "Le point est à {km} km du centre {commune} : vérifiez l’adresse, ou le point."
DOUBTS = {
    Doubt.AWAY: (
        "Le service d’adresses ne répond pas : voici les communes que nous connaissons. Le point sera "
        "approximatif."
    ),
    Doubt.UNKNOWN: (
        "Cette adresse est inconnue du service d’adresses : vérifiez-la, ou gardez-la et placez le point "
        "vous-même."
    ),
}
_NOTHING_KNOWN = (
    "Le service d’adresses ne répond pas : écrivez aussi le code postal et la commune, puis placez le point "
    "sur la carte."
)
_ROUNDED = ("latitude", "longitude")
LINES = ("address", "address_extra", "postal_code", "city")


class PlaceStep(StepView):
    slug = "lieu"
    template = "suppliers/registration/step_place.html"
    form_class = PlaceForm
    asks_others = True

    def stored(self) -> dict[str, Any]:
        """To ten centimetres, as the page shows and sends them back."""
        opened = facts_opened(self.structure, TYPED, self.proposal)
        return opened | {name: _rounded(opened[name]) for name in _ROUNDED}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = Typed(request.POST, request.FILES)
        form = self.form(typed)
        if SEARCH in request.POST:
            return self._show(form, typed)
        self.ask_others(form)
        return super().post(request, **kwargs)

    def ask_others(self, form: PlaceForm) -> None:
        if form.is_valid():
            self._placed(form)
            self.read_again()

    def save(self, form: PlaceForm) -> str:
        result = self._placed(form)
        said = change_and_tell(self.structure, result.facts, form.labels, by=self.user)
        for warning in warnings_of(result):
            messages.warning(self.request, warning)
        return said

    def keep(self, form: PlaceForm) -> bool:
        """The whole address, with the point that goes with it; of half an address, nothing."""
        if form.errors:
            return False
        change_and_tell(self.structure, self._placed(form).facts, form.labels, by=self.user)
        return True

    def imagine(self, form: PlaceForm) -> None:
        """The lines: a point is looked up when they are saved, and no card shows it."""
        lines = {name: form.cleaned_data[name] for name in LINES if name in form.cleaned_data}
        Structure.objects.filter(pk=self.structure.pk).update(**lines)

    def _placed(self, form: PlaceForm) -> Placed:
        had = facts_opened(self.structure, ADDRESS, self.proposal)
        return placed(had, form.place, form.chosen, find=self._find)

    @cached_property
    def _found(self) -> dict[Address, tuple[Point | None, bool]]:
        return {}

    def _find(self, address: Address) -> tuple[Point | None, bool]:
        """Asked once for each request."""
        if address not in self._found:
            self._found[address] = geocode_in_time(address)
        return self._found[address]

    def in_words(self, name: str, value: Any) -> str:
        if isinstance(value, float):
            return f"{value:.6f}".replace(".", ",")
        return super().in_words(name, value)

    def more(self, form: PlaceForm) -> dict[str, Any]:
        opened = facts_opened(self.structure, ADDRESS, self.proposal)
        context: dict[str, Any] = {
            "facts": opened,
            "is_approximate": opened["geo_precision"] == PointPrecision.COMMUNE,
            "precision": PointPrecision(opened["geo_precision"]).label if opened["geo_precision"] else "",
            "far": _far(opened),
            "published_point": self._published_point(opened),
            "zones": [(one, zone_in_words(one)) for one in activities_of(self.structure)],
            "search": None,
        }
        if form.is_bound and SEARCH in self.request.POST:
            found, too_many = addresses_for(self.request, form.question)
            context |= {"search": found, "choices": _choices(found), "said": too_many or said_of(found)}
            # Nothing was refused: whoever changed it since is still to be told.
            context |= {"seen": self.request.POST.get("vu", ""), "conflicts": {}}
        return context

    def _published_point(self, opened: Mapping[str, Any]) -> tuple[float, float] | None:
        """The point that the public sees, where another is proposed."""
        stands = point_of(facts_of(self.structure, _ROUNDED))
        return stands if stands != point_of(opened) else None


def warnings_of(result: Placed) -> list[str]:
    """What to know of a point that is kept all the same."""
    said = []
    precision = result.facts["geo_precision"]
    if precision == PointPrecision.COMMUNE:
        said.append(_APPROXIMATE if result.has_answer else _AWAY)
    elif not precision:
        said.append(_NOWHERE)
    if far := _far(result.facts):
        said.append(far)
    return said


def _far(facts: Mapping[str, Any]) -> str:
    found = far_from_commune_km(facts)
    return _FAR.format(km=found[1], commune=of_place(found[0].short_name)) if found else ""


def _choices(found: Candidates) -> list[tuple[str, str, bool]]:
    """Value, words, and whether it is the centre of a commune."""
    return [(signed(one), one.label, one.point.is_approximate) for one in found.found]


def said_of(found: Candidates) -> str:
    """Why the addresses offered are less than what was typed; empty when they are not."""
    if found.doubt == Doubt.AWAY and not found.found:
        return _NOTHING_KNOWN
    if found.doubt is not None:
        return DOUBTS[found.doubt]
    return "" if found.found else "Écrivez d’abord une adresse et une commune."


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 6)
