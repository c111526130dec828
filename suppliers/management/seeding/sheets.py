"""Groups of columns of a structure: size, place, contact, life in the directory."""

import datetime as dt
from random import Random

from django.utils import timezone

from suppliers.management.seeding.identifiers import phone_number
from suppliers.management.seeding.names import mail_domain, street_address
from suppliers.management.seeding.places import Place
from suppliers.models import EmployeeBand, Structure

STATUSES = (("published", 958), ("pending", 20), ("hidden", 12), ("draft", 10))
_STATUSES, _STATUS_WEIGHTS = [name for name, _ in STATUSES], [weight for _, weight in STATUSES]
LEAD_TIMES = (1, 2, 3, 5, 5, 7, 7, 10, 10, 14, 15, 21, 30, 45)
CLAIMED = 0.42
EDITED = ("description", "phone", "email", "website", "headcount")


class Bands:
    """Finds the size band of a headcount."""

    def __init__(self) -> None:
        self._bands = list(
            EmployeeBand.objects.exclude(minimum=None).order_by("minimum").values_list("minimum", "code")
        )

    def columns(self, rng: Random, headcount: int | None, posts: int | None) -> dict[str, object]:
        """Size and delay; an official band without headcount now and then, or neither."""
        band = None
        if headcount is not None:
            largest_first = reversed(self._bands)
            band = next((code for minimum, code in largest_first if (minimum or 0) <= headcount), None)
        elif rng.random() < 0.4:
            band = "NN"
        shown = headcount is not None and rng.random() < 0.85
        return {
            "employee_band_id": band,
            "headcount": headcount if shown else None,
            "inclusion_posts": posts if shown else None,
            "lead_time_days": rng.choice(LEAD_TIMES) if rng.random() < 0.6 else None,
        }


def place_columns(rng: Random, place: Place) -> dict[str, object]:
    """Address and point: mostly exact, some at the centre of the commune, a few without any."""
    line, extra = street_address(rng)
    latitude: float | None
    longitude: float | None
    latitude, longitude = place.spot(rng)
    luck = rng.random()
    precision, score = str(Structure.Precision.HOUSE_NUMBER), _score(rng, 0.82, 0.99)
    if luck < 0.004:
        latitude, longitude, precision, score = None, None, "", None
    elif place.is_departement:
        precision, score = str(Structure.Precision.SOURCE), None
    elif luck < 0.04:
        latitude, longitude = place.latitude, place.longitude
        precision, score = str(Structure.Precision.COMMUNE), _score(rng, 0.2, 0.48)
    elif luck < 0.14:
        precision, score = str(Structure.Precision.STREET), _score(rng, 0.6, 0.85)
    return {
        "address": line,
        "address_extra": extra,
        "postal_code": rng.choice(place.postal_codes),
        "city": place.city,
        "territory_id": place.id,
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": precision,
        "geo_score": score,
    }


def _score(rng: Random, low: float, high: float) -> float | None:
    return round(rng.uniform(low, high), 3)


def contact_columns(rng: Random, name: str, place: Place) -> dict[str, object]:
    """A generic address, never that of a person."""
    domain = mail_domain(name)
    return {
        "email": f"contact@{domain}" if rng.random() < 0.86 else "",
        "website": f"https://{domain}/" if rng.random() < 0.7 else "",
        "phone": phone_number(rng, place.region.code) if rng.random() < 0.84 else "",
    }


def life_columns(rng: Random, today: dt.date, *, always_published: bool) -> dict[str, object]:
    """Status, claim, confirmation and source, at dates before `today`."""
    status = rng.choices(_STATUSES, _STATUS_WEIGHTS)[0]
    closed = rng.random() < 0.012
    claimed = rng.random() < CLAIMED
    if always_published:
        status, closed, claimed = "published", False, True
    source_date = today - dt.timedelta(days=rng.randint(10, 400))
    claimed_on = today - dt.timedelta(days=rng.randint(20, 1200)) if claimed else None
    confirmed_on = None
    if claimed_on is not None:
        freshest = today - dt.timedelta(days=int(900 * rng.random() ** 2))
        confirmed_on = max(claimed_on, freshest)
    elif rng.random() < 0.3:
        confirmed_on = today - dt.timedelta(days=rng.randint(60, 1100))
    return {
        "status": status,
        "admin_state": "F" if closed else "A",
        "claimed_at": claimed_on and _at_nine(claimed_on),
        "validated_at": _at_nine(claimed_on) if claimed_on and status in ("published", "hidden") else None,
        "confirmed_on": confirmed_on,
        "source_date": source_date,
        "edited_fields": sorted(rng.sample(EDITED, rng.randint(1, 3))) if claimed else [],
        "left_list_on": today - dt.timedelta(days=rng.randint(5, 300)) if rng.random() < 0.008 else None,
    }


def _at_nine(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
