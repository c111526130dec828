"""What became of a need, or of one of its lots, and who holds the contract."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .known_values import known_values
from .need import Reserved


class AwardOutcome(models.TextChoices):
    AWARDED = "awarded", "Attribué"
    UNSUCCESSFUL = "unsuccessful", "Infructueux"
    ABANDONED = "abandoned", "Sans suite"


class GroupForm(models.TextChoices):
    """DECP (schéma 2.0.3), `typeGroupementOperateurs`; CCP, art. R2142-19 à R2142-27."""

    NONE = "none", "Pas de groupement"
    CONJOINT = "conjoint", "Conjoint"
    SOLIDAIRE = "solidaire", "Solidaire"


class Award(models.Model):
    """What became of a need, or of one of its lots: the figures of the SPASER. Amounts in euros HT.

    The considerations are those of the DECP (schéma 2.0.3, considerationSociale) and « environnementale ».
    The holder of what is awarded to a groupement is its mandataire; its other members are `AwardMember`.
    `holder_share` is then the mandataire's part of the amount, None where the parts are not known.
    """

    Outcome = AwardOutcome

    need = models.ForeignKey("suppliers.Need", models.CASCADE, related_name="awards", verbose_name="besoin")
    lot = models.ForeignKey("suppliers.Lot", models.CASCADE, null=True, blank=True, related_name="awards")
    outcome = models.CharField("issue", max_length=12, choices=AwardOutcome.choices)
    decided_on = models.DateField("date")
    reserved_to = models.CharField("réservé", max_length=12, choices=Reserved.choices, default=Reserved.NONE)
    amount_excl_tax = models.DecimalField(
        "montant HT (€)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    holder_siret = models.CharField("SIRET du titulaire", max_length=14, blank=True)
    holder_name = models.CharField("titulaire", max_length=200, blank=True)
    structure = models.ForeignKey(
        "suppliers.Structure", models.SET_NULL, null=True, blank=True, related_name="awards"
    )
    group_form = models.CharField(
        "groupement",
        max_length=9,
        choices=GroupForm.choices,
        default=GroupForm.NONE,
        db_default=GroupForm.NONE,
    )
    holder_share = models.DecimalField(
        "part du mandataire (€ HT)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    bids_received = models.PositiveSmallIntegerField("offres reçues", null=True, blank=True)
    has_social_clause = models.BooleanField("clause sociale", default=False)
    has_social_criterion = models.BooleanField("critère social", default=False)
    has_environmental_consideration = models.BooleanField("considération environnementale", default=False)

    class Meta:
        verbose_name = "attribution"
        verbose_name_plural = "attributions"
        ordering = ["need", "lot"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "lot"],
                nulls_distinct=False,
                name="award_is_told_once",
                violation_error_message="L’issue de ce lot est déjà notée.",
            ),
            known_values("award", outcome=AwardOutcome.values, reserved_to=Reserved.values),
            models.CheckConstraint(
                name="award_group_form_is_known",
                condition=Q(group_form__in=GroupForm.values),
                violation_error_message="Un groupement est conjoint ou solidaire.",
            ),
            models.CheckConstraint(
                name="award_share_is_of_a_group",
                condition=Q(holder_share=None) | ~Q(group_form="none") & Q(holder_share__gte=0),
                violation_error_message="Seul un membre de groupement a une part, qui n’est pas négative.",
            ),
            models.CheckConstraint(
                name="award_has_a_holder",
                condition=~Q(outcome="awarded") | ~Q(holder_name=""),
                violation_error_message="Un marché attribué a un titulaire.",
            ),
            models.CheckConstraint(
                name="award_holder_siret_has_14_digits",
                condition=Q(holder_siret="") | Q(holder_siret__regex=r"\A[0-9]{14}\Z"),
                violation_error_message="Le SIRET compte quatorze chiffres.",
            ),
            models.CheckConstraint(
                name="award_amount_is_positive",
                condition=Q(amount_excl_tax=None) | Q(amount_excl_tax__gte=0),
                violation_error_message="Un montant HT n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.need}"


class AwardMember(models.Model):
    """A member of the groupement a contract was awarded to, beside its mandataire.

    `amount_excl_tax`: its part of the amount, None where the parts are not known.
    """

    award = models.ForeignKey(Award, models.CASCADE, related_name="members", verbose_name="attribution")
    position = models.PositiveSmallIntegerField("rang", default=0)
    name = models.CharField("nom", max_length=200)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    structure = models.ForeignKey(
        "suppliers.Structure", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    amount_excl_tax = models.DecimalField(
        "part (€ HT)", max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "cotraitant"
        verbose_name_plural = "cotraitants"
        ordering = ["award", "position", "id"]
        constraints = [
            models.CheckConstraint(
                name="award_member_has_a_name",
                condition=~Q(name=""),
                violation_error_message="Un cotraitant a un nom.",
            ),
            models.CheckConstraint(
                name="award_member_siret_has_14_digits",
                condition=Q(siret="") | Q(siret__regex=r"\A[0-9]{14}\Z"),
                violation_error_message="Le SIRET compte quatorze chiffres.",
            ),
            models.UniqueConstraint(
                fields=["award", "siret"],
                condition=~Q(siret=""),
                name="award_member_is_one_once",
                violation_error_message="Ce SIRET est déjà celui d’un cotraitant.",
            ),
            models.CheckConstraint(
                name="award_member_amount_is_positive",
                condition=Q(amount_excl_tax=None) | Q(amount_excl_tax__gte=0),
                violation_error_message="Un montant HT n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
