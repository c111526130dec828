"""What lists show: words rather than codes, in few questions, found by what people know."""

import datetime as dt

import psycopg
import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.db import connection
from django.forms import ModelChoiceField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suppliers import search
from suppliers.imports.guards import _LOCK
from suppliers.management.benchmarks import databases
from suppliers.models import (
    Activity,
    Certification,
    ErrorReport,
    GeocodedAddress,
    ImportIssue,
    ImportRun,
    LegalForm,
    Structure,
    Territory,
    User,
)
from tests.factories import ActivityFactory, CertificationFactory, StructureFactory

from .conftest import some_of_everything

pytestmark = pytest.mark.django_db
# The session, the account, how many rows, the rows; then territories and kinds to filter by, certifications,
# kinds to filter by, or the first and last day and the days between.
QUERIES = {"structure": 7, "certification": 5, "importrun": 6, "errorreport": 6}


def address(name, question=""):
    return reverse(f"admin:suppliers_{name}_changelist") + question


def cells(client, name, question=""):
    """The text of the list's cells, row by row, as the admin computes it."""
    page = client.get(address(name, question)).text
    return page[page.index('id="result_list"') : page.index('class="paginator"')]


def found(client, name, question):
    return set(client.get(address(name, question)).context["cl"].result_list)


@pytest.mark.parametrize("how_many", [2, 30])
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_list_asks_few_questions_however_long(
    admin_client, admin_user, name, how_many, django_assert_num_queries
):
    some_of_everything(how_many, admin_user)
    admin_client.get(address(name))  # the content types are known from then on

    with django_assert_num_queries(QUERIES[name]):
        response = admin_client.get(address(name))

    assert len(response.context["cl"].result_list) >= how_many


def test_structures_show_the_names_of_their_certifications(admin_client, structure):
    CertificationFactory(structure=structure, kind_id="ESS_STATUT", verification="declared")
    Structure.objects.filter(pk=structure.pk).update(
        left_list_on=dt.date(2026, 2, 1), confirmed_on=dt.date(2026, 3, 1)
    )

    shown = cells(admin_client, "structure")

    assert "ESS_STATUT" not in shown
    assert Certification.objects.get().kind.short_label in shown
    assert "Publiée, sortie de la liste le 01/02/2026" in shown
    assert "01/03/2026" in shown


def test_certifications_show_names_and_short_dates(admin_client, structure):
    certification = CertificationFactory(
        structure=structure,
        kind_id="ESS_STATUT",
        verification="declared",
        valid_from=dt.date(2026, 1, 2),
        revoked_on=dt.date(2026, 1, 3),
    )

    shown = cells(admin_client, "certification")

    assert "ESS_STATUT" not in shown
    assert "Déclarée, retirée le 03/01/2026" in shown
    assert "02/01/2026" in shown
    assert str(certification) == f"{certification.kind.short_label} · La Brosse"


@pytest.mark.parametrize(
    ("question", "kinds"),
    [("bientot", {"EI"}), ("finie", {"ACI"}), ("retiree", {"AI"})],
)
def test_certifications_are_chosen_by_their_end(admin_client, structure, time_machine, question, kinds):
    time_machine.move_to(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC))
    for kind, end, revoked in [
        ("EI", dt.date(2026, 6, 1), None),
        ("ACI", dt.date(2026, 5, 31), None),
        ("ETTI", dt.date(2026, 12, 1), None),
        ("AI", dt.date(2026, 7, 1), dt.date(2026, 5, 1)),
    ]:
        CertificationFactory(
            structure=structure, kind_id=kind, verification="declared", valid_until=end, revoked_on=revoked
        )

    chosen = found(admin_client, "certification", f"?validite={question}")

    assert {each.kind_id for each in chosen} == kinds


def test_imports_say_their_source_what_changed_and_lead_to_their_rows(admin_client):
    seeded = {"source": "demonstration", "file_name": "Graine", "dry_run": True, "status": "done"}
    ImportRun.objects.create(**seeded, created=12, refused=3)
    run = ImportRun.objects.get()
    for line, severity in [(2, "refused"), (3, "doubtful")]:
        ImportIssue.objects.create(run=run, line=line, severity=severity, code="essai", reason="Essai.")

    shown = cells(admin_client, "importrun")

    assert "demonstration" not in shown
    assert "Données de démonstration" in shown
    assert "Terminé (essai à blanc)" in shown
    assert "12 créées" in shown
    link = f"{address('importissue')}?run__id__exact={run.pk}&amp;severity__exact=refused"
    assert f'<a href="{link}">3</a>' in shown
    rows = admin_client.get(link.replace("&amp;", "&")).context["cl"].result_list
    assert [each.line for each in rows] == [2]


def test_an_import_runs_only_as_long_as_it_holds_the_lock(admin_client):
    run = ImportRun.objects.create(source="siae", file_name="siae.csv")
    page = reverse("admin:suppliers_importrun_change", args=[run.pk])

    def seen():
        home = admin_client.get("/admin/").context["waiting"][3].detail
        chosen = [found(admin_client, "importrun", f"?etat={status}") for status in ("running", "failed")]
        return home, cells(admin_client, "importrun"), admin_client.get(page).text, chosen

    *killed, chosen = seen()
    assert all("interrompu, rien n’a changé" in each.lower() for each in killed)
    assert chosen == [set(), {run}]
    with psycopg.connect(databases.url_of(connection.settings_dict["NAME"])) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        *running, chosen = seen()
    assert all("en cours" in each.lower() for each in running)
    assert chosen == [{run}, set()]


def test_imports_are_chosen_by_source_and_by_refused_rows(admin_client):
    seeded = ImportRun.objects.create(source="demonstration", file_name="Graine")
    listed = ImportRun.objects.create(source="siae", file_name="siae.csv", refused=1)

    assert found(admin_client, "importrun", "?source=demonstration") == {seeded}
    assert found(admin_client, "importrun", "?refus=oui") == {listed}


def test_geocoded_addresses_say_their_precision_in_words(admin_client):
    placed = GeocodedAddress.objects.create(query="1 rue de Paris", precision="housenumber")
    unknown = GeocodedAddress.objects.create(query="nulle part")

    assert "Au numéro" in cells(admin_client, "geocodedaddress")
    assert found(admin_client, "geocodedaddress", "?precision=housenumber") == {placed}
    assert found(admin_client, "geocodedaddress", "?precision=aucune") == {unknown}


def test_kinds_say_in_words_whether_they_open_a_reserved_contract(admin_client):
    shown = cells(admin_client, "certificationkind", "?basis__exact=direct")

    assert "De plein droit" in shown
    assert "direct<" not in shown
    assert "Comme structure équivalente" not in shown


@pytest.mark.parametrize("name", ["certification", "activity", "errorreport"])
@pytest.mark.parametrize("how", ["brosse", "siret"])
def test_what_belongs_to_a_structure_is_found_by_its_name_and_number(admin_client, structure, name, how):
    for each in (structure, StructureFactory(published=True, name="Le Seau")):
        CertificationFactory(structure=each, verification="declared")
        ActivityFactory(structure=each)
        ErrorReport.objects.create(structure=each, kind="closed")
    search.refresh()

    rows = found(admin_client, name, f"?q={structure.siret if how == 'siret' else how}")

    assert {row.structure for row in rows} == {structure}


def test_error_reports_and_certifications_are_found_by_their_own_words_too(admin_client, structure):
    report = ErrorReport.objects.create(structure=structure, kind="other", message="Rideau baissé")
    numbered = CertificationFactory(structure=structure, verification="declared", number="AGR-93-7")

    assert found(admin_client, "errorreport", "?q=rideau") == {report}
    assert found(admin_client, "certification", "?q=AGR-93") == {numbered}
    assert found(admin_client, "errorreport", "?q=introuvable") == set()


def test_the_page_of_a_structure_names_the_fields_and_who_said_them(admin_client, structure):
    structure.field_sources = {"postal_code": {"source": "liste des SIAE", "date": "2026-01-01"}}
    structure.save()

    page = admin_client.get(reverse("admin:suppliers_structure_change", args=[structure.pk])).text

    assert "<li>code postal : liste des SIAE, 2026-01-01</li>" in page


def test_what_belongs_to_a_structure_costs_its_page_no_more_questions(admin_client, structure):
    url = reverse("admin:suppliers_structure_change", args=[structure.pk])

    def questions():
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(url)
        return len(captured)

    CertificationFactory(structure=structure, kind_id="EI", verification="declared")
    few = questions()
    for kind in ("AI", "ACI", "ETTI"):
        CertificationFactory(structure=structure, kind_id=kind, verification="declared")

    assert questions() == few


def forms_of(model_admin, request):
    """The fields to fill in on a page of the admin, its inlines' included."""
    opened = model_admin.model.objects.first()
    yield from model_admin.get_form(request, opened, change=True).base_fields.items()
    for inline in model_admin.get_inline_instances(request):
        formset = inline.get_formset(request)
        for name, field in formset.form.base_fields.items():
            if name != formset.fk.name:
                yield name, field


def test_no_form_lists_a_whole_big_table(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    big = {Structure, Territory, User, Activity, Certification, LegalForm}
    wide, seen = set(), set()
    for model, model_admin in admin.site._registry.items():
        if model_admin.has_change_permission(request):
            for name, field in forms_of(model_admin, request):
                if isinstance(field, ModelChoiceField) and field.queryset.model in big:
                    seen.add(field.queryset.model)
                    inner = getattr(field.widget, "widget", field.widget)
                    if not isinstance(inner, AutocompleteMixin):
                        wide.add(f"{model._meta.label}.{name}")

    assert {Structure, Territory, LegalForm} <= seen
    assert not wide


def test_an_entry_of_the_directory_is_found_and_sorted_by_the_siret_of_its_structure(admin_client):
    first, last = StructureFactory(published=True), StructureFactory(published=True)
    search.refresh()

    assert ">SIRET<" in cells(admin_client, "directoryentry")
    for question, numbers in (("?o=1", [first.siret, last.siret]), ("?o=-1", [last.siret, first.siret])):
        shown = cells(admin_client, "directoryentry", question)  # the second: no box to tick comes before
        assert shown.index(numbers[0]) < shown.index(numbers[1])
    (entry,) = found(admin_client, "directoryentry", f"?q={first.siret}")
    assert entry.pk == first.pk
