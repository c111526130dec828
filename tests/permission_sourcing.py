"""Who may ask for each address of the sourcing workspace, part by part."""

from __future__ import annotations

from typing import Any

from suppliers.sourcing.shortlists.sharing import token_of
from tests.permission_policies import ACT, BUYERS, EVERYBODY, FORM, READ, SIGNED_IN, Row, policy
from tests.permission_world import World


def need(world: World) -> dict[str, Any]:
    return {"pk": world.need.pk}


def lot(world: World) -> dict[str, Any]:
    return {"pk": world.need.pk, "lot": world.need.lots.get().pk}


def shortlist(world: World) -> dict[str, Any]:
    return {"pk": world.shortlist.pk}


def loose(world: World) -> dict[str, Any]:
    return {"pk": world.loose_shortlist.pk}


def token(world: World) -> dict[str, Any]:
    return {"token": token_of(world.share_link)}


def search(world: World) -> dict[str, Any]:
    return {"pk": world.search.pk}


def enquiry(world: World) -> dict[str, Any]:
    return {**shortlist(world), "enquiry": world.recipient.enquiry_id}


def draft_enquiry(world: World) -> dict[str, Any]:
    return {**shortlist(world), "enquiry": world.draft_enquiry.pk}


def recipient(world: World) -> dict[str, Any]:
    return {**enquiry(world), "recipient": world.recipient.pk}


def exchange(world: World) -> dict[str, Any]:
    return {**shortlist(world), "exchange": world.exchange.pk}


def group(world: World) -> dict[str, Any]:
    return {**need(world), "group": world.consortium.pk}


def record(world: World) -> dict[str, Any]:
    return {"record": world.record.pk}


def record_of_need(world: World) -> dict[str, Any]:
    return need(world) | record(world)


def record_file(world: World) -> dict[str, Any]:
    return record(world) | {"kind": "docx"}


def organisation(world: World) -> dict[str, Any]:
    return {"pk": world.organisation.pk}


# What belongs to the buyer's organisation: its members open it, a visitor is asked to sign in, others find
# nothing there (BUYERS).
NEEDS: dict[str, Row] = {
    "sourcing:needs": Row(EVERYBODY),
    "sourcing:need-sectors": Row(EVERYBODY, READ, no_page="JSON"),
    "sourcing:need-places": Row(EVERYBODY, READ, no_page="JSON"),
    "sourcing:need": Row(BUYERS, READ, need),
    "sourcing:need-change": Row(BUYERS, FORM, need),
    "sourcing:need-delete": Row(BUYERS, FORM, need),
    # Without an organisation named: it is none of theirs.
    "sourcing:need-entrust": Row(policy("sign-in", "absent"), ACT, need),
    "sourcing:lot-add": Row(BUYERS, FORM, need),
    "sourcing:lot": Row(BUYERS, FORM, lot),
    "sourcing:lot-remove": Row(BUYERS, ACT, lot),
    "sourcing:proposals": Row(BUYERS, READ, need),
    "sourcing:proposals-pick": Row(BUYERS, ACT, need),
    "sourcing:proposals-order": Row(BUYERS, ACT, need),
}

SHORTLISTS: dict[str, Row] = {
    "sourcing:selection": Row(EVERYBODY),
    "sourcing:shortlists": Row(EVERYBODY, READ),
    "sourcing:shortlist-create": Row(EVERYBODY, ACT),
    "sourcing:shortlist-shared": Row(EVERYBODY, READ, token),
    "sourcing:shortlist": Row(BUYERS, FORM, shortlist),
    "sourcing:shortlist-fill": Row(BUYERS, ACT, shortlist),
    "sourcing:shortlist-settings": Row(BUYERS, FORM, loose),
    "sourcing:shortlist-entrust": Row(policy("sign-in", "absent"), ACT, loose),  # it is an organisation's
    "sourcing:shortlist-delete": Row(BUYERS, FORM, loose),
    "sourcing:shortlist-order": Row(BUYERS, ACT, shortlist),
    "sourcing:shortlist-item": Row(
        BUYERS,
        FORM,
        lambda world: {"pk": world.shortlist.pk, "item": world.shortlist_item.pk},
        no_page="leads to its row on the page of the shortlist",
    ),
    "sourcing:shortlist-compare": Row(BUYERS, READ, shortlist),
    "sourcing:shortlist-share": Row(BUYERS, FORM, shortlist),
    "sourcing:shortlist-share-revoke": Row(
        BUYERS, ACT, lambda world: {"pk": world.shortlist.pk, "link": world.share_link.pk}
    ),
    "sourcing:shortlist-csv": Row(BUYERS, READ, shortlist, no_page="CSV"),
    "sourcing:need-shortlist": Row(BUYERS, FORM, need, no_page="leads to the shortlist, which the need has"),
}

CONSORTIUM: dict[str, Row] = {
    "sourcing:consortiums": Row(BUYERS, READ, need),
    "sourcing:consortium-keep": Row(BUYERS, ACT, need),
    "sourcing:consortium": Row(BUYERS, FORM, group),
    "sourcing:consortium-structure": Row(BUYERS, FORM, group),
    "sourcing:consortium-company": Row(BUYERS, FORM, group),
    "sourcing:consortium-remove": Row(BUYERS, ACT, lambda world: {**group(world), "member": world.member.pk}),
    "sourcing:consortium-delete": Row(BUYERS, FORM, group),
}

EXCHANGES: dict[str, Row] = {
    "sourcing:need-exchanges": Row(BUYERS, READ, need),
    "sourcing:exchanges": Row(BUYERS, READ, shortlist),
    "sourcing:exchanges-csv": Row(BUYERS, READ, shortlist, no_page="a file"),
    "sourcing:enquiry-new": Row(BUYERS, FORM, shortlist),
    "sourcing:enquiry": Row(BUYERS, READ, enquiry),
    "sourcing:enquiry-edit": Row(BUYERS, FORM, draft_enquiry),
    "sourcing:enquiry-freeze": Row(BUYERS, ACT, draft_enquiry),
    "sourcing:enquiry-send": Row(BUYERS, ACT, enquiry),
    "sourcing:enquiry-add": Row(BUYERS, ACT, enquiry),
    "sourcing:enquiry-delete": Row(BUYERS, ACT, draft_enquiry),
    "sourcing:enquiry-sent": Row(BUYERS, ACT, recipient),
    "sourcing:enquiry-note": Row(BUYERS, FORM, recipient),
    "sourcing:exchange-new": Row(BUYERS, FORM, shortlist),
    "sourcing:exchange-edit": Row(BUYERS, FORM, exchange),
    "sourcing:exchange-delete": Row(BUYERS, ACT, exchange),
    "sourcing:answer": Row(EVERYBODY, FORM, lambda world: {"token": world.answer_token}),
}

RECORDS: dict[str, Row] = {
    "sourcing:record-check": Row(EVERYBODY),
    "sourcing:records-kept": Row(EVERYBODY, READ),
    "sourcing:records": Row(BUYERS, FORM, need),
    "sourcing:record-of-need": Row(BUYERS, READ, record_of_need, no_page="leads to the record"),
    "sourcing:record": Row(BUYERS, READ, record),
    "sourcing:record-download": Row(BUYERS, READ, record_file, no_page="DOCX"),
}


def whole(world: World) -> dict[str, Any]:
    return {"pk": world.need.pk, "number": 0}


def ledger(world: World) -> dict[str, Any]:
    return {"pk": world.organisation.pk, "ledger": world.ledger.pk}


# Figures and ledgers are the organisation's own: who runs the site finds nothing there either.
STEERING: dict[str, Row] = {
    "sourcing:need-outcome": Row(BUYERS, READ, need),
    "sourcing:need-award": Row(BUYERS, FORM, whole),
    "sourcing:need-award-forget": Row(BUYERS, ACT, whole),
    "sourcing:steering": Row(BUYERS, READ, organisation),
    "sourcing:steering-territory": Row(BUYERS, FORM, organisation),
    "sourcing:steering-targets": Row(BUYERS, FORM, lambda world: organisation(world) | {"year": 2026}),
    "sourcing:steering-history": Row(BUYERS, READ, organisation),
    "sourcing:steering-csv": Row(BUYERS, READ, organisation, "a file"),
    "sourcing:steering-xlsx": Row(BUYERS, READ, organisation, "a file"),
    "sourcing:ledgers": Row(BUYERS, FORM, organisation),
    "sourcing:ledger": Row(BUYERS, FORM, ledger),
    "sourcing:ledger-progress": Row(BUYERS, READ, ledger, "part of a page"),
    "sourcing:ledger-again": Row(BUYERS, ACT, ledger),
    "sourcing:ledger-delete": Row(BUYERS, FORM, ledger),
    "sourcing:ledger-refusals": Row(BUYERS, READ, ledger, "a file"),
    "sourcing:ledger-unknown": Row(BUYERS, READ, ledger, "a file"),
    "sourcing:ledger-results": Row(BUYERS, READ, ledger, "a file"),
}

ALERTS: dict[str, Row] = {
    "sourcing:searches": Row(EVERYBODY, READ),
    "sourcing:search-save": Row(EVERYBODY, query="?secteur=nettoyage-locaux"),
    "sourcing:search-change": Row(BUYERS, ACT, search),
    "sourcing:search-open": Row(BUYERS, ACT, search),
    "sourcing:search-delete": Row(BUYERS, FORM, search),
    "sourcing:shortlist-alert": Row(SIGNED_IN, ACT),
}

SOURCING = {**NEEDS, **SHORTLISTS, **CONSORTIUM, **EXCHANGES, **RECORDS, **STEERING, **ALERTS}
