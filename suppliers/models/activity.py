from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from .known_values import known_values

RADII_KM = [5, 10, 20, 30, 50, 100]
MOST_ACTIVITIES = 8  # of one structure; their rank is a slot of the search codes


class ServiceType(models.TextChoices):
    SERVICE = "prestation", "Prestation de service"
    LABOUR_SUPPLY = "mise-a-disposition", "Mise à disposition de personnel"
    MANUFACTURING = "fabrication", "Fabrication"


class ZoneKind(models.TextChoices):
    RADIUS = "radius", "Autour de la structure"
    TERRITORIES = "territories", "Territoires"
    FRANCE = "france", "Toute la France"


class Activity(models.Model):
    """What a structure sells: sectors, a type of service, and where it works for it."""

    structure = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, related_name="activities", verbose_name="structure"
    )
    position = models.PositiveSmallIntegerField(
        "rang", default=0, validators=[MaxValueValidator(MOST_ACTIVITIES - 1)]
    )
    service_type = models.CharField("type", max_length=20, choices=ServiceType.choices)
    sectors = models.ManyToManyField("suppliers.Sector", related_name="activities", verbose_name="secteurs")
    zone_kind = models.CharField("zone d’intervention", max_length=12, choices=ZoneKind.choices)
    radius_km = models.PositiveSmallIntegerField("rayon (km)", null=True, blank=True)
    territories = models.ManyToManyField(
        "suppliers.Territory", related_name="activities", blank=True, verbose_name="territoires"
    )
    keywords = ArrayField(models.CharField(max_length=60), verbose_name="mots-clés", default=list, blank=True)
    description = models.TextField("offre", blank=True)

    class Meta:
        verbose_name = "activité"
        verbose_name_plural = "activités"
        ordering = ["structure", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "position"],
                name="activity_has_its_own_rank",
                violation_error_message="Deux activités d’une structure n’ont pas le même rang.",
            ),
            models.CheckConstraint(
                name="activity_rank_is_a_slot",
                condition=Q(position__lt=MOST_ACTIVITIES),
                violation_error_message=f"Une structure décrit {MOST_ACTIVITIES} activités au plus.",
            ),
            known_values("activity", service_type=ServiceType.values, zone_kind=ZoneKind.values),
            models.CheckConstraint(
                name="activity_radius_goes_with_its_zone",
                condition=Q(zone_kind="radius", radius_km__isnull=False, radius_km__in=RADII_KM)
                | (~Q(zone_kind="radius") & Q(radius_km=None)),
                violation_error_message=(
                    "Un rayon (5, 10, 20, 30, 50 ou 100 km) va avec « autour de la structure »."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_service_type_display()} · {self.structure}"


class ClientReference(models.Model):
    """A client the structure has worked for, as the structure tells it. Amount in euros HT."""

    structure = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, related_name="references", verbose_name="structure"
    )
    client = models.CharField("client", max_length=120)
    subject = models.CharField("objet", max_length=200)
    year = models.PositiveSmallIntegerField("année")
    amount_excl_tax = models.DecimalField(
        "montant HT (€)", max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "référence"
        verbose_name_plural = "références"
        ordering = ["structure", "-year", "client"]
        constraints = [
            models.CheckConstraint(
                name="reference_year_is_plausible",
                condition=Q(year__range=(1990, 2100)),
                violation_error_message="L’année d’une référence compte quatre chiffres, depuis 1990.",
            ),
            models.CheckConstraint(
                name="reference_amount_is_positive",
                condition=Q(amount_excl_tax=None) | Q(amount_excl_tax__gte=0),
                violation_error_message="Un montant HT n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} ({self.year})"
