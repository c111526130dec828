"""/inscription/: where a number leads to, for whom."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from suppliers.models import Structure
from tests.factories import (
    ReviewItemFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
    luhn,
    siret_number,
)

pytestmark = pytest.mark.django_db
SIRET = siret_number(1)
SIREN = SIRET[:9]
SISTER = next(f"{SIREN}0002{key}" for key in range(10) if luhn(f"{SIREN}0002{key}"))
START = "/inscription/"


def entry(key):
    return reverse("registration:entry", args=[key])


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_the_first_page_says_what_one_gains(client):
    page = client.get(START).content.decode()

    assert "Les acheteurs publics cherchent ici" in page
    assert 'name="siret"' in page
    assert 'class="error" id=' not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("123", "vous en avez tapé 3"),
        ("", "Tapez les quatorze chiffres"),
        ("\x00" + SIRET[:5], "illisible"),
        ("9" * 10_000, "60 caractères au plus"),
        ('"><script>alert(1)</script>', "quatorze chiffres"),
    ],
)
def test_a_wrong_number_is_told_at_its_field_and_kept(client, typed, said):
    answer = client.get(START, {"siret": typed})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert said in page
    assert "<script>alert" not in page
    assert 'aria-invalid="true"' in page


def test_a_siret_leads_to_its_page(client):
    spaced = f"{SIRET[:3]} {SIRET[3:6]} {SIRET[6:9]} {SIRET[9:]}"

    assert client.get(START, {"siret": spaced})["Location"] == entry(SIRET)


def test_a_siren_lets_choose_among_its_published_establishments(client):
    StructureFactory(siret=SIRET, name="Siège", published=True)
    StructureFactory(siret=SISTER, name="Antenne secrète", status="draft")

    page = client.get(START, {"siret": SIREN}).content.decode()

    assert "Siège" in page
    assert entry(SIRET) in page
    assert "Antenne secrète" not in page


def test_a_siren_that_nobody_knows_asks_for_five_more_digits(client):
    assert "Il manque cinq chiffres" in client.get(START, {"siret": SIREN}).content.decode()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "published", "source": "essai"}, "C’est la vôtre ?"),
        ({"status": "published", "source": "essai", "admin_state": "F"}, "Cet établissement est fermé"),
        ({"status": "draft", "admin_state": "F"}, "Cet établissement est fermé"),
        ({"status": "hidden"}, "La fiche de cette structure a été retirée"),
        ({"status": "draft"}, "Quelqu’un inscrit déjà cette structure"),
        ({"status": "pending"}, "Quelqu’un inscrit déjà cette structure"),
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_what_a_visitor_is_told(client, facts, said, signed_in):
    StructureFactory(siret=SIRET, name="Le Nom Secret", **facts)
    if signed_in:
        client.force_login(UserFactory())

    page = client.get(entry(SIRET)).content.decode()

    assert said in page
    assert ("Le Nom Secret" in page) == (facts["status"] == "published")


def test_an_owner_is_never_named(client, user):
    owner = UserFactory(first_name="Odile", last_name="Secrète", email="odile@secret.example")
    StructureMembershipFactory(structure=StructureFactory(siret=SIRET, published=True), user=owner)

    page = client.get(entry(SIRET)).content.decode()

    assert "Quelqu’un tient déjà cette fiche" in page
    assert "Prévenir cette personne" in page
    assert not any(part in page for part in ("Odile", "Secrète", "odile@", owner.username))


def test_who_keeps_it_is_led_to_its_dashboard(client, user):
    structure = StructureFactory(siret=SIRET, status="draft", admin_state="F")
    StructureMembershipFactory(structure=structure, user=user)

    assert client.get(entry(SIRET))["Location"] == reverse("registration:structure", args=[structure.pk])


def test_a_merged_structure_leads_to_the_one_that_is_left(client):
    left = StructureFactory(published=True, name="La Grande")
    middle = StructureFactory(status="hidden", merged_into=left)
    StructureFactory(siret=SIRET, status="hidden", merged_into=middle, name="La Petite")

    answer = client.get(entry(SIRET))

    assert answer["Location"] == entry(left.siret)
    assert [str(one) for one in get_messages(answer.wsgi_request)] == [
        "La fiche de La Petite a été réunie avec celle de La Grande."
    ]


def test_a_structure_merged_into_a_hidden_one_names_nobody(client):
    left = StructureFactory(status="hidden", name="La Grande")
    StructureFactory(siret=SIRET, status="hidden", merged_into=left, name="La Petite")

    answer = client.get(entry(SIRET), follow=True)

    assert "a été retirée" in answer.content.decode()
    assert "La Grande" not in answer.content.decode()
    assert "La Petite" not in answer.content.decode()


def test_an_association_is_found_by_its_rna(client):
    StructureFactory(siret=None, rna="W931234567", published=True, name="Les Voisins")

    assert "Les Voisins" in client.get(entry("W931234567")).content.decode()


def test_an_association_without_siret_has_an_address_by_its_number(client):
    structure = StructureFactory(siret=None, published=True, name="Les Voisins")
    draft = StructureFactory(siret=None, status="draft")

    assert "Les Voisins" in client.get(entry(f"a-{structure.pk}")).content.decode()
    assert client.get(entry(f"a-{draft.pk}")).status_code == 404


@pytest.mark.parametrize("key", ["a-", "a-99999999999999999999", "a-1e5", "12", "W1", "000000001", "x" * 300])
def test_what_is_no_number_is_not_there(client, key):
    assert client.get(entry(key)).status_code == 404


def test_a_new_number_asks_to_sign_in_and_comes_back(client):
    page = client.get(entry(SIRET)).content.decode()

    assert f"next=%2Finscription%2F{SIRET}%2F" in page
    assert f'href="{reverse("account_signup")}?next=%2Finscription%2F{SIRET}%2F">Créer un compte</a>' in page
    assert "Créer le brouillon" not in page


def test_the_legal_forms_of_the_social_economy_come_first(client, user):
    page = client.get(entry(SIRET)).content.decode()

    assert page.index("Je la choisirai plus tard") < page.index('label="Association"')
    assert page.index('label="Association"') < page.index('label="Autres formes"')


def test_a_new_number_is_prefilled_from_another_establishment(client, user):
    StructureFactory(
        siret=SIRET,
        name="Emploi du Canal",
        website="https://canal.example",
        published=True,
        city="Pantin",
    )

    page = client.get(entry(SISTER)).content.decode()

    assert 'value="Emploi du Canal"' in page
    assert 'value="https://canal.example"' in page
    assert 'value="9220" selected' in page
    assert "un autre établissement du même SIREN, Emploi du Canal à Pantin" in page
    assert "source : essai" in page


def test_a_claim_that_waits_is_told_instead_of_a_form(client, user):
    structure = StructureFactory(siret=SIRET, published=True)
    item = ReviewItemFactory(kind="claim", structure=structure, key=str(user.pk), submitted_by=user)

    page = client.get(entry(SIRET)).content.decode()

    assert reverse("registration:item", args=[item.pk]) in page
    assert 'name="explanation"' not in page


def test_a_page_of_somebody_is_kept_by_no_cache(client, user):
    assert "no-store" in client.get(entry(SIRET))["Cache-Control"]


def test_nothing_is_written_by_looking(client, user):
    client.get(START, {"siret": SIRET}, follow=True)

    assert not Structure.objects.exists()


def test_an_association_is_offered_its_legal_form(client, db):
    client.force_login(UserFactory())

    page = client.get("/inscription/W931234567/").content.decode()

    assert '<option value="9220" selected>' in page
