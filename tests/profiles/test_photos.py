"""Whatever a camera gives comes in; a small upright JPEG is kept, tells nothing else, and has its readers."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from suppliers.models import Event, Photo
from suppliers.profiles.activities import remove_activity
from suppliers.profiles.photos import MOST_OF_ACTIVITY, add_photo, read_photo, remove_photo
from tests.factories import (
    ActivityFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)
from tests.profiles.images import opened, picture, taken_by_a_phone

pytestmark = pytest.mark.usefixtures("documents_folder")


def png_of(width, height):
    """The head of a PNG that announces so many pixels, and holds none."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    return SimpleUploadedFile("bombe.png", content)


def test_a_photo_stands_upright_and_says_nothing_of_its_author():
    content = read_photo(taken_by_a_phone())

    image = opened(content)
    assert (image.format, image.size) == ("JPEG", (200, 400))
    assert not image.getexif()
    for said in (b"Camille", b"Maison", b"Exif"):
        assert said not in content
    red, _, blue = image.convert("RGB").getpixel((100, 20))
    assert red > blue, "the left half of the file is the upper half of the picture"


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "CMYK"), ("PNG", "P"), ("WEBP", "RGB"), ("PNG", "L")])
def test_every_kind_of_image_comes_out_as_a_jpeg(kind, mode):
    image = opened(read_photo(picture(kind=kind, mode=mode if mode != "L" else "RGB")))

    assert (image.format, image.mode) == ("JPEG", "RGB")


def test_what_is_transparent_becomes_white():
    image = opened(read_photo(picture(kind="PNG", mode="RGBA", size=(40, 40))))
    clear = SimpleUploadedFile("vide.png", b"")
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(clear, "PNG")
    clear.seek(0)

    assert image.getpixel((5, 5))[0] > 200
    assert min(opened(read_photo(clear)).getpixel((5, 5))) > 250


def test_a_large_photo_is_made_smaller():
    assert opened(read_photo(picture(size=(4000, 3000)))).size == (1600, 1200)


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("photo.jpg", b"<svg onload=alert(1)>"), "n’est pas une image"),
        (SimpleUploadedFile("photo.jpg", b""), "n’est pas une image"),
        (SimpleUploadedFile("photo.jpg", picture().read()[:400]), "n’est pas une image"),
        (picture(kind="GIF", mode="P"), "n’est pas une image"),
        (png_of(30_000, 30_000), "trop de pixels"),
        (png_of(6_000, 5_000), "trop de pixels"),
        (SimpleUploadedFile("photo.jpg", b"x" * (10 * 1024 * 1024 + 1)), "10 Mo"),
    ],
    ids=["svg", "empty", "cut", "gif", "bomb", "wide", "heavy"],
)
def test_what_is_no_photo_is_refused_in_a_sentence(upload, said):
    with pytest.raises(ValidationError, match=said):
        read_photo(upload)


@pytest.fixture
def activity(db):
    return ActivityFactory(structure=StructureFactory(status="draft"))


@pytest.fixture
def member(activity):
    return StructureMembershipFactory(structure=activity.structure).user


@pytest.fixture
def photo(activity, member):
    return add_photo(activity, read_photo(picture()), description="Une halle lavée", by=member)


def publish(structure):
    structure.status, structure.source = "published", "essai"
    structure.save()


def test_a_photo_sent_twice_is_kept_once(activity, member, photo):
    again = add_photo(activity, read_photo(picture()), description="Une halle lavée", by=member)

    assert again == photo
    assert Photo.objects.count() == 1
    assert [event.action for event in Event.objects.all()] == ["profiles.photo_add"]
    assert (photo.width, photo.height) == (400, 200)


def test_an_activity_shows_so_many_photos(activity, member):
    for side in range(MOST_OF_ACTIVITY):
        add_photo(activity, read_photo(picture(size=(50 + side, 50))), description="Une halle", by=member)

    with pytest.raises(ValidationError, match="6 photos au plus"):
        add_photo(activity, read_photo(picture()), description="De trop", by=member)


@pytest.mark.parametrize("way", ["photo", "activity"])
def test_a_photo_taken_away_leaves_no_file(
    activity, member, photo, way, documents_folder, django_capture_on_commit_callbacks
):
    assert [path for path in documents_folder.rglob("*") if path.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        if way == "photo":
            remove_photo(photo, by=member)
        else:
            remove_activity(activity.structure, activity, by=member)

    assert not Photo.objects.exists()
    assert not [path for path in documents_folder.rglob("*") if path.is_file()]


def test_a_draft_s_photo_is_there_for_its_members_and_validators_alone(client, activity, member, photo):
    address = reverse("profiles:photo", args=[photo.uuid])
    assert address == f"/photos/{photo.uuid}.jpg"
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    for user in (member, UserFactory(is_validator=True)):
        client.force_login(user)
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert "private" in answer["Cache-Control"]
        assert opened(answer.getvalue()).size == (400, 200)


def test_a_published_photo_is_everybody_s_and_kept(client, activity, photo):
    publish(activity.structure)
    address = reverse("profiles:photo", args=[photo.uuid])

    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert "public" in first["Cache-Control"]
    assert "max-age=604800" in first["Cache-Control"]
    assert again.status_code == 304
    assert client.post(address).status_code == 405
    first.close()


def test_a_photo_whose_file_is_lost_is_not_found(client, activity, photo):
    publish(activity.structure)
    photo.file.storage.delete(photo.file.name)

    assert client.get(reverse("profiles:photo", args=[photo.uuid])).status_code == 404
