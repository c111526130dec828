"""The filters as the page shows them: in order, in two levels, the first values then the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from suppliers.search import Search
from suppliers.search.facets import Facet, FacetValue
from suppliers.showing.social_services import SocialServices

FIRST = 6  # values shown before « 9 autres »
ALL_SHOWN = {"secteur", "type", "article", "famille", "confirme"}
SINGLE = {"confirme"}
LABELS = {"confirme": "Confirmée depuis"}  # its values say the months
# What buyers ask for by name: handicap, then insertion. The others follow in the order of the reference.
CERTIFICATIONS_FIRST = ["ESAT", "EA", "EI", "ACI", "ETTI", "AI"]
ORDER = [
    "certification",
    "article",
    "secteur",
    "intervient",
    "territoire",
    "type",
    "famille",
    "effectif",
    "confirme",
]
NOTES = {
    "certification": "Le statut ESS tient à la forme juridique : ce n’est ni un label, ni un agrément.",
    "article": "Articles du code de la commande publique. « À vérifier » est compris, et dit sur la fiche.",
    "intervient": "Où la structure dit travailler.",
    "territoire": "Où se trouve la structure.",
}
VERIFIED_NOTE = (
    "Laisse de côté tout « à vérifier ». L2113-13-1 et L2113-15, où le lot décide, et les structures "
    "équivalentes (GEIQ, EITI, EBE) le sont toujours."
)
METROPOLITAN = "T"  # their codes are "T1" to "T12"


@dataclass(slots=True)  # not frozen: a page makes a hundred and fifty
class Choice:
    """A value to tick, and those of the second level under it."""

    value: str
    label: str
    count: int
    selected: bool
    children: list[Choice] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether a choice below is ticked."""
        return any(child.selected for child in self.children)


@dataclass(frozen=True)
class Panel:
    """One filter."""

    name: str
    label: str
    first: list[Choice]
    others: list[Choice]
    note: str = ""
    error: str = ""
    single: bool = False
    extra: list[Choice] = field(default_factory=list)  # « Éligibles seulement », under the articles
    extra_note: str = ""
    typed: str = ""  # a value given as text (CPV)
    typed_error: str = ""

    @property
    def others_open(self) -> bool:
        return any(choice.selected or choice.open for choice in self.others)

    @property
    def none_selected(self) -> bool:
        return not any(choice.selected for choice in (*self.first, *self.others))


def panels_of(
    search: Search, params: QueryDict, errors: dict[str, str], social_services: SocialServices
) -> list[Panel]:
    """Every filter that has something to offer, or something wrong in it.

    Those of an invalid search keep what was asked; what cannot be read comes first.
    """
    facets, fields = search.facets, search.form.fields
    panels = []
    for name in ORDER:
        label = LABELS.get(name, str(fields[name].label))
        facet = social_services.without_idle_value(facets[name])
        extra = choices_in_levels(facets["verifie"].values) if name == "article" else []
        error = errors.get(name, "") or (errors.get("verifie", "") if name == "article" else "")
        idle = social_services.note if name == "article" and not social_services.asked else ""
        if not (facet.values or extra or error or idle or name == "secteur"):
            continue
        first, others = _split(name, facet)
        wrong = [Choice(value, value, 0, True) for value in search.unreadable.get(name, [])]
        panels.append(
            Panel(
                name,
                label,
                [*wrong, *first],
                others,
                note=f"{NOTES.get(name, '')} {idle}".strip(),
                error=error,
                single=name in SINGLE,
                extra=extra,
                extra_note=VERIFIED_NOTE if extra else "",
                typed=" ".join(params.getlist("cpv")) if name == "secteur" else "",
                typed_error=errors.get("cpv", "") if name == "secteur" else "",
            )
        )
    return panels


def _split(name: str, facet: Facet) -> tuple[list[Choice], list[Choice]]:
    choices = choices_in_levels(facet.values)
    if name in ("territoire", "intervient"):
        choices = sorted(map(_with_its_number, choices), key=_territory_rank)
    if name == "certification":
        choices.sort(key=_certification_rank)
    if name in ALL_SHOWN or len(choices) <= FIRST + 2:
        return choices, []
    return choices[:FIRST], choices[FIRST:]


def _territory_rank(choice: Choice) -> tuple[bool, int]:
    """The territories of the metropolis by number, then wider places as they come."""
    number = choice.value.removeprefix(METROPOLITAN)
    is_metropolitan = number != choice.value and number.isdigit()
    return (not is_metropolitan, int(number) if is_metropolitan else 0)


def _with_its_number(choice: Choice) -> Choice:
    """« Paris (75) »: a département, beside the territory and the commune of the same name."""
    is_departement = choice.value[0].isdigit() and len(choice.value) < 4
    return replace(choice, label=f"{choice.label} ({choice.value})") if is_departement else choice


def _certification_rank(choice: Choice) -> int:
    first = CERTIFICATIONS_FIRST
    return first.index(choice.value) if choice.value in first else len(first)


def choices_in_levels(values: Sequence[FacetValue]) -> list[Choice]:
    choices: list[Choice] = []
    for one in values:
        choice = Choice(one.value, one.label, one.count, one.selected)
        if one.level and choices:
            choices[-1].children.append(choice)
        else:
            choices.append(choice)
    return choices


def errors_of(search: Search) -> dict[str, str]:
    """One French sentence for each parameter that cannot be read."""
    if search.is_valid:
        return {}
    errors = search.form.errors.items()
    return {name: " ".join(str(message) for message in messages) for name, messages in errors}
