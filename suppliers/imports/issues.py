"""What is said of a refused or doubtful row, in plain French."""

from __future__ import annotations

from typing import NamedTuple

from suppliers.models import ImportIssue

from .text import one_line, shortened

REFUSED = ImportIssue.Severity.REFUSED.value
DOUBTFUL = ImportIssue.Severity.DOUBTFUL.value
_VALUE_LENGTH = 200
_REASON_LENGTH = 300


class Issue(NamedTuple):
    """One finding about a row; the order is that of the columns it is stored in."""

    line: int
    column: str
    value: str
    severity: str
    code: str
    reason: str

    def trimmed(self) -> Issue:
        """The same, no longer than what is stored."""
        return self._replace(
            column=shortened(one_line(self.column), 80),
            value=shortened(one_line(self.value), _VALUE_LENGTH),
            reason=shortened(self.reason, _REASON_LENGTH),
        )
