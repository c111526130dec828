import datetime as dt

import pytest
from django.utils import timezone

from suppliers.models import ReviewItem, Territory
from suppliers.validation.figures import Figures, days_in_words
from tests.factories import ReviewItemFactory, StructureFactory, UserFactory

from .test_log import lines_of

pytestmark = pytest.mark.django_db
URL = "/validation/chiffres/"


def item(days=0, decided=None, **values):
    """One received so many days ago, decided so many days later."""
    received = timezone.now() - dt.timedelta(days=days)
    if decided is not None:
        values |= {
            "status": values.get("status", "approved"),
            "decided_at": received + dt.timedelta(days=decided),
        }
    made = ReviewItemFactory(**values)
    ReviewItem.objects.filter(pk=made.pk).update(created_at=received)
    return made


def table(user, slug):
    return next(one.rows for one in Figures(user).tables() if one.slug == slug)


def test_figures_count_what_waits_and_since_when(validator):
    item(days=9)
    item(days=4, status="asked")
    item(days=2, kind="change")
    assert table(validator, "attente") == [
        ["Nouvelle structure", 2, 1, "9 jours"],
        ["Modification proposée", 1, 0, "2 jours"],
    ]


def test_figures_give_the_median_of_a_year_of_decisions(validator):
    for decided in (1, 3, 20):
        item(days=30, decided=decided)
    item(days=30, decided=5, status="refused", reason="not_ess")
    item(days=500, decided=100)
    assert table(validator, "decisions") == [["Nouvelle structure", 4, "4 jours", 1, "25\u00a0%"]]
    assert table(validator, "refus") == [
        ["Nouvelle structure", "Ce n’est pas une structure de l’économie sociale et solidaire", 1]
    ]


def test_figures_tell_profiles_that_grow_old(validator):
    today = timezone.localdate()
    claimed = {"published": True, "claimed_at": timezone.now()}
    StructureFactory(**claimed, confirmed_on=today)
    StructureFactory(**claimed, confirmed_on=today - dt.timedelta(days=400))
    StructureFactory(published=True)
    StructureFactory(status="draft")
    kept, others = table(validator, "fiches")
    assert (kept[1:], others[1:]) == ([2, 1, "50\u00a0%"], [1, 1, "100\u00a0%"])


def test_figures_of_a_limited_validator_are_those_of_their_territories(limited):
    item(days=1)
    item(days=1, structure=StructureFactory(status="pending", territory=Territory.objects.get(code="75056")))
    assert table(limited, "attente")[0][1] == 1
    assert len(Figures(limited).oldest()) == 1
    assert len(list(Figures(limited).each_waiting())) == 1


@pytest.mark.parametrize("how_many", [2, 40])
def test_figures_query_count_is_flat(client, validator, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        item(days=1)
    client.force_login(validator)
    with django_assert_max_num_queries(12):
        html = client.get(URL).content.decode()
    assert "Ce qui attend depuis le plus longtemps" in html


@pytest.mark.parametrize("slug", ["attente", "decisions", "refus", "fiches", "file", "fiches-anciennes"])
def test_figures_as_files(client, validator, slug):
    item(structure=StructureFactory(status="pending", name='=HYPERLINK("x")'))
    StructureFactory(published=True, name="+33")
    client.force_login(validator)
    titles, *rows = lines_of(client.get(f"{URL}{slug}.csv"))
    assert len(titles) > 2
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    if slug == "file":
        assert rows[0][3] == '\'=HYPERLINK("x")'


def test_each_file_holds_what_it_is_named_for(client, validator):
    structure = StructureFactory(status="pending", name="La Brosse", siret="00000000000018")
    waits = item(days=3, structure=structure, assigned_to=validator, message="Bonjour")
    item(days=10, decided=4, status="refused", reason="not_ess", structure=structure)
    StructureFactory(
        published=True,
        name="Le Vieux",
        siret="00000000000026",
        claimed_at=timezone.now(),
        confirmed_on=dt.date(2020, 5, 4),
        source="Une liste",
        source_date=dt.date(2021, 6, 7),
    )
    client.force_login(validator)

    def rows(slug):
        return lines_of(client.get(f"{URL}{slug}.csv"))[1:]

    not_ess = "Ce n’est pas une structure de l’économie sociale et solidaire"
    assert rows("attente") == [["Nouvelle structure", "1", "0", "3"]]
    assert rows("decisions") == [["Nouvelle structure", "1", "4", "1", "100"]]
    assert rows("refus") == [["Nouvelle structure", not_ess, "1"]]
    kept, others = rows("fiches")
    assert (kept[1:], others[1:]) == (["1", "1", "100"], ["0", "0", ""])
    (line,) = rows("file")
    assert line[:6] == [
        str(waits.pk),
        "Nouvelle structure",
        "À décider",
        "La Brosse",
        "00000000000018",
        "Montreuil",
    ]
    assert line[7:] == [waits.submitted_by.username, "animatrice", "Bonjour"]
    assert rows("fiches-anciennes") == [
        [
            "Le Vieux",
            "00000000000026",
            "Montreuil",
            "oui",
            "04/05/2020",
            "Une liste",
            "07/06/2021",
        ]
    ]


def test_figures_are_for_validators(client, db):
    for url in (URL, f"{URL}file.csv"):
        assert client.get(url).status_code == 302
    client.force_login(UserFactory())
    for url in (URL, f"{URL}file.csv"):
        assert client.get(url).status_code == 403


def test_figures_of_an_unknown_table_are_not_there(client, validator):
    client.force_login(validator)
    assert client.get(f"{URL}secret.csv").status_code == 404


@pytest.mark.parametrize(
    ("delay", "said"),
    [
        (dt.timedelta(minutes=5), "moins d’une heure"),
        (dt.timedelta(hours=1), "1 heure"),
        (dt.timedelta(days=3), "3 jours"),
    ],
)
def test_delay_in_words(delay, said):
    assert days_in_words(delay) == said


@pytest.mark.parametrize("table", ["file", "fiches-anciennes"])
def test_a_siret_in_a_file_is_its_digits_so_that_files_can_be_joined(client, validator, table):
    item(structure=StructureFactory(published=True, siret="00000000000018"))
    client.force_login(validator)

    titles, row = lines_of(client.get(f"{URL}{table}.csv"))

    assert dict(zip(titles, row, strict=True))["SIRET"] == "00000000000018"


def test_figures_in_a_file_are_numbers_with_their_unit_in_the_title(client, validator):
    item(days=30, decided=4)
    item(days=30, decided=5, status="refused", reason="not_ess")
    item(days=1.5)
    StructureFactory(published=True)
    client.force_login(validator)

    files = [lines_of(client.get(f"{URL}{slug}.csv")) for slug in ("attente", "decisions", "refus", "fiches")]

    waiting, decided, refused, stale = [dict(zip(titles, rows[-1], strict=True)) for titles, *rows in files]
    assert waiting["La plus ancienne attend depuis (jours)"] == "1,5"
    assert (decided["Délai médian (jours)"], decided["Part de refus (%)"]) == ("4,5", "50")
    assert refused["Refus"] == "1"
    assert stale["Part (%)"] == "100"


def test_pages_with_files_say_how_a_spreadsheet_keeps_a_siret(client, validator):
    client.force_login(validator)
    for url in (URL, "/validation/journal/"):
        assert "importez la colonne SIRET comme du texte" in client.get(url).content.decode()
