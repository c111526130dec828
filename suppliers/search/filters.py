"""The one filter set of the directory: the list, the map, the exports and the API all ask through it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from suppliers.models import DirectoryEntry
from suppliers.models.activity import RADII_KM
from suppliers.models.directory_entry import LexemeQuery, is_inside
from suppliers.procurement.calendar_months import shift_months

from . import fields
from .acronyms import acronyms_in
from .codes import SLOTS, Dimension, code
from .criteria import Criteria
from .entries import ARTICLES, FAMILIES, SERVICE_TYPES
from .legible import ILLEGIBLE
from .light_filters import (
    ChoiceFilter,
    CodesFilter,
    CpvFilter,
    MonthsFilter,
    PointFilter,
    RadiusFilter,
    TextFilter,
    UnplacedFilter,
)
from .reference import Reference
from .text import TypedText, read_text, tsquery

FormClass = type[forms.Form]  # in the filter set, `type` is a filter
DEFAULT_RADIUS_KM = 10
SORTS = {
    "pertinence": "Pertinence",
    "distance": "Distance",
    "nom": "Nom",
    "recent": "Fiche la plus récente",
    "neutre": "Ordre neutre",
}


PLACES: dict[str, Any] = {
    "look_up": fields.territory,
    "read": Reference.read_territories,
    "unknown": "ce territoire n’est pas dans le référentiel.",
}


def _among(codes: list[str]) -> Any:
    return lambda _reference, code: codes.index(code) + 1 if code in codes else None


class StructureFilterSet(django_filters.FilterSet):
    """One field per parameter of the public contract; `criteria` is what they mean together."""

    form_class: ClassVar[FormClass | None] = None

    q = TextFilter(
        label="Que cherchez-vous ?",
        max_length=200,
        error_messages={
            "max_length": "200 caractères au plus : gardez les mots qui disent votre besoin.",
            "null_characters_not_allowed": ILLEGIBLE,
        },
    )
    secteur = CodesFilter(label="Secteur", look_up=fields.sector, unknown="ce secteur n’existe pas.")
    type = CodesFilter(
        label="Type d’offre", look_up=_among(SERVICE_TYPES), unknown="ce type d’offre n’existe pas."
    )
    certification = CodesFilter(
        label="Certification",
        look_up=lambda reference, code: reference.kinds.get(code),
        unknown="cette certification n’existe pas.",
    )
    article = CodesFilter(
        label="Marché réservé",
        look_up=_among([str(article) for article in ARTICLES]),
        unknown="cet article ne réserve pas de marché.",
    )
    famille = CodesFilter(
        label="Famille de l’ESS", look_up=_among(FAMILIES), unknown="cette famille de l’ESS n’existe pas."
    )
    territoire = CodesFilter(label="Située dans", **PLACES)
    intervient = CodesFilter(label="Intervient dans", **PLACES)
    pres_de = PointFilter(label="Autour du point")
    rayon = RadiusFilter(label="Rayon (km)")
    adresse = UnplacedFilter(label="Où ?")
    effectif = CodesFilter(
        label="Effectif",
        look_up=lambda reference, code: reference.bands.get(code),
        unknown="cette tranche d’effectif n’existe pas.",
    )
    verifie = ChoiceFilter(
        label="Éligibles seulement : preuve vérifiée et à jour",
        choices=[("1", "Oui"), ("0", "Non")],
        error_messages={
            "invalid_choice": "« Preuve vérifiée seulement » : cochez la case, ou laissez-la vide."
        },
    )
    confirme = MonthsFilter(
        label="Confirmée depuis moins de (mois)",
        min_value=1,
        max_value=120,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], "Donnez un nombre de mois, de 1 à 120."
        ),
    )
    cpv = CpvFilter(label="Code CPV")
    tri = ChoiceFilter(
        label="Trier par",
        choices=list(SORTS.items()),
        error_messages={
            "invalid_choice": "Ce tri n’existe pas : pertinence, distance, nom, recent ou neutre."
        },
    )

    class Meta:
        model = DirectoryEntry
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, reference: Reference, today: dt.date) -> None:
        super().__init__(data, queryset=DirectoryEntry.objects.all())
        self.reference, self.today = reference, today

    def get_form_class(self) -> FormClass:
        """Made once; its forms share their fields, but for what those of codes are looked up in."""
        made = self.form_class
        if made is None:
            made = StructureFilterSet.form_class = super().get_form_class()
            made.base_fields = fields.SharedFields(made.base_fields)
        return made

    @property
    def form(self) -> forms.Form:
        if not hasattr(self, "_form"):
            for field in super().form.fields.values():
                if isinstance(field, fields.CodesField):
                    field.reference = self.reference
        form: forms.Form = super().form
        return form

    @property
    def criteria(self) -> Criteria:
        """What a valid form asks for. Raises AttributeError on an invalid one: check `is_valid` first."""
        asked = self.form.cleaned_data
        text = read_text(asked["q"] or "")
        typed_sectors = self.reference.sectors_of_cpv(text.cpv) if text.cpv else []
        months = asked["confirme"]
        return Criteria(
            **worded(text, self.reference),
            near=fields.near(asked["pres_de"], asked["rayon"], DEFAULT_RADIUS_KM),
            sectors=_keys(asked["secteur"]),
            cpv_sectors=_keys(asked["cpv"]),
            typed_sectors=_keys(typed_sectors),
            service_types=tuple(asked["type"]),
            served=tuple(asked["intervient"]),
            certifications=tuple(kind.number for kind in asked["certification"]),
            articles=tuple(asked["article"]),
            verified=asked["verifie"] == "1",
            families=tuple(asked["famille"]),
            located_in=_keys(asked["territoire"]),
            bands=tuple(band.number for band in asked["effectif"]),
            confirmed_months=months,
            today=self.today,
        )

    def filter_queryset(self, queryset: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
        return entries_meeting(self.criteria, queryset)


def worded(text: TypedText, known: Reference) -> dict[str, Any]:
    """What the criteria hold of a text."""
    acronyms = acronyms_in(text, known)
    words = text.asked([word for group in acronyms for word in group.words])
    return {
        "text": text,
        "words": words,
        "acronyms": acronyms,
        "named_sectors": known.sectors_named(words),
    }


def entries_meeting(criteria: Criteria, queryset: QuerySet[DirectoryEntry]) -> QuerySet[DirectoryEntry]:
    """The entries that meet the criteria, in SQL: what the sets of the index are compared to in tests."""
    queryset = entries_found(criteria, queryset)
    for condition in _conditions(criteria):
        queryset = queryset.filter(condition)
    return queryset


def entries_found(criteria: Criteria, queryset: Any) -> Any:
    """Those that what was typed finds, inside the circle around a point."""
    queryset = entries_worded(criteria, queryset)
    if near := criteria.near:
        queryset = queryset.within(near.latitude, near.longitude, near.km)
    return queryset


def entries_worded(criteria: Criteria, queryset: Any) -> Any:
    """Those that what was typed finds: words, a SIRET or SIREN, or a CPV code, which then has sectors."""
    text = criteria.text
    if text.cpv and not criteria.typed_sectors:
        queryset = queryset.none()
    if text.number:
        queryset = queryset.filter(**{f"structure__{text.number_kind}": text.number})
    elif criteria.tsquery:
        queryset = queryset.matching(criteria.tsquery)
    for acronyms in criteria.acronyms:
        said = Q(codes__overlap=list(acronyms.codes))
        for lexemes in filter(None, (tsquery((word,)) for word in acronyms.words)):
            said |= Q(vector=LexemeQuery(lexemes))
        queryset = queryset.filter(said)
    return queryset


def _conditions(criteria: Criteria) -> list[Q]:
    certified = Dimension.VALID_CERTIFICATION if criteria.verified else Dimension.CERTIFICATION
    answered = Dimension.ELIGIBLE_ARTICLE if criteria.verified else Dimension.ARTICLE
    articles = criteria.articles or (range(1, len(ARTICLES) + 1) if criteria.verified else ())
    choices = [
        (certified, criteria.certifications),
        (answered, articles),
        (Dimension.FAMILY, criteria.families),
        (Dimension.LOCATED_IN, criteria.located_in),
        (Dimension.BAND, criteria.bands),
    ]
    conditions = [
        Q(codes__overlap=[code(dimension, value) for value in values])
        for dimension, values in choices
        if values
    ]
    if criteria.confirmed_months:
        since = shift_months(criteria.today, -criteria.confirmed_months)
        conditions.append(Q(confirmed_on__range=(since, criteria.today)))
    if criteria.asks_for_an_offer:
        in_any_slot = Q()
        for slot in SLOTS:
            in_any_slot |= _offered_in(slot, criteria)
        conditions.append(in_any_slot)
    return conditions


def _offered_in(slot: int, criteria: Criteria) -> Q:
    """One activity that meets every choice of sector, of type and of place."""
    offered = Q()
    for sectors in criteria.offered:
        offered &= Q(codes__overlap=[code(Dimension.SECTOR, sector, slot) for sector in sectors])
    if criteria.service_types:
        offered &= Q(
            codes__overlap=[code(Dimension.SERVICE_TYPE, kind, slot) for kind in criteria.service_types]
        )
    if criteria.served:
        served = Q(codes__overlap=zone_codes(criteria, slot))
        for place in criteria.served_communes:
            assert place.latitude is not None and place.longitude is not None
            for km in RADII_KM:
                inside = is_inside(place.latitude, place.longitude, km)
                served |= Q(codes__contains=[code(Dimension.RADIUS, km, slot)]) & Q(inside)
        offered &= served
    return offered


def zone_codes(criteria: Criteria, slot: int) -> list[int]:
    """The codes of an activity that says it works in one of the places, or in a wider territory around it."""
    zones = {ancestor for place in criteria.served for ancestor in place.ancestor_ids}
    return [
        *(code(Dimension.ZONE, zone, slot) for zone in sorted(zones)),
        *(code(Dimension.REACHED, place.pk, slot) for place in criteria.served),
    ]


def _keys(rows: list[Any]) -> tuple[int, ...]:
    return tuple(row.pk for row in rows)
