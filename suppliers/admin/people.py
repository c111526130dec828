"""Who acts for whom. Structures and buyers manage their own members; here an admin helps those who can't."""

from __future__ import annotations

from django.contrib import admin

from suppliers.models import (
    BuyerMembership,
    BuyerOrganisation,
    ContactPerson,
    Invitation,
    StructureMembership,
)

from .choices import ChoosingAdmin, PrefilledAdmin
from .read_only import ReadOnlyAdmin


@admin.register(StructureMembership)
class StructureMembershipAdmin(PrefilledAdmin):
    list_display = ["structure", "user", "role", "joined_at"]
    list_filter = ["role"]
    list_select_related = ["structure", "user"]
    autocomplete_fields = ["structure", "user"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["structure__siret__startswith", "user__email__istartswith"]
    search_help_text = "Un SIRET ou son début ; ou le début d’une adresse électronique."
    show_full_result_count = False


class BuyerMembershipInline(ChoosingAdmin, admin.TabularInline):
    model = BuyerMembership
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(BuyerOrganisation)
class BuyerOrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "siret", "created_at"]
    search_fields = ["name", "siret__startswith"]
    autocomplete_fields = ["territory"]
    inlines = [BuyerMembershipInline]


@admin.register(BuyerMembership)
class BuyerMembershipAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "user", "role", "joined_at"]
    list_select_related = ["organisation", "user"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["email", "structure", "organisation", "created_at", "expires_at", "accepted_at"]
    list_select_related = ["structure", "organisation"]
    search_fields = ["email__istartswith"]


@admin.register(ContactPerson)
class ContactPersonAdmin(ReadOnlyAdmin):
    list_display = ["structure", "name", "role", "consented_at"]
    list_select_related = ["structure"]
    search_fields = ["name"]
