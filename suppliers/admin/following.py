"""What the queue, the log, the letters and the files hold. Decisions are taken at /validation/, not here."""

from __future__ import annotations

from django.contrib import admin

from suppliers.models import (
    Document,
    Event,
    MonthlyAudience,
    NotDuplicate,
    OutgoingEmail,
    Photo,
    Reminder,
    ReviewItem,
)

from .read_only import ReadOnlyAdmin


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadOnlyAdmin):
    list_display = ["kind", "structure", "status", "created_at", "assigned_to", "decided_at"]
    list_filter = ["kind", "status"]
    list_select_related = ["structure", "assigned_to"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["structure__siret__startswith"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "action", "structure_name", "undone_at"]
    list_select_related = ["by"]
    date_hierarchy = "at"
    sortable_by = ()
    search_fields = ["action", "structure_name"]


@admin.register(NotDuplicate)
class NotDuplicateAdmin(ReadOnlyAdmin):
    list_display = ["first", "second", "said_by", "said_at"]
    list_select_related = ["first", "second", "said_by"]


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ["name", "structure", "content_type", "size", "uploaded_at"]
    list_select_related = ["structure"]
    exclude = ["file"]  # it is read at /validation/, which asks who reads
    search_fields = ["name"]


@admin.register(Photo)
class PhotoAdmin(ReadOnlyAdmin):
    list_display = ["description", "structure", "uploaded_at"]
    list_select_related = ["structure"]
    exclude = ["file"]
    search_fields = ["description"]


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "kind", "to", "subject", "sent_at", "attempts", "last_error"]
    list_filter = ["kind"]
    sortable_by = ()
    search_fields = ["to__istartswith"]


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["sent_at", "kind", "structure", "user", "occasion"]
    list_select_related = ["structure", "user"]
    ordering = ["-pk"]
    sortable_by = ()


@admin.register(MonthlyAudience)
class MonthlyAudienceAdmin(ReadOnlyAdmin):
    list_display = ["structure", "month", "shown", "opened", "shortlisted"]
    list_select_related = ["structure"]
    ordering = ["-pk"]
    sortable_by = ()
    search_fields = ["structure__siret__startswith"]
