"""Forms of a structure and of what belongs to it; what is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from suppliers.geocoding import Address
from suppliers.geocoding.moving import commune_denied, has_moved, is_elsewhere, territory_after
from suppliers.geocoding.point import centre_of
from suppliers.imports.fields import POSITION
from suppliers.imports.siret import read_siret
from suppliers.models import Certification, Structure, ZoneKind
from suppliers.models.certification import LEGAL_MAXIMUM_YEARS, RECORDED_ALREADY
from suppliers.profiles.phones import read_phone
from suppliers.territories.positions import mistakes_in_point

from .conflicts import UnchangedSinceForm, UnchangedSinceFormSet
from .typed_values import TypedForm, read_activity_code, read_five_digits

# One line of the form each.
CERTIFICATION_FIELDS: list[str | list[str] | tuple[str, ...] | tuple[()]] = [
    ("kind", "number"),
    ("verification", "verified_on", "verified_by"),
    ("valid_from", "valid_until", "renewal_declared"),
    ("authority", "proof"),
    ("target_share", "target_share_year", "target_share_basis"),
    ("annex_year", "listed_on", "revoked_on"),
    ("source", "source_date"),
    ("scope", "siren"),
]


_BY_HAND = Structure.Precision.MANUAL.value
_DENIED = "L’adresse est dans la commune suivante : {}. Choisissez-la ici, ou corrigez l’adresse."


class StructureForm(TypedForm, UnchangedSinceForm):
    has_left_point = False  # for the centre of the commune of a new address
    past_days = ("confirmed_on", "source_date", "left_list_on")
    said_at = {
        "structure_rna_is_well_formed": "rna",
        "structure_point_says_its_precision": "geo_precision",
        "structure_inclusion_posts_within_headcount": "inclusion_posts",
        "structure_published_once_validated_or_sourced": "status",
    }
    siret = forms.CharField(label="SIRET", max_length=20, required=False)
    website = forms.URLField(label="Site web", max_length=300, required=False, assume_scheme="https")

    class Meta:  # the admin adds the model and its fields
        widgets = {"description": forms.Textarea(attrs={"rows": 6, "cols": 80})}
        labels = {"edited_fields": "Champs modifiés sur le site"}
        help_texts = {
            "brand": "Si elle est remplie, l’annuaire l’affiche comme nom de la structure.",
            "edited_fields": "Un import ne remplace pas ces champs. Ceux que vous modifiez ici s’y ajoutent.",
            "geo_precision": (
                "« Placée à la main » si vous changez la latitude ou la longitude, ou pour garder le point "
                "quand l’adresse change : sans cela, la structure passe au centre de sa commune."
            ),
            "territory": "Suit la commune et le code postal quand ils changent. "
            "Le département quand la commune n’est pas dans le référentiel.",
        }

    def clean_siret(self) -> str | None:
        """Spaces are fine; a number that cannot exist is refused, unless it stands there already."""
        typed = self.cleaned_data["siret"].strip()
        if not typed or "siret" not in self.changed_data:
            return typed or None
        reading = read_siret(typed)
        if reading.reason:
            raise ValidationError(reading.reason)
        return reading.number

    def clean_phone(self) -> str:
        return self._read("phone", read_phone)

    def clean_rna(self) -> str:
        typed: str = self.cleaned_data["rna"]
        return typed.upper()

    def clean_postal_code(self) -> str:
        return self._read("postal_code", read_five_digits)

    def clean_naf_code(self) -> str:
        return self._read("naf_code", read_activity_code)

    def _read(self, name: str, read: Callable[[str], str]) -> str:
        typed: str = self.cleaned_data[name]
        return read(typed) if name in self.changed_data else typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        moved = {"latitude", "longitude"} & set(self.changed_data)
        self._follow_address(cleaned)
        if moved and "geo_precision" not in self.changed_data:
            placed = cleaned.get("latitude") is not None
            cleaned["geo_precision"] = _BY_HAND if placed else ""
        if moved:
            self.instance.geo_score = None
            self._check_point(cleaned.get("latitude"), cleaned.get("longitude"))
        if cleaned.get("status") == Structure.Status.PUBLISHED and self._needs_a_voucher(cleaned):
            self.instance.validated_at = timezone.now()
        return cleaned

    def _follow_address(self, cleaned: dict[str, Any]) -> None:
        """A point and a territory go with their address: where it changes, they are not left behind."""
        if {"address", "postal_code", "city", "territory"} & set(self.errors):
            return
        had = self.instance
        before = Address(had.address, had.postal_code, had.city, had.territory)
        after = Address(cleaned["address"], cleaned["postal_code"], cleaned["city"], cleaned["territory"])
        if "territory" in self.changed_data and (commune := commune_denied(after)):
            self.add_error("territory", _DENIED.format(f"{commune.short_name} ({commune.code})"))
        elif has_moved(before, after):
            if "territory" not in self.changed_data or after.territory is None:
                cleaned["territory"] = territory_after(before, after)
            if not self._is_placed_by_hand(cleaned, is_elsewhere(before, after)):
                self._leave_point(cleaned)
        elif "territory" in self.changed_data and cleaned.get("latitude") is None:
            self._leave_point(cleaned)

    def _is_placed_by_hand(self, cleaned: dict[str, Any], elsewhere: bool) -> bool:
        """Now, or before in the same city: a point placed in another one was that of another address."""
        if {"latitude", "longitude"} & set(self.changed_data):
            return True
        said_again = "geo_precision" in self.changed_data or not elsewhere
        return said_again and cleaned.get("geo_precision") == _BY_HAND

    def _leave_point(self, cleaned: dict[str, Any]) -> None:
        """For the centre of the commune, which a better point may replace: it is nobody's work."""
        centre = centre_of(cleaned["territory"])
        cleaned["latitude"] = centre.latitude if centre else None
        cleaned["longitude"] = centre.longitude if centre else None
        cleaned["geo_precision"] = centre.precision if centre else ""
        cleaned["edited_fields"] = [
            name for name in cleaned.get("edited_fields") or [] if name not in POSITION
        ]
        self.instance.geo_score = None
        self.instance.field_sources.pop("latitude", None)
        self.has_left_point = True

    def _check_point(self, latitude: float | None, longitude: float | None) -> None:
        mistakes = mistakes_in_point(latitude, longitude)
        halves = {"latitude", "longitude"}
        if mistakes and not halves & set(self.errors):
            for name, said in mistakes:
                self.add_error(name, said)

    def _needs_a_voucher(self, cleaned: dict[str, Any]) -> bool:
        """Published just now, or no longer under the name of a list: somebody stands for it."""
        return "status" in self.changed_data or (not cleaned.get("source") and not self.instance.validated_at)


class CertificationForm(TypedForm):
    past_days = ("verified_on", "listed_on", "source_date")
    past_years = ("target_share_year", "annex_year")
    said_at = {
        "certification_ends_after_it_starts": "valid_until",
        "certification_share_is_a_percentage": "target_share",
        **{f"certification_within_{years}_years": "valid_until" for years in LEGAL_MAXIMUM_YEARS},
        **{
            f"certification_without_start_within_{years}_years": "valid_until"
            for years in LEGAL_MAXIMUM_YEARS
        },
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        verified = cleaned.get("verification") == Certification.Verification.VERIFIED
        if verified and not cleaned.get("verified_on") and "verified_on" not in self.errors:
            cleaned["verified_on"] = timezone.localdate()
        return cleaned


class CertificationFormSet(UnchangedSinceFormSet):
    def clean(self) -> None:
        """Two new rows of one kind and period: each is right for the database, not for the other."""
        super().clean()
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data.get("kind") or data.get("DELETE"):
                continue
            start, end = data.get("valid_from"), data.get("valid_until")
            period = (data["kind"].pk, start, None if start else end)
            if period in seen:
                form.add_error("kind", RECORDED_ALREADY)
            seen.add(period)


class ActivityForm(TypedForm):
    said_at = {"activity_radius_goes_with_its_zone": "radius_km", "activity_has_its_own_rank": "position"}

    class Meta:
        widgets = {"description": forms.Textarea(attrs={"rows": 3, "cols": 80})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        by_territory = cleaned.get("zone_kind") == ZoneKind.TERRITORIES
        if by_territory and not cleaned.get("territories") and "territories" not in self.errors:
            self.add_error("territories", "Choisissez au moins un territoire, ou une autre zone.")
        return cleaned
