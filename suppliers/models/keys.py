"""Many keys in a query: one array, written at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Value
from django.db.models.sql.compiler import SQLCompiler


def array_of(keys: Iterable[int]) -> str:
    """An array as PostgreSQL writes it, for `= ANY(%s::bigint[])`: a list would be looked at key by key."""
    return f"{{{','.join(map(str, keys))}}}"


class Keys(Value):
    """The same, for `id__any_of=Keys([…])`: of a list or a text, Django would look at each part."""

    def __init__(self, keys: Iterable[int]) -> None:
        super().__init__(array_of(keys))


class AnyOf(Lookup):
    """`id__any_of=Keys([…])`, where `in` would prepare a thousand parameters one by one."""

    lookup_name = "any_of"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        keys, written = self.process_rhs(compiler, connection)
        return f"{column} = ANY({keys}::bigint[])", (*parameters, *written)


for kind_of_key in (models.AutoField, models.BigAutoField, models.OneToOneField):
    kind_of_key.register_lookup(AnyOf)
