"""The pages of groups: what they say, what is done there, and to whom they open."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from suppliers import search
from suppliers.models import (
    Consortium,
    Need,
    ShortlistItem,
    Structure,
    Territory,
    WorkspaceEvent,
)
from tests.buyer_factories import (
    NeedFactory,
    ShortlistFactory,
    ShortlistItemFactory,
)
from tests.factories import CertificationFactory, StructureFactory

from .conftest import (
    BOBIGNY,
    CLEANING,
    GARDENS,
    MEALS,
    MONTREUIL,
    NEAR_BOBIGNY,
    page_of,
    seller,
    text_of,
    visitor_of,
)

pytestmark = pytest.mark.django_db


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


def test_one_structure_is_not_called_a_group(need: Need, visitor: Client, three: list[Structure]) -> None:
    seller("Tout en un", CLEANING, GARDENS, MEALS)
    said = text_of(visitor, page_of(need))
    assert 'id="groupement-1">Une structure seule<span class="vh"> : Tout en un</span></h3>' in said
    assert 'id="groupement-2">Groupement 2</h3>' in said
    assert "Sans Tout en un." in said


def test_who_is_left_out_because_of_a_proof_that_ends_is_counted(need: Need, visitor: Client) -> None:
    need.lots.filter(number=1).update(reservation="L2113_12")
    today = dt.date.today()
    esat = seller("Atelier", CLEANING)
    until = today + dt.timedelta(days=30)
    CertificationFactory(structure=esat, kind_id="ESAT", valid_from=today, valid_until=until)
    search.refresh([esat.pk])
    assert "dont la preuve finit avant" not in text_of(visitor, page_of(need))
    Need.objects.filter(pk=need.pk).update(applications_due_on=today + dt.timedelta(days=60))
    said = text_of(visitor, page_of(need))
    assert "1 structure dont la preuve finit avant le " in said
    assert "n’est pas proposée pour ce qui est à réserver" in said
    assert "mais sa preuve finit avant la date limite des candidatures" in said


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


COUNTS: list[int] = []
