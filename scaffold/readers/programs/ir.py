"""The program IR: what every front end lowers a source file to, and the evaluator runs. These are the expressions;
statements and modules are in `ir_statements.py`, types in `ir_types.py`.

Small, frozen, and free of any language's accidents: an operator is an operation with a name (`===` is `is`, Python's
`and` is `and`), and what a name like `undefined`, `len` or `console` means is the business of a language's runtime,
which is the outermost scope. Every node knows where it stands: `at` and `end` are offsets into `Module.text` in
characters.

Conventions:
- a statement list is a tuple of statements; a function whose body is an expression has a single `Return`;
- names that hold the receiver are `this` and `super` in every language (in Python `self` is a plain parameter);
- a construct that a front end does not understand becomes `Opaque`, with its reason, and never an error.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, TypeAlias

from scaffold.readers.programs.ir_types import Node, Type

# Expressions


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """`None` (null), a bool, an int, a float, text or bytes. `undefined` is a `Name`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, `this`, or `super`."""

    name: str


@dataclass(frozen=True, slots=True)
class TextTemplate(Node):
    """Text with values in it: template strings, f-strings. With `tag`, the function that is given the parts.

    `texts` are always one more than `values`; `raw` are the texts as written.
    """

    texts: tuple[str, ...]
    values: tuple[Expression, ...]
    tag: Expression | None = None
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regex(Node):
    """A regular expression literal."""

    pattern: str
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Spread(Node):
    """`...value` (or `*value`, `**value`) in a display or in arguments."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Hole(Node):
    """An element left out, as in `[, second]`."""


class Sort(enum.Enum):
    """The sort of a display or comprehension."""

    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    MAP = "map"
    GENERATOR = "generator"


@dataclass(frozen=True, slots=True)
class Items(Node):
    """A list, tuple or set, written out."""

    items: tuple[Expression, ...]
    sort: Sort = Sort.LIST


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """An entry of `Entries`. `kind` is `value`, `prototype`, or `get` or `set` (`value` is a `Function`)."""

    key: Expression
    value: Expression
    kind: str = "value"


@dataclass(frozen=True, slots=True)
class Entries(Node):
    """An object or dictionary, written out."""

    entries: tuple[Entry | Spread, ...]


@dataclass(frozen=True, slots=True)
class Clause(Node):
    """`for target in iterable if conditions` of a comprehension; `asynchronous` ones await each element."""

    target: Pattern
    iterable: Expression
    conditions: tuple[Expression, ...] = ()
    asynchronous: bool = False


@dataclass(frozen=True, slots=True)
class Comprehension(Node):
    """A comprehension; for a map `element` is the value and `key` the key."""

    sort: Sort
    element: Expression
    clauses: tuple[Clause, ...]
    key: Expression | None = None


@dataclass(frozen=True, slots=True)
class Member(Node):
    """`object.name`; with `optional`, `object?.name`. Private names keep their `#`."""

    object: Expression
    name: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`object[index]`; with `optional`, `object?.[index]`."""

    object: Expression
    index: Expression
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Slice(Node):
    """`start:stop:step` as an index."""

    start: Expression | None = None
    stop: Expression | None = None
    step: Expression | None = None


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """The extent of an optional chain: where a `?.` inside it finds nothing, this is undefined."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """One argument of a call; `name` for keyword arguments. `value` may be a `Spread` (`*` and `...`; Python's `**` is
    a `Spread` with the name `**`)."""

    value: Expression
    name: str = ""


@dataclass(frozen=True, slots=True)
class Invoke(Node):
    """A call; with `new`, the construction of an instance; with `optional`, `function?.()`."""

    function: Expression
    arguments: tuple[Argument, ...]
    new: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`not`, `negate`, `plus`, `invert`, `typeof`, `void`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """An operation whose operands are both evaluated.

    `add subtract multiply matrix-multiply divide floor-divide modulo power shift-left shift-right
    shift-right-unsigned bit-and bit-or bit-xor`; `is is-not` (strict: `===`, Python's `==` is `equals`), `equals
    not-equals` (loose), `same not-same` (identity: Python's `is`), `less less-equal greater greater-equal in not-in
    instanceof`.
    """

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """`and`, `or`, `nullish`: the right operand is only evaluated where the left one does not decide."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Choose(Node):
    """`condition ? then : otherwise`."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """Several expressions; the value is the last one's."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Assign(Node):
    """`target = value`; `operator` is one of `Binary`'s or `Logical`'s for `+=`, `??=` and so on."""

    target: Pattern
    value: Expression
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Update(Node):
    """`++target` (with `prefix`) or `target++`; `step` is 1 or -1."""

    target: Pattern
    step: int
    prefix: bool


@dataclass(frozen=True, slots=True)
class Delete(Node):
    """`delete object.name`, `del x[0]`: `target` is a `Name`, `Member` or `Index`."""

    target: Expression


@dataclass(frozen=True, slots=True)
class Await(Node):
    """`await value`."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Yield(Node):
    """`yield value`; with `each`, `yield* value`."""

    value: Expression | None = None
    each: bool = False


@dataclass(frozen=True, slots=True)
class ImportCall(Node):
    """`import(source)`: a promise of the module. `require(...)` is an ordinary call."""

    source: Expression


@dataclass(frozen=True, slots=True)
class Opaque(Node):
    """Something that is not understood, for this reason."""

    reason: str


# Patterns: what can be bound or assigned to


@dataclass(frozen=True, slots=True)
class BindName(Node):
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True)
class BindItems(Node):
    """Elements in order (`None` skips one); `rest` takes what is left. `after` are those behind the rest (Python)."""

    items: tuple[Pattern | None, ...]
    rest: Pattern | None = None
    after: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class BindEntries(Node):
    """Entries by key; `rest` takes the others."""

    entries: tuple[tuple[Expression, Pattern], ...]
    rest: Pattern | None = None


@dataclass(frozen=True, slots=True)
class BindDefault(Node):
    """`target`, or `default` where there is no value (undefined)."""

    target: Pattern
    default: Expression


@dataclass(frozen=True, slots=True)
class BindPlace(Node):
    """A member or an element that is assigned to."""

    place: Member | Index


Pattern: TypeAlias = "BindName | BindItems | BindEntries | BindDefault | BindPlace"


# Functions and classes


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """A parameter. `kind` is `plain`, `rest`, `keywords`, `keyword-only` or `positional-only`; `property` says that it
    is also a member of the instance (TypeScript's `constructor(private x: string)`)."""

    target: Pattern
    type: Type | None = None
    optional: bool = False
    kind: str = "plain"
    property: bool = False


@dataclass(frozen=True, slots=True)
class Function(Node):
    """A function, as an expression; its body are statements. `lexical` ones (arrows) have the `this` of where they
    stand."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Node, ...]
    lexical: bool = False
    asynchronous: bool = False
    generator: bool = False
    returns: Type | None = None
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class ClassMember(Node):
    """A member of a class: `kind` is `field`, `method`, `get`, `set`, `constructor` or `block` (a static block, whose
    `value` is a `Function` without parameters). A field without a value has `None`; `computed` keys are expressions."""

    kind: str
    key: Expression
    value: Expression | None
    static: bool = False
    abstract: bool = False
    type: Type | None = None
    access: str = ""
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class Class(Node):
    """A class, as an expression. `bases` has at most one in JavaScript; `decorators` are expressions.

    Where a class is a block that runs (Python), `members` is empty and `body` are its statements, whose variables
    become the class's attributes; `keywords` are the named arguments behind its bases (`metaclass=...`).
    """

    name: str
    bases: tuple[Expression, ...]
    members: tuple[ClassMember, ...]
    decorators: tuple[Expression, ...] = ()
    documentation: str = ""
    body: tuple[Node, ...] = ()
    keywords: tuple[Argument, ...] = ()


Expression: TypeAlias = (
    "Constant | Name | TextTemplate | Regex | Spread | Hole | Items | Entries | Comprehension | Member | Index | Slice "
    "| Chain | Invoke | Unary | Binary | Logical | Choose | Sequence | Assign | Update | Delete | Await | Yield "
    "| ImportCall | Opaque | Function | Class"
)
