"""Resolving: what becomes of tokens, wherever they stand in a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value, walk
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.encoding import (
    LIST,
    MAP,
    MAP_VALUES,
    NUMBER,
    STRING,
    Fragment,
    in_double,
    read_number,
    split,
)
from scaffold.readers.cdktf.tokens.registry import holds_map, tokens_of
from scaffold.readers.cdktf.tokens.resolvables import Resolvable, resolvable_of
from scaffold.readers.cdktf.tokens.texts import is_textual, text_of, to_program, to_value, ways_of
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.twins import LibraryClass, Method, Twin
from scaffold.readers.programs.forks import Either
from scaffold.readers.programs.functions import is_function
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object, Symbol

#: Values inside one another that the library goes into.
_DEEPEST = 200
#: Tokens that resolve to tokens, after which its stack is at its end.
_NESTED = 1_000
_VALUE = Signature(("value",))
#: How the texts end that stand for any value of a map that is a token.
_ENDING = "Map Token Value"
#: How programs call the settings of a context that they may read and set.
_SETTINGS = {
    "suppressBraces": "bare", "ignoreEscapes": "ignoring", "warnEscapes": "warning", "iteratorContext": "iterating",
}  # fmt: skip


class Context:
    """What a value is resolved in. `scope` is the construct that it is resolved for (in the end its stack), `preparing`
    says that references between stacks are still being made.

    `bare` says that an expression is inside of another and has no `${}` of its own, `ignoring` that what the program
    wrote as an expression is text, `iterating` what an iterator is used for.
    """

    __slots__ = (
        "after", "at", "bare", "concat", "deep", "ignoring", "iterating", "machine", "nested", "preparing", "run",
        "scope", "tokens", "warning",
    )  # fmt: skip

    def __init__(self, run: Run, machine: Machine, scope: Twin | None, at: int, preparing: bool = False) -> None:
        self.run, self.machine, self.scope, self.at, self.preparing = run, machine, scope, at, preparing
        self.tokens = tokens_of(run)
        self.bare: Any = UNDEFINED
        self.ignoring: Any = UNDEFINED
        self.warning: Any = UNDEFINED
        self.iterating: Any = UNDEFINED
        self.deep = self.nested = 0
        self.after: Any = UNDEFINED
        self.concat: Any = None

    def inner(self, step: bool = False) -> Context:
        """A context of its own for a part of a value; `step` says that the part is inside."""
        found = Context.__new__(Context)
        found.run, found.machine, found.tokens, found.scope = self.run, self.machine, self.tokens, self.scope
        found.at, found.preparing, found.concat, found.after = self.at, self.preparing, self.concat, UNDEFINED
        found.bare, found.ignoring, found.warning = self.bare, self.ignoring, self.warning
        found.iterating, found.deep, found.nested = self.iterating, self.deep + step, self.nested + 1
        return found

    def shown(self) -> Any:
        """It as the program sees it."""
        return Shown(self)

    def fault(self, message: str) -> Exception:
        """The program's error, where the library throws one."""
        return fault(self.run, self.machine, message, self.at)

    def resolve(self, value: Any) -> Any:
        """A value with all its tokens resolved; `UNDEFINED` where there is none."""
        self.machine.spend()
        if self.deep > _DEEPEST:
            raise self.fault("a value is nested too deep, or contains itself")
        if self.nested > _NESTED:
            raise self.machine.throw("Maximum call stack size exceeded", self.at, "RangeError")
        if isinstance(value, Symbol):
            return self._symbol(value)
        if value is None or value is UNDEFINED or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int | float):
            return self._number(value)
        if isinstance(value, Array):
            return self._list(value)
        if is_function(value) or isinstance(value, Method | LibraryClass):
            raise self.fault("a function is no value")
        return self._object(value)

    # Plain values

    def _text(self, text: str) -> Any:
        if _is_plain(text):
            return text
        if LIST.search(text) is not None:
            raise self.fault("a token of a list is used as a text")
        if text in (MAP_VALUES["string"], MAP_VALUES["any"]):
            raise self.fault("a token of a map is used as a text")
        found: Any = text
        if STRING.search(text) is not None:
            parts = split(text, STRING, self._lookup, escapes=self.ignoring is not True)
            found = self.joined(self.mapped(parts))
        return self._numbers(found)

    def _lookup(self, key: str) -> Any:
        return self.tokens.lookup(self.machine, key, self.at)

    def _numbers(self, found: Any) -> Any:
        """A text with the number tokens in it resolved."""
        text = text_of(self, found) if not isinstance(found, Symbol) else ""
        if NUMBER.search(text) is None:
            return found
        if not isinstance(found, str):
            raise self.machine.throw("this.str.substring is not a function", self.at, "TypeError")
        parts = split(found, NUMBER, self._lookup_number, group=0)
        return self.joined(self.mapped(parts), plain=True)

    def _lookup_number(self, text: str) -> Any:
        return self.tokens.of_number(self.machine, read_number(text), self.at)

    def _number(self, number: int | float) -> Any:
        if number == MAP_VALUES["number"]:
            raise self.fault("a token of a map is used as a number")
        token = self.tokens.of_number(self.machine, number, self.at)
        return number if token is None else self.inner().resolve_token(token)

    def mapped(self, parts: Sequence[Fragment]) -> list[Fragment]:
        """The parts of a text with its tokens resolved: without `${}` inside an expression of the program's own."""
        inner, found = self.inner(), []
        before = inner.bare
        for part in parts:
            if part.kind == "escape" and inner.ignoring is True:
                part = Fragment("literal", "${" if part.held == "open" else "}")
            elif part.kind == "escape":
                inner.bare = True if part.held == "open" else before
            elif part.kind == "token":
                part = Fragment("value", inner.resolve_token(part.held))
            found.append(part)
        return found

    def joined(self, parts: Sequence[Fragment], plain: bool = False) -> Any:
        """Parts in a row as one text; one alone is what it is."""
        values = [("${" if part.held == "open" else "}") if part.kind == "escape" else part.held for part in parts]
        if len(values) == 1:
            return values[0]
        if self.concat is not None and not plain:
            return self._joined_by_program(values)
        texts = [text_of(self, value) for value in values if value is not UNDEFINED]
        return "".join(texts) if texts else UNDEFINED

    def _joined_by_program(self, values: list[Any]) -> Any:
        found = values[0] if values else UNDEFINED
        for value in values[1:]:
            found = self.run.spelling.ask(self.machine, self.concat, "join", [found, value], self.at)
        return found

    # Lists and objects

    def _list(self, value: Array) -> Any:
        items = [self.machine.concrete(item) if isinstance(item, Symbol) else item for item in value.items]
        if any(isinstance(item, str) and LIST.search(item) is not None for item in items):
            return self._token_list(items)
        if any(in_double(item, listed=True) is not None for item in items):
            if len(items) != 1:
                raise self.fault("a list of numbers that is a token has more elements")
            token = self.tokens.of_number(self.machine, items[0], self.at, listed=True)
            return value if token is None else self.inner().resolve_token(token)
        found = (self._part(item) for item in value.items)
        return Array([item for item in found if item is not UNDEFINED])

    def _part(self, value: Any) -> Any:
        """An element or entry of a value."""
        if value is None or value is UNDEFINED or (type(value) is str and _is_plain(value)):
            self.machine.spend()
            return value
        return self.inner(step=True).resolve(value)

    def _token_list(self, items: list[Any]) -> Any:
        if len(items) != 1:
            raise self.fault("a list that is a token has more elements")
        parts = split(items[0], LIST, self._lookup)
        if len(parts) != 1:
            raise self.fault("a list that is a token has more text")
        return self.mapped(parts)[0].held

    def _token_map(self, value: Object) -> Any:
        keys = [key for key in value.entries if isinstance(key, str)]
        if len(keys) != 1:
            raise self.fault("a map that is a token has more entries")
        parts = split(keys[0], MAP, self._lookup)
        if len(parts) != 1:
            raise self.fault("a map that is a token has more text")
        return self.mapped(parts)[0].held

    def _object(self, value: Any) -> Any:
        if isinstance(value, Object) and holds_map(value):
            return self._token_map(value)
        token = resolvable_of(self.run, self.machine, value)
        if token is not None:
            return self.resolve_token(token)
        twin = self.run.twin_of(value)
        if twin is not None and self.tokens.stacks is not None and self.tokens.stacks.is_construct(twin):
            raise self.fault("a construct is no value")
        if getattr(value, "kind", "") == "Date" and isinstance(value, Foreign):
            return value
        # A promise, or a generator, has no members of its own.
        return self._entries(value) if isinstance(value, Object | Foreign) else Object()

    def _entries(self, value: Any) -> Any:
        found: dict[str, Any] = {}
        for name in self.machine.keys(value, self.at) or ():
            key = self.resolve_key(name)
            if not isinstance(key, str):
                raise self.fault("a key of a map is no text")
            item = self._part(self.machine.get(value, name, self.at))
            if item is not UNDEFINED:
                found[key] = item
        return Object(found)

    def resolve_key(self, name: Any) -> Any:
        """A key of an object."""
        if type(name) is str and _is_plain(name):
            return name
        return self.inner().resolve(name) if isinstance(name, str) else text_of(self, name)

    # Tokens

    def resolve_token(self, token: Resolvable) -> Any:
        """What a token comes to in the end."""
        self.machine.spend(2)
        if self.nested > _NESTED:
            raise self.machine.throw("Maximum call stack size exceeded", self.at, "RangeError")
        inner = self.inner()
        found = inner.resolve(token.resolve(inner))
        if inner.after is UNDEFINED:
            return found
        return self.run.spelling.ask(self.machine, inner.after, "postProcess", [found, inner.shown()], self.at)

    # What is not known

    def _symbol(self, symbol: Symbol) -> Any:
        if symbol.concrete is not MISSING:
            return self.resolve(self._taken(symbol))
        if isinstance(symbol, Either):
            then, otherwise = (self._value(self.resolve(way)) for way in (symbol.then, symbol.otherwise))
            return Symbol(Conditional(self._frozen(symbol.condition), then, otherwise))
        value = symbol.value
        if isinstance(value, Template):
            ways = ways_of(value) if any(isinstance(part, str) and "${" in part for part in value.parts) else None
            if ways is not None:
                return Symbol(self.inner()._frozen(ways))
            return self._text(self.marked(symbol))
        if isinstance(value, Reference | Unknown):
            return symbol
        return Symbol(self._frozen(value))

    def _taken(self, symbol: Symbol) -> Any:
        """What a symbol is taken to be, as the library sees that."""
        return self.run.spelling.given(self.machine, symbol.concrete, self.at)

    def _frozen(self, value: Value) -> Value:
        """A model value with the tokens in its texts resolved."""
        if isinstance(value, Call):
            if value.function == "jsonencode" and any(isinstance(x, str) and LIST.search(x) for x in walk(value)):
                raise self.fault("a token of a list is used as a text")
            return Call(value.function, tuple(map(self._frozen, value.arguments)))
        if isinstance(value, Conditional):
            return Conditional(*map(self._frozen, (value.condition, value.then, value.otherwise)))
        if isinstance(value, Reference | Unknown) or value is None:
            return value
        return self._value(self.resolve(self.machine.thaw(value)))

    def _value(self, value: Any) -> Value:
        return to_value(self.run, self.machine, value)

    def marked(self, symbol: Symbol) -> str:
        """The text of a symbol of a text, with marks where it is not known."""
        value = symbol.value
        parts = value.parts if isinstance(value, Template) else (value,)
        return "".join(part if isinstance(part, str) else self.tokens.mark(self._frozen(part)) for part in parts)

    def opened(self, value: Any) -> Any:
        """A value as what it is taken to be; a text that is not known as a text with marks in it."""
        if isinstance(value, Symbol):
            if value.concrete is not MISSING:
                return self._taken(value)
            if is_textual(value.value):
                return self.marked(value)
        return value


def _is_plain(text: str) -> bool:
    """Whether a text surely holds no token: of a number, it would have this exponent."""
    return "TfToken[" not in text and "e+2" not in text and not text.endswith(_ENDING)


class Shown(Foreign):
    """A context as producers of the program see it."""

    __slots__ = ("context",)

    def __init__(self, context: Context) -> None:
        self.context = context

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its members."""
        del at
        context = self.context
        run = context.run
        name = run.spelling.member(name)
        if name == "resolve":
            return Method(run, name, self._resolve, _VALUE)
        if name == "registerPostProcessor":
            return Method(run, name, self._register, _VALUE)
        if name == "scope":
            return context.scope.instance if context.scope is not None else UNDEFINED
        if name == "preparing":
            return context.preparing
        return getattr(context, _SETTINGS[name]) if name in _SETTINGS else UNDEFINED

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Set how what it resolves is spelled."""
        name = self.context.run.spelling.member(name)
        if name in _SETTINGS:
            setattr(self.context, _SETTINGS[name], value)

    def _resolve(self, machine: Machine, given: list[Any], at: int) -> Any:
        del at
        return to_program(self.context.run, machine, self.context.resolve(given[0]))

    def _register(self, machine: Machine, given: list[Any], at: int) -> Any:
        del at
        self.context.after = given[0]
        return machine.concrete(UNDEFINED)
