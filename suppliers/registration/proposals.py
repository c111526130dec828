"""A proposed change and a proposed certification, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from suppliers.models import (
    CertificationKind,
    LegalForm,
    ReviewItem,
    ReviewKind,
    ReviewStatus,
    Structure,
    Territory,
)
from suppliers.profiles.facts import POSITION

_NOTHING = "rien"


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Waiting:
    """Something that a structure has asked for: a title, and what it changes."""

    item: ReviewItem
    title: str
    changes: list[Change]


def waiting_of(items: Iterable[ReviewItem]) -> list[Waiting]:
    """In words, with three queries at most however many there are."""
    listed = list(items)
    words = _Words(listed)
    return [Waiting(item, words.title_of(item), words.changes_of(item)) for item in listed]


class _Words:
    """The names of what the proposals hold the numbers of."""

    def __init__(self, items: list[ReviewItem]) -> None:
        fields = [item.fields for item in items]
        forms, places = _numbers(fields, "legal_form_id"), _numbers(fields, "territory_id")
        kinds = {str(item.data.get("certification", {}).get("kind", "")) for item in items} - {""}
        self._names: dict[str, dict[Any, str]] = {
            "legal_form_id": {
                form.pk: form.label for form in (LegalForm.objects.filter(pk__in=forms) if forms else [])
            },
            "territory_id": {
                place.pk: place.name for place in (Territory.objects.filter(pk__in=places) if places else [])
            },
        }
        self._kinds = {
            kind.pk: kind.label for kind in (CertificationKind.objects.filter(pk__in=kinds) if kinds else [])
        }

    def title_of(self, item: ReviewItem) -> str:
        if item.kind == ReviewKind.CERTIFICATION:
            kind = item.data.get("certification", {}).get("kind") or (
                item.certification.kind_id if item.certification else ""
            )
            return f"Certification : {self._kinds.get(kind, kind) or 'à vérifier'}"
        if item.kind == ReviewKind.REPORT and item.submitted_by_id:
            return "Votre contestation"
        return item.get_kind_display()

    def changes_of(self, item: ReviewItem) -> list[Change]:
        lines = [
            Change(_label(name), self._said(name, told.get("before")), self._said(name, told.get("after")))
            for name, told in item.fields.items()
            if name not in POSITION
        ]
        if set(POSITION) & item.fields.keys():
            lines.append(Change("Point sur la carte", "où il est", "déplacé"))
        return lines

    def _said(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return _NOTHING
        return self._names.get(name, {}).get(value, str(value))


def _numbers(fields: list[dict[str, dict[str, Any]]], name: str) -> set[Any]:
    return {value for told in fields for value in told.get(name, {}).values() if value}


def _label(name: str) -> str:
    """As its column is called; one that is not there any more keeps its name."""
    known = {field.attname: str(field.verbose_name) for field in Structure._meta.concrete_fields}
    label = known.get(name, name)
    return label[:1].upper() + label[1:]


# What validators answer, said to who asked. The texts they add say the rest.
_REFUSALS = {
    "not_ess": "La structure n’est pas de l’économie sociale et solidaire",
    "duplicate": "Elle est déjà dans l’annuaire",
    "closed": "L’établissement est fermé",
    "outside": "Elle n’est pas sur le territoire de l’annuaire",
    "incomplete": "La fiche ne dit pas assez ce qu’elle vend",
    "unproven": "Le justificatif ne montre pas de lien avec la structure",
    "unreadable": "Le justificatif ne se lit pas",
    "wrong_structure": "Le justificatif concerne une autre structure",
    "owner": "La structure a déjà une personne responsable : c’est à elle de vous inviter",
}


# Where a request stands, to who made it.
STANDINGS = {
    ReviewStatus.WAITING: "l’équipe de l’annuaire ne l’a pas encore lue",
    ReviewStatus.ASKED: "votre réponse est attendue",
    ReviewStatus.APPROVED: "acceptée",
    ReviewStatus.REFUSED: "refusée",
    ReviewStatus.WITHDRAWN: "retirée",
}


def refusal_in_words(item: ReviewItem) -> str:
    return _REFUSALS.get(item.reason, "")
