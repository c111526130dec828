"""The page of a group that is kept: what it says, what is done there, and to whom it opens."""

from __future__ import annotations

import pytest
from django.test import Client

from suppliers import search
from suppliers.models import (
    Consortium,
    ConsortiumMember,
    Need,
    Structure,
    WorkspaceEvent,
)
from suppliers.showing.days import long_day_in_words
from tests.buyer_factories import (
    ConsortiumMemberFactory,
    NeedFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)
from tests.factories import CertificationFactory, siret_number

from .conftest import (
    CLEANING,
    GARDENS,
    MEALS,
    page_of,
    seller,
    text_of,
)

pytestmark = pytest.mark.django_db


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


def test_a_member_is_read_today_and_told_what_to_renew_by_the_deadline(
    need: Need, visitor: Client, kept: Consortium
) -> None:
    """A proof that holds today is not said ended: the deadline is said beside."""
    day = search.state().today
    need.applications_due_on = day.replace(year=day.year + 2, day=1)
    need.save()
    need.lots.filter(number=3).update(reservation="L2113_12")
    table = kept.members.get(name="Table").structure
    ends = day.replace(year=day.year + 1, day=1)
    CertificationFactory(structure=table, kind_id="ESAT", valid_from=day, valid_until=ends)
    search.refresh([table.pk])
    address = page_of(need, "consortium", kept.pk)
    renew = (
        f"À renouveler avant le {long_day_in_words(need.applications_due_on)}, date limite des "
        f"candidatures : la preuve connue finit le {long_day_in_words(ends)}."
    )
    said = text_of(visitor, address)
    assert "éligible selon les preuves connues" in said and renew in said
    assert "arrivée à échéance" not in said and "réservation perdrait" not in said
    ConsortiumMember.objects.create(consortium=kept, name="Sport", is_conventional=True, lot_numbers=[3])
    said = text_of(visitor, address)
    assert renew in said and "réservation perdrait" in said


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


KEPT_COUNTS: list[int] = []
