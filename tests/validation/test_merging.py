import datetime as dt

import pytest
from django.utils import timezone

from suppliers import search
from suppliers.models import (
    Certification,
    ContactPerson,
    DirectoryEntry,
    ErrorReport,
    Event,
    MonthlyAudience,
    NotDuplicate,
    OutgoingEmail,
    Photo,
    ReviewItem,
    ReviewKind,
    Structure,
)
from suppliers.profiles.queue import submit
from suppliers.validation.actions import decide
from suppliers.validation.contract import (
    CannotDecideError,
    CannotUndoError,
    DecidedMeanwhileError,
    Decision,
)
from suppliers.validation.duplicates import find_duplicates
from suppliers.validation.merging.act import digest_of_both, merge_pair
from suppliers.validation.merging.sides import kept_unless_chosen
from suppliers.validation.undo import undo
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    ClientReferenceFactory,
    DocumentFactory,
    StructureFactory,
    StructureMembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PLACE = {"published": True, "address": "12 rue du Lac"}


@pytest.fixture
def pair():
    """Two pages of one structure, by two SIRET of its legal unit; each with something of its own."""
    kept = StructureFactory(**PLACE, name="La Ressourcerie du Lac", website="https://lac.example")
    merged = StructureFactory(
        **PLACE,
        name="RESSOURCERIE DU LAC",
        phone="01 99 00 12 34",
        siret=f"{kept.siret[:9]}00099",
        edited_fields=["phone"],
    )
    for structure, kind in ((kept, "ACI"), (merged, "EI")):
        ActivityFactory(structure=structure, description=f"de {structure}")
        ClientReferenceFactory(structure=structure, client=f"Client de {structure}")
        CertificationFactory(structure=structure, kind_id=kind, verified_on=dt.date(2026, 3, 1))
        DocumentFactory(structure=structure)
        Photo.objects.create(structure=structure, file="ab/x.jpg", width=3, height=2, description="Atelier")
        ErrorReport.objects.create(structure=structure, kind="address")
        MonthlyAudience.objects.create(structure=structure, month=dt.date(2026, 5, 1), shown=10, opened=3)
    MonthlyAudience.objects.create(structure=merged, month=dt.date(2026, 4, 1), shown=7)
    ContactPerson.objects.create(structure=merged, name="Ana Bel", consented_at=timezone.now())
    StructureMembershipFactory(structure=merged, user=UserFactory(username="responsable"))
    search.refresh()
    return kept, merged


def item_of(kept, merged):
    first, second = sorted((kept, merged), key=lambda side: side.pk)
    return submit(ReviewKind.DUPLICATE, first, key=str(second.pk), other=second)[0]


def merged_into(kept, merged, validator, sides=None):
    item = item_of(kept, merged)
    return merge_pair(item, kept=kept.pk, sides=sides or {}, by=validator, seen_version=item.version)


def everything(*structures):
    """All that hangs on these, row by row."""
    related = [
        field.related_model
        for field in Structure._meta.related_objects
        if field.related_model not in (Structure, Event, OutgoingEmail, DirectoryEntry, NotDuplicate)
    ]
    found = {}
    for model in dict.fromkeys([*related, Structure]):
        column = "pk" if model is Structure else "structure_id"
        rows = model.objects.filter(**{f"{column}__in": [one.pk for one in structures]})
        ours = {"updated_at", "version", "data"} | ({"id"} if model is MonthlyAudience else set())
        found[model.__name__] = [
            {name: value for name, value in row.items() if name not in ours}
            for row in rows.order_by(
                *(["structure", "month"] if model is MonthlyAudience else ["pk"])
            ).values()
        ]
    return found


def test_merge_hides_one_and_gives_the_other_all_it_had(pair, validator):
    kept, merged = pair
    merged_into(kept, merged, validator)

    merged.refresh_from_db()
    assert (merged.status, merged.merged_into, merged.siret[9:]) == ("hidden", kept, "00099")
    assert [one.description for one in kept.activities.all()] == [f"de {kept}", f"de {merged}"]
    assert {one.kind_id: one.verification for one in kept.certifications.all()} == {
        "ACI": "verified",
        "EI": "verified",
    }
    counted = [kept.references, kept.photos, kept.documents, kept.error_reports]
    assert [each.count() for each in counted] == [2, 2, 2, 2]
    assert ContactPerson.objects.get().structure == kept
    assert [(one.user.username, one.role) for one in kept.memberships.all()] == [("responsable", "owner")]
    audience = MonthlyAudience.objects.order_by("month").values_list("structure", "shown", "opened")
    assert list(audience) == [(kept.pk, 7, 0), (kept.pk, 20, 6)]


def test_merge_shows_the_survivor_alone_in_the_directory(pair, validator):
    kept, merged = pair
    merged_into(kept, merged, validator)

    entry = DirectoryEntry.objects.get()
    assert (entry.structure_id, len(entry.card["certifications"])) == (kept.pk, 2)
    assert search.differences() == []


def test_merge_takes_the_side_that_was_chosen_for_each_field(pair, validator):
    kept, merged = pair
    merged_into(kept, merged, validator, {"name": merged.pk, "phone": kept.pk})

    kept.refresh_from_db()
    assert (kept.name, kept.phone, kept.website) == ("RESSOURCERIE DU LAC", "", "https://lac.example")
    assert kept.edited_fields == ["name"]


def test_merge_fills_what_the_kept_page_does_not_say(pair, validator):
    kept, merged = pair
    merged_into(kept, merged, validator)

    kept.refresh_from_db()
    assert (kept.name, kept.phone) == ("La Ressourcerie du Lac", "01 99 00 12 34")


def test_merge_undone_restores_both_exactly(pair, validator):
    kept, merged = pair
    submit(ReviewKind.CLAIM, merged, key="9", by=UserFactory())
    submit(ReviewKind.CHANGE, merged, by=UserFactory())
    item_of(*pair)
    before, entries = (
        everything(*pair),
        list(DirectoryEntry.objects.order_by("pk").values("pk", "card", "codes")),
    )
    event = merged_into(kept, merged, validator, {"name": merged.pk})
    assert everything(*pair) != before

    undo(event, by=validator)

    assert everything(*pair) == before
    assert list(DirectoryEntry.objects.order_by("pk").values("pk", "card", "codes")) == entries
    assert search.differences() == []


def test_merge_undone_leaves_the_visits_of_since_to_the_survivor(pair, validator):
    kept, merged = pair
    event = merged_into(kept, merged, validator)
    MonthlyAudience.objects.filter(structure=kept, month=dt.date(2026, 5, 1)).update(shown=25)

    undo(event, by=validator)

    shown = MonthlyAudience.objects.order_by("month", "structure").values_list("structure", "shown")
    assert list(shown) == [(merged.pk, 7), (kept.pk, 15), (merged.pk, 10)]


def test_merge_undone_is_refused_once_the_survivor_went_into_a_third(pair, validator):
    kept, merged = pair
    third = StructureFactory(published=True)
    first = merged_into(kept, merged, validator)
    merged_into(third, kept, validator)

    with pytest.raises(CannotUndoError):
        undo(first, by=validator)


def test_certification_of_the_same_period_is_there_once(pair, validator):
    kept, merged = pair
    Certification.objects.all().delete()
    CertificationFactory(structure=kept, kind_id="EI", verification="declared")
    CertificationFactory(structure=merged, kind_id="EI", verified_on=dt.date(2026, 3, 1))

    merged_into(kept, merged, validator)

    row = kept.certifications.get()
    assert (row.verification, row.verified_on) == ("verified", dt.date(2026, 3, 1))


def test_certification_of_another_legal_unit_is_to_be_verified(validator):
    kept, merged = StructureFactory(**PLACE), StructureFactory(**PLACE)
    row = CertificationFactory(structure=merged, kind_id="ESUS", verified_on=dt.date(2026, 3, 1))

    merged_into(kept, merged, validator)

    row.refresh_from_db()
    assert (row.structure, row.siren, row.verification, row.verified_on) == (
        kept,
        kept.siret[:9],
        "declared",
        None,
    )
    assert ReviewItem.objects.open().get().certification == row


def test_activities_beyond_the_last_slot_stay_behind_and_are_named(pair, validator):
    kept, merged = pair
    for position in range(1, 8):
        ActivityFactory(structure=kept, position=position, description=str(position))

    event = merged_into(kept, merged, validator)

    assert kept.activities.count() == 8
    event.item.refresh_from_db()
    assert event.item.data["left"] == ["Prestation de service : Nettoyage de locaux et de vitres"]
    assert merged.activities.count() == 1


def test_identical_activity_is_not_written_twice(pair, validator):
    kept, merged = pair
    merged.activities.update(description=f"de {kept}")

    merged_into(kept, merged, validator)

    assert kept.activities.count() == 1


def test_owner_of_the_merged_one_becomes_an_editor_beside_another(pair, validator):
    kept, merged = pair
    StructureMembershipFactory(structure=kept, user=UserFactory(username="déjà là"))

    merged_into(kept, merged, validator)

    roles = dict(kept.memberships.values_list("user__username", "role"))
    assert roles == {"déjà là": "owner", "responsable": "editor"}


def test_member_of_both_is_one_member_and_keeps_the_higher_role(pair, validator):
    kept, merged = pair
    owner = merged.memberships.get().user
    StructureMembershipFactory(structure=kept, user=owner, role="editor")

    event = merged_into(kept, merged, validator)

    assert [(one.user, one.role) for one in kept.memberships.all()] == [(owner, "owner")]
    undo(event, by=validator)
    assert (kept.memberships.get().role, merged.memberships.get().role) == ("editor", "owner")


def test_what_waits_for_the_merged_one_waits_for_the_other_or_closes(pair, validator):
    kept, merged = pair
    third = StructureFactory(published=True)
    claim = submit(ReviewKind.CLAIM, merged, key="9")[0]
    change = submit(ReviewKind.CHANGE, merged)[0]
    with_third = item_of(merged, third)

    merged_into(kept, merged, validator)

    for item in (claim, change, with_third):
        item.refresh_from_db()
    assert (claim.structure, claim.status) == (kept, "waiting")
    assert (change.status, with_third.status) == ("withdrawn", "withdrawn")


def test_members_are_written_to_once_each(pair, validator):
    kept, merged = pair
    merged_into(kept, merged, validator)

    letter = OutgoingEmail.objects.get()
    assert (letter.kind, letter.user.username, letter.structure) == ("merged", "responsable", kept)
    assert "vos deux fiches n’en font plus qu’une" in letter.subject


@pytest.mark.parametrize(
    ("kept", "merged", "said"),
    [
        ({"status": "pending"}, {"published": True}, "qui est publiée"),
        ({"published": True, "siret": None}, {"published": True}, "qui a un SIRET"),
        ({"published": True, "is_demo": True}, {"published": True}, "fictive"),
    ],
)
def test_merge_that_would_lose_something_says_which_to_keep(kept, merged, said, validator):
    one, other = StructureFactory(**kept), StructureFactory(**merged)
    with pytest.raises(CannotDecideError, match=said):
        merged_into(one, other, validator)
    assert Structure.objects.filter(merged_into=None).count() == 2


def test_merge_needs_both_pages_as_they_were_compared(pair, validator):
    kept, merged = pair
    item = item_of(kept, merged)
    seen = digest_of_both(item)
    Structure.objects.filter(pk=merged.pk).update(name="Autre nom")

    with pytest.raises(DecidedMeanwhileError, match="a changé"):
        merge_pair(item, kept=kept.pk, sides={}, by=validator, seen_version=item.version, seen_facts=seen)
    with pytest.raises(CannotDecideError, match="Comparez"):
        decide(item, Decision.APPROVE, by=validator, seen_version=item.version)


def test_pair_refused_is_two_for_good_until_undone(pair, validator):
    kept, merged = pair
    Certification.objects.all().delete()
    assert find_duplicates() == 1
    item = ReviewItem.objects.get()
    event = decide(item, Decision.REFUSE, by=validator, seen_version=0, reason="two")

    said = NotDuplicate.objects.get()
    assert (said.first, said.second, said.said_by) == (kept, merged, validator)
    assert find_duplicates() == 0
    undo(event, by=validator)
    assert not NotDuplicate.objects.exists()
    assert ReviewItem.objects.open().get() == item


def test_page_kept_unless_chosen_is_published_then_claimed_then_fresh():
    plain = StructureFactory(published=True)
    claimed = StructureFactory(published=True, claimed_at=timezone.now())
    fresh = StructureFactory(published=True, confirmed_on=dt.date(2026, 5, 1))
    pending = StructureFactory(status="pending", claimed_at=timezone.now())
    assert kept_unless_chosen(plain, claimed) == claimed
    assert kept_unless_chosen(plain, fresh) == fresh
    assert kept_unless_chosen(pending, plain) == plain
    assert kept_unless_chosen(plain, StructureFactory(published=True)) == plain
