"""Photos of what a structure sells: anything a camera gives comes in, a plain JPEG of ours goes out."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from suppliers.models import Activity, Event, Photo, Structure, User

from .uploads import MOST_BYTES, MOST_IN_WORDS

LONGEST_SIDE = 1600  # pixels, of what we keep
MOST_OF_ACTIVITY = 6
# Pixels of what comes in. A JPEG is read at a fraction of its size; the others are unfolded whole in memory.
MOST_PIXELS = {"JPEG": 60_000_000, "MPO": 60_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
FORMATS = ["JPEG", "PNG", "WEBP"]
_QUALITY = 82

NOT_A_PHOTO = "Ce fichier n’est pas une image JPEG, PNG ou WebP lisible : choisissez-en une autre."
TOO_HEAVY = f"Cette image dépasse {MOST_IN_WORDS} : réduisez-la, ou choisissez-en une autre."
TOO_WIDE = "Cette image compte trop de pixels : réduisez-la à 4 000 pixels de côté au plus."
ENOUGH = f"Une activité montre {MOST_OF_ACTIVITY} photos au plus : retirez-en une d’abord."


def read_photo(upload: File[bytes]) -> bytes:
    """The JPEG that we keep: upright, small, and without anything the camera noted (place, owner, comments).

    Raises ValidationError, in French. The name and the announced type of the file are not believed.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError(TOO_HEAVY, code="heavy")
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS.get(opened.format or "", 0):
                raise ValidationError(TOO_WIDE, code="wide")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _encoded(_bare(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_WIDE, code="wide") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError, EOFError) as error:
        # What Pillow raises for a file that is cut short, or made to break it.
        raise ValidationError(NOT_A_PHOTO, code="unreadable") from error


def _bare(opened: Image.Image) -> Image.Image:
    """The pixels alone, on white where the image is transparent."""
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    shown = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        shown.paste(layer, mask=layer.getchannel("A"))
    else:
        shown.paste(upright.convert("RGB"))
    return shown


def _encoded(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return written.getvalue()


@transaction.atomic
def add_photo(activity: Activity, jpeg: bytes, *, description: str, by: User) -> Photo:
    """Show this photo (from `read_photo`) with an activity. Twice the same is once.

    Raises ValidationError when the activity shows as many as it may.
    """
    structure = Structure.objects.select_for_update().get(pk=activity.structure_id)
    present = list(Photo.objects.filter(activity=activity))
    for photo in present:
        if _holds(photo, jpeg):
            return photo
    if len(present) >= MOST_OF_ACTIVITY:
        raise ValidationError(ENOUGH, code="enough")
    made = Photo(structure=structure, activity=activity, description=description, uploaded_by=by)
    made.file.save("photo.jpg", ContentFile(jpeg, name="photo.jpg"), save=False)
    made.save()
    _tell("profiles.photo_add", structure, by=by, after=_in_log(made))
    return made


def _holds(photo: Photo, jpeg: bytes) -> bool:
    try:
        if photo.file.size != len(jpeg):
            return False
        with photo.file.open("rb") as kept:
            return bool(kept.read() == jpeg)
    except FileNotFoundError:  # a folder that was put back without it: one more does no harm
        return False


@transaction.atomic
def remove_photo(photo: Photo, *, by: User) -> None:
    structure = photo.structure
    before = _in_log(photo)
    remove_photos([photo])
    _tell("profiles.photo_remove", structure, by=by, before=before)


def remove_photos(photos: Iterable[Photo]) -> None:
    """Rows now, files once it is sure. In the caller's transaction."""
    for photo in photos:
        storage, name = photo.file.storage, photo.file.name
        photo.delete()
        if name:
            transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))  # type: ignore[misc]


def _in_log(photo: Photo) -> dict[str, object]:
    return {"photo": str(photo.uuid), "description": photo.description, "activity": photo.activity_id}


def _tell(
    action: str,
    structure: Structure,
    *,
    by: User,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    Event.objects.record(action, by=by, structure=structure, before=before, after=after)
