"""The sectors that stand for CPV codes: a buyer who gives codes only is told which sectors are searched."""

from __future__ import annotations

from suppliers.search.reference import Reference

from .parts import Part


def sectors_by_cpv(part: Part, known: Reference) -> list[str]:
    """« CPV 90911300 → secteur Nettoyage de locaux (correspondance de l’annuaire) », for each code.

    A code whose sectors the buyer has chosen by name is left out.
    """
    named = {sector.code for sector in part.sectors}
    said = []
    for code in part.cpv_codes:
        labels = [sector.label for sector in known.sectors_of_cpv(code) if sector.code not in named]
        if labels:
            s = "s" if len(labels) > 1 else ""
            said.append(f"CPV {code} → secteur{s} {', '.join(labels)} (correspondance de l’annuaire)")
    return said
