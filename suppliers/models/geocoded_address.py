from django.db import models


class GeocodedAddress(models.Model):
    """The geocoder's answer to one question, kept so that it is asked once."""

    query = models.CharField("question", max_length=300, unique=True)
    latitude = models.FloatField("latitude (WGS 84)", null=True)
    longitude = models.FloatField("longitude (WGS 84)", null=True)
    precision = models.CharField("précision", max_length=12, blank=True)
    score = models.FloatField("score", null=True)
    label = models.CharField("adresse trouvée", max_length=300, blank=True)
    insee_code = models.CharField("code INSEE", max_length=5, blank=True)
    asked_at = models.DateTimeField("demandée le", auto_now=True)

    class Meta:
        verbose_name = "adresse géocodée"
        verbose_name_plural = "adresses géocodées"
        ordering = ["query"]

    def __str__(self) -> str:
        return self.query
