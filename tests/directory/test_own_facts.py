"""What a structure says of itself, on its public page: hours, capacity, photos, whom to ask for."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from suppliers.models import ContactPerson, Photo
from tests.factories import StructureFactory

pytestmark = pytest.mark.django_db
PIECES = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture
def page(client):
    return lambda structure: client.get(structure.get_absolute_url()).content.decode()


def photo_of(structure, **told):
    described = {"description": "Six couturières à l’atelier", "width": 1200, "height": 900, **told}
    return Photo.objects.create(structure=structure, file="ab/x.jpg", **described)


def test_capacity_hours_and_cocontracting_are_told(page):
    html = page(
        StructureFactory(
            published=True,
            opening_hours="Du lundi au vendredi, 9 h – 17 h <b>",
            lead_time_days=1,
            largest_order_excl_tax=1_250_000,
            simultaneous_sites=4,
            open_to_cocontracting=True,
        )
    )

    for said in [
        "<dt>Horaires</dt><dd>Du lundi au vendredi, 9 h – 17 h &lt;b&gt;</dd>",
        "<dt>Délai habituel</dt><dd>1 jour</dd>",
        "<dt>Plus grosse commande possible</dt><dd>1\u202f250\u202f000\u00a0€ HT</dd>",
        "<dt>Chantiers simultanés</dt><dd>jusqu’à 4</dd>",
        "<dt>Cotraitance</dt><dd>oui, ouverte à un groupement</dd>",
    ]:
        assert said in html


def test_what_is_not_known_has_no_title(page):
    html = page(StructureFactory(published=True))

    for title in ["Horaires", "prendre en charge", "Cotraitance", "En images", "À qui s’adresser"]:
        assert title not in html


def test_a_structure_that_bids_alone_says_so(page):
    assert "<dt>Cotraitance</dt><dd>non</dd>" in page(
        StructureFactory(published=True, open_to_cocontracting=False)
    )


def test_photos_keep_their_place_and_say_what_they_show(page):
    structure = StructureFactory(published=True)
    photo = photo_of(structure, description='Un "atelier" <script>')
    html = page(structure)

    assert f'src="/photos/{photo.uuid}.jpg"' in html
    assert 'alt="Un &#34;atelier&#34; &lt;script&gt;"' in html
    assert 'width="1200" height="900" loading="lazy"' in html


def test_a_photo_whose_size_is_unknown_opens_no_file(page):
    structure = StructureFactory(published=True)
    photo_of(structure)
    Photo.objects.update(width=0)

    assert 'alt="Six couturières à l’atelier" loading="lazy"' in page(structure)


def test_somebody_is_named_only_who_has_agreed(page, client):
    structure = StructureFactory(published=True)
    assert "Inès Durand" not in page(structure)

    person = ContactPerson.objects.create(
        structure=structure,
        name="Inès Durand",
        role="Chargée d’affaires",
        email="ines@canal.example",
        phone="0612345678",
        consented_at=timezone.now(),
    )
    html = page(structure)
    for said in ["Inès Durand", "Chargée d’affaires", "mailto:ines@canal.example", "tel:0612345678"]:
        assert said in html
    assert "Inès" not in PIECES.search(html)[1], "agreed for the page, not for machines"

    person.delete()
    assert "Inès Durand" not in page(structure)


@pytest.mark.parametrize("change", ["photo", "person"])
def test_a_page_kept_by_a_browser_is_not_served_once_a_name_or_a_photo_is_withdrawn(client, change):
    structure = StructureFactory(published=True)
    if change == "photo":
        row = photo_of(structure)
    else:
        row = ContactPerson.objects.create(structure=structure, name="Inès", consented_at=timezone.now())
    url = structure.get_absolute_url()
    client.get(url)
    tag = client.get(url).headers["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304

    row.delete()
    assert client.get(url, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("how_many", [0, 6])
def test_the_page_costs_the_same_with_photos_and_a_name(client, how_many, django_assert_num_queries):
    structure = StructureFactory(published=True)
    for _ in range(how_many):
        photo_of(structure)
    if how_many:
        ContactPerson.objects.create(structure=structure, name="Inès", consented_at=timezone.now())
    url = structure.get_absolute_url()
    client.get(url)
    with django_assert_num_queries(3):
        client.get(url)


@pytest.mark.parametrize(
    "facts", [{"siret": "73282932000074"}, {"siret": None, "rna": "W931234567"}, {"siret": None}]
)
def test_a_page_nobody_keeps_leads_to_where_it_is_taken_up(client, page, facts):
    structure = StructureFactory(published=True, **facts)
    link = re.search(r'<p class="claim"><a href="([^"]+)">', page(structure))
    said = client.get(link[1]).content.decode()

    assert "Cette structure est dans l’annuaire" in said
    assert str(structure) in said


def test_a_page_that_is_kept_is_not_offered(page):
    kept = StructureFactory(published=True, claimed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    assert "est la vôtre" not in page(kept)


def hours_of(page, text, **facts):
    said = json.loads(PIECES.search(page(StructureFactory(published=True, opening_hours=text, **facts)))[1])
    return [
        (hours["dayOfWeek"], hours["opens"], hours["closes"])
        for hours in said.get("location", {}).get("openingHoursSpecification", [])
    ]


WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Du lundi au vendredi, de 9 h à 17 h 30", [(WEEK, "09:00", "17:30")]),
        ("lundi-vendredi 8h30-12h00 et 13h30-17h", [(WEEK, "08:30", "12:00"), (WEEK, "13:30", "17:00")]),
        (
            "Du lundi au vendredi : 9h-18h ; le samedi : 10:00–12:30.",
            [(WEEK, "09:00", "18:00"), (["Saturday"], "10:00", "12:30")],
        ),
    ],
)
def test_machines_are_told_hours_that_are_plain(page, text, said):
    assert hours_of(page, text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sur rendez-vous",
        "Du lundi au vendredi, de 9 h à 17 h, sauf en août",
        "Du lundi au vendredi, de 9 h à 17 h ; fermé le mercredi",
        "De 9 h à 17 h",
        "Du lundi au vendredi, de 17 h à 9 h",
        "Du vendredi au lundi, de 9 h à 17 h",
        "lundi 9h-25h",
        "lundi 9h-17h99",
        "lundi ٩h-17h",
    ],
)
def test_machines_are_told_nothing_that_could_be_misread(page, text):
    assert hours_of(page, text) == []


def test_hours_are_those_of_a_place_that_is_known(page):
    assert hours_of(page, "lundi 9h-17h", geo_precision="commune") == []
