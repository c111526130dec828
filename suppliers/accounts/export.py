"""Everything the site holds about an account, for its owner to read and take away (RGPD art. 15 and 20)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from suppliers.models import User

from . import export_rows as rows
from . import export_work as work
from .verified import verified_emails


def export_account(user: User) -> Iterator[str]:
    """One JSON object, with French keys, written as it is read: a validator's log may be long."""
    said = {
        "ce que c’est": f"Toutes les données que {settings.SITE_NAME} garde sur ce compte.",
        "écrit le": timezone.localtime(),
    }
    yield "{\n" + f'"à propos": {_json(said)}'
    yield f',\n"compte": {_json(_account(user))}'
    for title, found in _lists(user):
        yield f",\n{_json(title)}: ["
        for rank, row in enumerate(found):
            yield f"{',' if rank else ''}\n{_json(row)}"
        yield "]"
    yield "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _account(user: User) -> dict[str, Any]:
    return {
        "numéro": user.pk,
        "nom d’utilisateur": user.username,
        "prénom": user.first_name,
        "nom": user.last_name,
        "adresse électronique": user.email,
        "mot de passe": "enregistré, sous une forme illisible" if user.has_usable_password() else "aucun",
        "ouvert le": user.date_joined,
        "dernière connexion": user.last_login,
        "valide les fiches": user.is_validator,
        "territoires validés": list(user.validator_territories.values_list("name", flat=True)),
        "administre l’annuaire": user.is_superuser,
        "entre dans l’administration": user.is_staff,
        "groupes": list(user.groups.values_list("name", flat=True)),
        "courriels refusés": user.muted_emails,
    }


def _lists(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """What is kept, kind by kind. What is secret (passwords, keys, links) is named and not shown."""
    addresses = {user.email.lower(), *verified_emails(user)} - {""}
    yield "adresses électroniques", _addresses(user)
    yield "seconds facteurs", _factors(user)
    yield "connexions par un autre service", _other_services(user)
    yield "sessions ouvertes", _sessions(user)
    yield "structures", rows.structures(user)
    yield "organisations d’acheteurs", rows.organisations(user)
    yield "invitations envoyées", rows.invitations_sent(user)
    yield "invitations reçues", rows.invitations_received(addresses)
    yield "demandes déposées", rows.items_submitted(user)
    yield "demandes suivies ou décidées", rows.items_handled(user)
    yield "structures et certifications vérifiées", rows.vouched(user)
    yield "imports lancés", rows.imports(user)
    yield "doublons écartés", rows.pairs_told_apart(user)
    yield "signalements envoyés ou traités", rows.reports(user, addresses)
    yield "documents déposés", rows.documents(user)
    yield "photos déposées", rows.photos(user)
    yield "personnes à contacter", rows.contact_persons(user, addresses)
    yield "rappels reçus", rows.reminders(user)
    yield "courriels", rows.emails(user, addresses)
    yield "journal des actions", rows.events(user)
    yield "journal de l’administration", rows.admin_log(user)
    yield from _work(user)


def _work(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """As a buyer."""
    yield "besoins", work.needs(user)
    yield "structures sélectionnées", work.picks(user)
    yield "liens de partage", work.links(user)
    yield "groupements", work.consortiums(user)
    yield "demandes d’information", work.enquiries(user)
    yield "réponses notées", work.answers_noted(user)
    yield "échanges", work.exchanges(user)
    yield "dossiers de sourcing", work.records(user)
    yield "recherches enregistrées", work.searches(user)
    yield "alertes sur les sélections", work.shortlist_alerts(user)
    yield "grands livres déposés", work.ledgers(user)
    yield "actions dans les espaces de travail", work.done(user)


def _addresses(user: User) -> Iterator[dict[str, Any]]:
    for found in EmailAddress.objects.filter(user_id=user.pk).order_by("pk"):
        yield {"adresse": found.email, "vérifiée": found.verified, "principale": found.primary}


def _factors(user: User) -> Iterator[dict[str, Any]]:
    for found in Authenticator.objects.filter(user_id=user.pk).order_by("pk"):
        yield {"type": found.type, "ajouté le": found.created_at, "utilisé le": found.last_used_at}


def _other_services(user: User) -> Iterator[dict[str, Any]]:
    for found in SocialAccount.objects.filter(user_id=user.pk).order_by("pk"):
        yield {
            "service": found.provider,
            "identifiant": found.uid,
            "données reçues": found.extra_data,
            "depuis le": found.date_joined,
            "dernière connexion": found.last_login,
        }


def _sessions(user: User) -> Iterator[dict[str, Any]]:
    for found in UserSession.objects.filter(user_id=user.pk).order_by("pk"):
        yield {
            "ouverte le": found.created_at,
            "vue le": found.last_seen_at,
            "adresse IP": found.ip,
            "navigateur": found.user_agent,
        }
