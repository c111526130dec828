"""How the reading of a ledger ended is told in the history of its organisation, without a line of it."""

from __future__ import annotations

from suppliers.models import Ledger, LedgerStatus, WorkspaceEvent
from suppliers.workspace.history import record
from suppliers.workspace.owning import workspace_of_organisation


def tell_end(pk: int) -> None:
    """In the transaction that wrote its status. Who asked for it is who chose its columns."""
    ledger = Ledger.objects.defer("content").select_related("organisation").get(pk=pk)
    workspace = workspace_of_organisation(ledger.organisation)
    asked = WorkspaceEvent.objects.filter(workspace=workspace, action="ledger.read", detail__ledger=pk)
    last = asked.select_related("by").order_by("-pk").first()
    is_done = ledger.status == LedgerStatus.DONE
    record(
        "ledger.done" if is_done else "ledger.fail",
        workspace=workspace,
        by=last.by if last else ledger.created_by,
        ledger=pk,
        file=ledger.file_name,
        rows=ledger.rows_kept,
        refused=ledger.rows_refused,
        reason=ledger.error,
    )
