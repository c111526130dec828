from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from .known_values import known_values

# Longest period the law allows, in years (code du travail R5132-3, R5213-65, R3332-21-3, D1253-45;
# CASF L313-1).
LEGAL_MAXIMUM_YEARS = {
    1: ["GEIQ"],
    3: ["EI", "ETTI", "AI", "ACI", "SIAE_PENIT"],
    5: ["EA", "EATT", "EA_PENIT", "ESUS"],
    15: ["ESAT"],
}
# A certificate of these kinds belongs to the legal unit; any other to one establishment.
SIREN_KINDS = ["ESUS", "ESS_STATUT", "ESS_COMMERCIALE", "SOCIETE_MISSION", "GEIQ", "EBE"]

RECORDED_ALREADY = "Cette certification est déjà enregistrée pour cette période."


class CertificationKind(models.Model):
    """A kind of agrément, convention or label, and whether it opens a reserved contract."""

    class Group(models.TextChoices):
        SIAE = "siae", "Insertion par l’activité économique"
        OTHER_INSERTION = "insertion_autre", "Autres structures d’insertion"
        HANDICAP = "handicap", "Handicap"
        PRISON = "penitentiaire", "Travail en détention"
        ESS = "ess", "Économie sociale et solidaire"
        CSR = "rse", "Responsabilité sociétale"
        QUALITY = "qualite", "Qualité"
        ENVIRONMENT = "environnement", "Environnement"

    class Basis(models.TextChoices):
        DIRECT = "direct", "De plein droit"
        EQUIVALENT = "equivalent", "Comme structure équivalente"
        ESS = "ess", "Comme entreprise de l’ESS"
        NONE = "none", "Non"

    code = models.CharField("code", max_length=24, primary_key=True)
    number = models.PositiveSmallIntegerField("rang", unique=True)
    label = models.CharField("libellé", max_length=120)
    short_label = models.CharField("libellé court", max_length=60)
    group = models.CharField("groupe", max_length=16, choices=Group.choices)
    scope = models.CharField(
        "portée", max_length=5, choices=[("siret", "Établissement"), ("siren", "Unité légale")]
    )
    articles = ArrayField(models.CharField(max_length=12), verbose_name="articles", default=list, blank=True)
    basis = models.CharField("marchés réservés", max_length=12, choices=Basis.choices)
    granted_by = models.CharField("délivrée par", max_length=200)
    validity = models.CharField("durée", max_length=200)
    proof = models.CharField("preuve", max_length=200)
    official_list = models.CharField("liste officielle", max_length=200)

    class Meta:
        verbose_name = "type de certification"
        verbose_name_plural = "types de certification"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.label


class SocialServiceCpv(models.Model):
    """A CPV code of the list of article L2113-15: exact codes, never prefixes."""

    code = models.CharField("code CPV", max_length=8, primary_key=True)
    label = models.CharField("libellé", max_length=160)

    class Meta:
        verbose_name = "code CPV de l’article L2113-15"
        verbose_name_plural = "codes CPV de l’article L2113-15"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


# Those of the establishment `s` itself, and those of its legal unit. One that a structure without SIRET held
# when it was written has no SIREN: it is that structure's own. What a structure says before anybody has
# validated it reaches no other.
REACHING = """
SELECT * FROM suppliers_certification WHERE structure_id = s.id AND (scope = 'siret' OR siren = '')
 UNION ALL
SELECT * FROM suppliers_certification c WHERE scope = 'siren' AND siren = s.siren AND siren <> ''
   AND EXISTS (SELECT 1 FROM suppliers_structure h WHERE h.id = c.structure_id
                  AND (h.id = s.id OR h.status NOT IN ('draft', 'pending')))
"""


def _years_after(field: str, years: int) -> Func:
    day = f"(%(expressions)s + interval '{years} years')::date"
    return Func(F(field), template=day, output_field=models.DateField())


def _within(years: int, kinds: list[str]) -> models.CheckConstraint:
    """The period is not longer than the law allows."""
    in_time = Q(valid_until__lte=_years_after("valid_from", years))
    return models.CheckConstraint(
        name=f"certification_within_{years}_years",
        condition=~Q(kind__in=kinds) | Q(valid_from=None) | Q(valid_until=None) | in_time,
        violation_error_message=f"La loi limite cette certification à {_in_words(years)}.",
    )


def _ends_soon_enough(years: int, kinds: list[str]) -> models.CheckConstraint:
    """Without a start, one that was verified had begun: it ends no later than one that began on that day."""
    in_time = Q(valid_until__lte=_years_after("verified_on", years))
    known = Q(valid_from=None, valid_until__isnull=False, verified_on__isnull=False)
    return models.CheckConstraint(
        name=f"certification_without_start_within_{years}_years",
        condition=~Q(kind__in=kinds) | ~known | in_time,
        violation_error_message=(
            f"La loi limite cette certification à {_in_words(years)} : donnez son début, ou une fin qui ne "
            "dépasse pas cette durée depuis la vérification."
        ),
    )


def _in_words(years: int) -> str:
    return f"{years} an{'s' if years > 1 else ''}"


class VerificationState(models.TextChoices):
    DECLARED = "declared", "Déclarée"
    PROOF_RECEIVED = "proof_received", "Justificatif reçu"
    VERIFIED = "verified", "Vérifiée"
    REJECTED = "rejected", "Rejetée"


class Certification(models.Model):
    """A fact with its proof: who granted what to whom, from when to when, and who checked it."""

    Verification = VerificationState

    structure = models.ForeignKey(
        "suppliers.Structure", models.CASCADE, related_name="certifications", verbose_name="structure"
    )
    kind = models.ForeignKey(CertificationKind, models.PROTECT, db_index=False, verbose_name="type")
    scope = models.CharField(
        "portée", max_length=5, choices=[("siret", "Établissement"), ("siren", "Unité légale")]
    )
    siren = models.CharField("SIREN couvert", max_length=9, blank=True)
    number = models.CharField("numéro", max_length=60, blank=True)
    authority = models.CharField("délivrée par", max_length=200, blank=True)
    valid_from = models.DateField("début", null=True, blank=True)
    valid_until = models.DateField("fin (ce jour compris)", null=True, blank=True)
    renewal_declared = models.BooleanField("renouvellement déclaré en cours", default=False)
    target_share = models.DecimalField(
        "part du public visé (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    target_share_year = models.PositiveSmallIntegerField("année de cette part", null=True, blank=True)
    target_share_basis = models.CharField(
        "base de cette part", max_length=8, choices=[("etp", "ETP"), ("tetes", "Personnes")], blank=True
    )
    annex_year = models.PositiveSmallIntegerField("dernière annexe annuelle", null=True, blank=True)
    verification = models.CharField(
        "vérification", max_length=14, choices=Verification.choices, default=Verification.DECLARED
    )
    verified_on = models.DateField("vérifiée le", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vérifiée par",
    )
    revoked_on = models.DateField("retirée le", null=True, blank=True)
    listed_on = models.DateField("vue dans la liste officielle le", null=True, blank=True)
    proof = models.CharField("preuve", max_length=300, blank=True)
    source = models.CharField("source", max_length=120, blank=True)
    source_date = models.DateField("date de la source", null=True, blank=True)

    class Meta:
        verbose_name = "certification"
        verbose_name_plural = "certifications"
        ordering = ["structure", "kind", "valid_from"]
        indexes = [
            models.Index(fields=["siren"], condition=Q(scope="siren"), name="certification_siren"),
            models.Index(fields=["kind"], name="certification_kind"),  # one, not the two of a key of text
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "kind", "valid_from"],
                condition=Q(valid_from__isnull=False),
                name="certification_is_recorded_once_per_start",
                violation_error_message=RECORDED_ALREADY,
            ),
            # Without a start, a declared end and what a list verifies undated are two facts.
            models.UniqueConstraint(
                fields=["structure", "kind", "valid_until"],
                condition=Q(valid_from=None),
                nulls_distinct=False,
                name="certification_without_start_is_recorded_once_per_end",
                violation_error_message=RECORDED_ALREADY,
            ),
            known_values(
                "certification",
                verification=VerificationState.values,
                target_share_basis=["", "etp", "tetes"],
            ),
            models.CheckConstraint(
                name="certification_ends_after_it_starts",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="La certification finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="certification_share_is_a_percentage",
                condition=Q(target_share=None) | Q(target_share__range=(0, 100)),
                violation_error_message="La part du public visé est un pourcentage, de 0 à 100.",
            ),
            models.CheckConstraint(
                name="certification_verified_on_a_day",
                condition=~Q(verification="verified") | Q(verified_on__isnull=False),
                violation_error_message="Une certification vérifiée l’est à une date.",
            ),
            models.CheckConstraint(
                name="certification_scope_is_that_of_its_kind",
                condition=Q(scope="siren", kind__in=SIREN_KINDS)
                | (Q(scope="siret") & ~Q(kind__in=SIREN_KINDS)),
                violation_error_message="La portée (SIRET ou SIREN) est celle du type de certification.",
            ),
            *(_within(years, kinds) for years, kinds in LEGAL_MAXIMUM_YEARS.items()),
            *(_ends_soon_enough(years, kinds) for years, kinds in LEGAL_MAXIMUM_YEARS.items()),
        ]

    def __str__(self) -> str:
        return f"{self.kind.short_label} · {self.structure}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_scope()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def set_scope(self) -> None:
        """Scope and SIREN follow from the kind and the structure; nobody types them."""
        self.scope = "siren" if self.kind_id in SIREN_KINDS else "siret"
        self.siren = (self.structure.siret or "")[:9] if self.scope == "siren" else ""
