from django.db import models


class EmployeeBand(models.Model):
    """A size band of SIRENE ("tranche d'effectifs")."""

    number = models.PositiveSmallIntegerField("rang", unique=True)
    code = models.CharField("code", max_length=2, primary_key=True)
    label = models.CharField("libellé", max_length=80)
    minimum = models.PositiveIntegerField("minimum", null=True, blank=True)
    maximum = models.PositiveIntegerField("maximum", null=True, blank=True)

    class Meta:
        verbose_name = "tranche d’effectif"
        verbose_name_plural = "tranches d’effectif"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.label
