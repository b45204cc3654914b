"""The values that function code is followed with: plain ones as Python has them, and what stands for those that are
only known once it runs.

`None`, booleans, numbers, text and bytes are themselves. `UNDEFINED` is JavaScript's. Lists and objects are mutable, as
they are in the code, since every way through the code is followed by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from scaffold.readers.programs import ir

if TYPE_CHECKING:
    from scaffold.readers.functions.code.sources import Unit

Value: TypeAlias = Any


class _Undefined:
    """JavaScript's `undefined`."""

    def __repr__(self) -> str:
        return "undefined"

    def __bool__(self) -> bool:
        return False


UNDEFINED = _Undefined()


@dataclass(eq=False, slots=True)
class Sym:
    """A value that is only known once the code runs.

    `kind` says where it comes from: `event` (`path` as in `EventUse`), `env` (the name), `call` (the answer of an SDK
    call: its number, then the path), `keys` (the names in what is at `path` of `origin`), `time` (`seconds`,
    `milliseconds` or `iso`), `digest`, `code` (of an error), `context`, or `made` out of `sources` by the code.

    `views` are what has been done to it since, where that leaves it in place (`text`, `number`, `lower`, `length`).
    `parts` are text and values in order, for a text that is put together. `cased`: the names in it are looked for
    without case.
    """

    kind: str
    path: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    sources: tuple[Sym, ...] = ()
    parts: tuple[Value, ...] = ()
    cased: bool = False
    origin: Sym | None = None
    method: str = ""

    @property
    def subject(self) -> tuple[str, tuple[str, ...]]:
        """What is known of it is kept under this."""
        return (self.kind, self.path) if self.kind != "made" else (self.kind, (str(id(self)),))

    def viewed(self, view: str) -> Sym:
        """The same, seen in another way."""
        if self.kind == "made":
            return Sym("made", sources=(self,), method=view)
        views = self.views if view in self.views else (*self.views, view)
        return Sym(self.kind, self.path, views, self.sources, (), self.cased, self.origin, self.method)

    def child(self, name: str) -> Sym:
        """What is under a name in it."""
        if self.kind not in ("event", "call"):
            return Sym("made", sources=(self,), method=f".{name}")
        name = name.lower() if self.cased else name
        return Sym(self.kind, (*self.path, name), cased=False, views=("caseless",) if self.cased else ())


def made(*values: Value, method: str = "", parts: tuple[Value, ...] = ()) -> Sym:
    """Something that the code makes of these."""
    return Sym(
        "made",
        sources=tuple(dict.fromkeys(found for value in values for found in symbols(value))),
        method=method,
        parts=parts,
    )


def symbols(value: Value, depth: int = 0) -> list[Sym]:
    """The symbolic values in a value."""
    if isinstance(value, Sym):
        return [value]
    if depth > 4:
        return []
    inner: list[Value] = []
    if isinstance(value, Obj):
        inner = [*value.entries.values(), *value.rest]
    elif isinstance(value, Seq):
        inner = [*value.items, value.each]
    return [found for each in inner for found in symbols(each, depth + 1)]


def roots(value: Value) -> list[Sym]:
    """What a value is made of in the end: none of them is `made`."""
    found: list[Sym] = []
    waiting, seen = symbols(value), set[int]()
    while waiting and len(seen) < 400:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        if each.kind == "made":
            waiting += each.sources
            waiting += [inner for part in each.parts for inner in symbols(part)]
        else:
            found.append(each)
    return found


@dataclass(eq=False, slots=True)
class Symbol:
    """Something of a library, by its dotted name (`boto3.client`, `JSON.parse`)."""

    name: str


@dataclass(eq=False, slots=True)
class Obj:
    """An object or dictionary. `rest` is what has been spread into it, `cls` its class; `open`: it may have more."""

    entries: dict[Any, Value] = field(default_factory=dict)
    rest: list[Sym] = field(default_factory=list)
    cls: ClassValue | Symbol | None = None
    open: bool = False


@dataclass(eq=False, slots=True)
class Seq:
    """A list, tuple or set; `each` stands for further elements, of which there may be any number."""

    items: list[Value] = field(default_factory=list)
    each: Value = None
    more: bool = False
    sort: ir.Sort = ir.Sort.LIST


@dataclass(eq=False, slots=True)
class Scope:
    """Variables; `whole` is that of a function (or module), which `var` and Python's names belong to. `bound` are the
    names that a function of Python binds anywhere, which are its own whether they have a value or not."""

    names: dict[str, Value]
    outer: Scope | None
    unit: Unit
    whole: bool = True
    this: Value = UNDEFINED
    home: ClassValue | None = None
    globals: frozenset[str] = frozenset()
    outers: frozenset[str] = frozenset()
    yields: list[Value] | None = None
    bound: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True)
class Closure:
    """A function with where it was made."""

    node: ir.Function
    scope: Scope
    this: Value = UNDEFINED
    home: ClassValue | None = None
    sort: str = ""


@dataclass(eq=False, slots=True)
class ClassValue:
    """A class: `members` by name (closures, values), `fields` are made for each instance."""

    name: str
    bases: list[Value]
    members: dict[str, Value]
    fields: list[tuple[str, ir.Expression | None]]
    scope: Scope
    getters: dict[str, Closure] = field(default_factory=dict)
    node: ir.Class | None = None


@dataclass(eq=False, slots=True)
class Bound:
    """A method with its receiver."""

    function: Value
    receiver: Value


@dataclass(eq=False, slots=True)
class Method:
    """A method of a value that is no object of the code: `"x".lower`, `table.put_item`."""

    receiver: Value
    name: str


@dataclass(eq=False, slots=True)
class Native:
    """A function of ours: called with the positional and the named arguments."""

    call: Callable[[list[Value], dict[str, Value]], Value]


@dataclass(eq=False, slots=True)
class Pattern:
    """A regular expression."""

    pattern: str
    flags: str = ""


@dataclass(eq=False, slots=True)
class Coded:
    """A text of which only that is known that is in it: `json` or `base64` of a value."""

    how: str
    value: Value


@dataclass(eq=False, slots=True)
class SdkClient:
    """An SDK client: `form` is `client`, `resource`, `session` (boto3), `v3`, `document` (its lib-dynamodb), `v2`."""

    service: str
    form: str


@dataclass(eq=False, slots=True)
class SdkObject:
    """A resource object of boto3 (`Table`, `Bucket`), or a helper that makes calls: a paginator, a waiter, a batch."""

    service: str
    sort: str
    given: dict[str, Value]


@dataclass(eq=False, slots=True)
class Command:
    """A command of the JavaScript SDK."""

    service: str
    operation: str
    input: Value
    document: bool = False


@dataclass(eq=False, slots=True)
class Rejected:
    """A promise that was rejected with this."""

    error: Value


@dataclass(eq=False, slots=True)
class Module:
    """A module of the package: its names are those of `scope`."""

    scope: Scope
    exports: Value = None
