"""What a buyer needs: as a whole, and lot by lot."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from .known_values import known_values

MOST_LOTS = 30
LONGEST_MONTHS = 120
MOST_EUROS = 999_999_999


class PurchaseNature(models.TextChoices):
    SERVICES = "services", "Services"
    SUPPLIES = "supplies", "Fournitures"
    WORKS = "works", "Travaux"


class BuyerKind(models.TextChoices):
    """Which thresholds apply, and whether art. L2113-15 may."""

    LOCAL = "local", "Collectivité ou établissement public local"
    STATE = "state", "État ou établissement public de l’État"
    UTILITY = "utility", "Entité adjudicatrice (eau, énergie, transports, poste)"


class ContractKind(models.TextChoices):
    """The values are those of `procurement.lots.ContractType`."""

    MARCHE = "MARCHE", "Marché public"
    CONCESSION = "CONCESSION", "Concession"


class Reserved(models.TextChoices):
    """What a buyer thinks of reserving; the values are those of `procurement.lots.Reservation`."""

    NONE = "NONE", "Aucune réservation"
    HANDICAP = "L2113_12", "Handicap (L2113-12)"
    INSERTION = "L2113_13", "Insertion (L2113-13)"
    BOTH = "L2113_12_13", "Handicap et insertion (L2113-14)"
    PRISON = "L2113_13_1", "Production en prison (L2113-13-1)"
    ESS_SERVICES = "L2113_15", "Services de l’ESS (L2113-15)"


class Consideration(models.TextChoices):
    """Clauses a buyer thinks of (art. L2112-2, L2152-7)."""

    SOCIAL_CLAUSE = "social_clause", "Clause sociale d’insertion"
    SOCIAL_CRITERION = "social_criterion", "Critère social"
    ENVIRONMENTAL_CLAUSE = "environmental_clause", "Condition d’exécution environnementale"
    ENVIRONMENTAL_CRITERION = "environmental_criterion", "Critère environnemental"


class Asked(models.Model):
    """What is asked for: of the need as a whole, or of one of its lots. Amounts in euros HT.

    `reservation` is empty while the buyer has not thought of it, the two questions None while not settled.
    """

    sectors = models.ManyToManyField(
        "suppliers.Sector", related_name="+", blank=True, verbose_name="secteurs"
    )
    cpv_codes = ArrayField(models.CharField(max_length=8), verbose_name="codes CPV", default=list, blank=True)
    amount_excl_tax = models.DecimalField(
        "montant estimé HT (€)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_EUROS)],
    )
    duration_months = models.PositiveSmallIntegerField(
        "durée (mois)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MONTHS)],
    )
    reservation = models.CharField(
        "réservation envisagée", max_length=12, choices=Reserved.choices, blank=True
    )
    exclusive_scope = models.BooleanField("uniquement des services de la liste", null=True, blank=True)
    executed_in_prison = models.BooleanField("exécuté en prison", null=True, blank=True)

    class Meta:
        abstract = True


class Need(Asked):
    """A need of a buyer. Only its title is required.

    `applications_due_on` is the day at which eligibility is read, `launched_on` the one that gives the
    thresholds; today, until they are known. `order_drawn_on`: the day whose neutral order its proposals
    follow; None for the reasoned one. `version` counts the changes: who changes another than the one they saw
    is told.
    """

    workspace = models.ForeignKey(
        "suppliers.Workspace", models.CASCADE, related_name="needs", verbose_name="espace"
    )
    title = models.CharField("titre", max_length=200)
    description = models.TextField("précisions", blank=True)
    nature = models.CharField("nature", max_length=8, choices=PurchaseNature.choices, blank=True)
    contract_kind = models.CharField(
        "contrat", max_length=10, choices=ContractKind.choices, default=ContractKind.MARCHE
    )
    buyer_kind = models.CharField(
        "acheteur", max_length=7, choices=BuyerKind.choices, default=BuyerKind.LOCAL
    )
    launched_on = models.DateField("lancement de la consultation", null=True, blank=True)
    applications_due_on = models.DateField("date limite des candidatures", null=True, blank=True)
    starts_on = models.DateField("début souhaité", null=True, blank=True)
    considerations = ArrayField(
        models.CharField(max_length=24, choices=Consideration.choices),
        verbose_name="considérations envisagées",
        default=list,
        blank=True,
    )
    insertion_hours = models.PositiveIntegerField("heures d’insertion", null=True, blank=True)
    considerations_note = models.TextField("précisions sur les clauses", blank=True)
    order_drawn_on = models.DateField("ordre neutre du", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "besoin"
        verbose_name_plural = "besoins"
        ordering = ["-updated_at", "-id"]
        constraints = [
            known_values(
                "need",
                nature=["", *PurchaseNature.values],
                contract_kind=ContractKind.values,
                buyer_kind=BuyerKind.values,
                reservation=["", *Reserved.values],
            ),
            models.CheckConstraint(
                name="need_has_a_title",
                condition=~Q(title=""),
                violation_error_message="Un besoin a un titre.",
            ),
            models.CheckConstraint(
                name="need_amount_is_positive",
                condition=Q(amount_excl_tax=None) | Q(amount_excl_tax__gte=0),
                violation_error_message="Un montant HT n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Lot(Asked):
    """A part of a need. Where it says nothing, it is as the need: what, where, how long."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="lots", verbose_name="besoin")
    number = models.PositiveSmallIntegerField("numéro")
    title = models.CharField("intitulé", max_length=200)

    class Meta:
        verbose_name = "lot"
        verbose_name_plural = "lots"
        ordering = ["need", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "number"],
                name="lot_has_its_own_number",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Deux lots d’un besoin n’ont pas le même numéro.",
            ),
            models.CheckConstraint(
                name="lot_has_a_title",
                condition=~Q(title=""),
                violation_error_message="Un lot a un intitulé.",
            ),
            models.CheckConstraint(
                name="lot_number_is_one_of_so_many",
                condition=Q(number__range=(1, MOST_LOTS)),
                violation_error_message=f"Un besoin compte {MOST_LOTS} lots au plus.",
            ),
            models.CheckConstraint(
                name="lot_amount_is_positive",
                condition=Q(amount_excl_tax=None) | Q(amount_excl_tax__gte=0),
                violation_error_message="Un montant HT n’est pas négatif.",
            ),
            known_values("lot", reservation=["", *Reserved.values]),
        ]

    def __str__(self) -> str:
        return f"Lot {self.number} · {self.title}"


class NeedSite(models.Model):
    """A place where a need, or one of its lots, is carried out: a territory, or an address in a commune."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="sites", verbose_name="besoin")
    lot = models.ForeignKey(
        Lot, models.CASCADE, null=True, blank=True, related_name="sites", verbose_name="lot"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    territory = models.ForeignKey(
        "suppliers.Territory", models.PROTECT, related_name="+", verbose_name="territoire"
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    latitude = models.FloatField("latitude (WGS 84)", null=True, blank=True)
    longitude = models.FloatField("longitude (WGS 84)", null=True, blank=True)

    class Meta:
        verbose_name = "lieu d’un besoin"
        verbose_name_plural = "lieux des besoins"
        ordering = ["need", "lot", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="need_site_address_has_its_point",
                condition=Q(address="", latitude=None, longitude=None)
                | ~Q(address="")
                & Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Une adresse a un point, en degrés WGS 84.",
            ),
        ]

    def __str__(self) -> str:
        return self.address or str(self.territory)
