"""The list of inclusion enterprises, as the Agence de services et de paiement and Les emplois publish it.

One file holds the SIAE of the ASP's list, the GEIQ of their federation and the EA and EATT of the ministry of
labour, each row saying which; a few rows were typed in by users and prove nothing.
"""

from .sources import Column, Origin, Source

SIAE = Source(
    code="siae",
    title="SIAE, GEIQ et entreprises adaptées (ASP, Les emplois de l'inclusion)",
    columns=(
        Column("siret", required=True),
        Column("kind", also=("type",), required=True),
        Column("name", also=("raison_sociale",), required=True),
        Column("brand", also=("enseigne",)),
        Column("naf", also=("code_naf",)),
        Column("legal_form", also=("forme_juridique",)),
        Column("address", also=("addresse_ligne_1", "adresse")),
        Column("post_code", also=("code_postal",), required=True),
        Column("city", also=("ville", "commune"), required=True),
        Column("department", also=("departement",)),
        Column("lat", also=("latitude",)),
        Column("lon", also=("longitude",)),
        Column("website", also=("site_web",)),
        Column("description"),
        Column("source"),
        Column("updated_at", also=("mis_a_jour_le",)),
    ),
    kinds={kind: kind for kind in ("EI", "ETTI", "AI", "ACI", "EITI", "GEIQ", "EA", "EATT")},
    origin=Origin("liste des SIAE (ASP)"),
    origins={
        "ASP": Origin("liste des SIAE (ASP)"),
        "GEIQ": Origin("annuaire des GEIQ (Fédération française des GEIQ)"),
        "EA_EATT": Origin("liste des EA et EATT (ministère du travail)"),
        "USER_CREATED": Origin("Les emplois de l'inclusion", is_official=False),
        "STAFF_CREATED": Origin("Les emplois de l'inclusion", is_official=False),
    },
    unknown=Origin("Les emplois de l'inclusion", is_official=False),
)
