from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.urls import get_script_prefix, reverse
from django.utils.text import slugify

from .known_values import known_values


class Family(models.TextChoices):
    ASSOCIATION = "association", "Association"
    COOPERATIVE = "cooperative", "Coopérative"
    MUTUELLE = "mutuelle", "Mutuelle"
    FONDATION = "fondation", "Fondation"
    COMMERCIAL = "societe_commerciale_ess", "Société commerciale de l’ESS"


def structure_url(siret: str | None, number: int, name: str) -> str:
    """The address of a structure's page."""
    before, between, after = _structure_address(get_script_prefix())
    return f"{before}{siret or f'a-{number}'}{between}{_slug(name)}{after}"


@lru_cache(maxsize=20_000)
def _slug(name: str) -> str:
    """Kept: the same structures come again in list after list."""
    return slugify(name) or "structure"


@lru_cache(maxsize=1)
def _structure_address(site: str) -> list[str]:
    """What stands around a key and a slug: `reverse` takes its time, and a map asks for hundreds."""
    return reverse("directory:structure", kwargs={"key": "~", "slug": "~"}).split("~")


class LegalForm(models.Model):
    """An INSEE legal category and what it says of ESS membership (loi 2014-856, art. 1)."""

    class EssRule(models.TextChoices):
        BY_FORM = "de_droit", "De droit"
        TO_CHECK = "a_verifier", "À vérifier"
        EXCLUDED = "exclu", "Exclue"

    code = models.CharField("code", max_length=4, primary_key=True)
    label = models.CharField("libellé", max_length=160)
    family = models.CharField("famille de l’ESS", max_length=24, choices=Family.choices, blank=True)
    ess_rule = models.CharField("règle ESS", max_length=10, choices=EssRule.choices)

    class Meta:
        verbose_name = "forme juridique"
        verbose_name_plural = "formes juridiques"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.label} ({self.code})"


class StructureQuerySet(models.QuerySet["Structure"]):
    def published(self) -> StructureQuerySet:
        return self.filter(status=Structure.Status.PUBLISHED)

    def approximate(self) -> StructureQuerySet:
        """Those whose point is no better than the centre of a commune, or missing."""
        return self.filter(Q(geo_precision="") | Q(geo_precision=Structure.Precision.COMMUNE))


class PointPrecision(models.TextChoices):
    HOUSE_NUMBER = "housenumber", "Au numéro"
    STREET = "street", "À la rue"
    SOURCE = "source", "D’après la source"
    MANUAL = "manual", "Placée à la main"
    COMMUNE = "commune", "Approximative (centre de la commune)"


class StructureStatus(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    PENDING = "pending", "À valider"
    PUBLISHED = "published", "Publiée"
    HIDDEN = "hidden", "Masquée"


class Structure(models.Model):
    """An establishment of the social economy, or an association without SIRET."""

    Status = StructureStatus
    Precision = PointPrecision

    siret = models.CharField("SIRET", max_length=14, null=True, blank=True, unique=True)
    siren = models.GeneratedField(
        expression=Left("siret", 9), output_field=models.CharField(max_length=9), db_persist=True
    )
    rna = models.CharField("numéro RNA", max_length=10, blank=True)
    name = models.CharField("nom", max_length=200)
    brand = models.CharField("enseigne", max_length=200, blank=True)
    # No index: forms and bands are never taken away, and each index slows every structure that is written.
    legal_form = models.ForeignKey(
        LegalForm, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="forme juridique"
    )
    sirene_ess = models.CharField(
        "ESS selon SIRENE", max_length=1, choices=[("O", "Oui"), ("N", "Non")], blank=True
    )
    rcs_ess_mention = models.BooleanField("mention ESS au RCS", null=True, blank=True)
    is_public_body = models.BooleanField("organisme public", default=False)
    admin_state = models.CharField(
        "état administratif", max_length=1, choices=[("A", "Active"), ("F", "Fermée")], default="A"
    )
    naf_code = models.CharField("code NAF", max_length=6, blank=True)
    naf_nomenclature = models.CharField("nomenclature", max_length=12, blank=True)
    employee_band = models.ForeignKey(
        "suppliers.EmployeeBand",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        verbose_name="tranche d’effectif",
    )
    headcount = models.PositiveIntegerField("personnes", null=True, blank=True)
    inclusion_posts = models.PositiveIntegerField(
        "personnes en insertion ou en situation de handicap", null=True, blank=True
    )
    lead_time_days = models.PositiveSmallIntegerField("délai habituel (jours)", null=True, blank=True)
    largest_order_excl_tax = models.PositiveIntegerField(
        "plus grosse commande possible (€ HT)", null=True, blank=True
    )
    simultaneous_sites = models.PositiveSmallIntegerField("chantiers simultanés", null=True, blank=True)
    open_to_cocontracting = models.BooleanField("ouverte à la cotraitance", null=True, blank=True)
    opening_hours = models.CharField("horaires", max_length=200, blank=True, default="", db_default="")
    description = models.TextField("présentation", blank=True)
    website = models.URLField("site web", max_length=300, blank=True)
    email = models.EmailField("adresse électronique publique", blank=True)
    phone = models.CharField("téléphone public", max_length=20, blank=True)

    address = models.CharField("adresse", max_length=200, blank=True)
    address_extra = models.CharField("complément", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    city = models.CharField("commune", max_length=80, blank=True)
    territory = models.ForeignKey(
        "suppliers.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="structures",
        verbose_name="commune ou arrondissement",
        help_text="Le département quand la commune n’est pas dans le référentiel.",
    )
    latitude = models.FloatField("latitude (WGS 84)", null=True, blank=True)
    longitude = models.FloatField("longitude (WGS 84)", null=True, blank=True)
    geo_precision = models.CharField(
        "précision du point", max_length=12, choices=Precision.choices, blank=True
    )
    geo_score = models.FloatField("score du géocodage", null=True, blank=True)

    status = models.CharField("état", max_length=10, choices=Status.choices, default=Status.DRAFT)
    validated_at = models.DateTimeField("validée le", null=True, blank=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="validée par",
    )
    claimed_at = models.DateTimeField("revendiquée le", null=True, blank=True)
    confirmed_on = models.DateField("confirmée le", null=True, blank=True)
    source = models.CharField("source", max_length=120, blank=True)
    source_date = models.DateField("date de la source", null=True, blank=True)
    field_sources = models.JSONField("source de chaque champ", default=dict, blank=True)
    edited_fields = ArrayField(
        models.CharField(max_length=40),
        verbose_name="champs modifiés par la structure",
        default=list,
        blank=True,
    )
    left_list_on = models.DateField("absente de la liste officielle depuis le", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="merged_from",
        verbose_name="fusionnée dans",
        editable=False,
    )
    is_demo = models.BooleanField("fictive", default=False, editable=False)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["siren"], name="structure_siren"),
            models.Index(fields=["status", "id"], name="structure_status"),
            models.Index(fields=["status"], condition=Q(is_demo=True), name="structure_demo"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="structure_merged"
            ),
        ]
        constraints = [
            known_values(
                "structure",
                status=StructureStatus.values,
                geo_precision=["", *PointPrecision.values],
                admin_state=["A", "F"],
                sirene_ess=["", "O", "N"],
            ),
            models.CheckConstraint(
                name="structure_siret_has_14_digits",
                condition=Q(siret=None) | Q(siret__regex=r"\A[0-9]{14}\Z"),
                violation_error_message="Le SIRET compte quatorze chiffres.",
            ),
            models.CheckConstraint(
                name="structure_rna_is_well_formed",
                condition=Q(rna="") | Q(rna__regex=r"\AW[0-9][0-9A-Z][0-9]{7}\Z"),
                violation_error_message="Un numéro RNA s’écrit W suivi de neuf caractères (W931234567).",
            ),
            models.CheckConstraint(
                name="structure_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Une structure a un nom.",
            ),
            models.CheckConstraint(
                name="structure_latitude_and_longitude_together",
                condition=Q(latitude=None, longitude=None)
                # said aloud: a check that comes out neither true nor false lets the row in
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Latitude et longitude vont ensemble, en degrés WGS 84.",
            ),
            models.CheckConstraint(
                name="structure_point_says_its_precision",
                condition=Q(latitude=None, geo_precision="")
                | (Q(latitude__isnull=False) & ~Q(geo_precision="")),
                violation_error_message="Un point dit sa précision.",
            ),
            models.CheckConstraint(
                name="structure_score_is_between_0_and_1",
                condition=Q(geo_score=None) | Q(geo_score__range=(0, 1)),
                violation_error_message="Le score d’un géocodage va de 0 à 1.",
            ),
            models.CheckConstraint(
                name="structure_inclusion_posts_within_headcount",
                condition=Q(headcount=None)
                | Q(inclusion_posts=None)
                | Q(inclusion_posts__lte=models.F("headcount")),
                violation_error_message="Il n’y a pas plus de personnes en insertion que de personnes.",
            ),
            models.CheckConstraint(
                name="structure_merged_is_not_shown",
                condition=Q(merged_into=None) | Q(status="hidden"),
                violation_error_message="Une structure fusionnée dans une autre n’est plus montrée.",
            ),
            models.CheckConstraint(
                name="structure_published_once_validated_or_sourced",
                condition=~Q(status="published") | Q(validated_at__isnull=False) | ~Q(source=""),
                violation_error_message=(
                    "Une structure publiée a été validée, ou vient d’une source officielle."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.brand or self.name

    def get_absolute_url(self) -> str:
        return structure_url(self.siret, self.pk, str(self))
