import datetime as dt

import pytest

from suppliers import search
from suppliers.models import (
    Certification,
    ContactPerson,
    DirectoryEntry,
    Event,
    MonthlyAudience,
    NotDuplicate,
    OutgoingEmail,
    ReviewItem,
    ReviewKind,
    Structure,
)
from suppliers.profiles.queue import submit
from suppliers.validation.contract import (
    CannotUndoError,
)
from suppliers.validation.undo import undo
from tests.factories import (
    ActivityFactory,
    CertificationFactory,
    StructureFactory,
    UserFactory,
)

from .pairs import PLACE, item_of, made_pair, merged_into

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return made_pair()


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
