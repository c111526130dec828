"""How a frozen record says its figures: those found and not picked, the market's depth, who may answer."""

from __future__ import annotations

from typing import Any

from . import words

CHOICE = "Comment les structures de la sélection ont été choisies parmi celles trouvées"
DEPTH_TITLES = [
    "Groupe",
    "Structures",
    "Situées",
    "Interviennent",
    "Preuve vérifiée",
    "Fiche de moins d’un an",
]
COUNTED = ("located", "working", "verified", "fresh")
RESERVED_GROUP = "Marchés réservés, éligibles ou à vérifier"


def choice(told: dict[str, Any]) -> str:
    """What the buyer says of it, under CHOICE."""
    return told["added"].get("choice") or "L’acheteur ne l’a pas dit."


def reasons_noted(told: dict[str, Any]) -> str:
    """Of how many nobody has noted why, one by one; schemas 1 to 3 do not tell it."""
    funnel = told["funnel"]
    if "never_picked" not in funnel or not funnel["proposed"]:
        return ""
    never, noted = words.count(funnel["never_picked"]), words.count(funnel["kept_with_reason"])
    kept = words.count(funnel["shortlisted"] - funnel["set_aside"])
    return (
        f"Trouvées sans être mises dans la sélection : {never} ; aucune raison n’est notée une par une. "
        f"Gardées : {kept}, dont {noted} avec une raison notée."
    )


def ending_on(method: dict[str, Any]) -> str:
    """« Sans preuve au 1er mars 2026 »: the deadline while it is ahead; not told before schema 4."""
    return f"Sans preuve au {words.day(method['ending_on'])}" if method.get("ending_on") else ""


def depth_titles(method: dict[str, Any]) -> list[str]:
    last = ending_on(method)
    return [*DEPTH_TITLES, last] if last else DEPTH_TITLES


def depth(part: dict[str, Any], method: dict[str, Any]) -> list[list[str]]:
    """The market's depth of a part, under its titles; an article that its lot cannot use counts nobody."""
    names = (*COUNTED, "ending") if ending_on(method) else COUNTED
    return [
        [line["group"] or "Ensemble", line["label"], *(words.count(line.get(name)) for name in names)]
        for line in depth_lines(part)
    ]


def depth_lines(part: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines that were frozen; behind those of the articles, the closed ones, without a number."""
    lines: list[dict[str, Any]] = list(part["depth"])
    behind = [rank for rank, line in enumerate(lines, start=1) if line["group"] in ("", RESERVED_GROUP)][-1]
    nobody = dict.fromkeys((*COUNTED, "ending"))
    shut = [
        {"group": RESERVED_GROUP, "label": f"{label} : ne paraît pas possible", **nobody}
        for label, _ in part.get("closed", [])
    ]
    return [*lines[:behind], *shut, *lines[behind:]]


def answering(one: dict[str, Any], method: dict[str, Any]) -> str:
    """How many may answer a reservation; nobody does one that does not seem possible."""
    if one.get("is_closed"):
        return ""
    said = (
        f"Éligibles ou à vérifier : {words.count(one['possible'])}, dont à la preuve vérifiée : "
        f"{words.count(one['eligible'])}."
    )
    if not one.get("ending"):
        return said
    lost, on = one["ending"], words.day(method["ending_on"])
    return (
        f"{said} {words.count(lost)} n’{'auront' if lost > 1 else 'aura'} plus de preuve connue au {on}, "
        "date limite des candidatures : renouvellement à demander."
    )
