"""The plain values of the evaluator: what stands for itself, and has nothing to ask of the machine. `values.py` gives
them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scaffold.model.values import Value

if TYPE_CHECKING:
    from scaffold.model.position import Position


class _Mark:
    """A value of which there is one."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name

    def __bool__(self) -> bool:
        return False


#: No value, which some languages tell from null.
UNDEFINED: Final = _Mark("undefined")
#: In a `Symbol`: nothing is known of what it is taken to be.
MISSING: Final = _Mark("missing")


#: In the entries of an instance of a class that extends a class of plain values (`class Tags(dict)`): that value.
INNER: Final = _Mark("inner")
#: In the entries of an instance: what it is where plain values are needed, of which it is none itself (a member of an
#: enumeration).
STANDS_FOR: Final = _Mark("stands for")


#: Where the project's folder stands for a program that asks: the paths of the machine that reads it never show.
ROOT: Final = "/(project)"


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A value that is only known as an expression: a parameter, something the cloud gives, or what was made of these.

    `value` says what it is (a model value over references). `concrete` is what it is taken to be in this evaluation (a
    parameter's chosen value, what a mock gives), as a value of the evaluator without symbols in it; `MISSING` where
    nothing is taken: then a branch on it goes both ways, and a loop over it goes round once.
    """

    value: Value
    concrete: Any = MISSING


@dataclass(slots=True, eq=False)
class Array:
    """A list (or, `fixed`, a tuple)."""

    items: list[Any] = field(default_factory=list)
    fixed: bool = False


@dataclass(slots=True, eq=False)
class Object:
    """An object or dictionary, or with `type` the instance of a class. Keys in the order of their setting.

    `accessors` are getters and setters by name; `frozen` refuses changes without an error, as JavaScript does.
    """

    entries: dict[Any, Any] = field(default_factory=dict)
    type: Any = None
    accessors: dict[str, tuple[Any, Any]] | None = None
    frozen: bool = False


@dataclass(slots=True, eq=False)
class Promise:
    """What is given later: `value` is what it gives or, `rejected`, what it throws. Most are settled when they are
    made; `waiting` is what is done, in order, when one that is not `settled` comes to be. `handled` says that someone
    looked at it: a rejection that nobody looks at ends the program."""

    value: Any = UNDEFINED
    rejected: bool = False
    settled: bool = True
    waiting: list[Callable[[], None]] = field(default_factory=list)
    handled: bool = False


class ThrownError(Exception):
    """What the program throws, on its way up."""

    def __init__(self, value: Any, position: Position) -> None:
        super().__init__("the program throws")
        self.value, self.position = value, position


class OverBudgetError(Exception):
    """The program does too much: `reason` says of what."""

    def __init__(self, reason: str, position: Position | None = None) -> None:
        super().__init__(reason)
        self.reason, self.position = reason, position
