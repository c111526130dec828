"""Small random directories, and random questions asked of them."""

import datetime as dt
from urllib.parse import urlencode

from hypothesis import strategies as st

from suppliers.models import Activity, Certification, Sector, Structure, Territory
from suppliers.models.certification import LEGAL_MAXIMUM_YEARS
from tests.factories import StructureFactory, siret_number

TODAY = dt.date(2026, 11, 24)
SECTORS = ["nettoyage-locaux", "nettoyage-urbain", "traiteur", "espaces-verts"]
TYPES = ["prestation", "mise-a-disposition", "fabrication"]
KINDS = ["EA", "EATT", "ESAT", "EI", "ACI", "ETTI", "EITI", "GEIQ", "EA_PENIT", "SIAE_PENIT", "PENIT"]
KINDS += ["ESUS", "ESS_STATUT", "ESS_COMMERCIALE", "BCORP", "TIH"]
PLACES = ["93048", "93001", "75056", "75111", "T8", "T6", "93", "75", "94", "MGP", "R11", "FR"]
HOMES = ["93048", "93001", "75111", "94028", None]
FORMS = ["9220", "5499", "5710", "7361", "5458", "8210", None]
BANDS = ["NN", "01", "11", "12", None]
ARTICLES = ["L2113-12", "L2113-13", "L2113-13-1", "L2113-15"]
FAMILIES = ["association", "cooperative", "mutuelle", "fondation", "societe_commerciale_ess"]
NEAR_TODAY = [TODAY + dt.timedelta(days=days) for days in (-800, -400, -190, -183, -31, -1, 0, 1, 40, 400)]
days = st.sampled_from(NEAR_TODAY)
maybe_day = st.none() | days


@st.composite
def certificates(draw: st.DrawFn) -> dict:
    kind = draw(st.sampled_from(KINDS))
    start, end = draw(maybe_day), draw(maybe_day)
    if start and end:
        start, end = sorted((start, end))
        years = next((years for years, kinds in LEGAL_MAXIMUM_YEARS.items() if kind in kinds), None)
        if years == 1 and (end - start).days > 365:
            end = start + dt.timedelta(days=365)
        elif years == 3 and (end - start).days > 1095:
            end = start + dt.timedelta(days=1095)
    verification = draw(st.sampled_from(["declared", "proof_received", "verified", "verified", "rejected"]))
    verified_on = draw(days) if verification == "verified" else draw(maybe_day)
    if start is None and end and verified_on and (end - verified_on).days > 365:
        end = verified_on + dt.timedelta(days=365)  # no kind may last less
    return {
        "kind_id": kind,
        "valid_from": start,
        "valid_until": end,
        "verification": verification,
        "verified_on": verified_on,
        "revoked_on": draw(st.none() | st.none() | days),
        "listed_on": draw(maybe_day),
        "target_share": draw(st.sampled_from([None, 30, 50, 72])),
        "annex_year": draw(st.sampled_from([None, 2025, 2026])),
        "renewal_declared": draw(st.booleans()),
    }


activities = st.fixed_dictionaries(
    {
        "sectors": st.lists(st.sampled_from(SECTORS), min_size=1, max_size=2, unique=True),
        "service_type": st.sampled_from(TYPES),
        "zone": st.one_of(
            st.just(("france", None, [])),
            st.tuples(st.just("radius"), st.sampled_from([5, 10, 30]), st.just([])),
            st.tuples(
                st.just("territories"),
                st.none(),
                st.lists(st.sampled_from(PLACES[:-1]), min_size=1, max_size=2, unique=True),
            ),
        ),
    }
)
structures = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["published", "published", "published", "draft", "hidden"]),
        "unit": st.integers(1, 4),
        "legal_form_id": st.sampled_from(FORMS),
        "sirene_ess": st.sampled_from(["", "O", "N"]),
        "rcs_ess_mention": st.sampled_from([None, True, False]),
        "is_public_body": st.sampled_from([False, False, True]),
        "admin_state": st.sampled_from(["A", "A", "A", "F"]),
        "home": st.sampled_from(HOMES),
        "point": st.none() | st.tuples(st.floats(48.7, 49.0), st.floats(2.2, 2.6)),
        "employee_band_id": st.sampled_from(BANDS),
        "confirmed_on": maybe_day,
        "activities": st.lists(activities, min_size=1, max_size=3),
        "certificates": st.lists(
            certificates(), min_size=1, max_size=4, unique_by=lambda item: item["kind_id"]
        ),
    }
)
directories = st.lists(structures, min_size=3, max_size=8)


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


questions = st.fixed_dictionaries(
    {},
    optional={
        "secteur": some([*SECTORS, "proprete", "alimentation"]),
        "type": some(TYPES),
        "intervient": some(PLACES),
        "certification": some(KINDS),
        "article": some(ARTICLES),
        "famille": some(FAMILIES),
        "territoire": some(PLACES),
        "effectif": some([band for band in BANDS if band]),
        "verifie": st.just("1"),
        "confirme": st.sampled_from(["1", "12", "24"]),
        "pres_de": st.sampled_from(["48.8638,2.4485", "48.9,2.3"]),
        "rayon": st.sampled_from(["3", "15"]),
    },
).map(lambda asked: urlencode(asked, doseq=True))


def build(directory: list[dict]) -> list[Structure]:
    """Write a random directory; establishments of one unit share its SIREN."""
    places = Territory.objects.in_bulk({*PLACES, *filter(None, HOMES)}, field_name="code")
    built = [_structure(rank, drawn, places) for rank, drawn in enumerate(directory)]
    Structure.objects.bulk_create(built)
    certified = [
        Certification(structure=structure, **certificate)
        for structure, drawn in zip(built, directory, strict=True)
        for certificate in drawn["certificates"]
    ]
    for certification in certified:
        certification.set_scope()
    Certification.objects.bulk_create(certified)
    _sell(built, directory, places)
    return built


def _structure(rank: int, drawn: dict, places: dict[str, Territory]) -> Structure:
    latitude, longitude = drawn["point"] or (None, None)
    return StructureFactory.build(
        siret=siret_number(drawn["unit"])[:9] + f"{rank:05d}",
        territory=places.get(drawn["home"]),
        source="essai",
        latitude=latitude,
        longitude=longitude,
        **{name: value for name, value in drawn.items() if name not in OTHER},
    )


def _sell(built: list[Structure], directory: list[dict], places: dict[str, Territory]) -> None:
    """Write the activities, all at once: an example has some forty rows of them."""
    sectors = Sector.objects.in_bulk(SECTORS, field_name="code")
    drawn = [
        (Activity(structure=structure, position=position, service_type=activity["service_type"]), activity)
        for structure, facts in zip(built, directory, strict=True)
        for position, activity in enumerate(facts["activities"])
    ]
    for made, activity in drawn:
        made.zone_kind, made.radius_km, _ = activity["zone"]
    Activity.objects.bulk_create(made for made, _ in drawn)
    Activity.sectors.through.objects.bulk_create(
        Activity.sectors.through(activity=made, sector=sectors[code])
        for made, activity in drawn
        for code in activity["sectors"]
    )
    Activity.territories.through.objects.bulk_create(
        Activity.territories.through(activity=made, territory=places[code])
        for made, activity in drawn
        for code in activity["zone"][2]
    )


OTHER = ("unit", "home", "point", "activities", "certificates")
