"""Is this PostgreSQL server good enough? Asked by `migrate` and before each start, never at a request."""

from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

OLDEST = 15
EXTENSIONS = ("cube", "earthdistance", "intarray", "unaccent", "pg_trgm", "btree_gin")

# For each extension: is it here, could it be, may this account create it (a "trusted" one asks for less)?
EXTENSION_STATES = """
SELECT wanted.name,
       bool_or(here.oid IS NOT NULL),
       bool_or(version.name IS NOT NULL),
       bool_or((SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
               OR version.trusted AND has_database_privilege(current_database(), 'CREATE'))
FROM unnest(%s::text[]) AS wanted(name)
LEFT JOIN pg_extension here ON here.extname = wanted.name
LEFT JOIN pg_available_extension_versions version ON version.name = wanted.name
GROUP BY wanted.name ORDER BY wanted.name
"""


@register(Tags.database)
def database_is_good_enough(databases: Iterable[str] | None = None, **options: Any) -> list[CheckMessage]:
    return [Error(sentence, id="atlas.E001") for alias in databases or [] for sentence in problems(alias)]


def problems(alias: str = "default") -> list[str]:
    """What stands between us and this database, each in a sentence that says what to do."""
    address = {**connections[alias].get_connection_params(), "connect_timeout": 5}
    try:
        with psycopg.connect(**address, autocommit=True) as connection:
            if too_old := version_problem(connection.info.server_version):
                return [too_old]
            return list(_missing_rights(connection))
    except psycopg.OperationalError as error:
        return [unreachable(error)]


def unreachable(error: Exception) -> str:
    words = " ".join(str(error).split())
    return (
        f"Le serveur nommé par DATABASE_URL refuse ou ne répond pas ({words}). "
        "Vérifiez l’adresse, le nom de la base et le compte."
    )


def version_problem(number: int) -> str:
    """A sentence when the server is too old; `number` as libpq says it: 150004 for 15.4."""
    if number // 10_000 >= OLDEST:
        return ""
    return (
        f"Ce serveur est un PostgreSQL {number // 10_000}, et il en faut un de version {OLDEST} ou plus. "
        "Mettez-le à jour, ou nommez-en un autre avec DATABASE_URL."
    )


def _missing_rights(connection: psycopg.Connection[Any]) -> Iterator[str]:
    user, base = connection.info.user, connection.info.dbname
    states = connection.execute(EXTENSION_STATES, [list(EXTENSIONS)]).fetchall()
    missing = [name for name, here, _, _ in states if not here]
    if absent := [name for name, here, could, _ in states if not here and not could]:
        yield (
            f"Il manque sur le serveur PostgreSQL : {', '.join(absent)}. "
            "Installez-y ses extensions d’origine (Debian, Ubuntu : apt-get install postgresql-contrib)."
        )
    elif refused := [name for name, here, _, may in states if not here and not may]:
        statements = " ".join(f"CREATE EXTENSION IF NOT EXISTS {name} CASCADE;" for name in refused)
        yield (
            f"Le compte « {user} » n’a pas le droit de créer dans la base « {base} » : {', '.join(refused)}. "
            f'Un administrateur du serveur le fait une fois : psql -d {base} -c "{statements}"'
        )
    may_create = connection.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone()
    if missing and may_create != (True,):
        yield (
            f"Le compte « {user} » n’a pas le droit de créer des tables dans la base « {base} ». "
            f"Donnez-lui la base : ALTER DATABASE {base} OWNER TO {user};"
        )
