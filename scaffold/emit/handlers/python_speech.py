"""How handler suites are spelled in Python: terms, events, calls, checks."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scaffold.emit.handlers.calls import said
from scaffold.emit.handlers.events import Counted, Like, Series
from scaffold.emit.handlers.readable import Digest, Listed, readable
from scaffold.emit.layout import Atom, Brackets, Call, Entry, Node, Prefixed, Style, place
from scaffold.emit.literals import PYTHON_STYLE, Python, python_string, python_text_inside, write
from scaffold.model import handlers as model

#: A text that ends in a long run of one character.
_RUN: Final = re.compile(r"([^\n]*?)(.)\2{39,}")


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the file's own, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Put:
    """A row that is put into a table: the table's name in the file, attributes as plain values."""

    table: str
    item: Mapping[str, Any]


class Comprehension(Node):
    """A list of what an expression gives for each number."""

    __slots__ = ("item", "loop")

    def __init__(self, item: Node, loop: str) -> None:
        self.item, self.loop = item, loop
        self.flat = None if item.flat is None else f"[{item.flat} {loop}]"

    def expand(self, out: list[str], style: Style, indent: int) -> None:
        """Write the expression and its loop on lines of their own, or on one."""
        inner = indent + style.indent
        margin = "\n" + " " * inner
        line = f"{self.item.flat} {self.loop}"
        out.append(f"[{margin}")
        if self.item.flat is not None and inner + len(line) <= style.width:
            out.append(line)
        else:
            place(self.item, out, style, inner, inner, 0)
            out.append(f"{margin}{self.loop}")
        out.append("\n" + " " * indent + "]")


class Expressions(Python):
    """Values as calls of the support library; `used` are the names that are needed."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self._makers.update(
            {
                Named: lambda value: Atom(value.name),
                Like: self.like,
                Series: self.series,
                Counted: self.counted,
                Digest: lambda digest: self.called("md5_of", [digest.member]),
                Listed: lambda listed: self.called("each_in_a_list", [listed.member]),
                Put: lambda put: self.called("row", [Named(put.table), put.item]),
                model.Now: self.now,
                model.Encoded: self.encoded,
                model.Joined: lambda term: self.called("joined", term.parts),
                model.Signature: lambda term: self.called("signature", [term.prefix] if term.prefix else []),
                model.Created: lambda term: self.called("created", [term.address, term.path]),
                model.Mask: self.mask,
                model.Call: self.call,
                model.Failing: self.failing,
            }
        )

    def text(self, value: str) -> Node:
        """A text; a long run of one character at its end is counted."""
        match = _RUN.fullmatch(value)
        if match is None:
            return super().text(value)
        before = f"{python_string(match[1])} + " if match[1] else ""
        return Atom(f"{before}{python_string(match[2])} * {len(match[0]) - len(match[1])}")

    def called(self, name: str, arguments: Sequence[Any], named: Mapping[str, Any] | None = None) -> Node:
        """A call of the support library."""
        self.used.add(name)
        return Call(name, [*map(self.node, arguments), *self.named(named or {})])

    def named(self, named: Mapping[str, Any]) -> list[Node]:
        """Named arguments in order; from the first on whose name is none in Python, they are in a dictionary."""
        keys = list(named)
        odd = next((at for at, key in enumerate(keys) if not key.isidentifier() or keyword.iskeyword(key)), len(keys))
        nodes: list[Node] = [Prefixed(f"{key}=", self.node(named[key])) for key in keys[:odd]]
        rest = {key: named[key] for key in keys[odd:]}
        return [*nodes, Prefixed("**", self.node(rest))] if rest else nodes

    def like(self, event: Like) -> Node:
        """An event by what is different in it, or by its name."""
        if not event.changes and not event.without:
            return Atom(event.base)
        arguments = [Named(event.base), *([dict(event.changes)] if event.changes else [])]
        return self.called("changed", arguments, given(without=event.without))

    def series(self, series: Series) -> Node:
        """Records that are counted."""
        return Comprehension(self.node(series.item), f"for n in range({series.first}, {series.last + 1})")

    def counted(self, value: Counted) -> Node:
        """A number, or a text with one in it."""
        number = f"n + {value.offset}" if value.offset > 0 else f"n - {-value.offset}" if value.offset else "n"
        if value.whole:
            return Atom(number)
        form = f":0{value.width}" if value.width else ""
        before, after = (python_text_inside(text).replace("{", "{{").replace("}", "}}") for text in _sides(value))
        return Atom(f'f"{before}{{{number}{form}}}{after}"')

    def now(self, term: model.Now) -> Node:
        """A time; what is usual goes without saying."""
        named: dict[str, Any] = {} if term.unit == "seconds" else {"unit": term.unit}
        if not term.text and term.unit != "iso":
            named["text"] = False
        return self.called("now", [term.offset] if term.offset else [], named)

    def encoded(self, term: model.Encoded) -> Node:
        """An encoded value; that of JSON says as much of data itself."""
        value = term.value
        if term.how == "base64" and isinstance(value, model.Encoded) and value.how == "json":
            value = value.value if isinstance(value.value, Mapping | tuple) else value
        return self.called(f"as_{term.how}", [value])

    def mask(self, mask: model.Mask) -> Node:
        """A value by its shape."""
        return self.called("some", [mask.shape, *([mask.detail] if mask.detail else [])], given(name=mask.name))

    def call(self, call: model.Call) -> Node:
        """A call of an API."""
        return self.called("Call", [call.service, call.operation], call.input)

    def failing(self, failing: model.Failing) -> Node:
        """That a call fails."""
        later = {"first": failing.first} if failing.first != 1 else {}
        return self.called("fails", [failing.service, failing.operation, failing.code], later)

    def entries(self, values: Mapping[str, Any]) -> Node:
        """A dictionary."""
        return Brackets("{", [Entry(python_string(key), self.node(item)) for key, item in values.items()], "}")


def given(**named: Any) -> Mapping[str, Any]:
    """Named arguments but for those that say nothing."""
    return {key: value for key, value in named.items() if value is not None and value not in ("", (), {}, [])}


def _sides(value: Counted) -> Iterator[str]:
    yield value.before
    yield value.after


class Speech:
    """The statements of one file.

    `function` is the function's name in it, `resources` are those of what it is wired to by address, `tables` those of
    tables by what calls take for them. `events` are by the ids of cases, `calls` by their own names.
    """

    def __init__(
        self,
        function: str = "",
        resources: Mapping[str, str] | None = None,
        tables: Mapping[str, str] | None = None,
        events: Mapping[str, Any] | None = None,
        calls: Mapping[str, model.Call] | None = None,
    ) -> None:
        self._expressions = Expressions()
        self._function, self._resources, self._tables = function, resources or {}, tables or {}
        self._events, self._calls = events or {}, calls or {}

    @property
    def used(self) -> set[str]:
        """The names of the support library that were needed until now."""
        return self._expressions.used

    def call(self, name: str, arguments: Sequence[Any], named: Mapping[str, Any], after: str) -> str:
        """A call laid out to stand behind `after`."""
        nodes = [self._expressions.node(argument) for argument in arguments]
        nodes += self._expressions.named(named)
        return after + write(Call(name, nodes), PYTHON_STYLE, after, 0)

    def constant(self, name: str, value: Any) -> str:
        """An event with a name."""
        after = f"{name} = "
        return after + write(self._expressions.node(value), PYTHON_STYLE, after, 0)

    def mark(self, reason: str) -> str:
        """The mark above a test that fails as the code is."""
        named = {"strict": True, "raises": Named("AssertionError"), "reason": reason}
        return self.call("pytest.mark.xfail", [], named, "    @")

    def body(self, case: model.HandlerCase) -> str:
        """The statements of a test, indented."""
        margin = " " * 8
        options = given(
            before=tuple(map(self._seed, case.before)),
            failing=case.failing,
            without=case.without,
            environment=dict(case.environment),
        )
        lines = []
        expect = [each for each in case.expect if not isinstance(each, model.Loads)]
        if len(expect) < len(case.expect):
            lines.append(self.call(f"{self._function}.loads", [], options, margin))
        if expect:
            within = {} if case.within else {"within": False}
            event = self._events[case.id]
            lines.append(self.call(f"{self._function}.call", [event], {**options, **within}, f"{margin}outcome = "))
            lines += [line for each in expect for line in self._checks(each, f"{margin}outcome.")]
        return "\n".join(lines)

    def _seed(self, call: model.Call) -> Any:
        """A call that is made before: where it puts a row into a table, that row."""
        table = self._tables.get(str(call.input.get("TableName")))
        if table is None or call.operation != "PutItem" or call.input.keys() != {"TableName", "Item"}:
            return readable(call)
        given: Any = readable(call.input["Item"])
        item = {name: _plain(value) for name, value in given.items()}
        return readable(call) if _ODD in item.values() else Put(table, item)

    def _checks(self, expect: model.Expectation, after: str) -> Iterator[str]:
        if isinstance(expect, model.Calls):
            made: dict[str, list[str]] = {}
            for service, operation, address in expect.made:
                made.setdefault(address, []).append(f"{service}.{operation}")
            for address, operations in made.items():
                on = Named(self._resources.get(address, "None"))
                yield self.call("uses", [on, *operations], {}, after)
            return
        name, arguments, named = _check(expect)
        if isinstance(expect, model.CallsExactly):
            arguments = [said(call, self._calls) for call in expect.calls]
        yield self.call(name, arguments, named, after)


def _check(expect: model.Expectation) -> tuple[str, Sequence[Any], Mapping[str, Any]]:
    """The check of an expectation: its name, its arguments, its named ones."""
    match expect:
        case model.Responds():
            usual = (expect.low, expect.high) == (100, 599)
            bounds = [] if usual else sorted({expect.low, expect.high})
            return "responds", bounds, {"form": expect.form} if expect.form != "1.0" else {}
        case model.Reports():
            failed = [] if expect.failed is None else [expect.failed]
            return "reports", failed, {"or_raises": True} if expect.or_raises else {}
        case model.Raises():
            message = [] if expect.message is None else [expect.message]
            return "raises", [expect.error, *message] if expect.error or message else [], {}
        case model.Returns():
            return "returns", [readable(expect.value, loose=True)], {}
        case model.CallsExactly():
            return "calls_exactly", expect.calls, {}
        case model.NoWrites():
            return "writes_nothing", [], {}
        case _:
            return "completes", [], {}


#: What there is no plain value for.
_ODD: Final = object()
_WHOLE: Final = re.compile(r"-?(0|[1-9]\d{0,14})")


def _plain(value: Any) -> Any:
    """A value of a row without its type, or `_ODD` where that would be another one."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return _ODD
    ((kind, item),) = value.items()
    if kind == "S" and not isinstance(item, model.Mask):
        return item
    if kind == "N" and isinstance(item, model.Now):
        return replace(item, text=False)
    if kind == "N" and isinstance(item, str) and _WHOLE.fullmatch(item):
        return int(item)
    if kind == "BOOL" and isinstance(item, bool):
        return item
    if kind == "NULL" and item is True:
        return None
    if kind == "L":
        items = tuple(map(_plain, item))
        return _ODD if _ODD in items else items
    if kind == "M":
        members = {name: _plain(each) for name, each in item.items()}
        return _ODD if _ODD in members.values() else members
    return _ODD
