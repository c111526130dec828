"""Read variables of the environment: one that says nothing we know stops the start with a sentence.

Empty is absent: that is how compose files and panels of hosts leave a variable alone.
"""

import io
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from atlas.refusal import StartRefused

YES, NO = ("1", "true", "yes", "oui", "on"), ("0", "false", "no", "non", "off")
SECRET_LENGTH = 50
# What a browser may send: no scheme, no port; `.example.org` for all of a domain, `*` for any.
HOST = re.compile(r"\*|\.?[a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
# What the site's policy can name, which knows no address of IPv6: `*` for the servers of one domain, a port.
SOURCE = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?", re.IGNORECASE)
LOCAL = re.compile(r"http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/|$)")
SHARED_CACHE = "est l’adresse d’un cache commun à tous les processus, ainsi : dbcache://atlas_cache"
LINE = re.compile(r"(export )?[A-Za-z_0-9]+=.*")


def read_file(path: Path) -> None:
    """The lines of a file, if it is there; the environment wins.

    A line that says nothing is refused by its number: shown, it may be a secret.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused(
            f"Le fichier {path} ne se lit pas : il faut un texte en UTF-8, que le compte qui lance le site "
            "ait le droit de lire."
        ) from error
    said = {number: line for number, line in enumerate(lines, 1) if line.strip() and line.strip()[0] != "#"}
    for number, line in said.items():
        if not LINE.fullmatch(line):
            raise StartRefused(
                f"La ligne {number} du fichier {path} ne se lit pas : il faut NOM=valeur, sans espace devant "
                "le nom ni devant « = »."
            )
    environ.Env.read_env(io.StringIO("\n".join(said.values())))


def text(name: str) -> str:
    return os.environ.get(name, "").strip()


def refusal(name: str, rule: str, value: str) -> StartRefused:
    return StartRefused(f"La variable d’environnement {name} {rule} ; « {value} » ne convient pas.")


def required(name: str, meaning: str, otherwise: str) -> str:
    """A variable that a real site must give; where `otherwise` says something, one may do without."""
    if value := text(name) or otherwise:
        return value
    raise StartRefused(
        f"Il manque la variable d’environnement {name} : {meaning}. "
        "(Pour une simple démonstration : ATLAS_DEMO=1.)"
    )


def secret(name: str, otherwise: str) -> str:
    """Long enough not to be guessed; never shown, even when it is refused."""
    value = required(name, f"une suite de {SECRET_LENGTH} caractères au hasard, gardée secrète", otherwise)
    if len(value) < SECRET_LENGTH:
        raise StartRefused(
            f"La variable d’environnement {name} compte au moins {SECRET_LENGTH} caractères, tirés au "
            f"hasard ; celle-ci en a {len(value)}."
        )
    return value


def hosts(name: str, otherwise: str) -> list[str]:
    value = required(name, "les noms de domaine du site, séparés par des virgules", otherwise)
    names = [host.strip() for host in value.split(",") if host.strip()]
    if not names or not all(HOST.fullmatch(host) for host in names):
        rule = "donne les noms de domaine du site, séparés par des virgules, sans « https:// » ni port"
        raise refusal(name, rule, value)
    return names


def switch(name: str) -> bool:
    """On or off; off when nothing is said."""
    value = text(name)
    if value and value.lower() not in YES + NO:
        raise refusal(name, f"est un choix : {', '.join(YES)} pour oui ; {', '.join(NO)} pour non", value)
    return value.lower() in YES


def whole(name: str, default: int, *, least: int = 1, most: int, what: str) -> int:
    """A whole number; `what` it counts, in French: « de mois »."""
    value = text(name)
    if value and not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise refusal(name, f"est un nombre {what}, de {least} à {most}", value)
    return int(value or default)


def processes() -> int:
    """How many gunicorn keeps."""
    return whole("WEB_CONCURRENCY", os.cpu_count() or 2, most=512, what="de processus")


def number(name: str, default: float, *, most: int, what: str) -> float:
    """A number above 0, with a point or a comma."""
    value = text(name)
    if not value:
        return default
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?", value) and 0 < float(value.replace(",", ".")) <= most:
        return float(value.replace(",", "."))
    raise refusal(name, f"est un nombre {what}, plus grand que 0 et jusqu’à {most}", value)


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    value = text(name) or default
    if value not in among:
        raise refusal(name, f"vaut {' ou '.join(among)}", value)
    return value


def server(name: str, default: str) -> str:
    """Where a service answers: a domain, with a port and a path where it has some."""
    value = text(name) or default
    if "//" in value or len(value.split()) > 1:
        raise refusal(
            name, "est un domaine, avec son port et son chemin s’il en faut, sans « https:// »", value
        )
    return value


def tiles(name: str, default: str) -> str:
    """The address of the map's tiles, of another server or of a folder of this one."""
    value = text(name) or default
    parts = all(part in value for part in ("{z}", "{x}", "{y}")) and len(value.split()) == 1
    if not parts or not _is_somewhere(value.replace("{s}", "*")):
        rule = "est l’adresse de tuiles, ainsi : https://tuiles.example.org/{z}/{x}/{y}.png"
        raise refusal(name, rule, value)
    return value


def _is_somewhere(url: str) -> bool:
    """Whether an address leads to a server, or to a folder of this one."""
    try:
        address = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return False
    if address.scheme in ("https", "http"):
        return SOURCE.fullmatch(address.netloc) is not None
    return not address.scheme and not address.netloc and url.startswith("/")


def site(name: str, names: list[str], *, https: bool, is_local: bool) -> str:
    """The address of the site, without a slash at its end: the first of its own names, unless it is given.

    `is_local`: a demonstration or a developer's, which is met where it was started.
    """
    if value := text(name).rstrip("/"):
        if not re.match(r"https?://", value) or not _is_somewhere(value) or urlsplit(value).query:
            raise refusal(name, "est l’adresse du site, ainsi : https://atlas.example.org", value)
        return value
    own = next(
        (host.strip(".") for host in names if host != "*" and not (is_local and host == "localhost")), ""
    )
    if own:
        return f"{'https' if https else 'http'}://{own}"
    if not is_local and text("EMAIL_URL"):
        required(name, "l’adresse du site, que ses courriels donnent (https://atlas.example.org)", "")
    started_at = text("HOST") or "127.0.0.1"
    return f"http://{'localhost' if started_at == '0.0.0.0' else started_at}:{text('PORT') or '8000'}"  # noqa: S104


def mailbox(name: str) -> str:
    """An e-mail address, or nothing."""
    value = text(name)
    try:
        if value:
            validate_email(value)
    except ValidationError as error:
        raise refusal(name, "est une adresse électronique", value) from error
    return value


def issuer(name: str) -> str:
    """The address of an OpenID Connect server, or nothing. Without encryption only on this very machine."""
    value = text(name).rstrip("/")
    if value and not (_is_somewhere(value) and (value.startswith("https://") or LOCAL.match(value))):
        raise refusal(name, "est l’adresse d’un serveur, ainsi : https://auth.example.org/api/v2", value)
    return value


def origin(url: str) -> str:
    address = urlsplit(url)
    return f"{address.scheme}://{address.netloc}"


def proconnect(server: str) -> list[dict[str, Any]]:
    """ProConnect as allauth wants it; nothing while its variables are empty. Some of them are a mistake."""
    names = ("PROCONNECT_SERVER", "PROCONNECT_CLIENT_ID", "PROCONNECT_CLIENT_SECRET")
    missing = [name for name in names if not text(name)]
    if missing and len(missing) < len(names):
        raise StartRefused(
            f"ProConnect demande trois variables d’environnement ({', '.join(names)}) : "
            f"il manque {' et '.join(missing)}."
        )
    if missing:
        return []
    return [
        {
            "provider_id": "proconnect",
            "name": "ProConnect",
            "client_id": text("PROCONNECT_CLIENT_ID"),
            "secret": text("PROCONNECT_CLIENT_SECRET"),
            "settings": {
                "server_url": server,
                "scope": ["openid", "given_name", "usual_name", "email", "uid", "siret"],
                "auth_params": {"acr_values": text("PROCONNECT_ACR") or "eidas1"},
            },
        }
    ]


def cache(name: str, default: str) -> dict[str, Any]:
    """Django's CACHES["default"]; one that all processes share, for what it counts."""
    url = text(name) or default
    try:
        config: dict[str, Any] = environ.Env.cache_url_config(url)
    except (ImproperlyConfigured, ValueError) as error:
        kind = url.partition(":")[0]  # what follows may hold a password
        raise refusal(name, SHARED_CACHE, kind) from error
    if "locmem" in config["BACKEND"] or "dummy" in config["BACKEND"]:
        raise refusal(name, SHARED_CACHE, url.partition(":")[0])
    return config


def mail_server(name: str) -> dict[str, Any]:
    """Django's EMAIL_BACKEND, EMAIL_HOST and the rest; the console's when nothing is said."""
    url = text(name) or "consolemail://"
    try:
        config: dict[str, Any] = environ.Env.email_url_config(url)
    except (ImproperlyConfigured, ValueError, KeyError) as error:
        kind = url.partition(":")[0]  # what follows may hold a password
        rule = "est l’adresse d’un serveur de courriel, ainsi : smtp+tls://compte:secret@smtp.example.org:587"
        raise refusal(name, rule, kind) from error
    return {key: value for key, value in config.items() if key != "OPTIONS"}
