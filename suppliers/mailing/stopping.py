"""Letters that somebody stops, and takes up again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import transaction
from django.db.models import F, Func, TextField, Value
from django.urls import reverse

from suppliers.models import Event, MutedAddress, OutgoingEmail, User

from .kinds import kind_of, stoppable_kinds

SALT = "mailing.stop"


class Stop(NamedTuple):
    """What a link lets its bearer do: stop this kind of letter to this account, or to this address."""

    reader: User | str
    kind: str

    @property
    def address(self) -> str:
        return self.reader if isinstance(self.reader, str) else self.reader.email


def stop_url(reader: User | str, kind: str) -> str:
    """The link that ends a letter; empty for one that its reader cannot stop. It never expires."""
    found = kind_of(kind)
    if not found.stoppable or found.of_address != isinstance(reader, str):
        return ""
    who = {"to": _key(reader)} if isinstance(reader, str) else {"user": reader.pk}
    token = signing.Signer(salt=SALT).sign_object({**who, "kind": kind})
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
    if not kind_of(said["kind"]).stoppable:
        return None
    reader = said.get("to") or User.objects.filter(pk=said["user"], is_active=True).first()
    return Stop(reader, said["kind"]) if reader else None


def is_stopped(reader: User | str, kind: str) -> bool:
    if not isinstance(reader, str):
        return kind in reader.muted_emails
    return kind_of(kind).of_address and bool(addresses_muted([reader], kind))


def addresses_muted(addresses: Iterable[str], kind: str) -> set[str]:
    """Those, in small letters, that want no more letters of this kind."""
    known = MutedAddress.objects.filter(kind=kind, email__in={_key(address) for address in addresses})
    return set(known.values_list("email", flat=True))


def _key(address: str) -> str:
    return address.strip().lower()


def change(asked: Stop, *, resume: bool) -> None:
    """What a link asks for: to stop, or to take up again."""
    if isinstance(asked.reader, str):
        (_resume_address if resume else _mute_address)(asked.reader, asked.kind)
    else:
        (resume_letters if resume else stop_letters)(asked.reader, asked.kind)
        asked.reader.refresh_from_db(fields=["muted_emails"])


@transaction.atomic
def _mute_address(address: str, kind: str) -> None:
    if MutedAddress.objects.get_or_create(email=_key(address), kind=kind)[1]:
        if settings.EMAILS_LEAVE:
            OutgoingEmail.objects.filter(to__iexact=address, user=None, kind=kind, sent_at=None).delete()
        Event.objects.record("mailing.stop", by=None, after={"kind": kind})


@transaction.atomic
def _resume_address(address: str, kind: str) -> None:
    if MutedAddress.objects.filter(email=_key(address), kind=kind).delete()[0]:
        Event.objects.record("mailing.resume", by=None, after={"kind": kind})


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
