"""The queue's page: who sees it, what it filters and counts, in how many questions."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from suppliers.models import ErrorReport, ReviewItem, ReviewKind, ReviewStatus, Territory
from tests.factories import (
    CertificationFactory,
    ReviewItemFactory,
    StructureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
QUEUE = "/validation/"


def names(page):
    return re.findall(r"data-atlas-row>([^<]+)</a>", page.text)


def total(page):
    return int(re.search(r'role="status" data-count="(\d+)"', page.text)[1])


def counts(page, name):
    """{value: count} of a filter, from the links of the page."""
    block = page.text.split(f'id="filtre-{name}"')[1].split("</nav>")[0]
    return {
        label.split("<")[0]: int(count)
        for label, count in re.findall(r"<span>(.*?)</span><b>([\d\u202f]+)</b>", block)
    }


@pytest.fixture
def mixed(validator, other_validator):
    """Of several kinds, ages, states and places."""
    paris = Territory.objects.get(code="75111")
    now = timezone.now()
    for name, kind, place, days, by, status in [
        ("A", "structure", None, 100, None, "waiting"),
        ("B", "claim", paris, 40, validator, "waiting"),
        ("C", "change", None, 10, other_validator, "asked"),
        ("D", "structure", paris, 1, None, "waiting"),
    ]:
        structure = StructureFactory(name=name, **({"territory": paris} if place else {}))
        made = ReviewItemFactory(structure=structure, kind=kind, assigned_to=by, status=status)
        ReviewItem.objects.filter(pk=made.pk).update(created_at=now - dt.timedelta(days))
    closed = ReviewItemFactory(structure=StructureFactory(name="E"))
    ReviewItem.objects.filter(pk=closed.pk).update(status="approved", decided_at=now)


def test_a_visitor_is_sent_to_sign_in_and_a_member_is_told(client, member):
    response = client.get(f"{QUEUE}?nature=claim")
    assert response.status_code == 302
    assert "next=/validation/%3Fnature%3Dclaim" in response.url

    client.force_login(member)
    refused = client.get(QUEUE)
    assert refused.status_code == 403
    assert "Vous n’avez pas accès à cette page" in refused.text


def test_validators_and_admins_come_in(client, validator, admin_client):
    client.force_login(validator)
    assert client.get(QUEUE).status_code == 200
    assert admin_client.get(QUEUE).status_code == 200


def test_what_waits_is_listed_the_oldest_first(client, validator, mixed):
    client.force_login(validator)
    page = client.get(QUEUE)

    assert names(page) == ["A", "B", "C", "D"]
    assert total(page) == 4


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nature=structure", ["A", "D"]),
        ("etat=asked", ["C"]),
        ("anciennete=avant", ["A"]),
        ("anciennete=trimestre", ["B"]),
        ("anciennete=mois", ["C"]),
        ("anciennete=semaine", ["D"]),
        ("suivi=moi", ["B"]),
        ("suivi=personne", ["A", "D"]),
        ("suivi=autres", ["C"]),
        ("territoire=75056", ["B", "D"]),
        ("territoire=93", ["A", "C"]),
        ("nature=structure&territoire=75", ["D"]),
        ("nature=report", []),
    ],
)
def test_a_filter_keeps_what_it_says_and_counts_it(client, validator, mixed, query, expected):
    client.force_login(validator)
    page = client.get(f"{QUEUE}?{query}")

    assert names(page) == expected
    assert total(page) == len(expected)


def test_each_filter_counts_with_the_others_applied_and_not_itself(client, validator, mixed):
    client.force_login(validator)
    page = client.get(f"{QUEUE}?nature=structure&territoire=93")

    assert counts(page, "nature") == {"Nouvelle structure": 1, "Modification proposée": 1}
    assert counts(page, "suivi") == {"Par personne": 1}
    assert re.search(r'value="75">[^<]*: 1</option>', page.text)
    assert re.search(r'value="93" selected>[^<]*: 1</option>', page.text)


@pytest.mark.parametrize(
    "query",
    ["nature=zzz", "territoire=zzzzz", "territoire=%00", "suivi=<b>", "anciennete=1", "etat=approved"],
)
def test_a_filter_that_does_not_exist_is_said_and_not_applied(client, validator, mixed, query):
    client.force_login(validator)
    page = client.get(f"{QUEUE}?{query}")

    assert "Ce filtre n’est pas appliqué" in page.text
    assert total(page) == 4
    assert "<b>&lt;" not in page.text


@pytest.mark.parametrize("number", ["0", "-1", "99999", "１", "abc", "10" * 30, "%00"])
def test_any_page_number_shows_a_page(client, validator, mixed, number):
    client.force_login(validator)
    assert names(client.get(f"{QUEUE}?page={number}")) == ["A", "B", "C", "D"]


def test_a_validator_of_a_territory_sees_only_what_stands_there(client, limited, mixed):
    client.force_login(limited)
    page = client.get(QUEUE)

    assert names(page) == ["B", "D"]
    assert counts(page, "nature") == {"Nouvelle structure": 1, "Revendication": 1}


def test_import_differences_are_filtered_by_field_and_then_chosen(client, validator):
    for key, how_many in (("website", 2), ("name", 1)):
        for _ in range(how_many):
            ReviewItemFactory(kind="import", key=key, data={"fields": {key: {"before": "a", "after": "b"}}})
    client.force_login(validator)

    assert 'name="element"' not in client.get(f"{QUEUE}?nature=import").text
    page = client.get(f"{QUEUE}?nature=import&champ=website")
    assert total(page) == 2
    assert page.text.count('name="element"') == 2
    assert counts(page, "nature") == {"Écart avec un import": 3, "Site web": 2, "Nom": 1}


def test_pages_hold_fifty_and_keep_the_filters(client, validator):
    ReviewItemFactory.create_batch(60, kind="claim")
    client.force_login(validator)
    first, second = client.get(f"{QUEUE}?nature=claim"), client.get(f"{QUEUE}?nature=claim&page=2")

    assert (len(names(first)), len(names(second))) == (50, 10)
    assert not set(names(first)) & set(names(second))
    assert "?nature=claim&amp;page=2" in first.text


@pytest.mark.parametrize("how_many", [2, 40])
def test_the_number_of_questions_is_flat(client, validator, how_many):
    for kind in (ReviewKind.STRUCTURE, ReviewKind.CLAIM, ReviewKind.CHANGE):
        ReviewItemFactory.create_batch(how_many // 2, kind=kind, assigned_to=UserFactory())
    for _ in range(how_many // 2):
        row = CertificationFactory(verification="declared")
        ReviewItemFactory(kind="certification", structure=row.structure, certification=row, key="row-1")
        ReviewItemFactory(kind="certification", key="new", data={"certification": {"kind": "ESAT"}})
        said = ErrorReport.objects.create(structure=row.structure, kind="closed")
        ReviewItemFactory(kind="report", structure=row.structure, report=said)
        ReviewItemFactory(kind="duplicate", other=StructureFactory())
    client.force_login(validator)
    client.get(QUEUE)

    with CaptureQueriesContext(connection) as asked:
        client.get(QUEUE)

    assert len(asked) <= 11


def test_names_are_text_whatever_they_hold(client, validator):
    ReviewItemFactory(
        structure__name='<script>alert("x")</script>', message="<img src=x onerror=alert(1)>", kind="claim"
    )
    client.force_login(validator)
    page = client.get(QUEUE)

    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text


def test_what_waits_for_the_structure_says_so(client, validator):
    ReviewItemFactory(status=ReviewStatus.ASKED)
    client.force_login(validator)
    assert "attend la structure" in client.get(QUEUE).text


def test_a_certification_that_a_list_contradicts_says_so(client, validator):
    ReviewItemFactory(kind="certification", data={"missing_from_list_of": "2025-06-10"})
    ReviewItemFactory(kind="certification", data={"missing_from_list_of": "hier"})
    client.force_login(validator)

    assert client.get(QUEUE).text.count("absente de la liste officielle du 10 juin 2025") == 1


def test_nothing_else_waits_is_said_of_the_whole_queue_alone(client, validator, mixed):
    client.force_login(validator)

    page = client.get("/validation/?nature=claim").content.decode()

    assert ">1 élément</b> avec ces filtres." in page
    assert "rien d’autre" not in page


def test_what_the_structure_has_answered_says_so(client, validator, mixed):
    said = {"exchange": [{"question": "Où ?", "answer": "Ici."}]}
    ReviewItem.objects.filter(kind="change").update(data=said, status="waiting")
    client.force_login(validator)

    assert client.get("/validation/?nature=change").content.decode().count("la structure a répondu") == 1
    assert "la structure a répondu" not in client.get("/validation/?nature=claim").content.decode()
