from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class SectorQuerySet(models.QuerySet["Sector"]):
    def groups(self) -> SectorQuerySet:
        """The first level: a dozen groups, in the order people expect."""
        return self.filter(parent=None)

    def sold(self) -> SectorQuerySet:
        """The second level: what an activity names."""
        return self.exclude(parent=None)


class Sector(models.Model):
    """What is bought and sold, in two levels. CPV prefixes are digit prefixes of CPV codes."""

    code = models.SlugField("code", max_length=40, unique=True)
    label = models.CharField("libellé", max_length=120)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="groupe"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    cpv_prefixes = ArrayField(
        models.CharField(max_length=8), verbose_name="préfixes CPV", default=list, blank=True
    )
    naf_divisions = ArrayField(
        models.CharField(max_length=2), verbose_name="divisions NAF", default=list, blank=True
    )

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(
                name="sector_is_not_its_own_group",
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                violation_error_message="Un secteur ne peut pas être son propre groupe.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class SectorSynonym(models.Model):
    """A word a buyer uses for a sector ("ménage"): structures of the sector are found by it."""

    sector = models.ForeignKey(Sector, models.CASCADE, related_name="synonyms", verbose_name="secteur")
    term = models.CharField("mot ou expression", max_length=80)

    class Meta:
        verbose_name = "synonyme"
        verbose_name_plural = "synonymes"
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                "sector",
                "term",
                name="synonym_is_said_once_per_sector",
                violation_error_message="Ce secteur a déjà ce synonyme.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} → {self.sector}"
