from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.db import models

if TYPE_CHECKING:
    Base = models.Field[dict[str, Any], dict[str, Any]]
else:
    Base = models.Field


class CardField(Base):
    """A JSON object that is read whole: a text for PostgreSQL, which `jsonb` would take apart and sort."""

    def get_internal_type(self) -> str:
        return "TextField"

    def from_db_value(self, value: str, *_context: object) -> Any:
        return orjson.loads(value)

    def get_prep_value(self, value: dict[str, Any]) -> str:
        return orjson.dumps(value).decode()
