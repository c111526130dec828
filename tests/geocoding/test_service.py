"""The service's answers and failures, over HTTP."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from suppliers.geocoding import service as module
from suppliers.geocoding.service import Service, ServiceAwayError, service
from suppliers.models import Structure
from tests.geocoding.ban_server import HTML, NOTHING, Reply, collection, found

QUESTION = "18 rue Saint-Antoine 93100 Montreuil"
PLACE = found("18 Rue Saint-Antoine 93100 Montreuil", 48.865, 2.455)


def test_service_is_asked_at_its_address_for_one_answer(ban):
    ban.otherwise = PLACE
    service().ask(QUESTION)
    (asked,) = ban.asked
    assert asked["path"] == "/geocodage/search"
    assert asked["query"] == {"q": [QUESTION], "limit": ["1"]}
    assert asked["agent"] == "atlas-ess"


def test_service_default_address_is_the_geoplateforme():
    from atlas import settings as site

    assert (site.BAN_SCHEME, site.BAN_DOMAIN) == ("https", "data.geopf.fr/geocodage")


def test_answer_is_read_in_full(ban):
    ban.otherwise = PLACE
    point = service().ask(QUESTION)
    assert (point.latitude, point.longitude) == (48.865, 2.455)
    assert point.precision == Structure.Precision.HOUSE_NUMBER
    assert (point.score, point.insee_code) == (0.97, "93048")
    assert point.label == "18 Rue Saint-Antoine 93100 Montreuil"


@pytest.mark.parametrize(
    ("kind", "precision"),
    [
        ("housenumber", "housenumber"),
        ("street", "street"),
        ("locality", "street"),
        ("municipality", "commune"),
        ("something new", "commune"),
        (None, "commune"),
    ],
)
def test_answer_type_gives_the_precision(ban, kind, precision):
    ban.otherwise = found("Montreuil", 48.86, 2.44, kind=kind)
    assert service().ask(QUESTION).precision == precision


def test_answer_without_features_is_no_place(ban):
    ban.otherwise = NOTHING
    assert service().ask(QUESTION) is None


def test_question_it_does_not_understand_is_no_place_and_no_failure(ban):
    ban.otherwise = Reply(400, b'{"code":400,"message":"q must contain between 3 and 200 chars"}')
    for _ in range(10):
        assert service().ask("??") is None
    assert not service().is_away


def test_question_is_cut_to_what_the_service_reads(ban):
    service().ask("a" * 500)
    assert ban.questions == ["a" * 200]


FAILURES = {
    "server error": Reply(500, b"oops"),
    "bad gateway": Reply(502, HTML.body),
    "away": Reply(503),
    "page instead of data": HTML,
    "truncated": Reply(body=PLACE.body[:-40]),
    "shorter than announced": Reply(body=b'{"features": [', headers={"Content-Length": "4000"}),
    "empty": Reply(),
    "not an object": Reply(body=b"[1, 2]"),
    "number": Reply(body=b"12"),
    "null": Reply(body=b"null"),
    "not text": Reply(body=b"\xff\xfe\x00\x80", headers={"Content-Type": "application/json; charset=utf-8"}),
    "error as data": Reply(body=b'{"code": 500, "message": "Internal error"}'),
    "features are text": Reply(body=b'{"features": "none"}'),
    "feature is null": collection([None]),
    "feature is empty": collection([{}]),
    "no coordinates": collection([{"geometry": None, "properties": {"score": 1}}]),
    "one coordinate": collection([{"geometry": {"coordinates": [2.4]}, "properties": {"score": 1}}]),
    "coordinates are words": collection(
        [{"geometry": {"coordinates": ["a", "b"]}, "properties": {"score": 1}}]
    ),
    "latitude beyond the pole": collection(
        [{"geometry": {"coordinates": [2, 99]}, "properties": {"score": 1}}]
    ),
    "no properties": collection([{"geometry": {"coordinates": [2.4, 48.8]}}]),
    "score is a word": found("x", 48.8, 2.4, score="high"),
    "score is missing": found("x", 48.8, 2.4, score=None),
}


@pytest.mark.parametrize("reply", FAILURES.values(), ids=FAILURES)
def test_failure_is_the_service_being_away(ban, reply):
    ban.otherwise = reply
    with pytest.raises(ServiceAwayError):
        service().ask(QUESTION)


def test_service_that_is_slow_is_left_after_the_timeout(ban, settings):
    settings.BAN_TIMEOUT = 0.1
    ban.otherwise = Reply(delay=2)
    began = time.monotonic()
    with pytest.raises(ServiceAwayError):
        service().ask(QUESTION)
    assert time.monotonic() - began < 1


def test_answer_that_drips_is_left_at_the_deadline(ban):
    ban.otherwise = Reply(body=PLACE.body, drip=0.05)
    began = time.monotonic()
    with pytest.raises(ServiceAwayError):
        service().ask(QUESTION, seconds=0.2)
    assert time.monotonic() - began < 1


def test_visitors_who_wait_for_a_slow_service_leave_room_for_the_others(ban):
    ban.otherwise = Reply(delay=2)

    def seconds_of(_visitor):
        began = time.monotonic()
        with pytest.raises(ServiceAwayError):
            service().ask(QUESTION, seconds=1)
        return time.monotonic() - began

    with ThreadPoolExecutor(4) as visitors:
        waits = sorted(visitors.map(seconds_of, range(4)))

    assert [wait < 0.8 for wait in waits] == [True, True, False, False]
    ban.otherwise = PLACE
    assert service().ask(QUESTION, seconds=2) is not None  # their places are free again


def test_service_that_nobody_runs_is_away(settings):
    settings.BAN_SCHEME, settings.BAN_DOMAIN = "http", "127.0.0.1:9/geocodage"
    with pytest.raises(ServiceAwayError):
        service().ask(QUESTION)


def test_too_many_requests_is_asked_again_after_a_pause(ban):
    ban.script.extend([Reply(429), PLACE])
    assert service().ask(QUESTION) is not None
    first, second = ban.asked
    assert second["at"] - first["at"] >= 0.05


def test_too_many_requests_pause_is_the_one_asked_for(ban):
    ban.script.extend([Reply(429, headers={"Retry-After": "1"}), PLACE])
    assert service().ask(QUESTION) is not None
    first, second = ban.asked
    assert second["at"] - first["at"] >= 1


@pytest.mark.parametrize("asked", ["3600", "-5", "Wed, 21 Oct 2015 07:28:00 GMT", "soon"])
def test_too_many_requests_pause_is_bounded(ban, monkeypatch, asked):
    monkeypatch.setattr(module, "LONGEST_PAUSE_SECONDS", 0.1)
    ban.script.extend([Reply(429, headers={"Retry-After": asked}), PLACE])
    began = time.monotonic()
    assert service().ask(QUESTION) is not None
    assert time.monotonic() - began < 1


def test_too_many_requests_again_and_again_is_given_up(ban):
    ban.otherwise = Reply(429)
    with pytest.raises(ServiceAwayError):
        service().ask(QUESTION)
    assert len(ban.asked) == 3


def test_too_many_requests_does_not_make_a_page_wait(ban):
    ban.otherwise = Reply(429, headers={"Retry-After": "30"})
    began = time.monotonic()
    with pytest.raises(ServiceAwayError):
        service().ask(QUESTION, seconds=0.5)
    assert time.monotonic() - began < 0.5
    assert len(ban.asked) == 1


def test_outage_is_not_asked_about_for_a_minute(ban):
    ban.otherwise = Reply(503)
    for _ in range(20):
        with pytest.raises(ServiceAwayError):
            service().ask(QUESTION)
    assert len(ban.asked) == module.FAILURES_IN_A_ROW
    assert service().is_away


def test_outage_ends_with_the_first_answer(ban, monkeypatch):
    monkeypatch.setattr(module, "AWAY_SECONDS", 0.1)
    module._service.cache_clear()
    ban.script.extend([Reply(503)] * module.FAILURES_IN_A_ROW)
    ban.otherwise = PLACE
    for _ in range(module.FAILURES_IN_A_ROW):
        with pytest.raises(ServiceAwayError):
            service().ask(QUESTION)
    time.sleep(0.15)
    assert service().ask(QUESTION) is not None
    assert not service().is_away


def test_failures_that_are_not_in_a_row_stop_nothing(ban):
    for _ in range(3):
        ban.script.extend([Reply(503)] * (module.FAILURES_IN_A_ROW - 1) + [PLACE])
    failures = 0
    for _ in range(3 * module.FAILURES_IN_A_ROW):
        try:
            service().ask(QUESTION)
        except ServiceAwayError:
            failures += 1
    assert failures == 3 * (module.FAILURES_IN_A_ROW - 1)
    assert not service().is_away


def test_service_is_asked_no_faster_than_its_pace(ban, settings):
    own = Service(scheme="http", domain=settings.BAN_DOMAIN, timeout=20, per_second=50)
    began = time.monotonic()
    for _ in range(6):
        own.ask(QUESTION)
    assert time.monotonic() - began >= 5 * 0.02  # of our own clock: the first may have waited for its server
    assert len(ban.asked) == 6
