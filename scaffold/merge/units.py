"""A file of tests as a tree of units, from which its text comes back to the last character."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


class Role(enum.Enum):
    """What a unit is in a suite."""

    #: The whole file.
    FILE = "file"
    #: Holds other units: a `describe`, a class.
    GROUP = "group"
    #: A test: an `it`, a test function or method, a `run`.
    CASE = "case"
    #: Gets names from other modules.
    IMPORT = "import"
    #: Any other statement: a constant, a hook, a fixture, a helper, a block of a native suite.
    SETUP = "setup"


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement of a file, whole lines with their ends.

    `lead` is what stands before it and is not its own: blank lines, comments on lines of their own. `head` is its text;
    for a file or group that of its first lines (empty for a file), with `children` behind it, then `inner`, comments
    and blank lines before the end, and `tail`, its last lines. A comment behind the code on its last line is its own.

    `key` is what it is called among its siblings, all different: `test_declares_no_data_sources`, a title, `import
    pytest`, `const site`. `shape` is its own text (of a group: `head` and `tail`) in a form that white space, quotes,
    trailing commas and what else a formatter may change do not change, but comments do; `notes` is the same of the
    comments in `lead`, empty where there are none. `binds` are the names that it makes, `uses` all names that occur in
    its own text. `name` is a case's or group's own, without what makes the key unique. `line` is where `head` starts,
    counted from 1.
    """

    role: Role
    key: str
    lead: str
    head: str
    shape: str
    notes: str = ""
    name: str = ""
    children: tuple[Unit, ...] = ()
    inner: str = ""
    tail: str = ""
    binds: frozenset[str] = field(default_factory=frozenset)
    uses: frozenset[str] = field(default_factory=frozenset)
    line: int = 1

    @property
    def text(self) -> str:
        """The unit as it stands in the file, with what stands before it."""
        return "".join((self.lead, self.head, *(child.text for child in self.children), self.inner, self.tail))

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Unit]]:
        """Every unit below it, depth first, with the keys that lead to it from here."""
        for child in self.children:
            yield (*path, child.key), child
            yield from child.walk((*path, child.key))


class UnparsableError(Exception):
    """A text is not what its language allows: `line` says where (from 1), the message what."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


#: Takes a file apart. Raises `UnparsableError`.
Parser: TypeAlias = Callable[[str], Unit]


@dataclass(frozen=True, slots=True)
class Language:
    """How the files of a language are taken apart, and how an import of single names is written.

    `imports` gives, from an import unit and some of the names that it binds, the text of one that binds just these.
    `renamed` gives a case's text under another name, with addresses and names in its literals replaced where they are
    just that (old to new).
    """

    parse: Parser
    imports: Callable[[Unit, frozenset[str]], str]
    renamed: Callable[[Unit, str, tuple[tuple[str, str], ...]], str]
