"""Letters that somebody stops, and takes up again."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import transaction
from django.db.models import F, Func, TextField, Value
from django.urls import reverse

from suppliers.models import Event, OutgoingEmail, User

from .kinds import kind_of, stoppable_kinds

SALT = "mailing.stop"


class Stop(NamedTuple):
    """What a link lets its bearer do: stop this kind of letter to this account, and nothing else."""

    user: User
    kind: str


def stop_url(user: User, kind: str) -> str:
    """The link that ends a letter; empty for one that cannot be stopped. It never expires."""
    if not kind_of(kind).stoppable:
        return ""
    token = signing.Signer(salt=SALT).sign_object({"user": user.pk, "kind": kind})
    return settings.SITE_URL + reverse("mailing:stop", args=[token])


def stop_headers(url: str) -> dict[str, str]:
    """What a mail program makes its own button of (RFC 2369, RFC 8058)."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def stop_of(token: str) -> Stop | None:
    """None for a token that is not ours, of a kind that is no more or of an account that is gone."""
    try:
        said = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    return Stop(user, said["kind"]) if user and kind_of(said["kind"]).stoppable else None


@transaction.atomic
def stop_letters(user: User, kind: str) -> None:
    """No more letters of this kind, those that wait to leave included. Twice changes nothing more."""
    unheard = User.objects.filter(pk=user.pk).exclude(muted_emails__contains=[kind])
    if unheard.update(muted_emails=_with_names("array_append", kind)):
        if settings.EMAILS_LEAVE:  # a demonstration keeps what would have left
            OutgoingEmail.objects.filter(user=user, kind=kind, sent_at=None).delete()
        Event.objects.record("mailing.stop", by=user, after={"kind": kind})


@transaction.atomic
def resume_letters(user: User, kind: str) -> None:
    """Letters of this kind again."""
    muted = User.objects.filter(pk=user.pk, muted_emails__contains=[kind])
    if muted.update(muted_emails=_with_names("array_remove", kind)):
        Event.objects.record("mailing.resume", by=user, after={"kind": kind})


def choose_letters(user: User, wanted: set[str]) -> None:
    """Of the kinds that can be stopped, get these and no other."""
    for kind in stoppable_kinds():
        (resume_letters if kind in wanted else stop_letters)(user, kind)


def _with_names(function: str, kind: str) -> Func:
    """In the database, so that two pages open on the same account lose nothing."""
    name = Value(kind, output_field=TextField())
    return Func(
        F("muted_emails"), name, function=function, template="%(function)s(%(expressions)s)",
        output_field=ArrayField(TextField()),
    )  # fmt: skip
