"""The text of a generated module: its classes, their properties, the parameters of its functions, in time that grows
with the text.

Provider packages are written by programs, so their indentation says where a class ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scaffold.readers.declarations.text import closing, split

_END: Final = re.compile(r"\n(?=class |def |@|if |[A-Za-z_]\w* ?=)")
_GETTER: Final = re.compile(
    r"@pulumi\.getter(?:\(name=[\"']([^\"'\n]+)[\"']\))?\n"
    r"(?:    @_utilities\.deprecated\(\"\"\"(?:[^\"]|\"(?!\"\"))*\"\"\"\)\n)?"
    r"    def (\w+)\((?:__)?self(?:__)?\) -> ([^\n]*):\n"
)
_PARAMETER: Final = re.compile(r"(\*{0,2})(\w+)(?:: *(.*?))?(?: ?= ?(.*))?", re.S)
#: More properties or parameters than any class has.
_MOST: Final = 3000


@dataclass(frozen=True, slots=True)
class Getter:
    """A property of a class: its name in Python, its native one, and its annotation."""

    name: str
    native: str
    annotation: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function: its name and annotation, and whether it may be left out."""

    name: str
    annotation: str
    optional: bool


def class_text(text: str, name: str) -> str | None:
    """The text of a class at the top of a module, without its decorators."""
    for ending in ("(", ":"):
        start = 0 if text.startswith(f"class {name}{ending}") else text.find(f"\nclass {name}{ending}") + 1
        if start or text.startswith(f"class {name}{ending}"):
            end = _END.search(text, start)
            return text[start : end.start() if end else len(text)]
    return None


def bases(class_: str) -> list[str]:
    """What the bases of a class are called."""
    opened = class_.find("(", 0, class_.find(":") + 1)
    return split(class_[opened + 1 : closing(class_, opened)], ",") if opened >= 0 else []


def getters(class_: str) -> list[Getter]:
    """The properties of a class of the SDK's kind, in order."""
    found = (Getter(each[2], each[1] or each[2], each[3]) for each in _GETTER.finditer(class_))
    return [getter for getter, _ in zip(found, range(_MOST), strict=False)]


def parameters(text: str, function: str, indent: str = "") -> list[Parameter] | None:
    """The parameters of the last function of this name that stands at this indentation; nothing where there is none."""
    at = text.rfind(f"\n{indent}def {function}(")
    if at < 0:
        return None
    opened = text.index("(", at)
    inner = text[opened + 1 : closing(text, opened)]
    found = (_PARAMETER.fullmatch(part) for part in split(inner, ",")[:_MOST] if part not in ("", "*", "/"))
    return [Parameter(each[2], each[3] or "", each[4] is not None) for each in found if each and not each[1]]
