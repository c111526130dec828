"""The pages of groups: what they say, what is done there, and to whom they open."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from suppliers import search
from suppliers.models import (
    Consortium,
    ConsortiumMember,
    Need,
    ShortlistItem,
    Structure,
    Territory,
    WorkspaceEvent,
)
from tests.buyer_factories import (
    ConsortiumMemberFactory,
    NeedFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)
from tests.factories import CertificationFactory, StructureFactory, siret_number

from .conftest import BOBIGNY, CLEANING, GARDENS, MEALS, MONTREUIL, NEAR_BOBIGNY, seller, visitor_of

pytestmark = pytest.mark.django_db


def page_of(need: Need, name: str = "consortiums", *more: int) -> str:
    return reverse(f"sourcing:{name}", args=[need.pk, *more])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def three(need: Need) -> list[Structure]:
    return [seller("Propre", CLEANING), seller("Vert", GARDENS), seller("Table", MEALS)]


@pytest.fixture
def kept(need: Need, visitor: Client, three: list[Structure]) -> Consortium:
    answer = visitor.post(page_of(need, "consortium-keep"), {"structure": [str(one.pk) for one in three]})
    made = Consortium.objects.get()
    assert answer["Location"] == page_of(need, "consortium", made.pk)
    return made


def test_the_page_proposes_and_offers_to_keep(need: Need, visitor: Client, three: list) -> None:
    said = text_of(visitor, page_of(need))
    assert 'data-count="1"' in said
    assert all(f'name="structure" value="{one.pk}"' in said for one in three)
    assert "reste à vérifier par l’acheteur" in said
    assert "puis les preuves les plus récentes" in said and "confirmées le plus récemment" not in said


def test_the_page_says_what_is_silent(visitor: Client, need: Need) -> None:
    need.lots.get(number=3).sectors.clear()
    assert "« Lot 3 · Repas » ne dit pas ce qu’il lui faut" in text_of(visitor, page_of(need))


@pytest.fixture
def aside(need: Need, three: list[Structure]) -> ShortlistItem:
    """« Table » was set aside in the need's shortlist, « Propre » is interested."""
    shortlist = ShortlistFactory(need=need, workspace=need.workspace)
    ShortlistItemFactory(shortlist=shortlist, structure=three[0], status="interested")
    return ShortlistItemFactory(
        shortlist=shortlist, structure=three[2], status="set_aside", reason="Délai trop long"
    )


def test_who_was_set_aside_is_left_out_and_said(need: Need, visitor: Client, aside: ShortlistItem) -> None:
    said = text_of(visitor, page_of(need))
    assert f'name="structure" value="{aside.structure_id}"' not in said
    assert "La structure que vous avez écartée de la sélection n’y est pas." in said
    assert "1 structure le vend et y travaille, mais vous l’avez laissée de côté" in said
    assert "Intéressée" in said  # of « Propre », a member


def test_who_was_set_aside_comes_back_marked(need: Need, visitor: Client, aside: ShortlistItem) -> None:
    said = text_of(visitor, f"{page_of(need)}?ecartees=1")
    assert f'name="structure" value="{aside.structure_id}"' in said
    assert "Écartée" in said and "Délai trop long" in said
    assert "n’y est pas" not in said


def test_groups_are_sought_without_a_structure(need: Need, visitor: Client, three: list[Structure]) -> None:
    other = seller("Autre table", MEALS)
    said = text_of(visitor, page_of(need))
    assert f'href="?sans={three[2].pk}#titre"' in said
    address = f"{page_of(need)}?elargir=1&sans={three[2].pk}"
    said = text_of(visitor, address)
    assert f'name="structure" value="{three[2].pk}"' not in said
    assert f'name="structure" value="{other.pk}"' in said
    assert "Groupements cherchés sans <b>Table</b>" in said
    assert 'href="?elargir=1#titre">la remettre' in said
    assert f'type="hidden" name="sans" value="{three[2].pk}"' in said
    for wrong in ("x", "", "0", "99999999999999999999", "%00"):
        assert visitor.get(f"{page_of(need)}?sans={wrong}").status_code == 200


def test_who_could_take_a_place_is_said(need: Need, visitor: Client, three: list[Structure]) -> None:
    other = seller("Autre table", MEALS, **NEAR_BOBIGNY)
    said = text_of(visitor, page_of(need))
    assert "1 autre à sa place" in said and f'href="{other.get_absolute_url()}"' in said
    assert "Personne d’autre ne répond à Lot 1 · Nettoyage, Montreuil" in said


def test_an_empty_need_is_told_what_to_do() -> None:
    need = NeedFactory()
    assert "Dites d’abord ce qu’il vous faut" in text_of(visitor_of(need.workspace), page_of(need))


def test_keeping_writes_members_with_their_lots(need: Need, kept: Consortium) -> None:
    rows = [(one.name, one.lot_numbers, one.is_lead) for one in kept.members.order_by("position")]
    assert rows == [("Propre", [1], False), ("Vert", [2], False), ("Table", [3], False)]
    event = WorkspaceEvent.objects.get()
    assert (event.action, event.need, event.detail["members"]) == (
        "consortium.keep", need, ["Propre", "Vert", "Table"],
    )  # fmt: skip


def test_a_reserved_lot_is_kept_for_who_may_be_eligible(
    need: Need, visitor: Client, three: list[Structure]
) -> None:
    """« Table » cleans too, but has no certificate: it is proposed for meals alone, and kept so."""
    need.lots.filter(number=1).update(reservation="L2113_12")
    esat = seller("Atelier", CLEANING)
    CertificationFactory(structure=esat, kind_id="ESAT", verification="declared")
    both = seller("Table et ménage", CLEANING, MEALS)
    search.refresh([esat.pk])
    sent = {"structure": [esat.pk, three[1].pk, both.pk]}
    visitor.post(page_of(need, "consortium-keep"), sent)
    made = Consortium.objects.get()
    assert [one.lot_numbers for one in made.members.order_by("position")] == [[1], [2], [3]]
    visitor.post(page_of(need, "consortium-keep"), sent | {"toutes": "1"})
    made = Consortium.objects.latest("pk")
    assert [one.lot_numbers for one in made.members.order_by("position")] == [[1], [2], [1, 3]]


def test_a_place_that_no_member_says_to_serve_names_who_does(
    need: Need, visitor: Client, kept: Consortium
) -> None:
    lot = need.lots.get(number=3)
    for position, code in enumerate((MONTREUIL, BOBIGNY)):
        lot.sites.create(need=need, territory=Territory.objects.get(code=code), position=position)
    table = kept.members.get(name="Table").structure
    table.activities.update(zone_kind="territories")
    table.activities.get().territories.set(Territory.objects.filter(code=MONTREUIL))
    search.refresh([table.pk])
    near = seller("Traiteur de Bobigny", MEALS, works_in=[BOBIGNY], **NEAR_BOBIGNY)
    said = " ".join(text_of(visitor, page_of(need, "consortium", kept.pk)).split())
    assert "Aucune fiche de membre ne dit y répondre : Lot 3 · Repas, Bobigny." in said
    assert "Lot 3 · Repas, Montreuil." not in said
    assert "1 structure de l’annuaire le pourrait :" in said
    assert f'href="{near.get_absolute_url()}"' in said


@pytest.mark.parametrize("sent", [[], ["x"], ["0"], ["99999999999999999999"], ["\x00"], ["-1"]])
def test_keeping_nothing_known_keeps_nothing(need: Need, visitor: Client, sent: list[str]) -> None:
    assert visitor.post(page_of(need, "consortium-keep"), {"structure": sent}).status_code == 302
    assert not Consortium.objects.exists()


def test_a_structure_that_the_public_cannot_see_is_no_member(need: Need, visitor: Client) -> None:
    draft = StructureFactory(status="draft")
    visitor.post(page_of(need, "consortium-keep"), {"structure": [draft.pk]})
    assert not Consortium.objects.exists()


def test_the_form_changes_title_form_lead_and_lots(need: Need, visitor: Client, kept: Consortium) -> None:
    first, second, third = kept.members.order_by("position")
    sent = {
        "title": "Le trio", "form": "conjoint", "lead": second.pk,
        f"lots-{first.pk}": ["1", "3"], f"lots-{second.pk}": ["2"],
    }  # fmt: skip
    assert visitor.post(page_of(need, "consortium", kept.pk), sent).status_code == 302
    kept.refresh_from_db()
    assert (str(kept), kept.form) == ("Le trio", "conjoint")
    assert [(one.name, one.lot_numbers) for one in kept.members.all()] == [
        ("Vert", [2]), ("Propre", [1, 3]), ("Table", []),
    ]  # fmt: skip
    assert kept.members.get(is_lead=True) == second
    sent["lead"] = first.pk
    visitor.post(page_of(need, "consortium", kept.pk), sent)
    assert kept.members.get(is_lead=True) == first
    del third


def test_a_wrong_form_keeps_what_was_typed(need: Need, visitor: Client, kept: Consortium) -> None:
    member = kept.members.first()
    sent = {"title": "Mon titre" * 20, "form": "double", "lead": "7x", f"lots-{member.pk}": ["99"]}
    answer = visitor.post(page_of(need, "consortium", kept.pk), sent)
    said = answer.content.decode()
    assert answer.status_code == 200
    for sentence in (
        "120 caractères au plus.",
        "Choisissez « conjoint » ou « solidaire ».",
        "Choisissez le mandataire parmi les membres.",
        "Ce lot n’est plus dans le besoin",
    ):
        assert sentence in said
    assert "Mon titreMon titre" in said
    kept.refresh_from_db()
    assert (kept.title, kept.form) == ("", "")


def test_a_company_is_added_by_hand(need: Need, visitor: Client, kept: Consortium) -> None:
    number = siret_number(41)
    spaced = f"{number[:3]} {number[3:6]} {number[6:9]} {number[9:]}"
    address = page_of(need, "consortium-company", kept.pk)
    sent = {"name": "  Marque  de sport ", "siret": spaced, "lots": ["3"]}
    assert visitor.post(address, sent).status_code == 302
    added = kept.members.get(is_conventional=True)
    assert (added.name, added.siret, added.lot_numbers) == ("Marque de sport", number, [3])
    said = text_of(visitor, page_of(need, "consortium", kept.pk))
    assert "Entreprise classique, hors de l’annuaire" in said
    again = visitor.post(address, {"name": "La même", "siret": number}).content.decode()
    assert "Ce SIRET est déjà celui d’un membre du groupement." in again
    assert 'value="La même"' in again


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": "", "siret": ""}, "Donnez le nom de l’entreprise."),
        ({"name": "…", "siret": ""}, "Donnez à l’entreprise un nom qui se lise."),
        ({"name": "Sport", "siret": "123"}, "Un SIRET compte quatorze chiffres."),
        ({"name": "Sport", "siret": "12345678901234"}, "sa clé de contrôle est fausse"),
        ({"name": "Sport", "siret": "1,23E+13"}, "Un tableur a abrégé ce SIRET"),
        ({"name": "Sp\x00ort", "siret": ""}, "Un caractère invisible"),
        ({"name": "S" * 201, "siret": ""}, "200 caractères au plus."),
        ({"name": "Sport", "siret": "", "lots": ["9"]}, "Ce lot n’est plus dans le besoin"),
    ],
)
def test_a_wrong_company_is_told_at_the_field(
    need: Need, visitor: Client, kept: Consortium, sent: dict, sentence: str
) -> None:
    answer = visitor.post(page_of(need, "consortium-company", kept.pk), sent)
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)
    assert not kept.members.filter(is_conventional=True).exists()


def test_a_number_of_the_directory_adds_the_structure(need: Need, visitor: Client, kept: Consortium) -> None:
    listed = seller("Listée", MEALS)
    address = page_of(need, "consortium-company", kept.pk)
    visitor.post(address, {"name": "Autrement dite", "siret": listed.siret, "lots": ["3"]})
    added = kept.members.get(structure=listed)
    assert (added.name, added.is_conventional) == ("Listée", False)


def test_a_structure_is_found_by_its_name_and_added(need: Need, visitor: Client, kept: Consortium) -> None:
    other = seller("Les Jardins Partagés", GARDENS, CLEANING)
    address = page_of(need, "consortium-structure", kept.pk)
    said = text_of(visitor, f"{address}?q=jardins+partages")
    assert 'data-count="1"' in said
    assert f'value="{other.pk}"' in said
    visitor.post(address, {"structure": other.pk})
    assert kept.members.get(structure=other).lot_numbers == [1, 2]
    assert 'data-count="0"' in text_of(visitor, f"{address}?q=jardins+partages")
    visitor.post(address, {"structure": other.pk})
    assert kept.members.filter(structure=other).count() == 1
    for typed in ("", "%00", "zzzzqq", "'; --", "a" * 500):
        assert visitor.get(f"{address}?q={typed}").status_code == 200


def test_those_of_the_shortlist_are_offered(need: Need, visitor: Client, kept: Consortium) -> None:
    shortlist = ShortlistFactory(need=need, workspace=need.workspace)
    picked = ShortlistItemFactory(shortlist=shortlist, structure=seller("Choisie", MEALS))
    ShortlistItemFactory(shortlist=shortlist, structure=kept.members.first().structure)
    said = text_of(visitor, page_of(need, "consortium", kept.pk))
    assert f'name="structure" value="{picked.structure_id}"' in said
    assert said.count('name="structure" value=') == 1


def test_a_member_leaves_and_the_lot_is_nobodys(need: Need, visitor: Client, kept: Consortium) -> None:
    member = kept.members.get(name="Table")
    visitor.post(page_of(need, "consortium-remove", kept.pk, member.pk))
    assert kept.members.count() == 2
    assert "<b>Lot 3 · Repas</b> : personne" in text_of(visitor, page_of(need, "consortium", kept.pk))
    assert visitor.post(page_of(need, "consortium-remove", kept.pk, member.pk)).status_code == 404


def test_a_structure_that_left_the_directory_stays_flagged(
    need: Need, visitor: Client, kept: Consortium, three: list[Structure]
) -> None:
    Structure.objects.filter(pk=three[0].pk).update(status="hidden")
    search.refresh([three[0].pk])
    assert "N’est plus dans l’annuaire" in text_of(visitor, page_of(need, "consortium", kept.pk))


def test_a_member_given_a_lot_its_page_does_not_speak_of(
    need: Need, visitor: Client, kept: Consortium
) -> None:
    kept.members.filter(name="Propre").update(lot_numbers=[1, 2])
    said = text_of(visitor, page_of(need, "consortium", kept.pk))
    assert "Sa fiche ne dit pas qu’elle y répond : Lot 2 · Jardins, Bobigny." in said


def test_a_reserved_lot_answered_by_a_conventional_company_warns(
    need: Need, visitor: Client, kept: Consortium
) -> None:
    need.lots.filter(number=3).update(reservation="L2113_12")
    esat = kept.members.get(name="Table").structure
    day = search.state().today
    CertificationFactory(
        structure=esat, kind_id="ESAT", valid_from=day, valid_until=day.replace(year=day.year + 3)
    )
    search.refresh([esat.pk])
    address = page_of(need, "consortium", kept.pk)
    assert "éligible selon les preuves connues" in text_of(visitor, address)
    ConsortiumMember.objects.create(
        consortium=kept, name="Marque de sport", is_conventional=True, lot_numbers=[3]
    )
    said = text_of(visitor, address)
    assert "Les membres du groupement ne sont pas tous éligibles" in said
    assert "Un membre qui ne paraît pas éligible répond à ce lot réservé." in said
    kept.members.filter(name="Table").delete()
    assert "L’essentiel d’un lot réservé irait à une entreprise non éligible" in text_of(visitor, address)


def test_deleting_asks_first(need: Need, visitor: Client, kept: Consortium) -> None:
    address = page_of(need, "consortium-delete", kept.pk)
    assert "Supprimer" in text_of(visitor, address)
    assert Consortium.objects.exists()
    assert visitor.post(address)["Location"] == page_of(need)
    assert not Consortium.objects.exists()
    assert WorkspaceEvent.objects.filter(action="consortium.delete").exists()


def test_a_group_of_another_need_is_not_there(need: Need, visitor: Client, kept: Consortium) -> None:
    other = NeedFactory(workspace=need.workspace)
    assert visitor.get(page_of(other, "consortium", kept.pk)).status_code == 404


def test_the_need_of_somebody_else_asks_to_sign_in(need: Need, kept: Consortium) -> None:
    for name, more in (("consortiums", ()), ("consortium", (kept.pk,)), ("consortium-company", (kept.pk,))):
        assert Client().get(page_of(need, name, *more)).status_code == 302
    assert Client().post(page_of(need, "consortium-delete", kept.pk)).status_code == 302
    assert Consortium.objects.exists()


@pytest.mark.parametrize("how_many", [1, 12])
def test_proposals_take_as_many_queries_however_many(
    need: Need, visitor: Client, django_assert_max_num_queries, how_many: int
) -> None:
    need.lots.update(reservation="L2113_12")
    for number in range(how_many):
        seller(f"Propre {number}", CLEANING)
        seller(f"Vert {number}", GARDENS, MEALS)
    visitor.get(page_of(need))
    with django_assert_max_num_queries(22) as asked:
        visitor.get(page_of(need))
    COUNTS.append(len(asked))
    assert len(set(COUNTS)) == 1


@pytest.mark.parametrize("how_many", [1, 12])
def test_a_kept_group_takes_as_many_queries_however_many(
    need: Need, visitor: Client, django_assert_max_num_queries, how_many: int
) -> None:
    need.lots.update(reservation="L2113_12")
    made = Consortium.objects.create(need=need)
    for number in range(how_many):
        one = seller(f"Propre {number}", CLEANING)
        ConsortiumMemberFactory(consortium=made, structure=one)
    visitor.get(page_of(need, "consortium", made.pk))
    with django_assert_max_num_queries(22) as asked:
        visitor.get(page_of(need, "consortium", made.pk))
    KEPT_COUNTS.append(len(asked))
    assert len(set(KEPT_COUNTS)) == 1


COUNTS: list[int] = []
KEPT_COUNTS: list[int] = []
