"""Prepare the site, then serve it: what `make run` and the container do. `python -m atlas.start`

Each step looks first whether there is anything to do: a second start changes nothing.
"""

import hashlib
import os
import pathlib
import sys
from typing import Any, NoReturn

import django

from atlas.install import address, claim
from atlas.outage import told_to_operators
from atlas.refusal import StartRefused, interruptible
from atlas.variables import processes

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> None:
    """Prepare everything and become the server: gunicorn, with `dev` Django's own; `static` only collects.

    `import SOURCE FILE …` prepares the database alone, without fictional structures, and imports that list.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
    if "static" in arguments:
        django.setup()
        collect_static()
        return
    if arguments[:1] == ["import"]:
        django.setup()
        prepare_database(with_examples=False)
        refuse_examples()
        become("manage.py", "import_structures", *arguments[1:])
    host, port = address()
    os.environ.update(HOST=host, PORT=port)
    claim(host, port)
    django.setup()
    os.environ["WEB_CONCURRENCY"] = str(processes())  # gunicorn reads it by itself, even empty
    prepare_database()
    if "dev" in arguments:
        say(greeting(host, port))
        become("manage.py", "runserver", "--skip-checks", f"{host}:{port}")
    collect_static()
    os.environ["ATLAS_GREETING"] = greeting(host, port)
    become("-m", "gunicorn", "-c", "python:atlas.server", "atlas.wsgi")


def become(*arguments: str) -> NoReturn:
    """Hand this process over, so that who stops it stops the server."""
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606  no shell, and our own words


def prepare_database(*, with_examples: bool = True) -> None:
    """Tables, reference data, the directory and, for a demonstration, fictional structures and accounts."""
    from django.conf import settings

    from atlas import checks, health
    from suppliers import search

    if problems := checks.problems():
        raise StartRefused(" ".join(problems))
    if health.unapplied():
        say("Création des tables…")
        run("migrate", skip_checks=True)
    run("createcachetable")  # CACHE_URL may name another one than at the last migration
    run("demo" if settings.DEMO and with_examples else "load_reference")
    run("verify")
    if search.settings_changed():
        say("Recalcul de l’annuaire : un réglage ou ses fiches ont changé…")
        run("rebuild_directory")


def refuse_examples() -> None:
    """Nobody could tell real structures from the fictional ones they would stand among."""
    from suppliers.models import Structure

    if Structure.objects.filter(is_demo=True).exists():
        raise StartRefused(
            "Cette base tient des structures fictives, et une vraie liste s’y mêlerait : arrêtez le site, "
            "puis donnez une base vide (DATABASE_URL), ou effacez celle de la démonstration (dossier var/)."
        )


def run(command: str, **options: Any) -> None:
    """A step that is a command; what it refuses, the start refuses."""
    from django.core.management import CommandError, call_command

    try:
        call_command(command, verbosity=0, **options)
    except CommandError as error:
        raise StartRefused(str(error)) from error


def collect_static() -> None:
    """Hash, compress and copy the static files when one of them, or a package, has changed.

    The former ones stay: pages that are open, and a server that is still running, ask for them.
    """
    from django.conf import settings
    from django.core.management import call_command

    stamp = settings.STATIC_ROOT / ".source"
    state = fingerprint()
    try:
        if stamp.exists() and stamp.read_text() == state:
            return
        say("Préparation des fichiers statiques…")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(state)
    except OSError as error:
        raise StartRefused(
            f"Les fichiers statiques ne peuvent pas être écrits dans « {settings.STATIC_ROOT} » ({error}). "
            "Libérez ce dossier, ou donnez-en un autre avec STATIC_ROOT."
        ) from error


def fingerprint() -> str:
    """One text for the state of static/ and of the packages that bring files of their own."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def greeting(host: str, port: str) -> str:
    """The one line that says where the site is, and for a demonstration with which accounts."""
    from django.conf import settings

    line = f"Atlas ESS est prêt : http://{host}:{port}/"
    if settings.DEMO:
        from suppliers.management.commands.demo import describe_accounts

        line += describe_accounts()
    return line


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    with interruptible(), told_to_operators():
        main(sys.argv[1:])
