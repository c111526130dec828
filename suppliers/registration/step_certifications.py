"""« Nos certifications »: the certifications of a structure, its declarations and what it has proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from suppliers.models import Certification, CertificationKind, Document, ReviewItem, ReviewKind, Structure
from suppliers.showing.amounts import share_in_words

from .certification_form import CertificationForm, kinds, opened_by
from .certified import can_take_back, is_from_a_list, is_own_word, said_of, values_of
from .declaring import declare, propose, propose_otherwise
from .step_view import GO_TO, StepView, Typed

TEMPLATE = "suppliers/registration/step_certifications.html"
DECLARED = "C’est enregistré. Le justificatif sera lu quand votre fiche sera validée."
UNPROVEN = "C’est enregistré, mais sans justificatif : ajoutez-le avec « Modifier », sinon rien ne la prouve."
PROPOSED_UNPROVEN = "C’est transmis, mais sans justificatif : ajoutez-le avec « Modifier »."
PROPOSED = "C’est transmis : votre fiche la montrera une fois vérifiée. D’ici là, rien ne change."


@dataclass(frozen=True)
class CertificationLine:
    """One row of the list. `can_change` and `can_remove`: it is the structure's own word."""

    row: Certification
    documents: list[Document]
    can_change: bool
    can_remove: bool
    is_from_a_list: bool


@dataclass(frozen=True)
class ProposalLine:
    item: ReviewItem
    kind: CertificationKind | None
    values: dict[str, Any]
    documents: list[Document]


def reaching(structure: Structure) -> Any:
    """Its certifications, and those of its legal unit that another establishment holds."""
    own = Q(structure=structure)
    if structure.siren:
        own |= Q(scope="siren", siren=structure.siren, structure__status=Structure.Status.PUBLISHED)
    return (
        Certification.objects.filter(own)
        .select_related("kind", "structure")
        .order_by("kind__number", "-valid_from")
    )


class CertificationsStep(StepView):
    """The list. What is in it changes on pages of their own: there is nothing to send here."""

    http_method_names = ["get", "head"]
    follows_typing = False
    slug = "certifications"
    template = TEMPLATE

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        return render(request, self.template, self.shared() | self._lists())

    def _lists(self) -> dict[str, Any]:
        documents = list(Document.objects.filter(structure=self.structure))
        corrected = {item.certification_id for item in self.waiting if item.certification_id}

        def line(row: Certification) -> CertificationLine:
            is_own = row.structure_id == self.structure.pk and is_own_word(row)
            proofs = [one for one in documents if one.certification_id == row.pk]
            return CertificationLine(
                row,
                proofs,
                can_change=is_own and row.pk not in corrected,
                can_remove=is_own and row.pk not in corrected and can_take_back(row),
                is_from_a_list=is_from_a_list(row),
            )

        proposals = [
            ProposalLine(
                item,
                kinds().get(item.data.get("certification", {}).get("kind", "")),
                item.data.get("certification", {}),
                [one for one in documents if one.item_id == item.pk],
            )
            for item in self.waiting
            if item.kind == ReviewKind.CERTIFICATION
        ]
        return {"rows": [line(row) for row in reaching(self.structure)], "proposals": proposals}


class CertificationStep(StepView):
    """One certification: added, changed, renewed, or a proposal that waits and is changed."""

    slug = "certifications"
    template = "suppliers/registration/certification.html"
    follows_typing = False
    how = "add"  # or "change", "renew", "propose"

    def found(self) -> Certification | None:
        """The row of the address; another structure's, or one that it may not change, is not there.

        None, too, for one that was taken out while its form was open: what was typed is then to be added.
        """
        if self.how in ("add", "propose"):
            return None
        row = Certification.objects.filter(pk=self.kwargs["key"]).first()
        if row is None and self.request.method == "POST":
            return None
        is_theirs = row is not None and row.structure_id == self.structure.pk
        if row is not None and is_theirs and (self.how == "renew" or is_own_word(row)):
            return row
        raise Http404("Cette certification n’est pas parmi les vôtres.")

    def item(self) -> ReviewItem | None:
        """The proposal of the address; None when it was decided on while its form was open."""
        if self.how != "propose":
            return None
        certifications = ReviewItem.objects.filter(kind=ReviewKind.CERTIFICATION, structure=self.structure)
        item = certifications.select_related("certification").filter(pk=self.kwargs["key"]).first()
        if item is None or not (item.is_open or self.request.method == "POST"):
            raise Http404("Cette proposition n’attend plus.")
        return item if item.is_open else None

    def stored(self) -> dict[str, Any]:
        row, item = self.found(), self.item()
        if item is not None:
            return values_of(item.data.get("certification", {}))
        if row is None:
            return values_of({})
        if self.how == "renew":
            return values_of({"kind": row.kind_id, "authority": row.authority})
        return said_of(row)

    def form(self, typed: Typed | None = None) -> CertificationForm:
        row, item = self.found(), self.item()
        checked = row if row and self.how == "change" else item.certification if item else None
        data, files = (typed.data, typed.files) if typed else (None, None)
        return CertificationForm(
            data,
            files,
            initial=self.opened,
            structure=self.structure,
            row=checked or Certification(structure=self.structure),
        )

    def save(self, form: CertificationForm) -> str:
        proof = form.cleaned_data["document"]
        if self.structure.status != Structure.Status.PUBLISHED:
            declare(form.row, by=self.user, proof=proof)
            has_proof = Document.objects.filter(certification=form.row).exists()
            return DECLARED if has_proof else UNPROVEN
        item = self.item()
        if item is not None:
            propose_otherwise(item, form.typed(), by=self.user, proof=proof)
        else:
            row = form.row if self.how == "change" else None
            item = propose(self.structure, form.typed(), row=row, by=self.user, proof=proof)
        handed_in = Q(item=item) | Q(certification=item.certification_id, certification__isnull=False)
        return PROPOSED if Document.objects.filter(handed_in).exists() else PROPOSED_UNPROVEN

    def _has_nothing_to_save(self, form: Any, typed: Typed, is_valid: bool) -> bool:
        """A form that is opened on something to add is sent to add it."""
        if self.how in ("change", "propose"):
            return super()._has_nothing_to_save(form, typed, is_valid)
        return GO_TO in typed.data and not form.has_changed()

    def next_url(self) -> str:
        return reverse("registration:step", args=[self.structure.pk, self.slug])

    def in_words(self, name: str, value: Any) -> str:
        if name == "kind" and value in kinds():
            return kinds()[value].label
        if name == "target_share":
            return share_in_words(value) or "rien"
        return super().in_words(name, value)

    def more(self, form: CertificationForm) -> dict[str, Any]:
        row, item = self.found(), self.item()
        said = [(kind, opened_by(kind)) for kind in kinds().values()]
        handed_in = Document.objects.filter(structure=self.structure)
        if item is not None:
            handed_in = handed_in.filter(item=item)
        else:
            handed_in = handed_in.filter(certification=row) if self.how == "change" else handed_in.none()
        return {
            "how": self.how,
            "row": row,
            "item": item,
            "said_of_kinds": said,
            "documents": handed_in,
            "has_lost_its_file": "document" in self.request.FILES,
        }
