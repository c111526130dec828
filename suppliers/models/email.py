from django.conf import settings
from django.db import models
from django.db.models import Q


class OutgoingEmail(models.Model):
    """An e-mail on its way: emptied once it has left. A demonstration sends none, and keeps all."""

    kind = models.CharField("nature", max_length=40)
    to = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte", blank=True)
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField("en-têtes", default=dict, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="emails"
    )
    structure = models.ForeignKey(
        "suppliers.Structure", models.SET_NULL, null=True, blank=True, related_name="emails"
    )
    created_at = models.DateTimeField("écrit le", auto_now_add=True)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    last_error = models.CharField("dernière erreur", max_length=300, blank=True)

    class Meta:
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at=None), name="outgoing_email_waiting"),
            models.Index(fields=["kind", "created_at"], name="outgoing_email_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.to}"


class MutedAddress(models.Model):
    """An address of no account of ours that has asked for no more letters of a kind. In small letters."""

    email = models.EmailField("adresse électronique")
    kind = models.CharField("nature", max_length=40)
    created_at = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "adresse à laquelle ne plus écrire"
        verbose_name_plural = "adresses auxquelles ne plus écrire"
        ordering = ["email", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["email", "kind"], name="muted_address_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.kind}"


class Reminder(models.Model):
    """A reminder that was written: `occasion` names its day, so that it is never written twice."""

    kind = models.CharField("nature", max_length=40)
    structure = models.ForeignKey("suppliers.Structure", models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    occasion = models.CharField("occasion", max_length=60)
    sent_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "structure", "user", "occasion"], name="reminder_is_written_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.structure_id} · {self.occasion}"
