"""How handler suites are spelled in JavaScript: terms, events, calls, checks."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scaffold.emit.handlers.calls import said as said_call
from scaffold.emit.handlers.events import Counted, Like, Series
from scaffold.emit.handlers.readable import Digest, Listed, readable
from scaffold.emit.integration.javascript_speech import camel
from scaffold.emit.layout import Atom, Brackets, Call, Entry, Node, place
from scaffold.emit.literals import (
    JAVASCRIPT_STYLE,
    JavaScript,
    javascript_key,
    javascript_string,
    javascript_template_text,
    write,
)
from scaffold.emit.names import comment
from scaffold.model import handlers as model

_MARGIN = "  "
_INNER = "    "
_WIDTH = JAVASCRIPT_STYLE.width
#: The shapes of values by their names in the support library, and whether they have a detail before their name.
_SHAPES = {
    "anything": ("anything", False),
    "base64": ("base64", False),
    "hex": ("hex", True),
    "now": ("now", True),
    "now-iso": ("nowIso", True),
    "now-ms": ("nowMs", True),
    "number": ("number", False),
    "text": ("text", False),
    "uuid": ("uuid", False),
}


class _Numbered(Node):
    """A list of what an expression gives for each number."""

    __slots__ = ("head", "item")

    def __init__(self, head: str, item: Node) -> None:
        self.head, self.item = head, item
        self.flat = None if item.flat is None else f"{head}{_bodied(item, item.flat)})"

    def expand(self, out: list[str], style: Any, indent: int) -> None:
        """Write the expression behind the arrow."""
        out.append(self.head)
        if isinstance(self.item, Brackets):
            out.append("(")
            place(self.item, out, style, indent, indent + len(self.head) + 1, 2)
            out.append("))")
            return
        out[-1] = self.head.rstrip()
        out.append("\n" + " " * (indent + style.indent))
        place(self.item, out, style, indent + style.indent, indent + style.indent, 1)
        out.append(f",\n{' ' * indent})")


def _bodied(item: Node, text: str) -> str:
    return f"({text})" if isinstance(item, Brackets) else text


class Expressions(JavaScript):
    """Values as calls of the support library; `used` are the names that are needed."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()
        self._makers.update(
            {
                Like: self.like,
                Series: self.series,
                Counted: self.counted,
                Digest: lambda digest: self.called("md5Of", [digest.member]),
                Listed: lambda lists: self.called("listed", [lists.member]),
                model.Now: self.now,
                model.Encoded: lambda term: self.called(term.how, [term.value]),
                model.Joined: lambda term: self.called("joined", term.parts),
                model.Signature: lambda term: self.called("signature", [term.prefix] if term.prefix else []),
                model.Mask: self.mask,
                model.Call: self.call,
                model.Failing: self.failing,
                model.Answer: lambda answer: self.called("answer", [answer.service, answer.operation, answer.output]),
            }
        )

    def called(self, name: str, arguments: Sequence[Any]) -> Node:
        """A call of the support library."""
        self.used.add(name.partition(".")[0])
        return Call(name, [self.node(argument) for argument in arguments])

    def like(self, event: Like) -> Node:
        """An event by what is different in it, or by its name."""
        base = Atom(named(event.base))
        if not event.changes and not event.without:
            return base
        self.used.add("changed")
        changes = [self.node(dict(event.changes))] if event.changes or event.without else []
        gone = [self.node(tuple(event.without))] if event.without else []
        return Call("changed", [base, *changes, *gone])

    def series(self, series: Series) -> Node:
        """Records that are counted."""
        self.used.add("numbered")
        return _Numbered(f"numbered({series.first}, {series.last}, (n) => ", self.node(series.item))

    def counted(self, value: Counted) -> Node:
        """A number, or a text with one in it."""
        number = f"n + {value.offset}" if value.offset > 0 else f"n - {-value.offset}" if value.offset else "n"
        if value.whole:
            return Atom(number)
        if value.width:
            number = f"String({number}).padStart({value.width}, '0')"
        before, after = map(javascript_template_text, (value.before, value.after))
        return Atom(f"`{before}${{{number}}}{after}`")

    def now(self, term: model.Now) -> Node:
        """A time; what is usual goes without saying."""
        said: dict[str, Any] = {"unit": term.unit} if term.unit != "seconds" else {}
        said |= {"offset": term.offset} if term.offset else {}
        said |= {"text": False} if not term.text and term.unit != "iso" else {}
        return self.called("now", [said] if said else [])

    def mask(self, mask: model.Mask) -> Node:
        """A value by its shape."""
        name, detailed = _SHAPES[mask.shape]
        detail: list[Any] = [int(mask.detail or 0)] if detailed and (mask.detail or mask.name) else []
        return self.called(f"any.{name}", [*detail, *([mask.name] if mask.name else [])])

    def call(self, call: model.Call) -> Node:
        """A call of an API: what it is, and its input."""
        return self.called("call", [call.service, call.operation, dict(call.input)])

    def failing(self, failing: model.Failing) -> Node:
        """That a call fails."""
        later = [{"from": failing.first}] if failing.first != 1 else []
        return self.called("fails", [failing.service, failing.operation, failing.code, *later])

    def finite_or_infinite(self, value: float) -> str:
        """A number; a whole one without a point."""
        whole = abs(value) < 1e21 and value == int(value)
        return str(int(value)) if whole else super().finite_or_infinite(value)


def named(constant: str) -> str:
    """The name of an event in JavaScript: `request2` for `REQUEST_2`."""
    return camel(constant.lower())


def given(**named: Any) -> Mapping[str, Any]:
    """Members but for those that say nothing."""
    return {key: value for key, value in named.items() if value is not None and value not in ("", (), {}, [])}


@dataclass(frozen=True, slots=True)
class Names:
    """What a file calls its things: the `function`, a test that has to fail (`it.failing`), resources by their
    addresses, answers that several tests are given (`Shared`), and calls that several expect. `identifiers` are all
    texts that mean what the function is wired to."""

    function: str
    failing: str
    titles: Mapping[str, str]
    answers: Shared
    calls: Mapping[str, model.Call]
    identifiers: frozenset[str]

    def is_within(self, case: model.HandlerCase) -> bool:
        """Whether all calls are pinned that a case makes, and none of them leaves what the function is wired to."""
        exact = [each for each in case.expect if isinstance(each, model.CallsExactly)]
        return bool(exact) and all(
            target in self.identifiers for each in exact for call in each.calls for target in _targets(call.input)
        )


#: Members of inputs that say what a call is about.
_WORDS = """
Bucket DeliveryStreamName EventBusName FunctionName QueueUrl SecretId StreamARN StreamName TableName TargetArn TopicArn
stateMachineArn
"""
_TARGETS = frozenset(_WORDS.split())


def _targets(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name in _TARGETS:
                yield item if isinstance(item, str) else None
            else:
                yield from _targets(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _targets(item)


class Shared:
    """Answers that are the same in several tests, each under one name."""

    def __init__(self, cases: Sequence[model.HandlerCase]) -> None:
        found: dict[str, list[tuple[model.Answer, ...]]] = {}
        for case in cases:
            if case.answers:
                found.setdefault(repr(case.answers), []).append(case.answers)
        repeated = {mark: each[0] for mark, each in found.items() if len(each) > 1}
        names = [f"answers{at}" if at > 1 else "answers" for at in range(1, len(repeated) + 1)]
        self._names = dict(zip(repeated, names, strict=True))
        self.named = dict(zip(names, repeated.values(), strict=True))

    def entry(self, answers: tuple[model.Answer, ...]) -> Node | None:
        """The entry of a call's options; nothing for answers without a name."""
        name = self._names.get(repr(answers))
        if name is None:
            return None
        return Atom(name) if name == "answers" else Entry("answers", Atom(name))


class Speech:
    """The statements of one file; `events` are what the cases are called with."""

    def __init__(self, names: Names, events: Mapping[str, Any]) -> None:
        self._expressions = Expressions()
        self._names, self._events = names, events

    @property
    def used(self) -> set[str]:
        """The names of the support library that were needed until now."""
        return self._expressions.used

    def constant(self, name: str, value: Any) -> str:
        """A statement that gives a name to something."""
        return self._statement(f"const {name} = ", self._expressions.node(value))

    def definition(self, settings: Mapping[str, Any]) -> str:
        """The statement that says what the function is."""
        entries = [Entry(javascript_key(key), self._expressions.node(value)) for key, value in settings.items()]
        return self._statement(
            f"const {self._names.function} = ", Call("lambda", [Brackets("{", entries, "}", loose=True)])
        )

    def mark(self, reason: str) -> str:
        """The comment above a test that fails as the code is."""
        lines = textwrap.wrap(f"Fails: {comment(reason)}", _WIDTH - len(_MARGIN) - len("// "), break_on_hyphens=False)
        return "\n".join(f"{_MARGIN}// {line}" for line in lines)

    def test(self, case: model.HandlerCase, title: str, fails: bool) -> str:
        """A test as prettier has it: `it` is known to it, others are functions like any."""
        name, quoted = (self._names.failing if fails else "it"), javascript_string(title)
        options = self._options(case)
        if any(isinstance(each, model.Loads) for each in case.expect):
            call = Call(f"{self._names.function}.loads", options)
            return self._short(name, quoted, call)
        body = "\n".join(self._statements(case, options))
        head = f"{_MARGIN}{name}({quoted}, async () => {{"
        if not fails or len(head) <= _WIDTH:
            return f"{head}\n{body}\n{_MARGIN}}});"
        deeper = body.replace("\n", f"\n{_MARGIN}")
        return (
            f"{_MARGIN}{name}(\n{_INNER}{quoted},\n{_INNER}async () => {{\n{_MARGIN}{deeper}\n{_INNER}}},\n{_MARGIN});"
        )

    def _short(self, name: str, quoted: str, call: Node) -> str:
        head = f"{_MARGIN}{name}({quoted}, () =>"
        line = f"{head} {call.flat});"
        if call.flat is not None and len(line) <= _WIDTH:
            return line
        return f"{head}\n{_INNER}{write(call, JAVASCRIPT_STYLE, _INNER, 2)});"

    def _options(self, case: model.HandlerCase) -> Sequence[Node]:
        """What a case says beside its event, as the last argument of its call."""
        shared = self._names.answers.entry(case.answers)
        said = given(
            answers=() if shared else case.answers,
            failing=case.failing,
            without=case.without,
            environment=dict(case.environment),
        )
        if case.warm:
            said = {**said, "warm": True}
        if not case.within and not self._names.is_within(case):
            said = {**said, "anywhere": True}
        entries = [Entry(javascript_key(key), self._expressions.node(value)) for key, value in said.items()]
        whole = [shared, *entries] if shared else entries
        return [Brackets("{", whole, "}", pad=" ")] if whole else []

    def _statements(self, case: model.HandlerCase, options: Sequence[Node]) -> Iterator[str]:
        event = self._expressions.node(self._events[case.id])
        # The name has the words before it: prettier counts these, too.
        call = Call(f"const outcome = await {self._names.function}.call", [event, *options])
        yield self._statement(_INNER, call)
        for expect in case.expect:
            for name, arguments in self._checks(expect):
                nodes = [self._expressions.node(argument) for argument in arguments]
                yield self._statement(_INNER, Call(f"outcome.{name}", nodes))

    def _checks(self, expect: model.Expectation) -> Iterator[tuple[str, Sequence[Any]]]:
        if isinstance(expect, model.CallsExactly) and expect.calls:
            yield "makes", [said_call(call, self._names.calls) for call in expect.calls]
            return
        if not isinstance(expect, model.Calls):
            yield _check(expect)
            return
        for service, operation, address in expect.made:
            title = self._names.titles.get(address)
            yield "made", [service, operation, *([title] if title else [])]

    def _statement(self, head: str, node: Node) -> str:
        return f"{head}{write(node, JAVASCRIPT_STYLE, head, 1)};"


def _check(expect: model.Expectation) -> tuple[str, Sequence[Any]]:
    """The check of an expectation: its name and arguments; what is usual goes without saying."""
    match expect:
        case model.Responds():
            if (expect.low, expect.high) == (100, 599):
                bounds = []
            else:
                bounds = [expect.low] if expect.low == expect.high else [expect.low, expect.high]
            return "responds", bounds
        case model.Reports():
            return "reportsOrRaises" if expect.or_raises else "reports", [] if expect.failed is None else [
                expect.failed
            ]
        case model.Raises():
            message = [] if expect.message is None else [expect.message]
            return "raises", [expect.error, *message] if expect.error or message else []
        case model.Returns():
            return "returns", [readable(expect.value, loose=True)]
        case model.CallsExactly():
            return "makesNoCalls", []
        case model.NoWrites():
            return "writesNothing", []
        case _:
            return "completes", []
