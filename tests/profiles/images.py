"""Files that a structure may hand in as photos, and some that it should not."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112
ARTIST = 0x013B


def picture(size=(400, 200), kind="JPEG", mode="RGB", name="photo.jpg", **options):
    """An image: its left half red, its right half blue."""
    image = Image.new(mode, size, "blue")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    written = io.BytesIO()
    image.save(written, kind, **options)
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


def taken_by_a_phone(**options):
    """Held on its side, with the place and the owner noted."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[ARTIST] = "Camille Martin"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (48.0, 51.0, 49.0)
    return picture(exif=exif, comment=b"12 rue de la Maison", **options)


def opened(content):
    return Image.open(io.BytesIO(content))
