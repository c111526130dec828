"""What the files and the page of a record say, as plain texts."""

from __future__ import annotations

from django.urls import reverse

from suppliers.sourcing.records.actions import make_record
from suppliers.sourcing.records.content import Added
from suppliers.workspace.owning import KEY
from tests.sourcing.records.test_files import opened_docx, opened_xlsx, rows_of


def made_of(need):
    return make_record(need, Added(), by=None)


def page_of(client, record):
    session = client.session
    session[KEY] = record.workspace_id
    session.save()
    return plain(client.get(reverse("sourcing:record", args=[record.pk])).text)


def plain(text):
    """Without the spaces that do not break."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def text_of(record):
    """All that the text document says, a line for each paragraph and each row."""
    document = opened_docx(record)
    rows = (" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
    return plain("\n".join([*(one.text for one in document.paragraphs), *rows]))


def told_of(record, sheet):
    return [[plain(cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows_of(opened_xlsx(record), sheet)]  # fmt: skip
