"""Who changed what here, and when."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry

from .columns import account, moment, shortened
from .read_only import ReadOnlyAdmin


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ["when", "who", "what", "object_repr", "action_flag", "said"]
    list_filter = ["action_flag"]
    list_select_related = ["user", "content_type"]
    date_hierarchy = "action_time"
    search_fields = ["object_repr"]
    sortable_by = ()

    @admin.display(description="quand")
    def when(self, entry: LogEntry) -> str | None:
        return moment(entry.action_time)

    @admin.display(description="qui")
    def who(self, entry: LogEntry) -> str | None:
        return account(entry.user)

    @admin.display(description="quoi")
    def what(self, entry: LogEntry) -> str | None:
        return entry.content_type.name if entry.content_type else None

    @admin.display(description="changement")
    def said(self, entry: LogEntry) -> str:
        return shortened(entry.get_change_message())
