"""Which certifications a structure of a profile holds, besides the one that makes it what it is."""

from random import Random

from suppliers.management.seeding.profiles import COMMERCIAL_FORMS, Profile

# Labels of trades: in a hundred structures of the trade, how many hold it.
BY_TRADE: dict[str, tuple[tuple[str, int], ...]] = {
    "proprete": (("ECOLABEL_UE", 6), ("ISO_14001", 4), ("ISO_9001", 5)),
    "jardin": (("ISO_14001", 5),),
    "terre": (("BIO", 34),),
    "cuisine": (("BIO", 9),),
    "batiment": (("RGE", 16),),
    "ville": (("RGE", 10), ("BCORP", 3)),
    "formation": (("QUALIOPI", 58),),
    "conseil": (("QUALIOPI", 14), ("LUCIE_26000", 4), ("BCORP", 3)),
    "domicile": (("SAP_AGREMENT", 55), ("CAP_HANDEO", 9)),
    "numerique": (("NUMERIQUE_RESPONSABLE", 13), ("ISO_9001", 3)),
    "communication": (("ISO_14001", 4), ("LUCIE_26000", 3)),
    "atelier": (("ISO_9001", 9),),
    "mobilier": (("EPV", 5),),
    "linge": (("ISO_14001", 4), ("EPV", 2)),
}
OF_INSERTION = (("RSEI", 7), ("ISO_9001", 3), ("ENGAGE_RSE", 2))
OF_COMPANIES = (("SOCIETE_MISSION", 8), ("BCORP", 4), ("ENGAGE_RSE", 3), ("RFAR", 2), ("LUCIE_26000", 2))


def kinds_held(rng: Random, profile: Profile, trade: str, legal_form: str, has_mention: bool) -> list[str]:
    """Kinds of certification, the one of the profile first, each once.

    Never TIH: recognition of a disability is health data (RGPD, art. 9), not to be published.
    """
    kinds = (
        [_kind_in_prison(rng, trade) if profile.kind == "PRISON" else profile.kind] if profile.kind else []
    )
    if profile.name.startswith("Régie"):
        kinds.append("REGIE_QUARTIER")
        kinds = kinds if rng.random() < 0.6 else kinds[1:]
    chances = [*BY_TRADE.get(trade, ())]
    if profile.kind in ("EI", "ACI", "ETTI", "AI", "EA", "ESAT"):
        chances += OF_INSERTION
    if legal_form in COMMERCIAL_FORMS:
        chances += OF_COMPANIES
        if has_mention and rng.random() < 0.6:
            kinds.append("ESS_COMMERCIALE")
    elif legal_form[0] != "7" and rng.random() < 0.12:
        kinds.append("ESS_STATUT")
    if legal_form[0] != "7" and rng.random() * 100 < profile.esus:
        kinds.append("ESUS")
    kinds += [kind for kind, percent in chances if kind not in kinds and rng.random() * 100 < percent]
    return list(dict.fromkeys(kinds))


def _kind_in_prison(rng: Random, trade: str) -> str:
    return rng.choice(("PENIT", "SIAE_PENIT", "EA_PENIT" if trade == "atelier" else "SIAE_PENIT"))
