"""What a file really is: told by its content, whatever its name; an image is drawn anew."""

from __future__ import annotations

import io
import warnings
from typing import IO, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import File
from PIL import Image, ImageOps

from suppliers.search.legible import NOTHING_TO_SEE, legible

from .uploads import MOST_BYTES, MOST_IN_WORDS

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4000  # pixels: a sheet of A4 at 300 points per inch has 3508
LONGEST_NAME = 80
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
_BEGINNINGS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
_END_OF_PDF = b"%%EOF"
_TAIL = 2048  # bytes: some programs write a few lines after the end

EMPTY = "Ce fichier est vide : choisissez-en un autre."
TOO_BIG = f"Ce fichier dépasse {MOST_IN_WORDS} : réduisez-le, ou n’envoyez que les pages utiles."
OTHER_TYPE = "Ce fichier n’est ni un PDF, ni un JPEG, ni un PNG : enregistrez-le dans l’un de ces formats."
BROKEN = "Ce fichier est incomplet ou abîmé : ouvrez-le pour le vérifier, puis envoyez-le de nouveau."
TOO_MANY_PIXELS = (
    "Cette image a trop de points (plus de 50 millions) : réduisez-la, puis envoyez-la de nouveau."
)


class Proof(NamedTuple):
    """A file that has been read and found to be what it says."""

    content: bytes
    content_type: str
    name: str


def read_proof(upload: File[bytes]) -> Proof:
    """Raises ValidationError, in French, for what is no proof."""
    if not upload.size:
        raise ValidationError(EMPTY, code="empty")
    if upload.size > MOST_BYTES:
        raise ValidationError(TOO_BIG, code="too_big")
    upload.seek(0)
    content = upload.read()
    content_type = _type_of(content)
    if content_type == PDF:
        if _END_OF_PDF not in content[-_TAIL:]:
            raise ValidationError(BROKEN, code="broken")
    else:
        content = drawn_anew(io.BytesIO(content), content_type)
    return Proof(content, content_type, harmless_name(upload.name or "", content_type))


def _type_of(content: bytes) -> str:
    for beginning, content_type in _BEGINNINGS.items():
        if content.startswith(beginning):
            return content_type
    raise ValidationError(OTHER_TYPE, code="other_type")


def drawn_anew(file: IO[bytes], content_type: str, *, longest_side: int = LONGEST_SIDE) -> bytes:
    """The picture and nothing else: no camera's data, no place, no comment, nothing hung on behind.

    Raises ValidationError for a picture that is broken, or that would take all of the memory.
    """
    kind = SUFFIXES[content_type].upper().replace("JPG", "JPEG")
    try:
        with warnings.catch_warnings(), Image.open(file, formats=[kind]) as picture:
            warnings.simplefilter("error")
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels")
            picture.draft("RGB", (longest_side, longest_side))  # of a large JPEG, no more than is kept
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest_side, longest_side))
            kept = upright.convert(_mode(upright, kind))
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, Warning) as error:  # as Pillow tells it
        raise ValidationError(BROKEN, code="broken") from error
    kept.info.clear()
    into = io.BytesIO()
    kept.save(into, kind, quality=88, optimize=True)
    return into.getvalue()


def _mode(picture: Image.Image, kind: str) -> str:
    if kind == "PNG" and ("A" in picture.getbands() or "transparency" in picture.info):
        return "RGBA"
    return "L" if picture.mode in ("1", "L") else "RGB"


def harmless_name(name: str, content_type: str) -> str:
    """What the file was called, as a name that no system and no spreadsheet takes for something else."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    stem = bare.rpartition(".")[0] or bare
    plain = "".join(" " if character in '<>:"/|?*%;`$' else character for character in stem)
    kept = legible(plain).strip(" .=+-@_")[:LONGEST_NAME].rstrip()
    return f"{kept if kept and kept != NOTHING_TO_SEE else 'document'}.{SUFFIXES[content_type]}"
