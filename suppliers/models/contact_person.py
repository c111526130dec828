from django.conf import settings
from django.db import models


class ContactPerson(models.Model):
    """Somebody who agreed to be named on their structure's page (RGPD art. 6-1-a; CRPA L312-1-2).

    There is no row without a consent, said by whom and when; withdrawn, the row is deleted.
    """

    structure = models.OneToOneField(
        "suppliers.Structure", models.CASCADE, related_name="contact_person", verbose_name="structure"
    )
    name = models.CharField("nom", max_length=120)
    role = models.CharField("fonction", max_length=120, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    consented_at = models.DateTimeField("accord donné le")
    consent_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="recueilli par"
    )

    class Meta:
        verbose_name = "personne à contacter"
        verbose_name_plural = "personnes à contacter"

    def __str__(self) -> str:
        return self.name
