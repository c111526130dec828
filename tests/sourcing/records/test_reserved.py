"""What may be reserved, and the proofs that end: the record counts as the screen does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from suppliers import search
from suppliers.search.reference import reference
from suppliers.search.state import state
from suppliers.showing.days import long_day_in_words
from suppliers.sourcing.needs.depth import depths_of
from suppliers.sourcing.needs.lot_rules import closed_articles
from suppliers.sourcing.needs.parts import parts_of
from suppliers.sourcing.needs.rules_in_words import options_of
from tests.factories import CertificationFactory
from tests.sourcing.records.reading import made_of, page_of, plain, text_of, told_of

pytestmark = pytest.mark.django_db


def by_law_of(record):
    return {(one["part"], one["label"]): one for one in record.content["law"]["reservations"]}


def test_what_a_lot_cannot_be_reserved_to_counts_nobody(market, client):
    """A lot of cleaning is no service of the list: no figure stands beside « ne paraît pas possible »."""
    market.need.lots.filter(number=1).update(cpv_codes=["90911300"])
    market.need.refresh_from_db()
    record, at = made_of(market.need), state()
    known = reference(at.version)
    for part, told in zip(parts_of(market.need), record.content["found"], strict=True):
        closed = closed_articles(part, known, at)
        assert [reason for _, reason in told["closed"]] == list(closed.values())
        for opened in options_of(part, known, at):
            frozen = by_law_of(record)[(part.number, opened.option.label)]
            assert (frozen["eligible"], frozen["possible"]) == (opened.eligible.count, opened.possible.count)
            assert frozen["is_closed"] == (opened.option.opening == "closed")
    assert "L2113-15" in record.content["found"][0]["closed"][0][0]
    shut = [one for one in record.content["law"]["reservations"] if one["is_closed"]]
    assert shut and all(one["possible"] == one["eligible"] == 0 for one in shut)

    lines = text_of(record).split("\n")
    titles = [rank for rank, line in enumerate(lines) if line.endswith(": ne paraît pas possible")]
    assert len(titles) == len(shut)
    for rank in titles:
        assert lines[rank + 1].startswith("Réservé aux") and "ligibles ou à vérifier :" not in lines[rank + 2]
    by_name = {(row[0], row[1]): row for row in told_of(record, "Droit")}
    names = {part["number"]: plain(part["name"]) for part in record.content["asked"]["parts"]}
    for one in shut:
        assert by_name[(names[one["part"]], one["label"])][5:] == [None, None, None]
    counts = [row for row in told_of(record, "Comptages") if "L2113-15" in row[2] and row[0] == names[1]]
    assert [row[2:] for row in counts] == [[counts[0][2], *[None] * 6]]
    assert counts[0][2].endswith("ne paraît pas possible")
    assert page_of(client, record).count("ne paraît pas possible") == 2 * len(shut)


def test_proofs_that_end_before_the_deadline_are_counted(market, client):
    due = timezone.localdate() + dt.timedelta(days=30)
    ends = market.structures[1].certifications.get()
    ends.valid_until = due - dt.timedelta(days=1)
    ends.save()
    search.refresh([market.structures[1].pk])
    market.need.applications_due_on = due
    market.need.save()
    record, at = made_of(market.need), state()
    screen = depths_of(market.need, parts_of(market.need), reference(at.version), at)
    for (depth, _), told in zip(screen, record.content["found"], strict=True):
        lines = [depth.total, *depth.articles, *depth.certifications, *depth.labels]
        assert [one["ending"] for one in told["depth"]] == [one.ending for one in lines]
    assert record.content["found"][0]["depth"][0]["ending"] == 1
    assert by_law_of(record)[(1, "Handicap")]["ending"] == 1
    title = f"Sans preuve au {long_day_in_words(due)}"
    renew = f"1 n’aura plus de preuve connue au {long_day_in_words(due)}, date limite des candidatures"
    for said in (text_of(record), page_of(client, record)):
        assert title in said and renew in said
    counts = {(row[0], row[2]): row[8] for row in told_of(record, "Comptages")}
    assert counts[("Lot 1 · Locaux", "Toutes")] == 1
    assert {row[7] for row in told_of(record, "Droit") if row[1] == "Handicap"} == {1, 0}


def test_without_a_deadline_ahead_nothing_ends(market):
    record = made_of(market.need)
    assert record.content["method"]["ending_on"] == ""
    assert "Sans preuve au" not in text_of(record)


def test_a_proof_is_read_on_the_day_of_the_record_and_its_end_is_said_beside(market, client):
    """A proof of today that ends before the deadline has not expired: it is to be renewed."""
    today = timezone.localdate()
    due, one = today.replace(year=today.year + 3, day=1), market.structures[1]
    ends = one.certifications.get().valid_until
    CertificationFactory(structure=one, kind_id="ESAT", valid_from="2020-01-01", valid_until="2024-12-31")
    search.refresh([one.pk])
    market.need.applications_due_on = due
    market.need.save()
    record = made_of(market.need)
    sheet = next(sheet for sheet in record.content["sheets"] if sheet["name"] == one.name)
    beside = f"finit le {long_day_in_words(ends)}, avant la date limite des candidatures"
    states = [plain(held["state"]) for held in sheet["certifications"]]
    assert states[0] == f"preuve vérifiée et à jour ; {beside} ({long_day_in_words(due)})"
    assert states[1] == "preuve échue"
    handicap = next(answer for answer in sheet["answers"] if answer["article"] == "L2113-12")
    assert handicap["answer"] == "Éligible selon les preuves connues"
    assert handicap["notes"][0] == (
        f"À renouveler avant le {long_day_in_words(due)}, date limite des candidatures : "
        f"la preuve connue finit le {long_day_in_words(ends)}."
    )
    method = record.content["method"]
    assert (method["eligibility_day"], method["ending_on"]) == (today.isoformat(), due.isoformat())
    read_then = "L’état des preuves et l’éligibilité sont lus à cette date, jour du dossier."
    for said in (text_of(record), page_of(client, record)):
        assert beside in said and "La certification est arrivée à échéance" not in said
        assert f"{read_then} Ce qui finit avant le {long_day_in_words(due)}" in said


def test_without_a_deadline_nothing_is_to_be_renewed(market):
    said = text_of(made_of(market.need))
    assert "À renouveler avant" not in said and "preuve vérifiée et à jour ;" not in said
