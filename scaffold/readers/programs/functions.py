"""What the evaluator makes of functions, classes, promises and generators of a program."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from scaffold.model.position import Position
from scaffold.readers.programs import ir
from scaffold.readers.programs.values import (
    UNDEFINED,
    Array,
    Foreign,
    NativeFunction,
    Object,
    OverBudgetError,
    Symbol,
    ThrownError,
)

if TYPE_CHECKING:
    from scaffold.readers.programs.ir_statements import Export, Import, Module

#: The variables of one scope by name; the scope around it is at `OUTER`.
Frame: TypeAlias = dict[str, Any]
OUTER = ""

#: A compiled expression, or a compiled statement (which gives a `Completion` or `None`), given the machine.
Run: TypeAlias = Callable[[Any, Frame], Any]
#: A compiled pattern: takes the value.
Bind: TypeAlias = Callable[[Any, Frame, Any], None]
#: What a function of the machine's own does with arguments, keywords and an offset.
Work: TypeAlias = Callable[[Sequence[Any], Mapping[str, Any], int], Any]
#: What runs a generator: given what is called with each element, or `None` to gather them, and whether to gather all;
#: gives them, what the generator returned, and whether there would be more.
Source: TypeAlias = Callable[[Callable[[Any], Any] | None, bool], tuple[list[Any], Any, bool]]


@dataclass(slots=True, eq=False)
class Unit:
    """A compiled module. `lines` are the offsets at which its lines start, `arms` the places of its arms in
    `Program.arms`; `names` are the variables that are there from its start; `requests` what it imports when it starts;
    `syntax` says that it is a module by its syntax (and not one that only knows `require`); `changing` are the exports
    that may be set again; `defines` says that classes set fields that are written without a value."""

    path: str
    text: str
    lines: list[int]
    module: Module | None = None
    arms: range = range(0)
    run: Run | None = None
    names: tuple[str, ...] = ()
    requests: tuple[Import | Export, ...] = ()
    syntax: bool = False
    changing: frozenset[str] = frozenset()
    defines: bool = False

    def position(self, at: int) -> Position:
        """Where an offset of its text is."""
        line = bisect_right(self.lines, at)
        return Position(self.path, line, at - self.lines[line - 1] + 1)


@dataclass(slots=True)
class Slot:
    """A parameter of a compiled function. `member` is the member of the instance that it sets too; `default` is what it
    is where it is not given, in languages that evaluate that with the definition, and `arm` the arm of that."""

    kind: str
    name: str
    bind: Bind
    member: str = ""
    default: Run | None = None
    arm: int = -1


@dataclass(slots=True)
class Code:
    """A compiled function. `plain` are the names of its parameters where each is only a name, else `None`.

    An `exact` one takes no other arguments than it has parameters for; `title` is what it is called where it stands,
    `nothing` what it gives where it does not say.
    """

    node: ir.Function
    unit: Unit
    arm: int
    slots: tuple[Slot, ...] = ()
    lexical: bool = False
    asynchronous: bool = False
    generator: bool = False
    plain: tuple[str, ...] | None = None
    body: Run | None = None
    value: Run | None = None
    hoisted: tuple[str, ...] = ()
    wants_arguments: bool = False
    wants_super: bool = False
    constructor: bool = False
    exact: bool = False
    title: str = ""
    nothing: Any = UNDEFINED


@dataclass(slots=True, eq=False)
class Closure:
    """A function of the program. `home` is the class (or object) that it is a method of, for `super`; `static` that it
    belongs to the class itself. `defaults` are those of its parameters, by name, where they were evaluated with it."""

    code: Code
    frame: Frame
    name: str = ""
    home: Any = None
    static: bool = False
    prototype: Object | None = None
    statics: Object = field(default_factory=Object)
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """The number of parameters before the first one that has a default or takes the rest."""
        return _length(self.code)


@dataclass(slots=True, eq=False)
class ClassValue:
    """A class of the program. `base` is what it extends: a `ClassValue`, a `Foreign`, another function, or `None`.

    `prototype` has the methods and accessors, `statics` the static members; `fields` set up an instance, in order, in a
    scope inside `frame`.

    Where classes have several bases, these are `bases`, and `mro` the order in which members are looked for, itself
    first; `prototype` and `statics` are the same, its namespace. `meta` is its class, if that is of the program too;
    `qualified` is its name with what it stands in.
    """

    name: str
    base: Any
    node: ir.Class
    unit: Unit
    frame: Frame
    prototype: Object
    statics: Object
    constructor: Closure | None = None
    fields: list[tuple[Any, Run | None]] = field(default_factory=list)
    bases: tuple[Any, ...] = ()
    mro: tuple[Any, ...] = ()
    meta: Any = None
    qualified: str = ""

    @property
    def path(self) -> str:
        """The file of its module, relative to what the user named."""
        return self.unit.path

    @property
    def length(self) -> int:
        """The number of its constructor's parameters."""
        return self.constructor.length if self.constructor else 0


class _Cut(list[Any]):
    """The first elements of a series that goes on: who looks for its end never gets there."""

    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        raise OverBudgetError("a generator gives too much")


@dataclass(slots=True, eq=False)
class Series:
    """What a generator gives, evaluated ahead: `at` is how many were taken. `returned` is its return value. One that is
    `cut` would give more; behind its elements, `error` is thrown. Where it has not begun yet, `source` runs it, given
    what takes its elements."""

    items: list[Any]
    at: int = 0
    returned: Any = UNDEFINED
    cut: bool = False
    source: Source | None = None
    error: ThrownError | None = None

    def take(self) -> tuple[Any, bool]:
        """Take the next one; at the end what the generator returned, once, and that it is the end."""
        self.begin()
        if self.at < len(self.items):
            self.at += 1
            return self.items[self.at - 1], False
        if self.cut:
            raise OverBudgetError("a generator gives too much")
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        found, self.returned = self.returned, UNDEFINED
        return found, True

    def rest(self) -> list[Any]:
        """Take all that are left."""
        self.begin(whole=True)
        found, self.at, self.returned = self.items[self.at :], len(self.items), UNDEFINED
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        return _Cut(found) if self.cut else found

    def begin(self, whole: bool = False) -> None:
        """Evaluate it ahead, if it has not begun: as far as is reasonable, or to its end."""
        if self.source is not None:
            source, self.source = self.source, None
            self.items, self.returned, self.cut = source(None, whole)
            if isinstance(self.returned, ThrownError):
                self.error, self.returned = self.returned, UNDEFINED

    def close(self) -> None:
        """Take no more of it."""
        self.at, self.returned, self.cut, self.source = len(self.items), UNDEFINED, False, None


@dataclass(frozen=True, slots=True)
class Private:
    """The key of a private member: no name that the program writes is equal to it."""

    name: str


@dataclass(slots=True, eq=False)
class Parts(Array):
    """A list that was made of a symbol (`arn.split(":")`): its elements are symbols, and as long as nobody changes it,
    it is `whole`."""

    whole: Symbol = field(default_factory=lambda: Symbol(None))
    first: list[Any] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the program changed it."""
        return len(self.items) != len(self.first) or any(map(_differ, self.items, self.first))


def _differ(left: Any, right: Any) -> bool:
    return left is not right


@dataclass(slots=True, eq=False)
class Texts(Array):
    """The texts that the tag of a template is given; `raw` are the same as written."""

    raw: Array = field(default_factory=Array)


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A method taken together with its receiver."""

    function: Any
    this: Any
    arguments: Sequence[Any] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)


def function(name: str, work: Work) -> NativeFunction:
    """A function of the machine's own."""

    def call(machine: Any, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        del machine, this
        return work(arguments, keywords, at)

    return NativeFunction(name, call)


def is_function(value: Any) -> bool:
    """Whether a value is a function or a class (foreign ones aside, which say for themselves)."""
    return isinstance(value, (Closure, ClassValue, NativeFunction, Bound))


def is_callable(value: Any) -> bool:
    """Whether a value can be called, as far as one can tell."""
    return isinstance(value, (Closure, NativeFunction, Bound, Foreign))


def prototype_of(value: Any) -> Any:
    """What an instance of this type inherits from: its prototype; an object is one itself."""
    if isinstance(value, (ClassValue, Closure)):
        if value.prototype is None:
            value.prototype = Object({"constructor": value})
        return value.prototype
    return value if isinstance(value, Object) else None


def _length(code: Code) -> int:
    slots = code.node.parameters
    ends = (at for at, slot in enumerate(slots) if slot.kind != "plain" or isinstance(slot.target, ir.BindDefault))
    return next(ends, len(slots))


def module_name(frame: Frame) -> str:
    """The name of the module that a scope belongs to, where modules have names."""
    while OUTER in frame:
        frame = frame[OUTER]
    name = frame.get("__name__")
    return name if isinstance(name, str) else ""


def linear(rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Classes in one row so that the order in each of `rows` is kept (C3). Raises ValueError where that cannot be."""
    found: list[Any] = []
    left = [list(row) for row in rows if row]
    while left:
        behind = {id(kind) for row in left for kind in row[1:]}
        first = next((row[0] for row in left if id(row[0]) not in behind), None)
        if first is None:
            raise ValueError("the classes are in no order")
        found.append(first)
        left = [rest for row in left if (rest := row[1:] if row[0] is first else row)]
    return found


def live(value: Array) -> Iterator[Any]:
    """The elements of a list that a loop may add to."""
    place = 0
    while place < len(value.items):
        yield value.items[place]
        place += 1


class LeftError(Exception):
    """A loop over a generator ends before that does: `error` is what the loop's body throws."""

    def __init__(self, error: ThrownError | None) -> None:
        super().__init__("a loop is left")
        self.error = error


class Completion:
    """How a statement ends other than by coming to its end: `return`, `break` or `continue`."""

    __slots__ = ("kind", "label", "value")

    def __init__(self, kind: str, label: str = "", value: Any = UNDEFINED) -> None:
        self.kind, self.label, self.value = kind, label, value

    def leaves(self, label: str) -> bool:
        """Whether a `break` ends the loop with these labels."""
        return self.kind == "break" and (not self.label or self.label == label)


BREAK = Completion("break")
CONTINUE = Completion("continue")
