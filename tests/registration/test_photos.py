"""Photos of an activity: added with what they show, taken away by a button, refused with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from suppliers.models import Photo
from tests.factories import ActivityFactory, StructureFactory
from tests.profiles.images import picture, taken_by_a_phone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_folder")]
SHOWN = "Deux salariés lavent les vitres d’une école"


@pytest.fixture
def activity(drafting):
    return ActivityFactory(structure=drafting.structure)


@pytest.fixture
def address(activity):
    return reverse("registration:activity-photos", args=[activity.structure_id, activity.pk])


def send(member, address, **typed):
    return member.client.post(address, {"image": taken_by_a_phone(), "description": SHOWN} | typed)


def test_a_photo_is_added_and_shown(drafting, address):
    answer = send(drafting, address)

    assert answer.url == address
    photo = Photo.objects.get()
    assert (photo.description, photo.uploaded_by, photo.width) == (SHOWN, drafting.user, 200)
    for page in (address, drafting.url("offre")):
        shown = drafting.client.get(page).content.decode()
        assert f"/photos/{photo.uuid}.jpg" in shown
        assert f'alt="{SHOWN}"' in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"image": ""}, "Choisissez une image."),
        ({"image": SimpleUploadedFile("a.jpg", b"")}, "Ce fichier est vide"),
        ({"image": SimpleUploadedFile("a.jpg", b"GIF89a")}, "n’est pas une image"),
        ({"image": SimpleUploadedFile("a.jpg", b"x" * (11 * 1024 * 1024))}, "10 Mo"),
        ({"description": ""}, "Remplissez ce champ."),
        ({"description": "x" * 161}, "160 caractères au plus"),
        ({"description": "\u200b"}, "Remplissez ce champ."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(drafting, address, typed, said):
    answer = send(drafting, address, **typed)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Photo.objects.exists()


def test_a_photo_is_taken_away_by_its_button(drafting, activity, address):
    send(drafting, address)
    photo = Photo.objects.get()
    button = reverse("registration:photo-remove", args=[activity.structure_id, activity.pk, photo.uuid])

    assert drafting.client.get(button).status_code == 405
    assert drafting.client.post(button).url == address
    assert not Photo.objects.exists()
    assert drafting.client.post(button).status_code == 404


def test_the_photo_of_another_activity_is_not_there(drafting, activity, address):
    send(drafting, address)
    photo = Photo.objects.get()
    mine = ActivityFactory(structure=drafting.structure, position=1)
    theirs = ActivityFactory(structure=StructureFactory(status="draft"))
    for structure, one in [(drafting.structure.pk, mine.pk), (theirs.structure_id, theirs.pk)]:
        button = reverse("registration:photo-remove", args=[structure, one, photo.uuid])
        assert drafting.client.post(button).status_code == 404
    assert Photo.objects.exists()


def test_a_seventh_photo_has_no_form(drafting, activity, address):
    for side in range(6):
        send(drafting, address, image=picture(size=(40 + side, 40)))

    assert 'name="image"' not in drafting.client.get(address).content.decode()
    send(drafting, address)
    assert Photo.objects.count() == 6
