"""« Qui nous sommes »: names, legal form, numbers, and what buyers read first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from suppliers.asking.text_fields import LineField, TextField
from suppliers.imports.cells import read_web_address
from suppliers.imports.siret import read_siret
from suppliers.search.reference import reference
from suppliers.search.state import state

from .legal_forms import LegalFormField, legal_form_choices
from .step_form import StepForm
from .step_view import StepView

LONGEST_DESCRIPTION = 3_000
_TAKEN = (
    "Ce SIRET est celui d’une autre fiche, ou d’un brouillon de quelqu’un d’autre : tapez-le dans "
    "« Inscrire une structure », qui dit à qui demander."
)
_NOT_AN_ADDRESS = "Une adresse de site s’écrit www.exemple.fr ou https://www.exemple.fr/page."
AUTOCOMPLETE = {"name": "organization", "website": "url"}


class SiretField(forms.CharField):
    """Shown in groups, read however it is typed."""

    def prepare_value(self, value: Any) -> Any:
        is_whole = isinstance(value, str) and len(value) == 14 and value.isascii() and value.isdigit()
        return in_groups(value) if is_whole else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return "".join((initial or "").split()) != "".join((data or "").split())


def in_groups(siret: str) -> str:
    return " ".join([siret[:3], siret[3:6], siret[6:9], siret[9:]])


class IdentityForm(StepForm):
    said_at = {"structure_rna_is_well_formed": "rna", "structure_siret_has_14_digits": "siret"}

    name = LineField(
        label="Nom de la structure",
        max_length=200,
        help_text="Le nom officiel, tel que dans vos statuts ou au répertoire SIRENE.",
    )
    brand = LineField(
        label="Enseigne ou nom d’usage",
        max_length=200,
        required=False,
        help_text="Si elle est remplie, c’est elle que l’annuaire affiche.",
    )
    legal_form_id = LegalFormField(
        label="Forme juridique",
        required=False,
        help_text="Tapez les premières lettres dans la liste : « ass » pour association.",
    )
    siret = SiretField(
        label="SIRET",
        max_length=40,
        required=False,
        help_text="Quatorze chiffres : celui de l’établissement qui répond aux acheteurs.",
    )
    rna = LineField(
        label="Numéro RNA",
        max_length=20,
        required=False,
        help_text="Pour une association : W suivi de neuf caractères, sur le récépissé de la préfecture.",
    )
    description = TextField(
        label="Présentation",
        max_length=LONGEST_DESCRIPTION,
        required=False,
        help_text=(
            "Ce que vous faites, pour qui, avec qui, et ce qui vous distingue. Les acheteurs la lisent en "
            "premier ; la recherche y prend des mots. Deux à dix phrases suffisent, 3 000 caractères au plus."
        ),
    )
    website = forms.CharField(
        label="Site web", max_length=300, required=False, help_text="Par exemple : www.exemple.fr"
    )
    opening_hours = LineField(
        label="Horaires",
        max_length=200,
        required=False,
        help_text="Par exemple : du lundi au vendredi, de 8 h 30 à 17 h.",
    )

    def prepare(self) -> None:
        self.fields["legal_form_id"].choices = legal_form_choices()  # type: ignore[attr-defined]
        self.fields["description"].widget.attrs |= {"rows": 6, "data-atlas-count": LONGEST_DESCRIPTION}
        for name, hint in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = hint

    def clean_legal_form_id(self) -> str | None:
        return self.cleaned_data["legal_form_id"] or None

    def clean_siret(self) -> str | None:
        typed = self.cleaned_data["siret"]
        if not typed.strip():
            if self.structure.siret:
                raise ValidationError("Une structure qui a un SIRET le garde : corrigez-le, sans l’effacer.")
            return None
        reading = read_siret(typed)
        if not reading.number:
            raise ValidationError(reading.reason)
        return reading.number

    def refuse(self, error: ValidationError) -> None:
        super().refuse(error)
        for one in self.errors.as_data().get("siret", []):
            if one.code == "unique":
                one.message, one.params = _TAKEN, None

    def clean_rna(self) -> str:
        return "".join(str(self.cleaned_data["rna"]).split()).upper()

    def clean_website(self) -> str:
        typed = self.cleaned_data["website"].strip()
        if not typed:
            return ""
        address = read_web_address(typed if "://" in typed else f"https://{typed}")
        if not address:
            raise ValidationError(_NOT_AN_ADDRESS)
        return address


class IdentityStep(StepView):
    slug = "identite"
    template = "suppliers/registration/step_identity.html"
    form_class = IdentityForm

    def in_words(self, name: str, value: Any) -> str:
        if name == "siret" and value:
            return in_groups(value)
        if name == "legal_form_id" and value:
            form = reference(state().version).legal_forms.get(value)
            return form.label if form else value
        return super().in_words(name, value)
