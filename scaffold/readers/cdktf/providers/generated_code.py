"""Generated bindings of providers, read as text: what their classes and functions say, line by line.

They are written by a generator, in JavaScript where they are packaged and in TypeScript where a project has its own;
so lines of a few forms say all. Nothing of them runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

#: The longest line that is looked at: what is longer is no code.
_LONGEST: Final = 1000
_FUNCTION: Final = re.compile(r"(?:export )?function (\w+)ToTerraform\(struct\b[^)]*\)")
_CLASS: Final = re.compile(r"(?:export )?class (\w+) extends (?:\w+\.)?(\w+) \{")
_GETTER: Final = re.compile(r"(?:public )?get (\w+)\(\)(?:: [^{]+)? \{")
_ENTRY: Final = re.compile(r"""['"]?([\w-]+)['"]?: (.+),""")
_FIELD: Final = re.compile(
    r"""(?:this\.|private )?(_\w+) = new (?:\w+\.)?(\w+)\(this, ["']([\w-]+)["'](?:, (true|false))?\);"""
)
_GIVEN: Final = re.compile(r"this\.(_\w+)(?:\.internalValue)? = config\.(\w+);")
_TYPE: Final = re.compile(r"""terraformResourceType: ["']([\w-]+)["']""")
_FACT: Final = re.compile(r"""(provider(?:Name|Version|VersionConstraint)|terraformProviderSource): ["']([^"']+)["']""")
_ELEMENT: Final = re.compile(r"return new (?:\w+\.)?(\w+)\(")


@dataclass(slots=True)
class Entry:
    """An attribute as it is synthesised: its name, and what makes its value."""

    name: str
    value: str


@dataclass(slots=True)
class WrittenClass:
    """A class: what it extends, the bodies of its getters, the parts that it makes (class, attribute, whether a set),
    what it is synthesised as, and under which name each of its fields is given. `element` is the class of what its
    `get` makes, `parent` what it gives to the class above."""

    name: str
    base: str
    getters: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    element: str = ""
    parent: str = ""


@dataclass(slots=True)
class Written:
    """What the files of a module say: its classes, and how its structs are synthesised, by their names."""

    classes: dict[str, WrittenClass] = field(default_factory=dict)
    structs: dict[str, list[Entry]] = field(default_factory=dict)


class _Reader:
    """Reads one file after the other."""

    def __init__(self) -> None:
        self.found = Written()
        self.here: WrittenClass | None = None
        self.entries: list[Entry] | None = None
        self.getter = ""

    def read(self, line: str) -> None:
        """Read the next line."""
        if line[:1] in ("}", "f", "c", "e"):
            self._outermost(line)
            return
        text = line.strip()
        if self.here is None:
            self._entry(text)
        else:
            self._inside(self.here, text)

    def _outermost(self, line: str) -> None:
        function, class_ = _FUNCTION.match(line), _CLASS.match(line)
        if function is not None or class_ is not None or line[:1] == "}":
            self.here, self.entries, self.getter = None, None, ""
        if function is not None:
            self.entries = self.found.structs.setdefault(function[1], [])
        elif class_ is not None:
            self.here = self.found.classes[class_[1]] = WrittenClass(class_[1], class_[2])

    def _entry(self, text: str) -> None:
        found = _ENTRY.fullmatch(text)
        if found is not None and self.entries is not None:
            self.entries.append(Entry(found[1], found[2]))

    def _inside(self, here: WrittenClass, text: str) -> None:
        getter = _GETTER.match(text)
        if getter is not None:
            self.getter, self.entries = getter[1], None
        elif "synthesizeAttributes()" in text:
            self.getter, self.entries = "", here.entries
        elif "synthesizeHclAttributes()" in text:
            self.entries = None
        elif self.getter and text.startswith("return "):
            here.getters.setdefault(self.getter, text)
            self.getter = ""
        elif self.entries is not None:
            self._entry(text)
        else:
            _constructor(here, text)


def _constructor(here: WrittenClass, text: str) -> None:
    """What a line of a constructor, or of the fields of a class, says."""
    part, given, element = _FIELD.fullmatch(text), _GIVEN.fullmatch(text), _ELEMENT.match(text)
    type_ = _TYPE.search(text)
    if part is not None:
        here.parts[part[1]] = part[2], part[3], part[4] == "true"
    elif given is not None:
        here.given[given[1]] = given[2]
    elif type_ is not None:
        here.facts.setdefault("type", type_[1])
    elif text.startswith("super(") and not here.parent:
        here.parent = text
    elif element is not None:
        here.element = here.element or element[1]
    else:
        here.facts.update({found[1]: found[2] for found in _FACT.finditer(text)})


def read_generated(texts: Iterable[str]) -> Written:
    """What the files of a module say."""
    reader = _Reader()
    for text in texts:
        for line in text.splitlines():
            if len(line) <= _LONGEST:
                reader.read(line)
        reader.here = reader.entries = None
    return reader.found
