"""The command says what it did, refuses in a sentence, and writes its report."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from suppliers.models import ImportRun, OutgoingEmail, ReviewItem, ReviewKind, Structure, Territory
from suppliers.profiles.queue import submit
from tests.factories import StructureFactory, StructureMembershipFactory
from tests.imports.lists import COLUMNS, a_row, write_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_list(tmp_path):
    doubtful = [a_row(n, post_code="59000", city="Lille", lat="50.6", lon="3.06") for n in range(3, 8)]
    return write_list(tmp_path / "siae.csv", [a_row(1), a_row(2, siret="12345678901234"), *doubtful])


def say(*arguments, **options):
    output = StringIO()
    call_command("import_structures", *arguments, stdout=output, **options)
    return " ".join(output.getvalue().split())


def test_it_says_how_many_and_why(some_list):
    said = say("siae", str(some_list))

    assert said.startswith("Import terminé : siae.csv, liste du 10/03/2025.")
    assert "Structures créées │ 6" in said
    assert "Refusée · siret-cle · 1 ligne" in said and "12345678901234" in said
    assert "Douteuse · commune-hors-referentiel · 5 lignes" in said and "et 2 de plus" in said


def test_the_report_is_written_even_if_nobody_reads_the_screen(some_list, tmp_path):
    class Closed(StringIO):
        def write(self, _text):
            raise BrokenPipeError

    report = tmp_path / "rapport.csv"
    with pytest.raises(SystemExit):
        call_command("import_structures", "siae", str(some_list), report=report, stdout=Closed())
    assert "siret-cle" in report.read_text(encoding="utf-8-sig")


def test_it_says_that_fictional_structures_stand_among_the_real_ones(some_list):
    StructureFactory(published=True, is_demo=True)
    warning = "Cette base tient aussi des structures fictives"
    assert warning not in say("siae", str(some_list), dry_run=True)
    assert warning in say("siae", str(some_list))


@time_machine.travel(dt.datetime(2025, 9, 10, 12, tzinfo=dt.UTC))
@pytest.mark.parametrize(("day", "is_old"), [("2025-03-10", False), ("2025-03-09", True)])
def test_it_says_what_an_old_list_is_worth(tmp_path, day, is_old):
    said = say("siae", str(write_list(tmp_path / "siae.csv", [a_row(updated_at=day)])))

    assert ("Cette liste a plus de 6 mois : les certifications" in said) is is_old


def test_it_says_how_to_complete_the_communes(some_list, tmp_path):
    complete = write_list(tmp_path / "complete.csv", [a_row(1)])

    said = say("siae", str(some_list))
    assert "« manage.py load_territories communes.csv » ajoute les autres" in said
    known = Territory.objects.current().filter(kind="commune").count()
    assert f"Le référentiel ne tient que {known} communes" in said
    assert known < Territory.objects.filter(kind="commune").count()  # one of ours has merged
    assert "load_territories" not in say("siae", str(complete))


def test_a_dry_run_says_so(some_list):
    assert say("siae", str(some_list), "--dry-run").startswith("Essai à blanc, rien n’a changé : siae.csv")
    assert not Structure.objects.exists()


def test_the_report_is_written_to_a_file(some_list, tmp_path):
    say("siae", str(some_list), "--report", str(tmp_path / "rapport.csv"))

    report = (tmp_path / "rapport.csv").read_bytes()
    assert report.startswith(b"\xef\xbb\xbfLigne;Colonne;Valeur")
    assert report.count(b"\r\n") == 1 + 6


def test_a_report_replaces_a_former_one_and_nothing_else(some_list, tmp_path):
    for _ in range(2):
        say("siae", str(some_list), "--report", str(tmp_path / "rapport.csv"))
    before = some_list.read_bytes()

    with pytest.raises(CommandError, match="n’est pas un rapport"):
        say("siae", str(some_list), "--report", str(some_list))

    assert some_list.read_bytes() == before


def test_a_refused_import_leaves_no_report_and_no_former_one_changed(tmp_path):
    new, former = tmp_path / "new.csv", tmp_path / "former.csv"
    former.write_text("\ufeffLigne;Colonne;Valeur;")

    for report in (new, former):
        with pytest.raises(CommandError, match="n’existe pas"):
            say("siae", "absent.csv", "--report", str(report))

    assert (new.exists(), former.read_text()) == (False, "\ufeffLigne;Colonne;Valeur;")


@pytest.mark.parametrize(("options", "done"), [([], "L’import"), (["--dry-run"], "L’essai à blanc")])
def test_a_report_that_cannot_be_written_after_all_hides_nothing(some_list, options, done):
    output = StringIO()

    with pytest.raises(CommandError, match=f"{done} est fait, mais le rapport n’a pas pu être écrit"):
        call_command(
            "import_structures", "siae", str(some_list), "--report", "/dev/full", *options, stdout=output
        )

    assert "Structures créées" in output.getvalue() and "siret-cle" in output.getvalue()
    assert "Rapport :" not in output.getvalue()
    assert ImportRun.objects.get().status == "done"


def test_options_reach_the_import(some_list):
    say("siae", str(some_list), "--within", "93", "--listed-on", "2025-05-01")

    run = ImportRun.objects.get()
    assert (run.within, str(run.listed_on), run.created, run.skipped) == ("93", "2025-05-01", 1, 5)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["siae", "absent.csv"], "Le fichier « absent.csv » n’existe pas"),
        (["autre", "{file}"], "Source inconnue : « autre »."),
        (["siae", "{file}", "--within", "T99"], "Aucun territoire ne porte le code « T99 »."),
        (
            ["siae", "{file}", "--listed-on", "10/03/2025"],
            "« 10/03/2025 » n’est pas une date : écrivez AAAA-MM-JJ",
        ),
        (
            ["siae", "{file}", "--report", "absent/rapport.csv"],
            "Le dossier du rapport n’existe pas : « absent ».",
        ),
        (
            ["siae", "{file}", "--report", "tests"],
            "« tests » est un dossier : donnez aussi un nom de fichier",
        ),
        (["siae", "{file}", "--report", "{file}"], "existe déjà et n’est pas un rapport d’import"),
        (
            ["siae", "{file}", "--report", "/proc/x.csv"],
            "rapport ne peut pas être écrit dans « /proc/x.csv »",
        ),
        (["siae", "{file}", "--report", "x" * 300], "rapport ne peut pas être écrit dans « xxx"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(some_list, arguments, said):
    with pytest.raises(CommandError, match=said.replace("(", r"\(")):
        say(*(argument.format(file=some_list) for argument in arguments))

    assert not Structure.objects.exists()


def test_a_missing_column_is_named(tmp_path):
    path = write_list(tmp_path / "siae.csv", [a_row(1)], columns=COLUMNS[1:])

    with pytest.raises(CommandError, match="Il manque la colonne « siret »"):
        say("siae", str(path))


def test_a_list_that_loses_more_than_it_keeps_is_noticed(tmp_path):
    say("siae", str(write_list(tmp_path / "siae.csv", [a_row(n) for n in range(1, 5)])))

    said = say("siae", str(write_list(tmp_path / "siae.csv", [a_row(1, updated_at="2025-06-10")])))

    assert "Structures sorties de la liste │ 3" in said
    assert "ce fichier est-il complet ?" in said


def test_an_interruption_is_said_in_a_sentence(some_list, monkeypatch):
    def interrupt(_bars, step, _done, _total):
        if step == "Annuaire":
            raise KeyboardInterrupt

    monkeypatch.setattr("suppliers.management.commands.import_structures._Bars.show", interrupt)

    with pytest.raises(CommandError, match="Import interrompu : rien n’a changé") as said:
        say("siae", str(some_list))

    assert said.value.returncode == 130
    assert not Structure.objects.exists()


@pytest.fixture
def cut_short(tmp_path):
    """A list of 30 is imported; here is another of its first 5."""
    say("siae", str(write_list(tmp_path / "siae.csv", [a_row(n) for n in range(1, 31)])))
    rows = [a_row(n, updated_at="2025-06-10") for n in range(1, 6)]
    return str(write_list(tmp_path / "siae.csv", rows))


def test_a_list_that_seems_cut_short_is_refused_until_told_that_it_is_complete(cut_short):
    with pytest.raises(
        CommandError, match="25 structures sortiraient de la liste et 5 y resteraient"
    ) as said:
        say("siae", cut_short)

    assert "--complete. Rien n’a changé." in str(said.value)
    assert not Structure.objects.exclude(left_list_on=None).exists()
    assert ImportRun.objects.first().status == "failed"

    assert "Structures sorties de la liste │ 25" in say("siae", cut_short, "--complete")
    assert Structure.objects.exclude(left_list_on=None).count() == 25


def test_a_dry_run_of_a_list_that_seems_cut_short_only_says_so(cut_short):
    said = say("siae", cut_short, "--dry-run")

    assert "25 structures sortiraient de la liste et 5 y resteraient : ce fichier est-il complet ?" in said


def waiting(structure, *kinds):
    for kind in kinds:
        data = {"certification": {"kind": kind}}
        submit(ReviewKind.CERTIFICATION, structure, key=f"new-{kind}-", data=data)


def test_who_waited_for_what_a_list_verifies_gets_one_letter(tmp_path):
    first, second = (StructureFactory(published=True, siret=a_row(n)["siret"]) for n in (1, 2))
    for structure in (first, second):
        StructureMembershipFactory(structure=structure)
    waiting(first, "EI", "ACI")
    waiting(second, "ETTI")
    rows = [a_row(1), a_row(1, kind="ACI"), a_row(2)]

    said = say("siae", str(write_list(tmp_path / "siae.csv", rows)))

    assert "Un courriel annonce une certification que la liste vérifie" in said
    assert ReviewItem.objects.open().get().structure == second
    letter = OutgoingEmail.objects.get()
    assert (letter.structure, letter.to) == (first, first.memberships.get().user.email)
    assert letter.subject.endswith("vos certifications sont vérifiées")
    assert letter.text.count("\n- ") == 2
    assert "du 10 mars 2025" in letter.text

    assert "courriel" not in say("siae", str(tmp_path / "siae.csv"))
    assert OutgoingEmail.objects.count() == 1


def test_a_dry_run_writes_to_nobody(tmp_path):
    structure = StructureFactory(published=True, siret=a_row()["siret"])
    StructureMembershipFactory(structure=structure)
    waiting(structure, "EI")

    say("siae", str(write_list(tmp_path / "siae.csv", [a_row()])), "--dry-run")

    assert not OutgoingEmail.objects.exists()
