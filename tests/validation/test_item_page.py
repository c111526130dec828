"""What the page of an item shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suppliers.models import Event, ReviewItem, Structure
from suppliers.validation.actions import ask
from suppliers.validation.facts_shown import line
from tests.factories import ReviewItemFactory, StructureFactory, UserFactory
from tests.validation.conftest import (
    KINDS,
    approve,
    change,
    claim,
    declared,
    difference,
    new_structure,
    proposed,
)
from tests.validation.pressing import press, url_of

pytestmark = pytest.mark.django_db


def test_before_and_after_stand_side_by_side_with_what_differs(signed_in, member):
    item = change(member)
    page = signed_in.get(url_of(item)).text

    assert "<del>La Brosse</del>" in page
    assert "<ins>Le Balai</ins>" in page


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("3 rue de Paris", "5 rue de Paris", (["3"], ["5"])),
        ("Nous lavons les vitres.", "Nous lavons bien les vitres.", ([], [" bien"])),
        ("La Brosse", "Le Balai", (["La Brosse"], ["Le Balai"])),
        ("", "Le Balai", ([], ["Le Balai"])),
        ("même", "même", ([], [])),
        ("a " * 3000, "b " * 3000, (["a " * 3000], ["b " * 3000])),
    ],
)
def test_only_what_differs_is_marked(before, after, marked):
    told = line("Nom", before, after)

    assert tuple([part.text for part in side if part.differs] for side in (told.before, told.after)) == marked
    assert "".join(part.text for part in told.before) == before
    assert "".join(part.text for part in told.after) == after


def test_a_territory_and_a_legal_form_are_named(signed_in, member):
    item = change(member)
    item.data["fields"] |= {"legal_form_id": {"before": "9220", "after": "5710"}}
    item.save()
    page = signed_in.get(url_of(item)).text

    assert "Association déclarée" in page
    assert "SAS" in page


def test_both_points_of_an_address_stand_on_the_map(signed_in, member):
    item = change(member)
    item.data["fields"] |= {
        "latitude": {"before": 48.8638, "after": 48.9},
        "longitude": {"before": 2.4485, "after": 2.45},
        "geo_precision": {"before": "housenumber", "after": "street"},
    }
    item.save()
    page = signed_in.get(url_of(item)).text

    assert "Point actuel" in page
    assert "Point proposé" in page
    assert "à la rue" in page
    assert "4,0 km" in page


def test_documents_are_shown_where_they_prove_something(signed_in, member):
    item = declared(member)
    page = signed_in.get(url_of(item)).text

    assert "agrément.pdf" in page
    assert f"/documents/{item.documents.get().uuid}/" in page


def test_establishments_of_the_same_legal_unit_are_named(signed_in, member):
    item = new_structure(member)
    StructureFactory(siret=f"{item.structure.siret[:9]}00027", name="La Sœur", published=True)

    assert "La Sœur" in signed_in.get(url_of(item)).text


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, ""),
        ({"admin_state": "F"}, "fermé"),
        ({"source": "Liste des SIAE", "naf_code": "81.21Z"}, "actif, NAF 81.21Z"),
    ],
    ids=["no list", "closed", "listed"],
)
def test_an_establishment_is_said_active_by_a_list_alone(signed_in, member, facts, told):
    item = new_structure(member)
    Structure.objects.filter(pk=item.structure_id).update(**{"source": "", "field_sources": {}} | facts)
    page = signed_in.get(url_of(item)).text

    assert (f"<dt>Établissement</dt><dd>{told}</dd>" in page) is bool(told)
    assert ("<dt>Établissement</dt>" in page) is bool(told)
    assert ("Aucune liste importée ne parle d’elle." in page) is ("source" not in facts)


def test_the_history_says_who_what_and_when(signed_in, member, validator):
    item = change(member)
    ask(item, "Depuis quand ?", by=validator, seen_version=0)
    page = signed_in.get(url_of(item)).text

    assert "a posé une question" in page
    assert "Depuis quand ?" in page


def test_the_next_item_is_that_of_the_same_filters(signed_in, member):
    first, _other, last = claim(member), change(member), KINDS["report"](member)
    second = ReviewItemFactory(kind="claim")
    page = signed_in.get(f"{url_of(first)}?nature=claim").text

    assert f"/validation/{second.pk}/?nature=claim" in page
    assert f"/validation/{last.pk}/" not in page


def test_what_somebody_writes_stays_text(signed_in, member):
    item = claim(member)
    ReviewItem.objects.update(message="<script>alert(1)</script>")
    Structure.objects.update(name="<img src=x onerror=alert(1)>")
    page = signed_in.get(url_of(item)).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_number_of_questions_does_not_grow_with_the_history(signed_in, member, validator):
    item = change(member)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            signed_in.get(url_of(item))
        return len(asked)

    signed_in.get(url_of(item))
    few = questions()
    for n in range(20):
        after = {"legal_form_id": "5710", "name": f"{n}"}
        Event.objects.record("profiles.change", by=UserFactory(), structure=item.structure, after=after)
        StructureFactory(siret=f"{item.structure.siret[:9]}{90000 + n}")
    assert questions() <= few + 3  # names of what the events changed


def test_the_proposed_certification_is_corrected_with_the_checks_of_the_law(signed_in, member):
    item = proposed(member)

    page = press(signed_in, item, "accepter", valid_until="2060-01-01")
    assert "La loi limite cette certification" in page.text
    done = press(signed_in, item, "accepter", valid_until="2031-12-31")

    assert "C’est accepté" in done.text
    row = item.structure.certifications.get()
    assert (str(row.valid_until), row.proof) == ("2031-12-31", "agrément.pdf")


def test_an_event_of_another_item_is_not_undone_from_here(signed_in, member, validator):
    item, other = difference(member), claim(member)
    event = approve(other, validator)

    assert signed_in.post(url_of(item, f"annuler/{event.pk}/")).status_code == 404
    other.refresh_from_db()
    assert not other.is_open


def test_a_certification_stands_as_it_is_today(signed_in, member):
    page = signed_in.get(url_of(declared(member))).text

    assert "Justificatif reçu" in page
    assert "Vérifiée le" not in page
    assert "Ce qui est déclaré" in page, "nothing else is proposed: it is told once"
    assert "Avant, après" not in page


def test_a_list_that_contradicts_a_certification_is_told_with_its_day(signed_in, member):
    item = declared(member)
    ReviewItem.objects.filter(pk=item.pk).update(data={"missing_from_list_of": "2025-06-10"})

    assert "La liste officielle du 10 juin 2025 ne contient pas" in signed_in.get(url_of(item)).text
