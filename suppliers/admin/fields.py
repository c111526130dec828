"""Fields of our forms that read what is typed as the database holds it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models


class MultilineField(forms.CharField):
    """A text of several lines. Browsers end them with \\r\\n, files with \\n: that alone is no change."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial), data)


MULTILINE: Any = {models.TextField: {"form_class": MultilineField}}  # `formfield_overrides` of every admin
