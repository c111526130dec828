"""Attempts are counted, for all processes at once, and nothing says whether an address has an account."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from tests.accounts.conftest import PASSWORD, make_person, sign_in

pytestmark = pytest.mark.usefixtures("shared_cache")
TOO_MANY = "Trop d’essais"


def statuses(times: int, path: str, data, **headers: str) -> list[int]:
    client = Client()
    filled = [data(number) if callable(data) else data for number in range(times)]
    return [client.post(path, fields, headers=headers).status_code for fields in filled]


def test_attempts_are_counted_in_the_database():
    assert isinstance(caches["default"], DatabaseCache)


def test_sign_in_is_limited_by_visitor(db):
    found = statuses(31, "/compte/login/", lambda n: {"login": f"n{n}@a.example"})

    assert found == [200] * 30 + [429]


def test_sign_in_is_limited_by_account_whoever_tries(person):
    wrong = {"login": person.email, "password": "pas la bonne phrase"}
    for number in range(5):
        Client().post("/compte/login/", wrong, REMOTE_ADDR=f"192.0.2.{number}")
    right = Client().post("/compte/login/", {**wrong, "password": PASSWORD}, REMOTE_ADDR="192.0.2.99")

    assert "Trop d’essais : attendez cinq minutes" in right.content.decode()


def test_sign_up_is_limited(db):
    new = lambda n: {"email": f"n{n}@a.example", "password1": PASSWORD}  # noqa: E731

    assert statuses(11, "/compte/signup/", new)[-1] == 429
    assert len(mail.outbox) <= 10


@pytest.mark.parametrize(
    ("path", "said"), [("/compte/login/code/", "Trop d’essais"), ("/compte/password/reset/", TOO_MANY)]
)
@pytest.mark.parametrize("address", ["camille@structure.example", "personne@structure.example"])
def test_codes_sent_to_an_address_are_limited_whether_it_is_known_or_not(person, path, said, address):
    answers = [
        Client().post(path, {"email": address}, REMOTE_ADDR=f"192.0.2.{number}") for number in range(4)
    ]

    assert [answer.status_code for answer in answers[:3]] == [302] * 3
    assert said in answers[3].content.decode()
    assert len(mail.outbox) == 3


def test_codes_of_a_second_factor_are_limited(client, boss, with_totp):
    with_totp(boss)
    sign_in(client, boss)
    answers = [client.post("/compte/2fa/authenticate/", {"code": "000000"}) for _ in range(6)]

    assert "Trop d’essais" in answers[-1].content.decode()


def test_the_refusal_is_a_page_of_ours(db):
    client = Client()
    answers = [client.post("/compte/login/", {"login": "x"}) for _ in range(31)]

    assert answers[-1].status_code == 429
    assert "Trop d’essais à la suite" in answers[-1].content.decode()
    assert '<html lang="fr">' in answers[-1].content.decode()


class TestBehindAProxy:
    @pytest.fixture(autouse=True)
    def one_proxy(self, settings, db):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def test_a_forged_header_does_not_escape(self):
        client = Client()
        for number in range(30):
            client.post(
                "/compte/login/", {}, headers={"x-forwarded-for": f"203.0.113.{number}, 198.51.100.7"}
            )
        forged = {"x-forwarded-for": "203.0.113.99, 198.51.100.7"}

        assert client.post("/compte/login/", {}, headers=forged).status_code == 429

    def test_visitors_of_one_proxy_are_told_apart(self):
        client = Client()
        for _ in range(31):
            client.post("/compte/login/", {}, headers={"x-forwarded-for": "198.51.100.7"})

        assert (
            client.post("/compte/login/", {}, headers={"x-forwarded-for": "198.51.100.8"}).status_code == 200
        )

    @pytest.mark.parametrize("header", ["unknown", "", "1.2.3.4, pas une adresse"])
    def test_a_header_that_says_nothing_is_no_breakdown(self, header):
        assert Client().post("/compte/login/", {}, headers={"x-forwarded-for": header}).status_code == 200


def test_without_a_proxy_the_header_is_not_believed(db):
    client = Client()
    found = [
        client.post("/compte/login/", {}, headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code
        for n in range(31)
    ]

    assert found[-1] == 429


def seen(response, address: str) -> tuple[int, str, str]:
    """What somebody sees of an answer, what they typed and the tokens of the page apart."""
    text = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return response.status_code, response.headers.get("Location", ""), text.replace(address, "ADRESSE")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/compte/login/", {"login": "ADRESSE", "password": "pas la bonne phrase"}),
        ("/compte/signup/", {"email": "ADRESSE", "password1": PASSWORD}),
        ("/compte/login/code/", {"email": "ADRESSE"}),
        ("/compte/password/reset/", {"email": "ADRESSE"}),
    ],
)
def test_nothing_says_whether_an_address_has_an_account(db, path, fields):
    make_person("connue")
    known, unknown = "connue@structure.example", "nouvelle@structure.example"
    told = []
    for address in (known, unknown):
        client = Client()
        first = client.post(path, {name: value.replace("ADRESSE", address) for name, value in fields.items()})
        second = client.get(first.url) if first.status_code == 302 else first
        wrong = client.post(first.url, {"code": "AAAA-AAAA"}) if first.status_code == 302 else first
        told.append([seen(answer, address) for answer in (first, second, wrong)])

    assert told[0] == told[1]
    assert {message.to[0] for message in mail.outbox} in (set(), {known, unknown})


@pytest.mark.parametrize("address", ["connue@structure.example", "nouvelle@structure.example"])
def test_sign_up_takes_as_long_whether_the_address_is_known_or_not(db, monkeypatch, address):
    """What takes time is to hash a password: as many times."""
    make_person("connue")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    Client().post("/compte/signup/", {"email": address, "password1": PASSWORD})

    assert len(hashed) == 1
