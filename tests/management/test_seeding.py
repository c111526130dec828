"""The generator of fictional structures, before anything is written."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from stdnum.fr import siren, siret

from suppliers.management.seeding import Plan, generate
from suppliers.management.seeding.activities import read_offers
from suppliers.management.seeding.certifications import STATES
from suppliers.management.seeding.identifiers import rna_number, siren_number, siret_number
from suppliers.management.seeding.names import spells_a_real_name
from suppliers.management.seeding.profiles import PROFILES
from suppliers.management.seeding.themes import THEMES
from suppliers.models import LegalForm, Sector
from suppliers.procurement.certificates import Certificate, State, exceeds_legal_maximum, state_at
from suppliers.territories.names import name_key

TODAY = dt.date(2026, 11, 24)
REAL_FILE = settings.ROOT.parent / "shared" / "data" / "siae_2020.csv"


@pytest.fixture(scope="module")
def drafts(django_db_setup, django_db_blocker):
    """1,200 structures, drawn once for the module."""
    with django_db_blocker.unblock():
        drawn = list(generate(Plan(1200), TODAY))
        families = dict(LegalForm.objects.values_list("code", "family"))
    for draft in drawn:
        draft.columns["family"] = families[draft.columns["legal_form_id"]]
    return drawn


def names_of(drafts):
    return [draft.columns["brand"] or draft.columns["name"] for draft in drafts]


@pytest.mark.django_db
def test_generate_twice_gives_the_same_content():
    assert list(generate(Plan(200), TODAY)) == list(generate(Plan(200), TODAY))
    assert names_of(generate(Plan(50, seed=1), TODAY)) != names_of(generate(Plan(50, seed=2), TODAY))


@pytest.mark.django_db
def test_generate_on_another_day_changes_dates_only():
    today, later = (list(generate(Plan(200), day)) for day in (TODAY, TODAY + dt.timedelta(days=400)))
    assert [d.columns["description"] for d in today] == [d.columns["description"] for d in later]
    assert [d.activities for d in today] == [d.activities for d in later]
    assert [[c.kind for c in d.certifications] for d in today] == [
        [c.kind for c in d.certifications] for d in later
    ]


def test_generate_mirrors_the_families_of_the_sector(drafts):
    families = Counter(draft.columns["family"] for draft in drafts)
    assert 0.70 < families["association"] / 1200 < 0.80
    assert 0.08 < families["cooperative"] / 1200 < 0.16
    assert set(families) == {
        "association", "cooperative", "mutuelle", "fondation", "societe_commerciale_ess", "",
    }  # fmt: skip
    assert 0 < families[""] < 40  # public bodies


def test_generate_gives_forms_that_the_kinds_allow(drafts):
    for draft in drafts:
        kinds = {item.kind for item in draft.certifications}
        form = draft.columns["legal_form_id"]
        assert "AI" not in kinds or form == "9222"
        assert "GEIQ" not in kinds or form == "9223"
        assert "ESAT" not in kinds or form in ("9220", "9230", "7366")
        assert not kinds & {"ESS_STATUT", "ESUS"} or form[0] != "7"
        assert draft.columns["is_public_body"] == (form[0] == "7")
        assert "TIH" not in kinds


def test_generate_calls_associations_so_and_nobody_else(drafts):
    others = [draft for draft in drafts if draft.columns["family"] != "association"]
    assert others
    for draft in others:
        assert "ssociation" not in draft.columns["description"], draft.columns["name"]


def test_generate_supplies_labour_only_where_the_kind_does(drafts):
    for draft in drafts:
        types = {item.service_type for item in draft.activities}
        if {"ETTI", "AI", "EATT"} & {item.kind for item in draft.certifications}:
            assert types == {"mise-a-disposition"}
        assert 1 <= len(draft.activities) <= 4


def test_generate_gives_an_esat_named_after_gardens_green_spaces(drafts):
    gardens = [d for d, name in zip(drafts, names_of(drafts), strict=True) if "Les Jardins " in name]
    assert gardens
    for draft in gardens:
        assert draft.activities[0].sectors[0] in THEMES["jardin"].sectors


def test_generate_shows_certificates_in_every_state(drafts):
    found = [item for draft in drafts for item in draft.certifications]
    states = {state_of(item) for item in found}
    assert states == set(State)
    assert any(item.renewal_declared for item in found)
    assert any(item.revoked_on for item in found)
    assert any(item.annex_year == TODAY.year - 1 for item in found)
    siae = [item for item in found if item.kind in ("EI", "ACI")]
    assert any(item.target_share is None for item in siae)
    assert any(item.target_share is not None and item.target_share < 50 for item in siae)
    valid = sum(state_of(item) is State.VALID for item in siae)
    assert 0.5 < valid / len(siae) < 0.9


def test_generate_keeps_periods_within_the_law(drafts):
    for draft in drafts:
        for item in draft.certifications:
            assert not exceeds_legal_maximum(item.kind, item.valid_from, item.valid_until)


def test_generate_shares_certificates_of_the_legal_unit(drafts):
    units = Counter((draft.columns["siret"] or "")[:9] for draft in drafts)
    assert sum(count > 1 for unit, count in units.items() if unit) > 30
    for draft in drafts:
        if {"ESUS", "GEIQ"} & {item.kind for item in draft.certifications} and draft.columns["siret"]:
            assert draft.columns["siret"][9:13] == "0001"


def test_generate_knows_some_structures_by_rna_alone(drafts):
    without = [draft.columns for draft in drafts if draft.columns["siret"] is None]
    assert 10 < len(without) < 90
    assert all(columns["rna"].startswith("W00") for columns in without)


def test_generate_leaves_few_closed_and_few_unpublished(drafts):
    statuses = Counter(draft.columns["status"] for draft in drafts)
    assert set(statuses) == {"published", "pending", "hidden", "draft"}
    assert statuses["published"] > 1100
    assert 0 < sum(draft.columns["admin_state"] == "F" for draft in drafts) < 40


def test_generate_never_says_more_people_included_than_employed(drafts):
    for draft in drafts:
        posts, headcount = draft.columns["inclusion_posts"], draft.columns["headcount"]
        assert posts is None or posts <= headcount


def test_generate_says_what_some_can_take_on(drafts):
    open_to = Counter(draft.columns["open_to_cocontracting"] for draft in drafts)
    assert all(open_to[value] > 120 for value in (True, False, None))
    assert open_to[True] > open_to[False]
    for name in ("largest_order_excl_tax", "simultaneous_sites"):
        said = [draft.columns[name] for draft in drafts if draft.columns[name] is not None]
        assert 250 < len(said) < 800
        assert min(said) >= 1
    sites = [draft for draft in drafts if draft.columns["simultaneous_sites"]]
    assert all("prestation" in {item.service_type for item in draft.activities} for draft in sites)


def test_generate_writes_no_address_that_reaches_somebody(drafts):
    for draft in drafts:
        columns = draft.columns
        assert columns["email"] == "" or columns["email"].endswith(".example.org")
        assert columns["website"] == "" or columns["website"].endswith(".example.org/")
        assert columns["phone"] == "" or columns["phone"].startswith("01 99 00 ")


def test_generate_dates_nothing_in_the_future_but_ends(drafts):
    for draft in drafts:
        for name in ("confirmed_on", "source_date", "left_list_on"):
            assert draft.columns[name] is None or draft.columns[name] <= TODAY
        for item in draft.certifications:
            for day in (item.verified_on, item.revoked_on, item.listed_on):
                assert day is None or day <= TODAY
    ages = [(TODAY - d.columns["confirmed_on"]).days for d in drafts if d.columns["confirmed_on"]]
    assert min(ages) < 30 and max(ages) > 700


def test_names_are_each_given_once(drafts):
    assert len(set(names_of(drafts))) == 1200


def test_names_are_not_those_of_the_sector(drafts):
    for draft in drafts:
        assert not spells_a_real_name(f"{draft.columns['name']} {draft.columns['brand']}")
    assert spells_a_real_name("Emmaüs du Canal")
    assert spells_a_real_name("La Table de Cana – Gennevilliers")


def test_names_are_not_those_of_a_real_file(drafts):
    if not REAL_FILE.exists():
        pytest.skip("siae_2020.csv is not beside the repository")
    with REAL_FILE.open(encoding="utf-8", newline="") as file:
        real = {name_key(row[column]) for row in csv.DictReader(file) for column in ("name", "brand")}
    drawn = {name_key(draft.columns[column]) for draft in drafts for column in ("name", "brand")}
    assert not (real & drawn) - {""}


def test_identifiers_are_valid_and_belong_to_nobody():
    numbers = [siren_number(unit) for unit in (0, 1, 19_994, 19_995, 100_000, 319_994)]
    assert all(siren.is_valid(number) for number in numbers)
    assert numbers[2] < "000199968"
    assert all("002000000" <= number <= "004999999" for number in numbers[3:])
    assert siren_number(319_995) is None
    assert all(siret.is_valid(siret_number(number, rank)) for number in numbers for rank in (1, 2, 37))
    assert len(rna_number(1_234)) == 10


@pytest.mark.django_db
def test_offers_cover_every_sector_that_is_sold():
    offers = read_offers(Path(settings.FIXTURES) / "demo" / "offers.csv")
    assert set(offers) == set(Sector.objects.sold().values_list("code", flat=True))
    assert {sector for theme in THEMES.values() for sector in theme.sectors} | {
        "interim-mise-a-disposition"
    } == set(offers)


def test_profiles_add_up():
    assert sum(profile.weight for profile in PROFILES.values()) == 1000
    assert sum(STATES.values()) == 100
    assert {trade for profile in PROFILES.values() for trade in profile.trades} <= set(THEMES)


def state_of(item):
    names = ("valid_from", "valid_until", "verification", "verified_on", "revoked_on", "listed_on")
    values = {name: getattr(item, name) for name in names}
    certificate = Certificate(kind=item.kind, scope="siret", **values)
    return state_at(certificate, TODAY, listing_window_months=settings.LISTING_WINDOW_MONTHS)
