from django.db import models


class MonthlyAudience(models.Model):
    """How often a structure was met in a month. Counts alone: no visitor is known."""

    structure = models.ForeignKey("suppliers.Structure", models.CASCADE, related_name="audience")
    month = models.DateField("mois (son premier jour)")
    shown = models.PositiveIntegerField("vue dans une liste", default=0)
    opened = models.PositiveIntegerField("page ouverte", default=0)
    shortlisted = models.PositiveIntegerField("ajoutée à une sélection", default=0)

    class Meta:
        verbose_name = "audience d’un mois"
        verbose_name_plural = "audience par mois"
        ordering = ["structure", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "month"], name="audience_is_counted_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.structure_id} · {self.month:%m/%Y}"
