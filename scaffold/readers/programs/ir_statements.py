"""The statements of the program IR, and the module that is made of them. See `ir.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from scaffold.readers.programs.ir import Expression, Opaque, Pattern
from scaffold.readers.programs.ir_types import Node, Type, TypeDeclaration


@dataclass(frozen=True, slots=True)
class Evaluate(Node):
    """An expression for its effect."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Declare(Node):
    """`const`, `let` or `var` (`kind`) of one pattern. A declared function or class is a `Declare` too, with the kind
    `function` (hoisted) or `class`; so is an enum (`enum`: the value is `Entries`).

    In Python, where every name that is bound in a function belongs to it, a plain assignment is an `Assign`; only
    annotated names (`var`), functions (`def`, not hoisted; decorators are calls around it) and classes are declared."""

    kind: str
    target: Pattern
    value: Expression | None
    type: Type | None = None
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class Return(Node):
    """`return value`."""

    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if`: `otherwise` may be empty. An `else if` is an `If` alone in `otherwise`."""

    condition: Expression
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class While(Node):
    """`while`; with `first`, `do ... while`. `otherwise` is Python's `else`."""

    condition: Expression
    body: tuple[Statement, ...]
    first: bool = False
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for (start; condition; step)`."""

    start: tuple[Statement, ...]
    condition: Expression | None
    step: Expression | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ForEach(Node):
    """`for (target of iterable)`: `kind` is that of `Declare`, or empty where it assigns; with `keys`, `for ... in` of
    JavaScript; `asynchronous` ones await each element. `otherwise` is Python's `else`."""

    kind: str
    target: Pattern
    iterable: Expression
    body: tuple[Statement, ...]
    keys: bool = False
    otherwise: tuple[Statement, ...] = ()
    asynchronous: bool = False


@dataclass(frozen=True, slots=True)
class Break(Node):
    """`break`."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Continue(Node):
    """`continue`."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Labelled(Node):
    """A statement with a label."""

    label: str
    body: Statement


@dataclass(frozen=True, slots=True)
class Block(Node):
    """Statements in a scope of their own."""

    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Throw(Node):
    """`throw value` or `raise value` (without one: what is being handled)."""

    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class Handler(Node):
    """`catch (target)` or `except types as target`: `types` empty takes everything."""

    target: Pattern | None
    body: tuple[Statement, ...]
    types: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Try(Node):
    """`try`. `otherwise` is Python's `else`."""

    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    last: tuple[Statement, ...] = ()
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Case(Node):
    """One case of a `Switch`; without `value` the default."""

    value: Expression | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Switch(Node):
    """`switch`, with fall through."""

    subject: Expression
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class With(Node):
    """`with value as target`; several are nested. `asynchronous` ones await what they enter and leave."""

    value: Expression
    target: Pattern | None
    body: tuple[Statement, ...]
    asynchronous: bool = False


@dataclass(frozen=True, slots=True)
class Outer(Node):
    """`global` and `nonlocal`: these names are those of an outer scope; `whole` is the module's."""

    names: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Imported(Node):
    """One name out of a module: `name` is what the module calls it (`*` for the module itself, `default`), `local` what
    it is called here. Python's `import a.b` has the name `.` and is called `a`; `from a import *` has no `local`."""

    name: str
    local: str


@dataclass(frozen=True, slots=True)
class Import(Node):
    """`import ... from source`; without names only for its effect. Python's source is as written (`a.b`, `..a`), and it
    is imported where it stands. TypeScript's `import type` is left out altogether,
    `import x = require("y")` has the name `=`: what the module's `module.exports` is."""

    source: str
    names: tuple[Imported, ...]


@dataclass(frozen=True, slots=True)
class Exported(Node):
    """One name that is exported: `local` is what it is called here."""

    local: str
    name: str


@dataclass(frozen=True, slots=True)
class Export(Node):
    """`export { a as b }`, or with `source` `export { a as b } from source`; a name `*` is `export * [as name] from`,
    with an empty `name` for all of them. `export const x` is a `Declare` and an `Export`, in this order."""

    names: tuple[Exported, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class ExportValue(Node):
    """`export default value`, or with `whole` `export = value`."""

    value: Expression
    whole: bool = False


Statement: TypeAlias = (
    "Evaluate | Declare | Return | If | While | For | ForEach | Break | Continue | Labelled | Block | Throw | Try "
    "| Switch | With | Outer | Import | Export | ExportValue | Opaque"
)


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """A comment, without its signs."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault(Node):
    """A place that does not parse; what is around it still does."""

    message: str


@dataclass(frozen=True, slots=True)
class Module:
    """One source file. `path` is relative to what the user named, with forward slashes; `language` is `typescript`,
    `javascript`, `python` or `yaml`. `types` are all type declarations by name, also those that are not exported;
    `imported_types` are the names under which types are imported: local name -> (source, name)."""

    path: str
    language: str
    text: str
    body: tuple[Statement, ...]
    types: Mapping[str, TypeDeclaration] = field(default_factory=dict)
    imported_types: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    faults: tuple[Fault, ...] = ()
