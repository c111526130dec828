"""A template of ours that names a variable nobody gave is a mistake, and a test says so."""

import pathlib
import sys

TEMPLATES = str(pathlib.Path(__file__).resolve().parent.parent / "templates")


class UnknownVariable(str):
    """Stands in `string_if_invalid`; templates that come with packages keep their ways."""

    def __new__(cls) -> "UnknownVariable":
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> str:
        template, line = _template_being_rendered()
        if template.startswith(TEMPLATES):
            raise AssertionError(f"{template}:{line} names an unknown variable: {variable}")
        return ""


def _template_being_rendered() -> tuple[str, int]:
    frame = sys._getframe()
    while frame := frame.f_back:
        if frame.f_code.co_name == "render_annotated":
            node = frame.f_locals["self"]
            return str(node.origin), node.token.lineno
    return "", 0
