"""How often structures are met: counted in memory, written apart, nobody known."""

import datetime as dt
import subprocess
import sys
import threading

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.urls import reverse

from suppliers import search
from suppliers.models import MonthlyAudience
from suppliers.profiles.audience import audience_of
from suppliers.showing.audience import OPENED, SHOWN, Counter, counter
from tests.factories import (
    ActivityFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
NOVEMBER = dt.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def from_nothing():
    counter.forget()
    yield
    counter.forget()


def counted():
    """What is in the table once it is written: shown, opened, shortlisted of each structure."""
    counter.flush()
    rows = MonthlyAudience.objects.values_list("structure", "shown", "opened", "shortlisted")
    return {key: numbers for key, *numbers in rows}


@pytest.fixture
def two(db):
    made = [ActivityFactory().structure for _ in range(2)]
    search.refresh()
    return made


def test_a_list_a_page_and_a_shortlist_are_counted_apart(client, two):
    first, second = two
    client.get(reverse("directory:list"), headers=BROWSER)
    client.get(first.get_absolute_url(), headers=BROWSER)
    client.get(first.get_absolute_url(), headers=BROWSER)
    for _ in range(2):  # it is there already the second time
        client.post(reverse("sourcing:selection"), {"ajouter": first.pk}, headers=BROWSER)

    assert counted() == {first.pk: [1, 2, 1], second.pk: [1, 0, 0]}


def test_nothing_is_written_while_a_page_is_made(client, two, django_assert_num_queries):
    url = two[0].get_absolute_url()
    client.get(url, headers={"user-agent": "bot"})
    counter.forget()
    with connection.execute_wrapper(refuse_writing):
        client.get(url, headers=BROWSER)
        client.get(reverse("directory:list"), headers=BROWSER)

    assert not MonthlyAudience.objects.exists()
    assert counted()[two[0].pk] == [1, 1, 0]


def refuse_writing(execute, sql, params, many, context):
    assert "monthlyaudience" not in sql
    return execute(sql, params, many, context)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"user-agent": ""},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": "python-requests/2.32"},
        {**BROWSER, "sec-purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_pages_read_ahead_are_left_out(client, two, headers):
    client.get(two[0].get_absolute_url(), headers=headers)
    client.get(reverse("directory:list"), headers=headers)

    assert counted() == {}


def test_a_head_is_nobody(client, two):
    client.head(two[0].get_absolute_url(), headers=BROWSER)

    assert counted() == {}


def test_what_a_browser_shows_again_is_counted_once(client, two):
    url = two[0].get_absolute_url()
    client.get(url, headers=BROWSER)  # gives the cookie without which a page is not kept
    tag = client.get(url, headers=BROWSER).headers["ETag"]
    again = client.get(url, headers={**BROWSER, "if-none-match": tag})

    assert again.status_code == 304
    assert counted() == {two[0].pk: [0, 2, 0]}


def test_members_count_elsewhere_and_not_at_home(client, two):
    member = StructureMembershipFactory(structure=two[0])
    client.force_login(member.user)
    for structure in two:
        client.get(structure.get_absolute_url(), headers=BROWSER)

    assert counted() == {two[1].pk: [0, 1, 0]}


@pytest.mark.parametrize("role", ["is_staff", "is_validator", "is_superuser"])
def test_who_runs_the_site_is_left_out(client, two, role):
    client.force_login(UserFactory(**{role: True}))
    client.get(two[0].get_absolute_url(), headers=BROWSER)

    assert counted() == {}


def test_pages_without_results_count_nobody(client, two):
    for query in ["q=rienquiexiste", "secteur=inconnu", "page=99&q=zzzzz"]:
        client.get(f"{reverse('directory:list')}?{query}", headers=BROWSER)

    assert counted() == {}


def test_counts_add_up_and_are_written_in_one_statement(two, django_assert_num_queries):
    mine = Counter()
    for _ in range(3):
        mine.add([one.pk for one in two], SHOWN, month=NOVEMBER, user_id=0)
        mine.add([two[0].pk], OPENED, month=NOVEMBER, user_id=7)
        with django_assert_num_queries(1):
            mine.flush()
    with django_assert_num_queries(0):
        assert mine.flush() == 0

    assert counted() == {two[0].pk: [3, 3, 0], two[1].pk: [3, 0, 0]}


def test_a_structure_that_has_gone_takes_nothing_with_it(two):
    gone = StructureFactory()
    counter.add([gone.pk, two[0].pk], SHOWN, month=NOVEMBER, user_id=0)
    gone.delete()

    assert counted() == {two[0].pk: [1, 0, 0]}


def test_a_month_has_its_own_row(client, two):
    for day in ["2026-11-30 22:59Z", "2026-11-30 23:01Z"]:  # midnight in Paris is between them
        with time_machine.travel(day, tick=False):
            client.get(two[0].get_absolute_url(), headers=BROWSER)
    counter.flush()

    assert set(MonthlyAudience.objects.values_list("month", "opened")) == {
        (NOVEMBER, 1),
        (dt.date(2026, 12, 1), 1),
    }


def test_what_could_not_be_written_is_kept(two):
    mine = Counter()
    mine.add([two[0].pk], SHOWN, month=NOVEMBER, user_id=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SAVEPOINT before; ALTER TABLE suppliers_monthlyaudience RENAME TO away; SAVEPOINT gone"
        )
        assert mine.flush() == 0
        cursor.execute("ROLLBACK TO before")
    mine.add([two[0].pk], SHOWN, month=NOVEMBER, user_id=0)

    assert mine.flush() == 1
    assert MonthlyAudience.objects.get().shown == 2


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_write_the_same_lose_nothing():
    keys = [StructureFactory(published=True).pk for _ in range(20)]

    def process(in_order):
        mine = Counter()
        for _ in range(10):
            mine.add(in_order, SHOWN, month=NOVEMBER, user_id=0)
            mine.flush()
        connection.close()

    threads = [threading.Thread(target=process, args=[order]) for order in (keys, keys[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(MonthlyAudience.objects.values_list("shown", flat=True)) == {20}


@pytest.mark.django_db(transaction=True)
def test_a_process_writes_by_itself_and_when_it_ends(settings):
    key = StructureFactory(published=True).pk
    code = f"""
import django, datetime
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = {connection.settings_dict["NAME"]!r}
settings.AUDIENCE_SECONDS = 3600
from suppliers.showing.audience import counter, SHOWN
counter.add([{key}], SHOWN, month=datetime.date(2026, 11, 1), user_id=0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert MonthlyAudience.objects.get().shown == 1


def test_the_last_twelve_months_are_told_empty_ones_too(two, django_assert_num_queries):
    for month, shown in [((2025, 11, 1), 9), ((2025, 12, 1), 3), ((2026, 11, 1), 5)]:
        MonthlyAudience.objects.create(structure=two[0], month=dt.date(*month), shown=shown)
    MonthlyAudience.objects.create(structure=two[1], month=NOVEMBER, shown=7)
    with django_assert_num_queries(1):
        months = audience_of(two[0], today=dt.date(2026, 11, 26))

    assert [month.shown for month in months] == [3, *[0] * 10, 5]
    assert (months[0].first, months[-1].first) == (dt.date(2025, 12, 1), NOVEMBER)


def draw(months):
    source = '{% from "suppliers/registration/_audience.html" import audience %}{{ audience(months) }}'
    return engines["jinja2"].from_string(source).render({"months": months})


def test_the_drawing_has_a_table_that_says_the_same(two):
    MonthlyAudience.objects.create(structure=two[0], month=NOVEMBER, shown=1200, opened=30)
    html = draw(audience_of(two[0], today=dt.date(2026, 11, 26)))

    assert html.count("<rect") == 36
    assert html.count("<tr>") == 13
    assert '<th scope="row">novembre 2026 (en cours)</th><td>1\u202f200</td><td>30</td><td>0</td>' in html
    assert "style=" not in html


def test_a_structure_nobody_has_met_has_a_flat_drawing(two):
    html = draw(audience_of(two[0], today=dt.date(2026, 11, 26)))

    assert html.count('height="0.4"') == 36
