"""What the outputs of resources and provider functions are taken to be: what the generated mocks will give.

Mocked state is what a resource was given, and patterns of the catalog for what it was not. Where a pattern is not known
the value is missing in a first pass; the paths that the program was then seen to read say what it must look like in a
second one (`learn`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scaffold.catalog import pulumi as catalog
from scaffold.catalog.realistic import Use
from scaffold.model.deployments import Role
from scaffold.model.shapes import Shape
from scaffold.model.values import Call, Reference, Step, Value, is_known, walk
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.tokens import STACK_REFERENCE

#: Operations on a value that say it is a list.
_ON_LISTS: Final = frozenset(
    {"map", "filter", "forEach", "flatMap", "find", "some", "every", "reduce", "join", "push", "sort", "length"}
    | {"sorted", "reversed", "enumerate", "append", "extend", "slice"}
)
#: What says that a text is in Base64, and a pattern for one.
_DECODING: Final = "base64decode"
_ENCODED: Final = "ZXhhbXBsZQ=="
_Key = tuple[str, str]
#: The outputs of other stacks, of which nothing but what is read of them is known.
_OUTPUTS: Final[_Key] = (STACK_REFERENCE, "outputs")


@dataclass(slots=True)
class Learnt:
    """Patterns by token and attribute that were made up from what programs read; shared by all evaluations of a
    project, so that they agree. `lacking` is what is added to patterns that are known otherwise, by token and attribute
    (of what functions answer: without one)."""

    patterns: dict[_Key, Any] = field(default_factory=dict)
    functions: dict[str, Any] = field(default_factory=dict)
    lacking: dict[_Key, Any] = field(default_factory=dict)


class Mocks:
    """What one evaluation takes outputs to be. Without `mocked`, only what a resource was given is known.

    `used` are the patterns that were asked for, by token and attribute; `answered` the same for provider functions.
    `missing` and `unanswered` are those for which nothing was known, `wanted` outputs of other stacks likewise;
    `read` is what was read below outputs of which nothing is known, `lacked` where that is what patterns do not have.
    """

    def __init__(
        self, learnt: Learnt, overrides: Mapping[str, Mapping[str, Value]], *, mocked: bool, region: str, urn: str = ""
    ) -> None:
        self.learnt, self.overrides, self.mocked, self.region, self.urn = learnt, overrides, mocked, region, urn
        self.used: dict[str, dict[str, Any]] = {}
        self.answered: dict[str, Any] = {}
        self.missing: dict[_Key, Shape | None] = {}
        self.unanswered: set[str] = set()
        self.wanted: set[str] = set()
        self.read: list[Value] = []
        self.lacked: set[_Key] = set()
        self.shape_of: Callable[[str, str], Shape | None] | None = None

    def register(self, record: Record) -> None:
        """A resource is registered: its id is part of every mocked state."""
        if self.mocked and record.role in (Role.CUSTOM, Role.PROVIDER):
            self._pattern(record, "id")

    def concrete(self, machine: Machine, record: Record, name: str) -> Any:
        """What an output of a resource is taken to be, as a value of the evaluator."""
        if not self.mocked:
            return self._given(machine, record, name)
        if (record.token, name) == _OUTPUTS and _OUTPUTS in self.missing:
            return MISSING
        override = self.overrides.get(record.address, {})
        if name in override:
            return UNDEFINED if override[name] is None else machine.thaw(override[name])
        if name in record.resolved:
            return self._completed(machine, record, name)
        if name == "urn":
            return self._urn(record)
        if name == "id" and record.known_id is not None:
            return machine.thaw(record.known_id) if is_known(record.known_id) else MISSING
        pattern = self._pattern(record, name)
        return MISSING if pattern is None else machine.thaw(self._filled(record, pattern))

    def value(self, record: Record, path: tuple[Step, ...]) -> Value | Any:
        """What an output is taken to be, as a model value; `MISSING` where nothing is."""
        head, rest = str(path[0]), path[1:]
        if head in record.resolved:
            found: Any = record.resolved[head]
        else:
            pattern = self._pattern(record, head)
            if pattern is None:
                return MISSING
            found = self._filled(record, pattern)
        for step in rest:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return MISSING
        return found

    def answer(self, token: str, arguments: Mapping[str, Value]) -> Value | Any:
        """What a provider's function answers; `MISSING` where nothing is known of it."""
        if not self.mocked:
            return MISSING
        pattern = catalog.answer(token, arguments)
        if pattern is None:
            pattern = self.learnt.functions.get(token)
        if pattern is None:
            self.unanswered.add(token)
            return MISSING
        pattern = _with(pattern, self.learnt.lacking.get((token, "")))
        self.answered[token] = pattern
        use = Use(seed=token, name=token.rpartition(":")[2], region=self.region, own=arguments)
        return {**_mapping(catalog.filled(pattern, use)), **arguments}

    def lack(self, token: str, place: Reference) -> None:
        """Note that what a pattern gives has no such part, which the program reads."""
        function = token.rpartition(":")[2][:1].islower()
        self.lacked.add((token, "" if function else str(place.path[0])))
        self.read.append(place)

    def stack_output(self, name: str) -> None:
        """An output of another stack is read."""
        known = self.learnt.patterns.get(_OUTPUTS)
        if self.mocked and (not isinstance(known, dict) or name not in known):
            self.missing[_OUTPUTS] = None
            self.wanted.add(name)

    def _completed(self, machine: Machine, record: Record, name: str) -> Any:
        """What was given; an object is completed with what the cloud adds to it."""
        given = record.resolved[name]
        pattern = catalog.patterns(record.token).get(name) if isinstance(given, Mapping) else None
        lacking = self.learnt.lacking.get((record.token, name))
        pattern = _with({} if pattern is None else pattern, lacking) if lacking else pattern
        if not isinstance(pattern, Mapping) or not is_known(given):
            return self._given(machine, record, name)
        self.used.setdefault(record.token, {})[name] = pattern
        return machine.thaw(catalog.completed(given, self._filled(record, pattern)))

    def _given(self, machine: Machine, record: Record, name: str) -> Any:
        if name not in record.resolved or not is_known(record.resolved[name]):
            return MISSING
        return machine.thaw(record.resolved[name])

    def _pattern(self, record: Record, name: str) -> Any:
        """The pattern for an output; what was asked for is noted."""
        used = self.used.setdefault(record.token, {})
        if name not in used:
            key = (record.token, name)
            pattern = None if key == _OUTPUTS else catalog.patterns(record.token).get(name)
            if pattern is None:
                pattern = self.learnt.patterns.get(key)
            if pattern is None:
                shape = self.shape_of(record.token, name) if self.shape_of else None
                pattern = catalog.generic(record.token, name, shape) if shape is not None else None
                if pattern is not None:
                    self.learnt.patterns[record.token, name] = pattern
            if pattern is None:
                self.missing[record.token, name] = None
                return None
            used[name] = _with(pattern, self.learnt.lacking.get((record.token, name)))
        return used[name]

    def _filled(self, record: Record, pattern: Any) -> Value:
        return catalog.filled(pattern, catalog.use_of(record.token, record.name, record.resolved, region=self.region))

    def _urn(self, record: Record) -> str:
        parent = record.parent.token if record.parent else "pulumi:pulumi:Stack"
        return f"{self.urn}::{parent}${record.token}::{record.name}"


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _generic(token: str, name: str, shape: Shape | None = None) -> Any:
    found = catalog.generic(token, name, shape)
    return "<name>" if found is None else found


# What programs read


def learn(mocks: Mocks, values: Iterable[Value], tokens: Mapping[str, str]) -> bool:
    """Make up patterns for what was missing, from the paths below it that stand in `values`; whether there were any.

    `tokens` leads from addresses to type tokens, and to those of functions for data.
    """
    trees: dict[_Key, _Tree] = {key: _Tree() for key in mocks.missing}
    answers: dict[str, _Tree] = {token: _Tree() for token in mocks.unanswered}
    more: dict[_Key, _Tree] = {key: _Tree() for key in mocks.lacked}
    for value in (*values, *mocks.read):
        for part in walk(value):
            _notice(part, tokens, {**trees, **more}, answers)
    for name in mocks.wanted:
        trees[_OUTPUTS].below((name,))
    for (token, name), tree in trees.items():
        before = mocks.learnt.patterns.get((token, name))
        pattern = tree.pattern(token, name)
        if isinstance(before, dict) and isinstance(pattern, dict):
            pattern = {**before, **pattern}
        mocks.learnt.patterns[token, name] = pattern
    for token, tree in answers.items():
        tree.steps.setdefault("id", _Tree())
        mocks.learnt.functions[token] = tree.pattern(token, "")
    for key, tree in more.items():
        mocks.learnt.lacking[key] = _with(tree.pattern(*key), mocks.learnt.lacking.get(key))
    return bool(trees or answers or more)


def _with(pattern: Any, more: Any) -> Any:
    """A pattern with what it lacks of another one."""
    if isinstance(pattern, Mapping) and isinstance(more, Mapping):
        kept = {key: _with(item, more.get(key)) for key, item in pattern.items()}
        return {**kept, **{key: item for key, item in more.items() if key not in pattern}}
    if isinstance(pattern, list) and isinstance(more, list) and more:
        return [_with(item, more[0]) for item in pattern] or more
    return pattern


@dataclass(slots=True)
class _Tree:
    """What was read below a value: by step, and whether it is a list, or a text in Base64."""

    steps: dict[str, _Tree] = field(default_factory=dict)
    item: _Tree | None = None
    count: int = 0
    encoded: bool = False

    def below(self, path: Iterable[Step]) -> _Tree:
        """The place at a path."""
        here = self
        for step in path:
            if isinstance(step, int) or step == "*":
                here.item = here.item or _Tree()
                here.count = max(here.count, step + 1 if isinstance(step, int) else 2)
                here = here.item
            else:
                here = here.steps.setdefault(step, _Tree())
        return here

    def pattern(self, token: str, name: str) -> Any:
        """A pattern that has all that was read."""
        if self.item is not None:
            return [self.item.pattern(token, name.removesuffix("s"))] * max(self.count, 1)
        if self.steps:
            return {key: tree.pattern(token, key) for key, tree in self.steps.items()}
        return _ENCODED if self.encoded else _generic(token, name)


def _notice(value: Value, tokens: Mapping[str, str], trees: Mapping[_Key, _Tree], answers: Mapping[str, _Tree]) -> None:
    """Note what a reference, or an operation on one, says of what it leads to."""
    found = _place(value)
    if found is None or found[0] not in tokens:
        return
    address, path = found
    token = tokens[address]
    tree = answers.get(token, trees.get((token, "")))
    if tree is None and path:
        tree, path = trees.get((token, str(path[0]))), path[1:]
    if tree is not None:
        here = tree.below(path)
        here.encoded = here.encoded or (isinstance(value, Call) and value.function == _DECODING)


def _place(value: Value) -> tuple[str, tuple[Step, ...]] | None:
    """Where a value leads that is read off a reference: operations on lists lead to each element."""
    if isinstance(value, Reference):
        return value.address, value.path
    if not isinstance(value, Call) or not value.arguments:
        return None
    inner = _place(value.arguments[0])
    if inner is None:
        return None
    address, path = inner
    if value.function == _DECODING:
        return inner
    if value.function == "index":
        key = value.arguments[1] if len(value.arguments) > 1 else "*"
        return address, (*path, key if isinstance(key, str | int) else "*")
    return (address, (*path, "*")) if value.function in _ON_LISTS else None
