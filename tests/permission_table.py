"""Who may ask for each address of the site. A new one without a row fails tests/test_permissions.py."""

from __future__ import annotations

from typing import Any

from tests.permission_policies import (
    ACT,
    BUYERS,
    DOCUMENT,
    EVERYBODY,
    FORM,
    MEMBERS,
    NOWHERE,
    ON_THE_WAY,
    OWNER,
    QUEUE,
    READ,
    SIGNED_IN,
    SUBMITTER,
    VALIDATORS,
    Arguments,
    Row,
    policy,
)
from tests.permission_sourcing import SOURCING
from tests.permission_world import World

BOX = "?bbox=2.0,48.6,2.7,49.1&zoom=11"


def key(world: World) -> dict[str, Any]:
    return {"key": world.structure.siret}


def new_key(world: World) -> dict[str, Any]:
    return {"key": world.unknown_siret}


def structure(world: World) -> dict[str, Any]:
    return {"pk": world.structure.pk}


def draft(world: World) -> dict[str, Any]:
    return {"pk": world.draft.pk}


def item(world: World) -> dict[str, Any]:
    return {"pk": world.item.pk}


def declared(world: World) -> dict[str, Any]:
    return {"pk": world.draft.pk, "key": world.certification.pk}


def sold(world: World) -> dict[str, Any]:
    return {"pk": world.structure.pk, "activity": world.activity.pk}


def proposed(world: World) -> dict[str, Any]:
    return {"pk": world.structure.pk, "key": world.proposal.pk}


def member(world: World) -> dict[str, Any]:
    return {"pk": world.structure.pk, "member": world.editor.pk}


def invited(world: World) -> dict[str, Any]:
    return {"pk": world.structure.pk, "invitation": world.invitation.pk}


def organisation(world: World) -> dict[str, Any]:
    return {"pk": world.organisation.pk}


def colleague(world: World) -> dict[str, Any]:
    return {"pk": world.organisation.pk, "member": world.colleague.pk}


def invited_colleague(world: World) -> dict[str, Any]:
    return {"pk": world.organisation.pk, "invitation": world.organisation_invitation.pk}


SITE = {
    "alive": Row(EVERYBODY, READ, no_page="plain text"),
    "ready": Row(EVERYBODY, READ, no_page="plain text"),
    "directory:accessibility": Row(EVERYBODY, READ),
    "directory:home": Row(EVERYBODY, READ),
    "directory:legal": Row(EVERYBODY, READ),
    "directory:list": Row(EVERYBODY, READ),
    "directory:map-cells": Row(EVERYBODY, READ, no_page="JSON", query=BOX),
    "directory:outlines": Row(EVERYBODY, READ, no_page="JSON"),
    "directory:places": Row(EVERYBODY, READ, no_page="JSON", query=BOX),
    "directory:report": Row(EVERYBODY, FORM, key),
    "directory:structure": Row(
        EVERYBODY, READ, lambda world: {**key(world), "slug": "les-ateliers-du-canal"}
    ),
    "directory:structure-by-key": Row(EVERYBODY, READ, key, no_page="a redirection"),
    "directory:suggestions": Row(EVERYBODY, READ, no_page="JSON"),
    "mailing:demo-outbox": Row(EVERYBODY, READ),  # of a demonstration; nowhere else
    "mailing:demo-email": Row(EVERYBODY, READ, lambda world: {"pk": world.email.pk}),
    "mailing:demo-email-html": Row(
        EVERYBODY, READ, lambda world: {"pk": world.email.pk}, no_page="a letter, where no script may run"
    ),
    "mailing:preferences": Row(SIGNED_IN),
    "mailing:stop": Row(EVERYBODY, FORM, lambda world: {"token": world.stop_token}),
    "profiles:photo": Row(EVERYBODY, READ, lambda world: {"key": world.photo.uuid}, no_page="an image"),
    "profiles:document": Row(DOCUMENT, READ, lambda world: {"uuid": world.document.uuid}, no_page="a file"),
}
ACCOUNTS = {
    "accounts:home": Row(SIGNED_IN, READ),
    "accounts:keep": Row(EVERYBODY),
    "accounts:name": Row(SIGNED_IN),
    "accounts:second-factor": Row(SIGNED_IN, READ),
    "accounts:delete": Row(SIGNED_IN),
    "accounts:export": Row(SIGNED_IN),
    "accounts:invitation": Row(
        policy("ok", "absent", stranger="ok"), FORM, lambda world: {"secret": world.secret}
    ),
    "accounts:members": Row(MEMBERS, READ, structure),
    "accounts:members-invite": Row(MEMBERS, ACT, structure),
    "accounts:members-leave": Row(MEMBERS, FORM, structure),
    "accounts:members-hand-over": Row(OWNER, FORM, member),
    "accounts:members-remove": Row(OWNER, FORM, member),
    "accounts:members-revoke": Row(OWNER, ACT, invited),
    "accounts:members-send-again": Row(MEMBERS, ACT, invited),
    "accounts:organisation": Row(BUYERS, READ, organisation),
    "accounts:organisation-new": Row(SIGNED_IN),
    "accounts:organisation-invite": Row(BUYERS, ACT, organisation),
    "accounts:organisation-leave": Row(BUYERS, FORM, organisation),
    "accounts:organisation-hand-over": Row(BUYERS, FORM, colleague),
    "accounts:organisation-remove": Row(BUYERS, FORM, colleague),
    "accounts:organisation-revoke": Row(BUYERS, ACT, invited_colleague),
    "accounts:organisation-send-again": Row(BUYERS, ACT, invited_colleague),
}
REGISTRATION = {
    "registration:start": Row(EVERYBODY, READ),
    "registration:entry": Row(EVERYBODY, READ, new_key),
    "registration:claim": Row(SIGNED_IN, ACT, key),
    "registration:ask-team": Row(SIGNED_IN, ACT, key),
    "registration:ask-owner": Row(SIGNED_IN, ACT, key),
    "registration:create": Row(SIGNED_IN, ACT, new_key),
    "registration:confirm": Row(EVERYBODY, FORM, lambda world: {"token": world.confirm_token}),
    "registration:mine": Row(SIGNED_IN, READ),
    "registration:structure": Row(MEMBERS, READ, structure),
    "registration:submit": Row(MEMBERS, ACT, draft),
    "registration:reopen": Row(MEMBERS, ACT, structure),
    "registration:confirm-now": Row(MEMBERS, ACT, structure),
    "registration:delete": Row(OWNER | {"editor": "absent"}, FORM, draft),
    "directory:preview": Row(MEMBERS, READ, draft),
    "registration:step": Row(MEMBERS, FORM, lambda world: {**structure(world), "step": "identite"}),
    "registration:item": Row(SUBMITTER, READ, item),
    "registration:answer": Row(SUBMITTER, ACT, item),
    "registration:withdraw": Row(SUBMITTER, ACT, item),
    "registration:activity": Row(MEMBERS, FORM, sold),
    "registration:activity-new": Row(MEMBERS, FORM, structure),
    "registration:activity-move": Row(MEMBERS, ACT, sold),
    "registration:activity-remove": Row(MEMBERS, ACT, sold),
    "registration:activity-photos": Row(MEMBERS, FORM, sold),
    "registration:photo-remove": Row(MEMBERS, ACT, lambda world: {**sold(world), "key": world.photo.uuid}),
    "registration:sectors": Row(MEMBERS | {"visitor": "absent"}, READ, structure, no_page="JSON"),
    "registration:territories": Row(MEMBERS | {"visitor": "absent"}, READ, structure, no_page="JSON"),
    "registration:addresses": Row(MEMBERS | {"visitor": "absent"}, READ, structure, no_page="JSON"),
    "registration:certification": Row(MEMBERS, FORM, declared),
    "registration:certification-add": Row(MEMBERS, FORM, draft),
    "registration:certification-contest": Row(MEMBERS, FORM, declared),
    "registration:certification-remove": Row(MEMBERS, ACT, declared),
    "registration:certification-renew": Row(MEMBERS, FORM, declared),
    "registration:certification-proposal": Row(MEMBERS, FORM, proposed),
    "registration:certification-withdraw": Row(MEMBERS, ACT, proposed),
}
VALIDATION = {
    "validation:queue": Row(QUEUE, READ),
    "validation:bulk": Row(QUEUE, ACT),
    "validation:lot-whole": Row(QUEUE, FORM),
    "validation:lot": Row(VALIDATORS, READ, lambda world: {"number": world.decided.batch}),
    "validation:lot-undo": Row(VALIDATORS, ACT, lambda world: {"number": world.decided.batch}),
    "validation:figures": Row(QUEUE, READ),
    "validation:figures-csv": Row(QUEUE, READ, lambda _: {"table": "attente"}, no_page="a file"),
    "validation:log": Row(QUEUE, READ),
    "validation:log-csv": Row(QUEUE, READ, no_page="a file"),
    "validation:item": Row(VALIDATORS, READ, item),
    "validation:decide": Row(VALIDATORS, ACT, item),
    "validation:follow": Row(VALIDATORS, ACT, item),
    "validation:compare": Row(VALIDATORS, ACT, item),
    "validation:merge": Row(VALIDATORS, FORM, lambda world: {"pk": world.duplicate.pk}),
    # Of a version that nobody was shown: they are told, and nothing changes.
    "validation:not-duplicates": Row(
        VALIDATORS | {"validator": "conflict", "admin": "conflict"},
        ACT,
        lambda world: {"pk": world.duplicate.pk},
    ),
    "validation:undo": Row(
        VALIDATORS, ACT, lambda world: {"pk": world.decided.item_id, "event": world.decided.pk}
    ),
}
_KEY_OF_NOBODY: Arguments = lambda _: {"pk": 999_999}  # noqa: E731
SIGNING_IN = {
    **dict.fromkeys(
        ["account_login", "account_signup", "account_reset_password", "account_request_login_code"],
        Row(EVERYBODY),
    ),
    **dict.fromkeys(
        [
            "account_complete_password_reset",
            "account_confirm_login_code",
            "account_confirm_password_reset_code",
            "account_confirm_reauthentication_code",
            "account_email_verification_sent",
            "account_logout",
            "account_reauthenticate",
            "account_request_reauthentication_code",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
        ],
        Row(ON_THE_WAY),
    ),
    # Its door is off by default; the form has the fields and the layout of "account_signup".
    "socialaccount_signup": Row(ON_THE_WAY, no_page="after ProConnect, off by default"),
    "mfa_login_webauthn": Row(ON_THE_WAY, no_page="JSON, and a redirection"),
    **dict.fromkeys(
        ["proconnect_login", "proconnect_callback"],
        Row(ON_THE_WAY, no_page="off by default; then a redirection"),
    ),
    **dict.fromkeys(
        [
            "account_change_password",
            "account_email",
            "account_set_password",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "socialaccount_connections",
            "usersessions_list",
        ],
        Row(SIGNED_IN),
    ),
    **dict.fromkeys(
        [
            "account_inactive",
            "account_password_reset_completed",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
        ],
        Row(ON_THE_WAY, READ),
    ),
    **dict.fromkeys(["mfa_index", "mfa_list_webauthn"], Row(SIGNED_IN, READ)),
    # Of a second factor that nobody here has.
    "mfa_view_recovery_codes": Row(policy("sign-in", "ok absent"), READ),
    **dict.fromkeys(
        ["mfa_deactivate_totp", "mfa_generate_recovery_codes"], Row(policy("sign-in", "ok absent"))
    ),
    "mfa_download_recovery_codes": Row(policy("sign-in", "ok absent"), no_page="a file"),
    **dict.fromkeys(
        ["mfa_edit_webauthn", "mfa_remove_webauthn"],
        Row(policy("sign-in", "ok absent"), FORM, _KEY_OF_NOBODY),
    ),
    **dict.fromkeys(
        ["openid_connect_login", "openid_connect_callback"],
        Row(NOWHERE, FORM, lambda _: {"provider_id": "autre"}, no_page="a service that nobody has named"),
    ),
}
# What leads to another address, and has no name of its own.
LEADING = {
    "/compte/": Row(EVERYBODY, no_page="a redirection"),
    **dict.fromkeys(
        [
            "/compte/social/connections/",
            "/compte/social/login/cancelled/",
            "/compte/social/login/error/",
            "/compte/social/signup/",
        ],
        Row(EVERYBODY, no_page="a redirection to what allauth calls it now"),
    ),
}
ROWS: dict[str, Row] = {**SITE, **ACCOUNTS, **REGISTRATION, **VALIDATION, **SOURCING, **SIGNING_IN, **LEADING}
