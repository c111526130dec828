"""A ledger on its way in: the file, then which of its columns holds what."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from suppliers.imports.text import one_line, shortened
from suppliers.models import BuyerOrganisation
from suppliers.showing.days import moment_in_words

from .columns import FIELDS
from .files import MOST_BYTES, MOST_IN_WORDS, MOST_ROWS, Sheet, read_sheet
from .unreadable import UnreadableFileError


class CappedLedger(FileUploadHandler):
    """Hands on no more than a little over the largest ledger: what arrives cut is refused for its size."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MOST_BYTES else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        return None


@dataclass(frozen=True)
class Upload:
    """A file that can be read."""

    name: str
    content: bytes
    sha256: str
    sheet: Sheet


class LedgerField(forms.FileField):
    """A CSV or a workbook; its cleaned value is an Upload."""

    default_error_messages = {
        "required": "Choisissez un fichier.",
        "invalid": "Le fichier n’est pas arrivé : choisissez-le de nouveau.",
        "missing": "Le fichier n’est pas arrivé : choisissez-le de nouveau.",
        "empty": "Ce fichier est vide.",
    }

    def clean(self, data: Any, initial: Any = None) -> Upload:
        file = super().clean(data, initial)
        if file.size > MOST_BYTES:
            raise ValidationError(f"Ce fichier dépasse {MOST_IN_WORDS} : partagez-le, par exemple par année.")
        content = file.read()
        try:
            sheet = read_sheet(content)
        except UnreadableFileError as error:
            raise ValidationError(str(error)) from error
        if sheet.rows > MOST_ROWS:
            raise ValidationError("Ce fichier a plus de 300 000 lignes : partagez-le, par exemple par année.")
        name = shortened(one_line(str(file.name)), 200) or "grand-livre"
        return Upload(name, content, hashlib.sha256(content).hexdigest(), sheet)


class LedgerForm(forms.Form):
    use_required_attribute = False

    file = LedgerField(
        label="Fichier des dépenses",
        help_text=f"CSV ou .xlsx avec une ligne de titres ; {MOST_IN_WORDS} et 300 000 lignes au plus.",
        max_length=200,
        error_messages={"max_length": "Le nom de ce fichier est trop long."},
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, organisation: BuyerOrganisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisation = organisation
        if self.is_bound and self.errors:
            self.fields["file"].widget.attrs["autofocus"] = True

    def clean_file(self) -> Upload:
        upload: Upload = self.cleaned_data["file"]
        same = self.organisation.ledgers.filter(sha256=upload.sha256).only("created_at").first()
        if same:
            raise ValidationError(
                f"Ce fichier est déjà là, reçu le {moment_in_words(same.created_at)} : ses dépenses "
                "compteraient deux fois. Supprimez-le d’abord pour l’importer de nouveau."
            )
        return upload


class ColumnsForm(forms.Form):
    """A list of the file's columns for each thing that is read; a column is read as one thing."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, headings: Sequence[str], guessed: Mapping[str, int], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        named = [
            (str(place), f"{letters(place)} · {heading or '(sans titre)'}")
            for place, heading in enumerate(headings)
        ]
        for field in FIELDS:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label,
                required=field.required,
                choices=[("", "Choisir une colonne" if field.required else "Aucune"), *named],
                initial=str(guessed.get(field.name, "")),
                error_messages={
                    "required": "Dites quelle colonne le contient.",
                    "invalid_choice": "Choisissez une colonne de ce fichier.",
                },
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        seen: dict[str, str] = {}
        for name, place in list(values.items()):
            if place and place in seen:
                self.add_error(name, f"Cette colonne est déjà celle de « {self.fields[seen[place]].label} ».")
            elif place:
                seen[place] = name
        return values

    @property
    def places(self) -> dict[str, int]:
        """The position of each field in the file."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place}


def letters(place: int) -> str:
    """As a spreadsheet names a column: A, B… AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
