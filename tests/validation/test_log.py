import csv
import datetime as dt
import io
import re

import pytest
from django.utils import timezone

from suppliers.models import Event, ReviewKind, Territory
from suppliers.profiles.queue import submit
from suppliers.validation.actions import decide
from suppliers.validation.contract import Decision
from tests.factories import StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
URL, CSV = "/validation/journal/", "/validation/journal.csv"


@pytest.fixture
def signed_in(client, validator):
    client.force_login(validator)
    return client


def told(by=None, structure=None, days=0, **values):
    event = Event.objects.record(
        values.pop("action", "profiles.change"),
        by=by,
        structure=structure or StructureFactory(published=True),
        **values,
    )
    Event.objects.filter(pk=event.pk).update(at=timezone.now() - dt.timedelta(days=days))
    return event


def shown(client, **asked):
    return numbers_in(client.get(URL, asked).content.decode())


def numbers_in(html):
    return [int(number) for number in re.findall(r'id="evenement-(\d+)"', html)]


def test_log_says_who_did_what_and_what_it_changed(signed_in, validator):
    told(
        validator, StructureFactory(name="La Brosse"), before={"phone": ""}, after={"phone": "01 99 00 12 34"}
    )

    html = signed_in.get(URL).content.decode()

    assert "<b>Animatrice</b> a modifié la fiche · " in html
    assert "Téléphone public" in html
    assert "01 99 00 12 34" in html


def test_log_filters_by_account_action_structure_and_period(signed_in, validator):
    structure = StructureFactory(published=True)
    mine = told(validator, structure, days=3)
    site = told(None, days=2, action="imports.agree")
    today = timezone.localdate()

    assert shown(signed_in) == [site.pk, mine.pk]
    assert shown(signed_in, compte=validator.pk) == [mine.pk]
    assert shown(signed_in, compte="site") == [site.pk]
    assert shown(signed_in, action="imports.agree") == [site.pk]
    assert shown(signed_in, structure=f"{structure.siret[:9]} {structure.siret[9:]}") == [mine.pk]
    assert shown(signed_in, structure=f"a-{structure.pk}") == [mine.pk]
    assert shown(signed_in, du=today - dt.timedelta(days=2)) == [site.pk]
    assert shown(signed_in, au=f"{today - dt.timedelta(days=3):%d/%m/%Y}") == [mine.pk]


def test_log_of_a_structure_holds_that_of_those_merged_into_it(signed_in):
    kept = StructureFactory(published=True)
    merged = StructureFactory(status="hidden", merged_into=kept)
    event = told(structure=merged)

    assert shown(signed_in, structure=kept.pk) == [event.pk]


@pytest.mark.parametrize("name", ["compte", "action", "structure", "du", "au", "avant"])
@pytest.mark.parametrize(
    "value", ["\0", "9" * 40, "é", "0001-01-01", "99999999999999_1", "'; --", "nan_1", "1e999_3"]
)
def test_log_asked_with_nonsense_says_so(signed_in, name, value):
    told()
    response = signed_in.get(URL, {name: value})
    assert response.status_code == 200
    if name != "avant" and value != "\0":
        assert "Ce filtre n’est pas appliqué." in response.content.decode()


def test_log_goes_on_where_the_page_before_has_ended(signed_in):
    structure = StructureFactory()
    now = timezone.now()
    Event.objects.bulk_create(Event(action="profiles.change", structure=structure) for _ in range(120))
    Event.objects.update(at=now)  # all at once: the number tells them apart
    seen, asked = [], ""
    for _ in range(3):
        html = signed_in.get(f"{URL}?{asked}").content.decode()
        seen += numbers_in(html)
        asked = "".join(re.findall(r'rel="next" href="\?([^"]*)"', html))
    assert seen == sorted(Event.objects.values_list("pk", flat=True), reverse=True)
    assert asked == ""


@pytest.mark.parametrize("how_many", [2, 40])
def test_log_query_count_is_flat(signed_in, validator, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        told(validator, before={"territory_id": Territory.objects.first().pk}, after={"territory_id": None})
    with django_assert_max_num_queries(12):
        signed_in.get(URL)


def test_log_offers_to_undo_what_can_be_undone(signed_in, validator):
    structure = StructureFactory(status="pending")
    item = submit(ReviewKind.STRUCTURE, structure)[0]
    event = decide(item, Decision.APPROVE, by=validator, seen_version=0)
    address = f"/validation/{item.pk}/annuler/{event.pk}/"

    assert address in signed_in.get(URL).content.decode()
    Event.objects.filter(pk=event.pk).update(at=timezone.now() - dt.timedelta(days=31))
    assert address not in signed_in.get(URL).content.decode()


def test_log_of_a_limited_validator_is_that_of_their_territories(client, limited):
    paris = Territory.objects.get(code="75056")
    theirs = told(structure=StructureFactory(territory=paris))
    told()
    client.force_login(limited)
    assert shown(client) == [theirs.pk]
    assert len(lines_of(client.get(CSV))) == 2


def lines_of(response):
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_log_as_a_file_neutralises_formulas(signed_in):
    told(UserFactory(first_name="=1+1", last_name=""), StructureFactory(name="@SUM(A1)"), note="-2+3\t")

    titles, line = lines_of(signed_in.get(CSV))

    assert titles[:4] == ["Le", "Par", "Action", "Structure"]
    assert (line[1], line[3], line[6]) == ("'=1+1", "'@SUM(A1)", "'-2+3\t")


def test_log_is_for_validators(client, db):
    for url in (URL, CSV):
        assert client.get(url).status_code == 302
    client.force_login(UserFactory())
    for url in (URL, CSV):
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("siret", ["00000000000018", "73282932000074"])
def test_a_siret_in_the_file_is_its_digits_and_is_found_again(signed_in, siret):
    event = told(structure=StructureFactory(published=True, siret=siret))

    file = b"".join(signed_in.get(CSV).streaming_content).decode("utf-8-sig")

    written = next(csv.DictReader(io.StringIO(file), delimiter=";"))["SIRET"]
    assert written == siret
    assert shown(signed_in, structure=written) == [event.pk]


@pytest.mark.parametrize("chosen", ["", "profiles.answer", "registration.answer"])
def test_a_sentence_of_two_rooms_is_one_entry_for_both(signed_in, chosen):
    both = [told(action=action).pk for action in ("profiles.answer", "registration.answer")]
    told()

    page = signed_in.get(URL, {"action": chosen}).content.decode()

    listed = re.findall(r"<option[^>]*>([^<]+)</option>", page.split('id="action"')[1].split("</select>")[0])
    assert len(listed) == len(set(listed))
    assert listed.count("A répondu à la question") == 1
    if chosen:
        assert f'<option value="{chosen}" selected>' in page
        assert sorted(numbers_in(page)) == both


def test_what_is_said_of_a_certification_or_an_activity_has_its_own_words(signed_in):
    said = {"kind": "EA", "valid_from": "2025-01-01", "number": "", "target_share": 69.8}
    told(action="registration.propose", after=said)
    told(
        action="profiles.activity_change",
        before={"activity": 3, "radius_km": 5},
        after={"activity": 3, "radius_km": 20},
    )

    page = signed_in.get(URL).content.decode()

    assert "1er janvier 2025" in page and "Entreprise adaptée" in page and "69,8\u00a0%" in page
    for raw in ("valid_from", "radius_km", "<dt>kind", "rien</span> → <span"):
        assert raw not in page
