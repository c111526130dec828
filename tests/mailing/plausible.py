"""What letters are given, more or less: enough to draw any of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.template import engines
from jinja2 import meta, nodes

from suppliers.accounts.groups import Group
from suppliers.mailing.letters import letter_templates
from suppliers.models import SavedSearch, Shortlist, ShortlistItem, Workspace
from suppliers.showing.card_changes import Loss
from suppliers.sourcing.alerts.finding import Found
from suppliers.sourcing.alerts.losses import Lost, Told
from suppliers.sourcing.alerts.news import News
from tests.factories import ReviewItemFactory, StructureFactory, UserFactory

NAME = "Les Ateliers du Canal de l’Ourcq & Associés"


def known_words() -> dict[str, Any]:
    return {
        "structure": StructureFactory.build(name=NAME, pk=7, territory=None),
        "user": UserFactory.build(pk=3),
        "group": Group(StructureFactory.build(name=NAME, pk=7, territory=None)),
        "to": "ines@canal.example",
        "articles": ["Marché réservé aux structures d’insertion (L2113-13)"],
        "certification": "Atelier et chantier d’insertion",
        "kept": StructureFactory.build(name=NAME, pk=7, territory=None),
        "merged": StructureFactory.build(name="Ateliers du Canal", pk=8, territory=None),
        "item": ReviewItemFactory.build(structure=None, submitted_by=None),
        "named": "la fiche de votre structure",
        **_followed(),
        "count": 3,
        "days_left": 30,
        "paragraphs": ["Bonjour,\nnous préparons un achat.", "Cordialement"],
        "questions": ["Quelle capacité ?", "Quel délai ?"],
        "is_renewing": False,
    }


def _followed() -> dict[str, Any]:
    """A search that found something, and a structure of a shortlist that lost something."""
    search = SavedSearch(name="Nettoyage · Montreuil", workspace=Workspace(), query="secteur=nettoyage")
    shortlist = Shortlist(title="Écoles", workspace=Workspace())
    item = ShortlistItem(shortlist=shortlist, known={"name": NAME})
    lost = [Loss("left", "N’a plus de fiche publique.")]
    return {
        "searches": [
            News(search, Found(3, frozenset({1, 2, 3})), frozenset({1, 2, 3}), [f"{NAME} (Pantin)"])
        ],
        "shortlists": [Told(shortlist, [Lost(item, lost, lost)])],
    }


def context_of(template: str) -> dict[str, Any]:
    """A value for each variable of a letter: an address for a `…url`, a day for a date, else some words."""
    source, _, _ = engines["jinja2"].env.loader.get_source(engines["jinja2"].env, template)
    tree = letter_templates().parse(source)
    days = {
        part.node.name
        for part in tree.find_all(nodes.Filter)
        if part.name in ("day", "moment") and isinstance(part.node, nodes.Name)
    }
    known = known_words()
    asked = (
        meta.find_undeclared_variables(tree) - {"site_name", "site_url"} - set(engines["jinja2"].env.globals)
    )
    return {**known, **{name: _value(name, name in days) for name in asked if name not in known}}


def _value(name: str, is_day: bool) -> Any:
    if name.endswith(("url", "link", "address", "page", "space")):
        return f"https://atlas.example.org/{name}/?a=1&b=2"
    return dt.datetime(2026, 11, 26, 9, 5, tzinfo=dt.UTC) if is_day else f"quelques mots ({name})"
