"""What a buyer adds to a record by hand, and a file to be checked."""

from __future__ import annotations

import re
from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from suppliers.asking.said_form import SaidForm
from suppliers.asking.text_fields import LineField, TextField
from suppliers.models import Need, SourcingRecord
from suppliers.profiles.uploads import MOST_BYTES, MOST_IN_WORDS

from .content import Added

LONGEST = 4_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


class AddedForm(SaidForm):
    """All of it may be left out, and is kept for the next version."""

    author = LineField(label="Établi par", max_length=120, required=False)
    role = LineField(label="Fonction", max_length=120, required=False)
    choice = TextField(
        label="Comment les structures de la sélection ont été choisies parmi celles trouvées",
        help_text="Des raisons objectives, les mêmes pour toutes.",
        max_length=LONGEST,
        required=False,
    )
    lessons = TextField(label="Ce qui a été appris", max_length=LONGEST, required=False)
    need_changes = TextField(label="Ce que cela a changé au besoin", max_length=LONGEST, required=False)
    shared = TextField(
        label="Ce qui sera communiqué à tous dans les documents de la consultation",
        help_text="Les informations données à une structure le sont à toutes (R2111-2).",
        max_length=LONGEST,
        required=False,
    )
    helped = TextField(
        label="Structures qui ont aidé à préparer le marché, et mesures prises",
        help_text="L’exclure n’est qu’un dernier recours (R2111-2).",
        max_length=LONGEST,
        required=False,
    )
    no_lots = TextField(
        label="Raisons de ne pas allotir",
        help_text="Allotir est la règle (L2113-10) ; ne pas le faire se motive (L2113-11).",
        max_length=LONGEST,
        required=False,
    )
    social_exception = TextField(
        label="Raisons de ne pas prévoir de condition d’exécution sociale",
        help_text="À consigner à partir des seuils européens (L2112-2-1).",
        max_length=LONGEST,
        required=False,
    )
    interests = TextField(
        label="Déclaration sur les conflits d’intérêts",
        help_text="Par exemple : aucun lien personnel ni financier avec les structures interrogées.",
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, has_lots: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_lots:
            del self.fields["no_lots"]
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3

    def added(self) -> Added:
        """What a valid form says."""
        names = [field.name for field in fields(Added)]
        return Added(**{name: self.cleaned_data.get(name, "") for name in names})


NAMES = tuple(AddedForm.base_fields)


def said_before(need: Need) -> dict[str, str]:
    """What the last version said; what nobody has said yet is empty."""
    last = SourcingRecord.objects.filter(need=need).order_by("-version")
    kept = last.values_list("content__added", flat=True).first() or {}
    return {name: str(kept.get(name, "")) for name in asdict(Added())}


class CheckForm(SaidForm):
    """A file, or a SHA-256 that was worked out elsewhere."""

    file = forms.FileField(
        label="Fichier à vérifier",
        help_text="Le document texte, le tableur ou le contenu (JSON) d’un dossier, "
        f"{MOST_IN_WORDS} au plus. Il n’est pas gardé.",
        required=False,
        allow_empty_file=True,
        error_messages={"invalid": "Le fichier n’est pas arrivé : choisissez-le de nouveau."},
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.json"}),
    )
    sha256 = LineField(
        label="Ou son empreinte SHA-256",
        help_text="64 chiffres et lettres de a à f, comme les donne « sha256sum fichier.docx ».",
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():  # one of the two is awaited: neither is « facultatif »
            field.is_awaited = True  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile[bytes] | None:
        upload: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if upload is not None and (upload.size or 0) > MOST_BYTES:
            raise ValidationError(f"Ce fichier dépasse {MOST_IN_WORDS} : ce n’est pas un dossier d’ici.")
        return upload

    def clean_sha256(self) -> str:
        typed: str = self.cleaned_data["sha256"].lower()
        if not typed:
            return ""
        found = [word for word in typed.split() if _SHA256.fullmatch(word)]
        if len(found) != 1:
            raise ValidationError("Une empreinte SHA-256 compte 64 chiffres et lettres de a à f.")
        return found[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("sha256"):
            self.add_error("file", "Choisissez un fichier, ou collez son empreinte.")
        return cleaned
