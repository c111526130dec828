"""manage.py load_reference, and what fixtures/ say."""

import io
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from suppliers.management.commands.load_reference import load_reference
from suppliers.models import (
    CertificationKind,
    DirectoryState,
    EmployeeBand,
    LegalForm,
    Sector,
    SectorSynonym,
    SocialServiceCpv,
    Territory,
)
from suppliers.models.certification import SIREN_KINDS
from suppliers.territories.names import name_key
from suppliers.territories.upsert import Counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixtures, to change."""
    for path in settings.FIXTURES.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_reference_is_complete():
    assert CertificationKind.objects.count() == 34
    assert LegalForm.objects.count() == 260
    assert SocialServiceCpv.objects.count() == 115
    assert EmployeeBand.objects.count() == 16
    assert Sector.objects.groups().count() == 12
    assert Sector.objects.sold().count() == 92
    places = Territory.objects.current()
    assert places.of_kind("commune").count() == 130
    assert places.of_kind("arrondissement").count() == 20
    assert places.of_kind("ept").count() == 12
    assert places.of_kind("departement").count() == 101
    assert places.of_kind("region").count() == 18


def test_load_reference_twice_changes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        counts = load_reference()
    assert not any(count.changed for count in counts.values())
    assert counts["Territoires"] == Counts(unchanged=284)


def test_load_reference_that_changes_nothing_leaves_the_directory_version():
    load_reference()
    before = list(DirectoryState.objects.values())
    load_reference()
    assert list(DirectoryState.objects.values()) == before


def test_load_reference_from_nothing_says_what_it_created():
    SectorSynonym.objects.all().delete()
    SocialServiceCpv.objects.all().delete()
    counts = load_reference()
    assert counts["Codes CPV de l’article L2113-15"] == Counts(created=115)
    assert counts["Synonymes"].created == SectorSynonym.objects.count() > 250


def test_load_reference_repairs_what_was_changed():
    Territory.objects.filter(code="93048").update(name="Montreuil-sous-Bois", population=1)
    Sector.objects.filter(code="elagage").update(parent=None)
    Territory.objects.get(code="93048").parents.clear()
    Territory.objects.filter(code="93048").update(ancestor_ids=[])
    counts = load_reference()
    montreuil = Territory.objects.get(code="93048")
    assert montreuil.name == "Montreuil"
    assert montreuil.ancestor_ids
    assert Sector.objects.get(code="elagage").parent.code == "nature"
    assert (counts["Territoires"].updated, counts["Secteurs"].updated) == (1, 1)


def test_load_reference_repairs_parents_alone():
    Territory.objects.get(code="93048").parents.clear()
    Territory.objects.filter(code="93048").update(ancestor_ids=[])
    assert load_reference()["Territoires"].changed
    assert set(Territory.objects.get(code="93048").parents.values_list("code", flat=True)) == {"T8", "93"}


def test_load_reference_keeps_words_added_by_hand():
    sector = Sector.objects.get(code="elagage")
    SectorSynonym.objects.create(sector=sector, term="grimpeur-élagueur")
    assert load_reference()["Synonymes"].created == 0
    assert sector.synonyms.filter(term="grimpeur-élagueur").exists()


def test_load_reference_takes_a_new_label(folder):
    replace(folder / "sectors.csv", "Peinture et revêtements muraux", "Peinture")
    counts = load_reference(folder)
    assert Sector.objects.get(code="peinture").label == "Peinture"
    assert counts["Secteurs"].updated == 1


def test_load_reference_is_all_or_nothing(folder):
    replace(folder / "sectors.csv", "Peinture et revêtements muraux", "Peinture")
    (folder / "territories.csv").unlink()
    with pytest.raises(CommandError, match=r"territories\.csv"):
        load_reference(folder)
    assert Sector.objects.get(code="peinture").label == "Peinture et revêtements muraux"


def test_load_reference_prints_a_table_unless_told_not_to():
    output = io.StringIO()
    call_command("load_reference", stdout=output)
    assert "Territoires" in output.getvalue()
    output = io.StringIO()
    call_command("load_reference", verbosity=0, stdout=output)
    assert output.getvalue() == ""


@pytest.mark.parametrize(
    ("code", "ancestors"),
    [
        ("93048", {"93048", "T8", "93", "MGP", "R11", "FR"}),
        ("75111", {"75111", "75056", "T1", "75", "MGP", "R11", "FR"}),
        ("75056", {"75056", "T1", "75", "MGP", "R11", "FR"}),
        ("91027", {"91027", "T12", "91", "MGP", "R11", "FR"}),
        ("T8", {"T8", "93", "MGP", "R11", "FR"}),
        ("T12", {"T12", "MGP", "R11", "FR"}),  # in the Val-de-Marne and the Essonne
        ("93", {"93", "MGP", "R11", "FR"}),
        ("95", {"95", "R11", "FR"}),
        ("75", {"75", "T1", "75056", "MGP", "R11", "FR"}),
        ("T1", {"75", "T1", "75056", "MGP", "R11", "FR"}),
        ("2A", {"2A", "R94", "FR"}),
        ("974", {"974", "R04", "FR"}),
        ("FR", {"FR"}),
    ],
)
def test_territory_knows_itself_and_what_contains_it(code, ancestors):
    ids = Territory.objects.get(code=code).ancestor_ids
    assert set(Territory.objects.filter(pk__in=ids).values_list("code", flat=True)) == ancestors
    assert len(ids) == len(ancestors)


def test_territory_pierrefitte_leads_to_saint_denis():
    pierrefitte = Territory.objects.get(code="93059")
    assert pierrefitte.merged_into.code == "93066"
    assert pierrefitte.merged_on.isoformat() == "2025-01-01"
    assert "93380" in pierrefitte.merged_into.postal_codes
    assert pierrefitte not in Territory.objects.current()


def test_territory_people_add_up():
    people = dict(Territory.objects.values_list("code", "population"))
    members = Territory.objects.current().of_kind("commune")
    assert people["MGP"] == sum(members.values_list("population", flat=True)) == 7142540
    assert people["T1"] == people["75056"] == people["75"]
    for ept in Territory.objects.of_kind("ept"):
        inside = members.filter(parents=ept).values_list("population", flat=True)
        assert sum(inside) == ept.population, ept


def test_territory_is_in_the_departement_of_all_its_communes():
    departements = Territory.objects.of_kind("departement")
    for ept in Territory.objects.of_kind("ept"):
        communes = Territory.objects.current().of_kind("commune").filter(parents=ept)
        of_each = [set(departements.filter(pk__in=commune.ancestor_ids)) for commune in communes]
        assert set(departements.filter(pk__in=ept.ancestor_ids)) == set.intersection(*of_each), ept


def test_territory_names_have_their_key():
    assert all(place.name_key == name_key(place.name) for place in Territory.objects.all())


def test_territory_all_have_a_centre_and_a_parent():
    assert not Territory.objects.filter(latitude=None).exists()
    assert not Territory.objects.filter(parents=None).exclude(code="FR").exists()


def test_sector_every_one_is_found_by_words_of_buyers():
    lonely = Sector.objects.sold().filter(synonyms=None).values_list("code", flat=True)
    assert not lonely
    assert not SectorSynonym.objects.filter(sector__parent=None).exists()


@pytest.mark.parametrize(
    ("term", "sector"),
    [
        ("ménage", "nettoyage-locaux"),
        ("nettoyage de bureaux", "nettoyage-locaux"),
        ("entretien des locaux", "nettoyage-locaux"),
        ("plateaux-repas", "traiteur"),
        ("cocktail", "traiteur"),
        ("cantine", "restauration-collective"),
        ("goûters", "produits-alimentaires"),
        ("paniers bio", "produits-frais"),
        ("tonte", "espaces-verts"),
        ("tonte de pelouse", "espaces-verts"),
        ("jardinage", "espaces-verts"),
        ("mise sous pli", "mailing-routage"),
        ("destruction d'archives", "saisie-numerisation"),
        ("dématérialisation", "saisie-numerisation"),
        ("gardien", "gardiennage-mediation"),
        ("imprimeur", "imprimerie"),
        ("déchetterie", "collecte-dechets"),
        ("DEEE", "encombrants-deee"),
        ("intérim", "interim-mise-a-disposition"),
        ("lavage de voitures", "nettoyage-vehicules"),
        ("blanchissage", "blanchisserie"),
        ("pressing", "blanchisserie"),
    ],
)
def test_sector_is_found_by_the_buyers_word(term, sector):
    assert SectorSynonym.objects.filter(term=term, sector__code=sector).exists()


def test_kind_scope_is_the_legal_unit_for_those_the_law_says():
    assert set(CertificationKind.objects.filter(scope="siren").values_list("code", flat=True)) == set(
        SIREN_KINDS
    )


def test_kind_of_every_group_has_a_short_label():
    assert not CertificationKind.objects.filter(short_label="").exists()
    assert CertificationKind.objects.get(code="EA").articles == ["L2113-12", "L3113-1"]
    assert CertificationKind.objects.get(code="ESUS").articles == []


@pytest.mark.parametrize(
    ("code", "family", "rule"),
    [
        ("9220", "association", "de_droit"),
        ("5710", "societe_commerciale_ess", "a_verifier"),
        ("8510", "", "exclu"),
        ("5458", "cooperative", "de_droit"),
    ],
)
def test_legal_form_says_the_family_and_the_rule(code, family, rule):
    form = LegalForm.objects.get(code=code)
    assert (form.family, form.ess_rule) == (family, rule)


def test_cpv_list_is_exact():
    assert SocialServiceCpv.objects.filter(code="92500000").exists()
    assert not SocialServiceCpv.objects.filter(code__in=["92521000", "80500000"]).exists()
