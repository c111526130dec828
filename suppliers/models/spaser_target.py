"""What a buyer organisation aims at in a year, for an indicator of its SPASER (CCP, art. L2111-3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SpaserTarget(models.Model):
    """In percent of the contracts awarded in the year, in number, in value, or both (D2111-3).

    `measure`: the slug of one of `procurement.spaser.MEASURES`. Each year has its own: those of the years
    before stay as they were, and who changed what is in the history of the organisation.
    """

    organisation = models.ForeignKey(
        "suppliers.BuyerOrganisation",
        models.CASCADE,
        related_name="spaser_targets",
        verbose_name="organisation",
    )
    year = models.PositiveSmallIntegerField("année")
    measure = models.CharField("indicateur", max_length=40)
    number_share = models.DecimalField(
        "objectif en nombre (%)", max_digits=4, decimal_places=1, null=True, blank=True
    )
    amount_share = models.DecimalField(
        "objectif en valeur (%)", max_digits=4, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = "objectif du SPASER"
        verbose_name_plural = "objectifs du SPASER"
        ordering = ["organisation", "-year", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "measure"],
                name="spaser_target_is_set_once",
                violation_error_message="Cet indicateur a déjà un objectif pour cette année.",
            ),
            models.CheckConstraint(
                name="spaser_target_says_something",
                condition=Q(number_share__isnull=False) | Q(amount_share__isnull=False),
                violation_error_message="Un objectif se dit en nombre, en valeur, ou les deux.",
            ),
            models.CheckConstraint(
                name="spaser_target_is_a_share",
                condition=(Q(number_share=None) | Q(number_share__range=(0, 100)))
                & (Q(amount_share=None) | Q(amount_share__range=(0, 100))),
                violation_error_message="Un objectif va de 0 à 100 %.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"
