from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Our own from the first migration on, so that it can grow without one that hurts."""

    class Meta(AbstractUser.Meta):
        verbose_name = "compte"
        verbose_name_plural = "comptes"
