from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class User(AbstractUser):
    """Our own from the first migration on, so that it can grow without one that hurts.

    What somebody may do follows from `is_superuser` (admin), `is_validator` and their memberships: see
    `accounts/roles.py`.
    """

    is_validator = models.BooleanField(
        "valide les fiches",
        default=False,
        db_default=False,
        help_text="Donne accès à la file de validation.",
    )
    validator_territories = models.ManyToManyField(
        "suppliers.Territory",
        related_name="+",
        blank=True,
        verbose_name="territoires validés",
        help_text="Aucun : tous les territoires.",
    )
    muted_emails = ArrayField(
        models.CharField(max_length=40), verbose_name="courriels refusés", default=list, blank=True
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_belongs_to_one_account",
                violation_error_message="Un compte a déjà cette adresse électronique.",
            ),
        ]
