"""What a test of a program expects, in the order of its lines: references become the constants that hold resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, cast

from scaffold.emit.deployed_names import local_name
from scaffold.emit.deployed_spelling import Spelling
from scaffold.emit.kinds import Data, Kind, Text, Word
from scaffold.model.deployed import (
    Configured,
    Expected,
    ExportNames,
    Exports,
    Given,
    Points,
    ReadAs,
    Refuses,
    Registered,
    Settled,
    Subject,
    Truth,
    Truths,
)
from scaffold.model.facts import Relation
from scaffold.model.values import Call, Step, Value

#: Relations that hold where what they are about, or something on the way to it, is not there.
_LENIENT = frozenset({Relation.ABSENT, Relation.DIFFERS, Relation.EXCLUDES})

#: Options to which the SDK adds some of its own.
_AMONG_OTHERS = frozenset({"dependsOn", "aliases"})
#: So many registrations that share an option are looked at in a loop.
_SEVERAL = 3
#: The kinds that look at one registration.
_OF_ONE = frozenset({"given", "read", "inputs", "options", "address"})
#: The relation of a list to one of its items: the model has none, as only options ask for it.
CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class StepView:
    """A step below a value: a member's name or an index; `maybe` where what it stands behind may not be there."""

    key: Annotated[Step, Kind.DATA]
    maybe: bool


@dataclass(frozen=True, slots=True)
class AssertView:
    """What is said of what is at `path`: `relation` is one of the table below.

    `identical`: the value is one text, number or truth value. `keys` are those of `excludes`.
    """

    path: tuple[StepView, ...]
    relation: Word
    value: Annotated[Value, Kind.DATA]
    identical: bool
    keys: tuple[Text, ...] = ()

    @property
    def lenient(self) -> bool:
        """Whether it holds, too, where there is nothing at the path."""
        return self.relation in {each.value for each in _LENIENT}

    @property
    def reaches(self) -> bool:
        """Whether something on the way may be missing."""
        return any(step.maybe for step in self.path)


@dataclass(frozen=True, slots=True)
class ExpectView:
    """One thing that a test expects.

    `kind` is `inventory`, `given`, `read`, `address`, `export names`, `exported`, `settled` or `refuses`, which compare
    what the support library's function called `question` gives for `arguments` with `expected`; or `inputs` or
    `options`, where that gets the `name` and `asserts` are made of it; or `each option`, where the option so called of
    all that `arguments` find is `expected`. `asked` are the type and name of the one registration that the test looks
    at, if it does. `resource` is the constant that is asked: where it holds that registration, this is not among the
    arguments.
    """

    kind: Word
    question: Word
    resource: Word
    arguments: tuple[Data, ...] = ()
    expected: Annotated[Value, Kind.DATA] = None
    identical: bool = False
    name: Word = ""
    asserts: tuple[AssertView, ...] = ()
    asked: tuple[Data, ...] = ()

    def held(self, names: Mapping[str, str]) -> ExpectView:
        """The same asked of a constant, where one of these `names` (by `repr(asked)`) holds the registration."""
        name = names.get(repr(self.asked), "") if self.asked else ""
        return replace(self, arguments=self.arguments[2:], resource=name) if name else self

    def values(self) -> Iterator[Value]:
        """All values that it compares with."""
        yield self.expected
        yield from (each.value for each in self.asserts)


@dataclass(slots=True)
class _Found:
    """Inputs or options of one subject while what is said of them is gathered."""

    kind: str
    subject: Subject
    name: str
    asserts: list[AssertView] = field(default_factory=list)


class Expectations:
    """The lines of one test."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._lines: list[ExpectView | _Found] = []

    def views(self, expects: Iterable[Expected]) -> tuple[ExpectView, ...]:
        """The views of what is expected, without what has no spelling."""
        expects = tuple(expects)
        if not self._same_option(expects):
            for expect in expects:
                self._add(expect)
        return tuple(line if isinstance(line, ExpectView) else self._found_view(line) for line in self._lines)

    def _view(self, kind: str, arguments: tuple[Any, ...], **more: Any) -> ExpectView:
        words = self._spelling.words
        asked = arguments[:2] if kind in _OF_ONE else ()
        return ExpectView(kind, words.questions.get(kind, ""), words.subject, arguments, asked=asked, **more)

    def _found_view(self, found: _Found) -> ExpectView:
        return self._view(found.kind, Spelling.arguments(found.subject), name=found.name, asserts=tuple(found.asserts))

    def _add(self, expect: Expected) -> None:
        match expect:
            case Registered(names, without):
                kept = {token: found for token, found in names.items() if token not in without}
                self._line("inventory", ({"without": without},) if without else (), kept)
            case Given():
                self._given(expect)
            case Points(subject, path, value):
                self._assert("inputs", subject, path, Relation.EQUALS, self._spelling.inputs(value), value)
            case ReadAs(subject, id):
                self._line("read", Spelling.arguments(subject), self._spelling.inputs(id), identical=True)
            case Configured(subject, options):
                for name, value in options.items():
                    self._option(subject, name, value)
            case ExportNames(names):
                self._line("export names", (), names)
            case Exports():
                self._exported(expect)
            case Settled():
                self._line("settled", (), ())
            case Refuses(message):
                self._line("refuses", (), message)
            case Truths(truths):
                for truth in truths:
                    self._truth(truth)

    def _same_option(self, expects: Sequence[Expected]) -> bool:
        """One line for several registrations that share their parent or provider; whether it is so."""
        shared = [expect for expect in expects if isinstance(expect, Configured) and len(expect.options) == 1]
        if len(shared) != len(expects) or len(shared) < _SEVERAL:
            return False
        name, value = next(iter(shared[0].options.items()))
        if name not in ("parent", "provider") or any(expect.options != shared[0].options for expect in shared):
            return False
        found = tuple(Spelling.arguments(expect.subject) for expect in shared)
        wanted = Call("undefined", ()) if value is None else self._spelling.options(value)
        if self._spelling.speech.is_speakable(wanted):
            self._lines.append(self._view("each option", found, expected=wanted, name=name))
        return True

    def _line(self, kind: str, arguments: tuple[Any, ...], expected: Value, *, identical: bool = False) -> None:
        if self._spelling.speech.is_speakable(expected):
            self._lines.append(self._view(kind, arguments, expected=expected, identical=identical))

    def _exported(self, exports: Exports) -> None:
        expected = self._spelling.exported(exports)
        if self._spelling.speech.is_speakable(expected):
            identical = self._spelling.is_plain(exports.value, expected)
            self._line("exported", (exports.name,), expected, identical=identical)

    def _given(self, given: Given) -> None:
        if not given.whole:
            for name, value in given.inputs.items():
                self._assert("inputs", given.subject, (name,), Relation.EQUALS, self._spelling.inputs(value), value)
            return
        without = ({"without": given.without},) if given.without else ()
        expected = self._spelling.inputs(_leave_out(given.inputs, given.without))
        self._line("given", (*Spelling.arguments(given.subject), *without), expected)

    def _option(self, subject: Subject, name: str, value: Value) -> None:
        if name in self._spelling.words.questions:  # what is no option elsewhere
            self._line(name, Spelling.arguments(subject), self._spelling.options(value), identical=True)
        elif name in _AMONG_OTHERS and isinstance(value, tuple):
            for item in value:
                self._assert("options", subject, (name,), CONTAINS, self._spelling.options(item), item)
        else:
            relation = Relation.ABSENT if value is None else Relation.EQUALS
            self._assert("options", subject, (name,), relation, self._spelling.options(value), value)

    def _truth(self, truth: Truth) -> None:
        value = truth.value
        if truth.relation is Relation.EXCLUDES:
            keys, values = cast("tuple[tuple[str, ...], tuple[Value, ...]]", value)
            for item in values:
                self._assert("inputs", truth.subject, truth.path, truth.relation, item, item, tuple(keys))
        else:
            self._assert("inputs", truth.subject, truth.path, truth.relation, self._spelling.inputs(value), value)

    def _assert(
        self,
        kind: str,
        subject: Subject,
        path: Sequence[Step],
        relation: Relation | str,
        value: Value,
        meant: Value,
        keys: tuple[str, ...] = (),
    ) -> None:
        if not self._spelling.speech.is_speakable(value):
            return
        maybe = relation in _LENIENT
        steps = tuple(StepView(step, maybe and at > 0) for at, step in enumerate(path))
        name = relation if isinstance(relation, str) else relation.value
        said = AssertView(steps, name, value, self._spelling.is_plain(meant, value), keys)
        self._found(kind, subject).asserts.append(said)

    def _found(self, kind: str, subject: Subject) -> _Found:
        """The inputs or options of a subject, which a test looks up once."""
        for line in self._lines:
            if isinstance(line, _Found) and (line.kind, line.subject) == (kind, subject):
                return line
        taken = {*self._spelling.names.values(), *(line.name for line in self._lines)}
        ending = self._spelling.words.questions[kind]
        found = _Found(kind, subject, local_name(subject, taken, kind, self._spelling.speech.naming, ending))
        self._lines.append(found)
        return found


def _leave_out(inputs: Mapping[str, Value], paths: Iterable[str]) -> Mapping[str, Value]:
    """The inputs without what is at these dotted paths."""
    kept: Value = inputs
    for path in paths:
        kept = _drop(kept, path.split("."))
    return cast("Mapping[str, Value]", kept)


def _drop(value: Value, path: Sequence[str]) -> Value:
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        if not rest:
            return {key: item for key, item in value.items() if key != step}
        return {key: _drop(item, rest) if key == step else item for key, item in value.items()}
    if isinstance(value, tuple) and rest and step.isdigit():
        return tuple(_drop(item, rest) if at == int(step) else item for at, item in enumerate(value))
    if isinstance(value, Call) and value.arguments:  # the document of JSON text, a secret
        return Call(value.function, (_drop(value.arguments[0], path), *value.arguments[1:]))
    return value
