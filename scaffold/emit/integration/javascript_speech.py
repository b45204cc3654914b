"""What integration suites say in JavaScript: terms, rows, questions and tests as calls of the support library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from scaffold.emit.integration.views import IntegrationView, SubjectView, document, shown_steps
from scaffold.emit.layout import Atom, Brackets, Call, Entry, Fill, Node
from scaffold.emit.literals import IDENTIFIER, JAVASCRIPT_STYLE, JavaScript, javascript_key, javascript_string, write
from scaffold.emit.names import distinct
from scaffold.model.integration import (
    Behaves,
    Configured,
    Exists,
    Found,
    Given,
    IntegrationCase,
    Joined,
    Member,
    OutputForm,
    Picks,
    Question,
    Row,
    Surrounding,
)

#: The groups of tests that are about no single resource: outputs, and what goes through several.
GROUPS = ("outputs", "flows")
#: What a test file calls its own things and those that it imports, and what means something in JavaScript.
_WORDS = """
abstract after afterall aftereach answers any arguments as ask async await before beforeall beforeeach boolean break
byte case catch char class const continue create_require debugger default delete deployed deployment describe do double
else enum eval expect export exports extends false final finally float flow for found function global globalthis goto
hop if implements import in infinity instanceof int interface it jest joined last let long member module nan native new
null of output package private process protected public require return row short static super switch synchronized test
this throw throws transient true try typeof undefined using var vi void volatile while with yield
encrypt_and_decrypt execute_state_machine invoke_function logs_appear publish_and_receive put_and_get_item
put_matching_event round_trip_object send_and_receive
"""
RESERVED = frozenset(_WORDS.split())
#: The modules of the support library that behaviours are in which are not in the usual one.
_MODULES = {"answers": "endpoints", "follow": "following"}
_MARGIN = "  "
_INNER = "    "
_WIDTH = JAVASCRIPT_STYLE.width


def camel(name: str) -> str:
    """`tableName` for `table_name`."""
    first, *words = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in words)


def requirement(names: set[str], module: str) -> str:
    """The statement that gets names from a module of the support library; constants come first."""
    ordered = sorted(names, key=lambda name: (not name.isupper(), name))
    line = f"const {{ {', '.join(ordered)} }} = require('{module}');"
    if len(line) <= _WIDTH:
        return line
    return "\n".join(["const {", *(f"  {name}," for name in ordered), f"}} = require('{module}');"])


@dataclass(frozen=True, slots=True)
class _Code:
    """A node in the place of a form."""

    node: Node


class _Expressions(JavaScript):
    """Terms, rows and questions as calls of the support library; `used` are the names that are needed."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self._makers.update(
            {
                _Code: lambda code: code.node,
                Given: lambda term: self.called("output", [term.key, *term.path], picks=term.picks),
                Found: lambda term: self.called("found", [term.address, term.ask, term.path], picks=term.picks),
                Joined: lambda term: self.called("joined", term.parts, picks=term.picks),
                Surrounding: self.surrounding,
                Member: self.member,
                Question: self.question,
            }
        )

    def called(
        self, name: str, arguments: Sequence[Any], options: Mapping[str, Any] | None = None, picks: Picks = ()
    ) -> Node:
        """A call of the support library; options that say nothing are left out."""
        self.used.add(name)
        nodes = [*map(self.node, arguments), *self.picks(picks)]
        said = {key: value for key, value in (options or {}).items() if _says(value)}
        return Call(name, [*nodes, self.node(said)] if said else nodes)

    def picks(self, picks: Picks) -> list[Node]:
        """Picks as calls: `after('/')`."""
        return [self.called(verb, [sign]) for verb, sign in picks]

    def surrounding(self, term: Surrounding) -> Node:
        """A constant."""
        self.used.add(term.name.upper())
        return Atom(term.name.upper())

    def member(self, member: Member) -> Node:
        """A path, or more where more is to be said."""
        options = {"normal": member.normal, "default": member.default}
        if not any(map(_says, options.values())):
            return self.node(member.path)
        return self.called("member", [member.path], options)

    def row(self, row: Row, first: str) -> Node:
        """A row; the first question goes without saying."""
        options = {
            "ask": "" if row.ask == first else row.ask,
            "normal": row.normal,
            "picks": tuple(map(_Code, self.picks(row.picks))),
            "default": row.default,
            "each": dict(row.each),
        }
        return self.called("row", [row.attribute, row.path, document(row)], options)

    def question(self, question: Question) -> Node:
        """A question with all that makes it different from others."""
        options = {"result": question.result, "where": dict(question.where), "missing": tuple(question.missing)}
        return self.called("ask", [question.client, question.operation, dict(question.inputs)], options)

    def finite_or_infinite(self, value: float) -> str:
        """A number; a whole one without a point."""
        whole = not math.isinf(value) and abs(value) < 1e21 and value == int(value)
        return str(int(value)) if whole else super().finite_or_infinite(value)

    def sequence(self, value: tuple[Any, ...]) -> Node:
        """An array; several numbers stand as many on a line as fit."""
        if len(value) > 1 and all(type(item) in (int, float) for item in value):
            return Fill("[", [self.node(item) for item in value], "]")
        return super().sequence(value)


def _says(value: Any) -> bool:
    return value is not None and value not in ("", (), {})


class Speech:
    """The statements of one file. `kinds` are the behaviours that it needs, by their modules."""

    def __init__(self, view: IntegrationView) -> None:
        self._expressions = _Expressions()
        addresses = list(view.names())
        names = distinct(_variable(name) for name in view.names().values())
        self._names = dict(zip(addresses, names, strict=True))
        self._first = {each.subject.address: each.subject.questions[0].name for each in view.subjects}
        self.kinds: dict[str, set[str]] = {}

    @property
    def used(self) -> set[str]:
        """The names of the support library that were needed until now."""
        return self._expressions.used

    def definition(self, view: SubjectView) -> str:
        """The statement that makes a resource with its questions."""
        node = self._expressions.node
        entries = [Entry(javascript_key(each.name), node(each)) for each in view.subject.questions]
        arguments = [node(view.subject.address), Brackets("{", entries, "}", pad=" ")]
        if view.subject.region:
            arguments.append(node({"region": view.subject.region}))
        call = Call("deployed.resource", arguments)
        left = f"const {self._names[view.subject.address]} = "
        return f"{left}{write(call, JAVASCRIPT_STYLE, left, 1)};"

    def test(self, case: IntegrationCase, title: str) -> str:
        """A test as prettier has it: `it` is known to it, `it.writes` is a function like others."""
        check = self._check(case)
        quoted = javascript_string(title)
        if not case.writes:
            head = f"{_MARGIN}it({quoted}, () =>"
            line = f"{head} {check.flat});"
            return line if _fits(check, line) else f"{head}\n{_INNER}{_laid_out(check, _INNER, 2)});"
        head = f"{_MARGIN}it.writes({quoted}, () =>"
        line = f"{head} {check.flat});"
        if _fits(check, line):
            return line
        if len(head) <= _WIDTH:
            return f"{head}\n{_INNER}{_laid_out(check, _INNER, 1)},\n{_MARGIN});"
        start = f"{_MARGIN}it.writes(\n{_INNER}{quoted},\n{_INNER}() =>"
        line = f"{_INNER}() => {check.flat},"
        if _fits(check, line):
            return f"{start} {check.flat},\n{_MARGIN});"
        return f"{start}\n{_INNER}  {_laid_out(check, f'{_INNER}  ', 1)},\n{_MARGIN});"

    def _check(self, case: IntegrationCase) -> Node:
        node = self._expressions.node
        if isinstance(case.expect, OutputForm):
            form = case.expect
            detail = [form.detail] if form.detail != "" or form.form == "literal" else []
            return Call("deployed.checkOutput", [node(part) for part in (form.key, form.form, *detail)])
        checks = [
            (title, self._step(subject, expect)) for title, subject, expect in shown_steps(case.expect, case.subject)
        ]
        if len(checks) == 1 and not checks[0][0]:
            return checks[0][1]
        called = self._expressions.called
        return called("flow", [_Code(called("hop", [title, _Code(check)])) for title, check in checks])

    def _step(self, address: str, expect: Exists | Configured | Behaves) -> Node:
        node, name = self._expressions.node, self._names[address]
        if isinstance(expect, Exists):
            return Call(f"{name}.checkExists", [node(dict(expect.active))] if expect.active else [])
        if isinstance(expect, Configured):
            first = self._first[address]
            return Call(f"{name}.check", [self._expressions.row(row, first) for row in expect.rows])
        kind = camel(expect.kind)
        self.kinds.setdefault(_MODULES.get(expect.kind, "behaviours"), set()).add(kind)
        return Call(kind, [Atom(name), node(_arguments(expect))])


def _arguments(behaves: Behaves) -> Mapping[str, Any]:
    """The arguments by their names in JavaScript; those of an event that is put are ours, too."""
    found = {camel(key): value for key, value in behaves.arguments.items()}
    if behaves.kind == "follow":
        sent, hops = cast("Any", found["send"]), cast("Any", found["hops"])
        named = tuple({camel(key): value for key, value in hop.items()} for hop in hops)
        return {"send": {camel(key): value for key, value in sent.items()}, "hops": named}
    event = found.get("event")
    if behaves.kind == "put_matching_event" and isinstance(event, Mapping):
        found["event"] = {camel(key): value for key, value in event.items()}
    return found


def _variable(name: str) -> str:
    variable = camel(name)
    return variable if IDENTIFIER.match(variable) else "resource"


def _fits(check: Node, line: str) -> bool:
    return check.flat is not None and len(line) <= _WIDTH


def _laid_out(check: Node, margin: str, tail: int) -> str:
    return write(check, JAVASCRIPT_STYLE, margin, tail)
