"""Synonyms, imports, certifications and activities as lists of their own."""

import datetime as dt

import pytest
from django.urls import reverse

from suppliers import search
from suppliers.models import (
    Certification,
    DirectoryEntry,
    ImportIssue,
    ImportRun,
    Sector,
    SectorSynonym,
)
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory
from tests.made_once import made_once

from .forms import send

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def cleaner(db):
    """A published structure that cleans offices."""
    structure = ActivityFactory(sectors=["nettoyage-locaux"]).structure
    search.refresh()
    return structure


def vector(structure):
    return DirectoryEntry.objects.get(pk=structure.pk).vector


def sector(code):
    return Sector.objects.get(code=code)


def test_a_new_synonym_finds_the_structures_of_its_sector(admin_client, cleaner):
    new = {"term": "époussetage", "sector": sector("nettoyage-locaux").pk}

    admin_client.post(reverse("admin:suppliers_sectorsynonym_add"), new)

    assert "epoussetag" in vector(cleaner)


def test_a_synonym_added_on_the_page_of_its_sector_counts_too(admin_client, cleaner):
    group = sector("nettoyage-locaux").parent
    url = reverse("admin:suppliers_sector_change", args=[sector("nettoyage-locaux").pk])
    count = sector("nettoyage-locaux").synonyms.count()

    response = send(
        admin_client, url, **{"synonyms-TOTAL_FORMS": count + 1, f"synonyms-{count}-term": "époussetage"}
    )

    assert response.status_code == 302
    assert "epoussetag" in vector(cleaner)
    assert admin_client.get(reverse("admin:suppliers_sector_change", args=[group.pk])).status_code == 200


def test_a_synonym_that_moves_or_goes_leaves_the_structures_it_found(admin_client, cleaner):
    synonym = SectorSynonym.objects.create(sector=sector("nettoyage-locaux"), term="époussetage")
    search.refresh()
    url = reverse("admin:suppliers_sectorsynonym_change", args=[synonym.pk])

    admin_client.post(url, {"term": "époussetage", "sector": sector("traiteur").pk})
    assert "epoussetag" not in vector(cleaner)

    admin_client.post(url, {"term": "époussetage", "sector": sector("nettoyage-locaux").pk})
    assert "epoussetag" in vector(cleaner)
    admin_client.post(reverse("admin:suppliers_sectorsynonym_delete", args=[synonym.pk]), {"post": "yes"})
    assert "epoussetag" not in vector(cleaner)


def test_a_certification_changed_alone_shows_at_once(admin_client, cleaner):
    certification = CertificationFactory(structure=cleaner, verification="declared")
    search.refresh()
    url = reverse("admin:suppliers_certification_change", args=[certification.pk])

    send(admin_client, url, verification="verified", valid_until="31/12/2034")

    card = DirectoryEntry.objects.get(pk=cleaner.pk).card
    certification.refresh_from_db()
    assert card["certifications"][0]["verification"] == "verified"
    assert certification.verified_by.username == "admin"


def test_a_certification_given_to_another_structure_leaves_the_first(admin_client, cleaner):
    certification = CertificationFactory(structure=cleaner, verification="declared")
    other = StructureFactory(published=True)
    search.refresh()

    send(
        admin_client,
        reverse("admin:suppliers_certification_change", args=[certification.pk]),
        structure=other.pk,
    )

    assert search.differences() == []
    assert DirectoryEntry.objects.get(pk=cleaner.pk).card["certifications"] == []


def test_certifications_deleted_from_the_list_leave_the_directory(admin_client, cleaner):
    certification = CertificationFactory(structure=cleaner, verification="declared")
    search.refresh()

    chosen = {"action": "delete_selected", "_selected_action": [certification.pk], "post": "yes"}
    admin_client.post(reverse("admin:suppliers_certification_changelist"), chosen)

    assert not Certification.objects.exists()
    assert search.differences() == []


def test_an_activity_deleted_alone_leaves_the_directory(admin_client, cleaner):
    activity = cleaner.activities.get()

    admin_client.post(reverse("admin:suppliers_activity_delete", args=[activity.pk]), {"post": "yes"})

    assert DirectoryEntry.objects.get(pk=cleaner.pk).card["offers"] == []


@pytest.fixture
def run(db):
    made = ImportRun.objects.create(
        source="siae", file_name="siae.csv", status="done", listed_on=dt.date(2026, 1, 1)
    )
    for line, (severity, code) in enumerate(
        [("refused", "siret-cle"), ("doubtful", "naf"), ("doubtful", "naf")], 2
    ):
        ImportIssue.objects.create(
            run=made, line=line, severity=severity, code=code, value="=1", reason="Essai."
        )
    return made


def test_an_import_says_why_rows_were_refused_and_leads_to_them(admin_client, run):
    page = admin_client.get(reverse("admin:suppliers_importrun_change", args=[run.pk])).text

    link = f"/admin/suppliers/importissue/?run__id__exact={run.pk}&amp;code=naf"
    assert link in page
    rows = admin_client.get(link.replace("&amp;", "&")).context["cl"].result_list
    assert [each.line for each in rows] == [3, 4]


def test_the_report_of_an_import_is_downloaded(admin_client, run):
    response = admin_client.get(reverse("admin:suppliers_importrun_report", args=[run.pk]))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="rapport-siae-{run.pk}.csv"'
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[1] == "2;;'=1;Refusée;siret-cle;Essai."


def test_the_report_of_no_import_is_not_found(admin_client):
    assert admin_client.get(reverse("admin:suppliers_importrun_report", args=[999])).status_code == 404


def test_the_report_is_not_for_everybody(client, django_user_model, run):
    url = reverse("admin:suppliers_importrun_report", args=[run.pk])
    assert client.get(url).status_code == 302

    client.force_login(django_user_model.objects.create_user("agent", is_staff=True))
    assert client.get(url).status_code == 403


def test_imports_cannot_be_changed(admin_client, run):
    admin_client.post(reverse("admin:suppliers_importrun_change", args=[run.pk]), {"source": "autre"})

    run.refresh_from_db()
    assert run.source == "siae"
