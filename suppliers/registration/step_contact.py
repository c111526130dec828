"""« Nous joindre »: a public number and address; a person's name only with their consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from suppliers.asking.text_fields import LineField
from suppliers.models import ContactPerson, Event, Structure, User
from suppliers.profiles.phones import read_phone

from .personal_address import looks_personal
from .step_form import StepForm
from .step_view import StepView
from .waiting import change_and_tell, facts_opened

FACTS = ("phone", "email")
PERSON = {"person_name": "name", "person_role": "role", "person_phone": "phone", "person_email": "email"}
NOT_AN_ADDRESS = "Une adresse électronique s’écrit nom@domaine.fr."
PERSONAL = (
    "L’adresse publique semble être celle d’une personne. Si cette personne n’est pas d’accord pour qu’elle "
    "soit publiée, donnez plutôt une adresse générique, comme contact@…"
)
WITHOUT_CONSENT = (
    "Cochez l’accord de cette personne s’il vous a été donné ; sinon, effacez son nom et ses coordonnées."
)


class PhoneField(forms.CharField):
    """Any way a number is typed; stored one way."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, "widget": forms.TextInput(attrs={"type": "tel"}), **options})

    def clean(self, value: Any) -> str:
        return read_phone(super().clean(value))


class ContactForm(StepForm):
    phone = PhoneField(label="Téléphone", required=False, help_text="Standard ou service commercial.")
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        required=False,
        error_messages={"invalid": NOT_AN_ADDRESS},
        help_text="De préférence générique : contact@…, commercial@… Elle est publique.",
    )
    person_name = LineField(label="Nom de la personne", max_length=120, required=False)
    person_role = LineField(label="Sa fonction", max_length=120, required=False)
    person_phone = PhoneField(label="Son téléphone", required=False)
    person_email = forms.EmailField(
        label="Son adresse électronique",
        max_length=254,
        required=False,
        error_messages={"invalid": NOT_AN_ADDRESS},
    )
    consent = forms.BooleanField(
        label="Cette personne est d’accord pour que son nom et ses coordonnées soient publiés",
        required=False,
        help_text="Sans cet accord, rien n’est gardé. Décochez pour le retirer : tout est effacé aussitôt.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = [name for name in PERSON if cleaned.get(name) or name in self.errors]
        withdraws = bool(self.initial.get("consent"))
        if said and not cleaned.get("consent") and not withdraws:
            self.add_error("consent", WITHOUT_CONSENT)
        if cleaned.get("consent") and not cleaned.get("person_name") and "person_name" not in self.errors:
            self.add_error("person_name", "Donnez le nom de la personne qui est d’accord.")
        return cleaned

    def typed(self) -> dict[str, Any]:
        """Of a person who does not agree, nothing: their fields count as empty."""
        typed = super().typed()
        return typed if typed.get("consent") else typed | dict.fromkeys(PERSON.keys() & typed.keys(), "")


class ContactStep(StepView):
    slug = "contact"
    template = "suppliers/registration/step_contact.html"
    form_class = ContactForm

    @property
    def person(self) -> ContactPerson | None:
        rows = ContactPerson.objects.filter(structure=self.structure)
        return rows.select_related("consent_recorded_by").first()

    def stored(self) -> dict[str, Any]:
        person = self.person
        named = {name: getattr(person, column, "") for name, column in PERSON.items()}
        return facts_opened(self.structure, FACTS, self.proposal) | named | {"consent": person is not None}

    def save(self, form: ContactForm) -> str:
        facts = {name: form.cleaned_data[name] for name in FACTS}
        said = [change_and_tell(self.structure, facts, form.labels, by=self.user)]
        if form.cleaned_data["consent"]:
            named = {column: form.cleaned_data[name] for name, column in PERSON.items()}
            said.append(name_contact(self.structure, named, by=self.user))
        else:
            said.append(forget_contact(self.structure, by=self.user))
        return " ".join(filter(None, said))

    def keep(self, form: ContactForm) -> bool:
        """A person is named, or is no longer, when nothing of the form is in doubt."""
        if form.errors:
            facts = {name: form.cleaned_data[name] for name in FACTS if name in form.cleaned_data}
            change_and_tell(self.structure, facts, form.labels, by=self.user)
        else:
            self.save(form)
        return True

    def imagine(self, form: ContactForm) -> None:
        """No card tells how to reach a structure before it is picked."""

    def in_words(self, name: str, value: Any) -> str:
        if name == "consent":
            return "accord donné" if value else "pas d’accord"
        return super().in_words(name, value)

    def more(self, form: ContactForm) -> dict[str, Any]:
        person = self.person
        email = self.opened["email"]
        is_agreed = person is not None and email in ("", person.email)
        return {
            "person": person,
            "person_fields": [*PERSON, "consent"],
            "personal": "" if is_agreed or not looks_personal(email) else PERSONAL,
        }


def name_contact(structure: Structure, named: dict[str, str], *, by: User) -> str:
    """Keep somebody who agreed to be named. Another name is another consent. In the caller's transaction.

    The log says that it was done, and not who it is: a name leaves with its consent.
    """
    present = ContactPerson.objects.filter(structure=structure).first()
    if present and all(getattr(present, column) == value for column, value in named.items()):
        return ""
    person = present or ContactPerson(structure=structure)
    if person.name != named["name"]:
        person.consented_at, person.consent_recorded_by = timezone.now(), by
    for column, value in named.items():
        setattr(person, column, value)
    person.full_clean()
    person.save()
    Event.objects.record("registration.name-contact", by=by, structure=structure)
    return "La personne à contacter est enregistrée, avec la date de son accord."


def forget_contact(structure: Structure, *, by: User) -> str:
    """Consent is withdrawn, or was never given: nothing of a person is kept. In the caller's transaction."""
    gone, _ = ContactPerson.objects.filter(structure=structure).delete()
    if not gone:
        return ""
    Event.objects.record("registration.forget-contact", by=by, structure=structure)
    return "Le nom et les coordonnées de la personne à contacter sont effacés."
