"""Each kind of item: what a decision changes, and that its undoing leaves nothing of it."""

import datetime as dt

import pytest
from django.utils import timezone

from suppliers.models import (
    Certification,
    DirectoryEntry,
    Event,
    OutgoingEmail,
    ReviewItem,
    ReviewKind,
    Structure,
)
from suppliers.validation.actions import ask, decide
from suppliers.validation.contract import CannotDecideError, DecidedMeanwhileError, Decision
from suppliers.validation.decisions import rules_of
from suppliers.validation.undo import undo
from tests.factories import UserFactory
from tests.validation.conftest import (
    approve,
    change,
    claim,
    declared,
    difference,
    facts,
    new_structure,
    proposed,
    refuse,
    report,
)

pytestmark = pytest.mark.django_db
SITE = "https://atlas.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def test_a_structure_that_is_approved_is_published_and_its_certifications_wait(member, validator):
    item = new_structure(member)

    approve(item, validator)

    structure = Structure.objects.get(pk=item.structure_id)
    assert (structure.status, structure.validated_by) == ("published", validator)
    assert DirectoryEntry.objects.filter(structure=structure).exists()
    row = Certification.objects.get()
    opened = ReviewItem.objects.open().get()
    assert (opened.kind, opened.key, opened.certification) == ("certification", f"row-{row.pk}", row)
    letter = OutgoingEmail.objects.get()
    assert letter.to == member.email
    assert f"\n\nVoir la fiche : {SITE}{structure.get_absolute_url()}\n" in letter.text
    assert 'class="button"' in letter.html


def test_a_structure_that_is_refused_is_a_draft_again_and_is_told_why(member, validator):
    item = new_structure(member)

    refuse(item, validator, reason="not_ess")

    structure = Structure.objects.get(pk=item.structure_id)
    assert structure.status == "draft"
    letter = OutgoingEmail.objects.get()
    assert "économie sociale et solidaire" in letter.text
    assert "Voici pourquoi." in letter.text
    assert Event.objects.get(action="validation.refuse").before == {
        f"structure:{structure.pk}": {"status": "pending"}
    }


def test_corrections_are_kept_with_what_is_published(member, validator):
    item = new_structure(member)

    event = approve(item, validator, corrections={"name": "La Brosse & Cie", "phone": "01 23 45 67 89"})

    structure = Structure.objects.get(pk=item.structure_id)
    assert (structure.name, structure.phone) == ("La Brosse & Cie", "01 23 45 67 89")
    assert structure.edited_fields == ["name", "phone"]
    assert event.action == "validation.correct"
    undo(event, by=validator)
    structure.refresh_from_db()
    assert (structure.name, structure.edited_fields, structure.status) == ("La Brosse", [], "pending")


def test_a_correction_that_the_database_refuses_changes_nothing(member, validator):
    item = new_structure(member)
    before = facts(item.structure)

    with pytest.raises(CannotDecideError, match="RNA"):
        approve(item, validator, corrections={"rna": "W1"})

    item.refresh_from_db()
    assert facts(item.structure) == before
    assert item.is_open
    assert not OutgoingEmail.objects.exists()


def test_a_claim_that_is_approved_gives_access_to_who_asked(validator, member):
    item = claim(member)

    approve(item, validator)

    membership = item.structure.memberships.get()
    assert (membership.user, membership.role) == (item.submitted_by, "owner")
    assert Structure.objects.get().claimed_at is not None
    assert OutgoingEmail.objects.get().to == item.submitted_by.email


def test_a_claim_of_an_account_that_is_gone_is_only_refused(validator, member):
    item = claim(member)
    item.submitted_by.delete()

    with pytest.raises(CannotDecideError, match="n’existe plus"):
        approve(item, validator)
    assert refuse(item, validator)


def test_a_change_that_is_approved_shows_at_once(member, validator):
    item = change(member)

    approve(item, validator)

    structure = Structure.objects.get()
    assert (structure.name, structure.address) == ("Le Balai", "3 rue de Paris")
    assert structure.edited_fields == ["address", "name"]
    assert DirectoryEntry.objects.get().card["name"] == "Le Balai"


def test_a_change_that_is_refused_leaves_the_published_page(member, validator):
    item = change(member)
    before = facts(item.structure)

    refuse(item, validator, reason="registry")

    assert facts(item.structure) == before
    assert "registres officiels" in OutgoingEmail.objects.get().text


def test_another_siret_takes_the_certifications_of_the_legal_unit_along(member, validator):
    item = change(member)
    row = Certification.objects.create(structure=item.structure, kind_id="ESUS")
    event = approve(item, validator, corrections={"siret": "00000001700019"})

    row.refresh_from_db()
    assert row.siren == "000000017"
    undo(event, by=validator)
    row.refresh_from_db()
    assert row.siren == item.structure.siret[:9]


def test_a_declared_certification_is_verified_by_somebody_on_a_day(member, validator):
    item = declared(member)

    approve(item, validator, corrections={"valid_from": dt.date(2024, 1, 1), "proof": "agrément.pdf"})

    row = Certification.objects.get()
    assert (row.verification, row.verified_by, row.verified_on) == (
        "verified",
        validator,
        timezone.localdate(),
    )
    assert (row.valid_from, row.proof) == (dt.date(2024, 1, 1), "agrément.pdf")


def test_a_declared_certification_that_is_refused_is_rejected(member, validator):
    item = declared(member)

    refuse(item, validator, reason="expired")

    assert Certification.objects.get().verification == "rejected"


def test_a_proposed_certification_is_written_once_it_is_verified(member, validator):
    item = proposed(member)

    approve(item, validator)

    row = Certification.objects.get()
    assert (row.kind_id, row.number, row.valid_until) == ("ESAT", "A-12", dt.date(2030, 12, 31))
    assert (row.verification, float(row.target_share)) == ("verified", 82.5)
    assert row.documents.get().item == item


def test_a_period_longer_than_the_law_is_refused_with_its_sentence(member, validator):
    item = proposed(member)

    with pytest.raises(CannotDecideError, match="La loi limite"):
        approve(item, validator, corrections={"valid_until": dt.date(2060, 1, 1)})
    assert not Certification.objects.exists()


def test_a_report_is_answered_and_its_page_may_be_taken_down(member, validator):
    item = report(member)

    approve(item, validator, corrections={"hide": True}, answer="Nous l’avons retirée.")

    assert item.structure.error_reports.get().handled_by == validator
    assert not DirectoryEntry.objects.exists()
    letter = OutgoingEmail.objects.get()
    assert (letter.to, letter.kind) == ("voisine@example.org", "decision_report")
    assert "> Nous l’avons retirée." in letter.text
    assert "<blockquote" in letter.html


def test_a_list_that_is_believed_owns_the_field_again(member, validator):
    item = difference(member)

    approve(item, validator)

    structure = Structure.objects.get()
    assert structure.website == "https://liste.example"
    assert structure.edited_fields == ["name"]
    assert structure.field_sources == {"website": {"source": "Liste des SIAE", "date": "2026-11-03"}}


def test_a_list_that_is_not_believed_is_no_news_to_members(member, validator):
    refuse(difference(member), validator, reason="outdated")

    assert not OutgoingEmail.objects.exists()


def test_what_is_asked_waits_and_is_written_to_the_members(member, validator):
    item = change(member)

    ask(item, "Depuis quand ?", by=validator, seen_version=0)

    item.refresh_from_db()
    assert (item.status, item.question, item.is_open) == ("asked", "Depuis quand ?", True)
    letter = OutgoingEmail.objects.get()
    assert "Depuis quand ?" in letter.text
    approve(item, validator)
    assert Structure.objects.get().name == "Le Balai"


def test_nobody_is_there_to_be_asked(validator, member):
    item = report(member)

    with pytest.raises(CannotDecideError, match="personne à qui"):
        ask(item, "Êtes-vous fermés ?", by=validator, seen_version=0)


def test_who_decides_second_is_told_by_whom_and_what(item, validator, other_validator):
    approve(item, validator)
    after, letters = facts(item.structure), OutgoingEmail.objects.count()

    with pytest.raises(DecidedMeanwhileError, match=r"animatrice.*Acceptée"):
        refuse(item, other_validator)

    assert facts(item.structure) == after
    assert OutgoingEmail.objects.count() == letters
    assert Event.objects.filter(action__startswith="validation.").count() == 1


def test_who_decides_on_what_was_asked_meanwhile_is_told(member, validator, other_validator):
    item = change(member)
    ask(item, "Depuis quand ?", by=validator, seen_version=0)

    with pytest.raises(DecidedMeanwhileError, match="a changé par animatrice"):
        decide(item, Decision.APPROVE, by=other_validator, seen_version=0)


def test_an_unknown_reason_refuses_nothing(item, validator):
    with pytest.raises(CannotDecideError, match="motif"):
        refuse(item, validator, reason="nimporte")
    item.refresh_from_db()
    assert item.is_open


def test_every_kind_has_its_reasons_and_an_other_one():
    for kind in ReviewKind.values:
        if kind != ReviewKind.DUPLICATE:
            assert "other" in rules_of(kind).refusals


def test_an_account_that_is_inactive_gets_no_letter(member, validator):
    item = claim(member)
    gone = UserFactory(is_active=False)
    assert gone not in rules_of(item.kind).recipients(item, "approved")
