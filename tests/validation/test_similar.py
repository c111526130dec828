import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suppliers import search
from suppliers.models import Structure
from suppliers.validation.similar import similar_structures
from tests.factories import StructureFactory, siret_number

pytestmark = pytest.mark.django_db
FAR = {
    "city": "Saint-Denis",
    "postal_code": "93200",
    "latitude": 48.9362,
    "longitude": 2.3574,
    "territory": None,
}


def reasons_of(structure: Structure) -> dict[int, list[str]]:
    return {one.structure.pk: one.reasons for one in similar_structures(structure)}


def sister_siret(structure: Structure) -> str:
    """Another SIRET of its legal unit; tests ask for no checksum."""
    return f"{structure.siret[:9]}00099"


def test_similar_structure_of_the_same_legal_unit_says_so() -> None:
    one = StructureFactory(published=True, name="Les Jardins du Temple")
    other = StructureFactory(published=True, name="Les Jardins du Temple", siret=sister_siret(one), **FAR)
    assert reasons_of(one) == {other.pk: ["même SIREN", "nom identique"]}


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ({"name": "LA BROSSE & LE SEAU"}, "nom proche"),
        ({"name": "La Brosse et le Seau SCOP"}, "nom proche"),
        ({"name": "Association La Brosse et le Seau"}, "nom proche"),
        ({"name": "la brosse, et le séau"}, "nom identique"),
        ({"name": "Propreté 93", "brand": "La Brosse et le Seau"}, "nom identique"),
    ],
)
def test_a_name_is_said_identical_only_when_it_is(theirs: dict[str, str], said: str) -> None:
    one = StructureFactory(published=True, name="La Brosse et le Seau")
    other = StructureFactory(published=True, **theirs)
    assert said in reasons_of(one)[other.pk]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("01 99 00 12 34", "+33199001234"), ("01.99.00.12.34", "0199001234")],
)
def test_similar_structure_with_the_same_phone_however_written(ours: str, theirs: str) -> None:
    one = StructureFactory(published=True, name="Le Fil rouge", phone=ours)
    other = StructureFactory(published=True, name="Couture Solidaire", phone=theirs, **FAR)
    assert reasons_of(one) == {other.pk: ["même téléphone"]}


def test_similar_structure_with_the_domain_of_its_site() -> None:
    one = StructureFactory(published=True, name="Le Fil rouge", email="contact@lefilrouge.example")
    other = StructureFactory(
        published=True, name="Le Fil rouge couture", website="https://www.lefilrouge.example/nous", **FAR
    )
    assert "même domaine de site ou de courriel" in reasons_of(one)[other.pk]


def test_public_mail_domain_makes_nobody_similar() -> None:
    one = StructureFactory(published=True, name="Le Fil rouge", email="lefilrouge@gmail.com")
    StructureFactory(published=True, name="Jardins de Cocagne", email="cocagne@gmail.com", **FAR)
    assert reasons_of(one) == {}


def test_similar_name_next_door_says_how_far() -> None:
    one = StructureFactory(published=True, name="Association La Ressourcerie du Lac")
    other = StructureFactory(published=True, name="RESSOURCERIE DU LAC (ACI)", latitude=48.8649)
    (found,) = similar_structures(one)
    assert (found.structure, found.reasons) == (other, ["nom proche", "à 120 m"])


def test_similar_rare_word_is_found_across_the_country() -> None:
    one = StructureFactory(published=True, name="Tournesolidaire")
    other = StructureFactory(published=True, name="Association Tournesolidaire", **FAR)
    search.refresh()
    assert reasons_of(one) == {other.pk: ["nom proche"]}


@pytest.mark.parametrize("status", ["published", "pending", "hidden"])
@pytest.mark.parametrize("theirs", ["Tournesolidere", "Association Tournesolidere", "TOURNESOLIDÈRE"])
def test_a_misspelt_name_is_found_across_the_country(status: str, theirs: str) -> None:
    one = StructureFactory(published=True, name="Tournesolidaire")
    kept = {"published": True} if status == "published" else {"status": status}
    other = StructureFactory(name=theirs, **kept, **FAR)
    search.refresh()
    assert reasons_of(one) == {other.pk: ["nom proche"]}


def test_a_structure_that_waits_is_found_by_its_name() -> None:
    one = StructureFactory(published=True, name="Les Jardins du Temple")
    other = StructureFactory(status="pending", name="Jardins du Temple", **FAR)
    merged = StructureFactory(status="hidden", name="Jardins du Temple", merged_into=one, **FAR)
    assert reasons_of(one) == {other.pk: ["nom proche"]}
    assert merged.pk not in reasons_of(one)


def test_demo_structure_resembles_no_real_one() -> None:
    one = StructureFactory(published=True, name="Le Fil rouge")
    StructureFactory(published=True, name="Le Fil rouge", is_demo=True)
    assert reasons_of(one) == {}


def test_draft_of_somebody_is_shown_to_nobody() -> None:
    one = StructureFactory(published=True, name="Le Fil rouge")
    StructureFactory(name="Le Fil rouge", status="draft")
    assert reasons_of(one) == {}


def test_similar_structures_take_two_queries_however_many() -> None:
    one = StructureFactory(published=True, name="Le Fil rouge")
    StructureFactory.create_batch(12, published=True, name="Le Fil rouge")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = similar_structures(one, limit=5)
    assert (len(found), len(asked)) == (5, 2)


def test_name_made_of_signs_is_compared_all_the_same() -> None:
    one = StructureFactory(published=True, name="'; | & !:* <b>", siret=siret_number(3), phone="' OR 1=1")
    search.refresh()
    assert reasons_of(one) == {}
