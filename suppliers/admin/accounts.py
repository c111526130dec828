"""Accounts and groups. Importing Django's own module registers the groups."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from suppliers.models import User

from .choices import ChoosingAdmin
from .columns import moment


@admin.register(User)
class UserAdmin(ChoosingAdmin, DjangoUserAdmin):
    list_display = ["username", "email", "role", "is_active", "seen"]
    list_filter = ["is_staff", "is_validator", "is_superuser", "is_active"]
    fieldsets = [
        *(DjangoUserAdmin.fieldsets or ()),
        ("Validation", {"fields": ["is_validator", "validator_territories"]}),
    ]
    autocomplete_fields = ["validator_territories"]
    show_full_result_count = False

    @admin.display(description="rôle")
    def role(self, user: User) -> str | None:
        if user.is_superuser:
            return "Administration, tous les droits"
        if user.is_validator:
            return "Validation"
        return "Équipe, selon ses droits" if user.is_staff else None

    @admin.display(description="dernière connexion", ordering="last_login")
    def seen(self, user: User) -> str | None:
        return moment(user.last_login)
