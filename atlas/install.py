"""Put the dependencies in .venv, when they changed. `python3 -m atlas.install requirements.txt`

Runs before anything is installed, so with the standard library alone; and an older Python must be able to
read it, to be told that it is too old.
"""

import errno
import hashlib
import importlib.util
import os
import pathlib
import socket
import subprocess
import sys

from atlas.refusal import StartRefused, interruptible

ROOT = pathlib.Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def main(requirements: str, *, serves: bool = False) -> None:
    """Check the ground, then make .venv hold exactly what the file asks for."""
    check_python(sys.version_info[:2])
    check_writable(ROOT / "var")
    if serves:  # it will want the port in a minute
        claim(*address())
    python = ROOT / ".venv" / "bin" / "python"
    if not is_whole(python):
        check_venv_module()
        print("Création de l’environnement Python (.venv)…", flush=True)
        call([sys.executable, "-m", "venv", "--clear", str(ROOT / ".venv")])
    stamp = ROOT / ".venv" / (requirements + ".sha256")
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installation des dépendances (" + requirements + ")…", flush=True)
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    call([str(python), "-m", "pip", "install", *options, "-r", str(ROOT / requirements)])
    stamp.write_text(wanted)


def is_whole(python: pathlib.Path) -> bool:
    """Whether the environment was made to its end: pip is what comes last."""
    return python.exists() and any((ROOT / ".venv").glob("lib/python3*/site-packages/pip/__main__.py"))


def check_python(version: "tuple[int, ...]") -> None:
    if version < OLDEST:
        raise StartRefused(
            "Il faut Python 3.11 ou plus, et celui-ci est un Python {}.{}. "
            "Installez-en un, puis nommez-le : make run PYTHON=python3.11.".format(*version)
        )


def check_venv_module() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise StartRefused(
            "Le module venv de Python manque : installez-le "
            "(Debian, Ubuntu : apt-get install python{}.{}-venv).".format(*sys.version_info[:2])
        )


def check_writable(folder: pathlib.Path) -> None:
    """The database and the static files live there."""
    try:
        folder.mkdir(exist_ok=True)
        trial = folder / f".trial-{os.getpid()}"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise StartRefused(
            f"Le dossier {folder} doit pouvoir être écrit ({error.strerror}) : la base de données et les "
            f"fichiers statiques y vivent. Par exemple : sudo chown -R $(id -un) {folder}"
        ) from error


def address() -> "tuple[str, str]":
    """Where the site will answer: HOST and PORT."""
    return os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")


def claim(host: str, port: str) -> None:
    """Refuse a port that cannot be had before any work is done."""
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise StartRefused(f"PORT={port} n’est pas un numéro de port : donnez un nombre entre 1 et 65535.")
    try:
        family, _, _, _, where = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(where)
    except PermissionError as error:
        raise StartRefused(f"Le port {port} est réservé à root : prenez-en un à partir de 1024.") from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise StartRefused(f"HOST={host} n’est pas une adresse d’ici : essayez 127.0.0.1.") from error
        raise StartRefused(
            f"Le port {port} est déjà pris sur {host} : arrêtez le programme qui l’occupe, "
            f"ou choisissez-en un autre, par exemple : PORT={int(port) % 65_000 + 1} make run"
        ) from error


def call(command: "list[str]") -> None:
    """Run a command of Python's own; what it has to say of a failure is shown above our sentence."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603  fixed words
        raise StartRefused(
            "L’installation a échoué, le message ci-dessus dit pourquoi : recommencez ensuite."
        )


if __name__ == "__main__":
    with interruptible():
        main(sys.argv[1], serves="serves" in sys.argv[2:])
