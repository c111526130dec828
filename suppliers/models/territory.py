from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from .known_values import known_values


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def current(self) -> TerritoryQuerySet:
        """Places that still exist: a merged commune is kept only to lead to its heir."""
        return self.filter(merged_into=None)

    def of_kind(self, *kinds: str) -> TerritoryQuerySet:
        return self.filter(kind__in=kinds)


class TerritoryKind(models.TextChoices):
    COMMUNE = "commune", "Commune"
    ARRONDISSEMENT = "arrondissement", "Arrondissement municipal"
    EPT = "ept", "Territoire"
    METROPOLE = "metropole", "Métropole"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    COUNTRY = "pays", "Pays"


class Territory(models.Model):
    """An official place, from the commune to the country.

    Codes: INSEE for communes and arrondissements ("93048", "75111"), "T1".."T12" for the territories of
    the metropolis (T1 is Paris, not an EPT), the number for départements ("93"), "R" and the number for
    régions ("R11", since "11" is a département), "MGP" and "FR".
    """

    Kind = TerritoryKind

    code = models.CharField("code", max_length=5, unique=True)
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    name = models.CharField("nom", max_length=80)
    name_key = models.CharField("nom normalisé", max_length=80, db_index=True)
    postal_codes = ArrayField(
        models.CharField(max_length=5), verbose_name="codes postaux", default=list, blank=True
    )
    latitude = models.FloatField("latitude du centre (WGS 84)", null=True, blank=True)
    longitude = models.FloatField("longitude du centre (WGS 84)", null=True, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    parents = models.ManyToManyField(
        "self", symmetrical=False, related_name="children", blank=True, verbose_name="appartient à"
    )
    ancestor_ids = ArrayField(
        models.BigIntegerField(),
        verbose_name="lui-même et ce qui le contient",
        default=list,
        blank=True,
        editable=False,
    )
    vintage = models.PositiveSmallIntegerField("millésime du code officiel géographique", default=2026)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name="fusionnée dans",
    )
    merged_on = models.DateField("fusionnée le", null=True, blank=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["kind", "code"]
        indexes = [
            GinIndex(fields=["postal_codes"], name="territory_postal_codes"),
            models.Index(fields=["latitude", "longitude"], name="territory_position"),
        ]
        constraints = [
            known_values("territory", kind=TerritoryKind.values),
            models.CheckConstraint(
                name="territory_latitude_and_longitude_together",
                condition=Q(latitude=None, longitude=None)
                # said aloud: a check that comes out neither true nor false lets the row in
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Latitude et longitude vont ensemble, en degrés WGS 84.",
            ),
            models.CheckConstraint(
                name="territory_merger_is_dated",
                condition=Q(merged_into=None, merged_on=None)
                | Q(merged_into__isnull=False, merged_on__isnull=False),
                violation_error_message="Une fusion a une commune d’arrivée et une date.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """« Paris 11e » for an arrondissement, whose official name is longer; the name of any other place."""
        return self.name.removesuffix(" Arrondissement")
