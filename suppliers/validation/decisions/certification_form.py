"""What a validator may put right in a certification before it is verified."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from suppliers.models import Certification, Document
from suppliers.models.certification import LEGAL_MAXIMUM_YEARS

# What a structure may say of it.
PROPOSED = {
    "number",
    "authority",
    "valid_from",
    "valid_until",
    "renewal_declared",
    "target_share",
    "target_share_year",
    "target_share_basis",
    "annex_year",
    "proof",
}
_SAID_AT = {
    "certification_ends_after_it_starts": "valid_until",
    "certification_share_is_a_percentage": "target_share",
    **{f"certification_within_{years}_years": "valid_until" for years in LEGAL_MAXIMUM_YEARS},
    **{f"certification_without_start_within_{years}_years": "valid_until" for years in LEGAL_MAXIMUM_YEARS},
}
_FIRST_YEAR = 1990


class CertificationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Certification
        fields = [
            "number",
            "authority",
            "valid_from",
            "valid_until",
            "target_share",
            "target_share_year",
            "target_share_basis",
            "proof",
        ]
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("valid_from", "valid_until")
        }
        labels = {"proof": "Document vu"}
        help_texts = {"proof": "Celui qui vous fait dire que c’est vérifié."}

    def __init__(self, *args: Any, documents: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.proof and documents:
            self.initial["proof"] = documents[0].name
        self.instance.verification = Certification.Verification.VERIFIED
        self.instance.verified_on = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        year = cleaned.get("target_share_year")
        if year is not None and not _FIRST_YEAR <= year <= timezone.localdate().year:
            self.add_error("target_share_year", f"Une année depuis {_FIRST_YEAR}, en quatre chiffres.")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The whole row must hold: its structure and its kind count for the periods that the law allows."""
        return super()._get_validation_exclusions() - {"kind", "verified_on", "structure"}  # type: ignore[misc, no-any-return]

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict"):
            places = {
                str(each.violation_error_message): _SAID_AT[each.name]
                for each in Certification._meta.constraints
                if each.name in _SAID_AT
            }
            for name, listed in error.error_dict.items():
                for each in listed:
                    place = places.get(str(each.message), None if name not in self.fields else name)
                    super().add_error(place, each.message)
            return
        super().add_error(field, error)
