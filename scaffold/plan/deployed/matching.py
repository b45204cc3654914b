"""Which registrations of two evaluations are the same declaration, and what differs between them.

A name that only follows a parameter is not a difference: `alerts-test` becomes `alerts-prod` with the suffix.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from scaffold.model.deployments import Evaluation, Exported, Registration, Role
from scaffold.model.values import Call, Conditional, Reference, Step, Template, Unknown, Value, children
from scaffold.plan.deployed.given import GIVEN, Changed, word
from scaffold.plan.deployed.pairing import paired, site
from scaffold.plan.deployed.spelling import decoded

#: A way into a value.
Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A registration whose inputs or options differ: `inputs` and `options` are the names of those, `gone` says that
    one of the inputs is not there any more."""

    before: Registration
    after: Registration
    inputs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    gone: bool = False


class Matching:
    """Two evaluations side by side: `pairs` of registrations, those that `appeared` and those that are `gone`."""

    def __init__(self, before: Evaluation, after: Evaluation) -> None:
        self.before, self.after = before, after
        self.pairs, self.appeared, self.gone = paired(before.registrations, after.registrations)
        self._addresses = {after.address: before.address for before, after in self.pairs}
        self._swaps = tuple(_swaps(self))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The pairs that differ, in order."""
        return tuple(change for before, after in self.pairs if (change := self._change(before, after)))

    @cached_property
    def exports(self) -> tuple[Exported, ...]:
        """The outputs that are new or differ."""
        known = {each.name: each for each in self.before.exports}
        named = ((known.get(each.name) or known.get(self._text(each.name)), each) for each in self.after.exports)
        return tuple(
            after
            for before, after in named
            if before is None or before.secret != after.secret or not self.alike(before.value, after.value)
        )

    @property
    def same_names(self) -> bool:
        """Whether exactly the same is registered, by type and name."""
        return _names(self.before) == _names(self.after)

    @property
    def same_exports(self) -> bool:
        """Whether the outputs have the same names."""
        return {each.name for each in self.before.exports} == {each.name for each in self.after.exports}

    def alike(self, before: Any, after: Any) -> bool:
        """Whether two values are the same but for what follows a parameter; `true` is not `1`, and two values of which
        nothing is known are alike."""
        if isinstance(before, str) and isinstance(after, str):
            return before in (after, self._text(after))
        if isinstance(before, Reference) and isinstance(after, Reference):
            return self._addresses.get(after.address, after.address) == before.address and after.path == before.path
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            named = {key if key in before else self._text(key): item for key, item in after.items()}
            return before.keys() == named.keys() and all(self.alike(before[key], named[key]) for key in before)
        if isinstance(before, tuple) and isinstance(after, tuple):
            return len(before) == len(after) and all(map(self.alike, before, after))
        if isinstance(before, Template | Call | Conditional) and type(before) is type(after):
            same = getattr(before, "function", "") == getattr(after, "function", "")
            return same and self.alike(tuple(children(before)), tuple(children(after)))
        if isinstance(before, Unknown) and isinstance(after, Unknown):
            return True
        return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)

    def differing(self, before: Any, after: Any, path: Path = ()) -> Iterator[Path]:
        """The places at which two values differ, also in JSON documents, as deep as they are of the same shape."""
        if self.alike(before, after):
            return
        before, after = _opened(before), _opened(after)
        if isinstance(before, Mapping) and isinstance(after, Mapping) and before and before.keys() <= after.keys():
            for key, item in after.items():
                if key in before:
                    yield from self.differing(before[key], item, (*path, key))
                else:
                    yield (*path, key)
        elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
            for at, pair in enumerate(zip(before, after, strict=True)):
                yield from self.differing(*pair, (*path, at))
        else:
            yield path

    def as_before(self, value: Any) -> Any:
        """A value of the later evaluation in the terms of the earlier one."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Reference):
            return Reference(self._addresses.get(value.address, value.address), value.path)
        if isinstance(value, Template):
            return Template(tuple(map(self.as_before, value.parts)))
        if isinstance(value, Call):
            return Call(value.function, tuple(map(self.as_before, value.arguments)))
        if isinstance(value, Conditional):
            then, otherwise = self.as_before(value.then), self.as_before(value.otherwise)
            return Conditional(self.as_before(value.condition), then, otherwise)
        if isinstance(value, Mapping):
            return {self._text(key): self.as_before(item) for key, item in value.items()}
        return tuple(map(self.as_before, value)) if isinstance(value, tuple) else value

    def _text(self, text: str) -> str:
        for before, pattern in self._swaps:
            text = pattern.sub(before.replace("\\", r"\\"), text)
        return text

    def _change(self, before: Registration, after: Registration) -> Change | None:
        own = is_own(self.after, after)
        names = tuple(
            name
            for name in dict.fromkeys(() if own else (*after.inputs, *before.inputs))
            if name not in after.inputs
            or name not in before.inputs
            or not self.alike(before.inputs[name], after.inputs[name])
        )
        gone = any(name not in after.inputs for name in names)
        given = tuple(name for name in names if name in after.inputs)
        was, now = options(before), options(after)
        set_ = tuple(name for name in dict.fromkeys((*now, *was)) if not self.alike(was.get(name), now.get(name)))
        same_id = self.alike(before.id, after.id)
        return None if not names and not set_ and same_id else Change(before, after, given, set_, gone)

    def effects(self) -> dict[str, str]:
        """What the later evaluation shows that the earlier one does not, in terms of where it is written; with each the
        same in a form in which a program and a component that it passes its parameters on to say it alike."""
        found: dict[str, str] = {}
        for effect in self._effects():
            found[effect] = self._given.anywhere(effect)
        return found

    def _effects(self) -> Iterator[str]:
        if self.after.failure is not None:
            message = self._given.without(str(self.as_before(self.after.failure.message)))
            yield f"fails {self.after.failure.position} {message}"
            return
        if self._swaps and not self.same_names:
            yield from self._followed()
        for found in self.appeared:
            yield f"new {site(found)}"
            for name, value in (*found.inputs.items(), *options(found).items()):
                yield from self._effect(found, name, None, value)
        yield from (f"gone {site(found)}" for found in self.gone)
        for change in self.changes:
            was, now = options(change.before), options(change.after)
            for name in change.inputs:
                yield from self._effect(change.after, name, change.before.inputs.get(name), change.after.inputs[name])
            for name in change.options:
                yield from self._effect(change.after, name, was.get(name), now.get(name))
            if change.gone:
                yield f"less {site(change.after)} {sorted(set(change.before.inputs) - set(change.after.inputs))}"
        for each in self.exports:
            yield f"export {each.name} {self._canonical(each.value)!r}"
        names = {each.name for each in self.after.exports}
        yield from (f"no export {each.name}" for each in self.before.exports if each.name not in names)

    def _followed(self) -> Iterator[str]:
        """The parameters whose values stand in new names; all that changed where none does."""
        known = " ".join(each.name for each in self.before.registrations)
        names = " ".join(each.name for each in self.after.registrations)
        shown = [name for name, now in self._given.pairs if isinstance(now, str) and now in names and now not in known]
        yield from (f"names follow {name!r}" for name in shown or [name for name, _ in self._given.pairs])

    def _effect(self, registration: Registration, name: str, before: Value, after: Value) -> Iterator[str]:
        """What is different in a value, part by part."""
        for path, value in self._parts(name, before, after):
            yield f"{site(registration)} {path} {self._canonical(value)!r}"

    def _parts(self, path: str, before: Any, after: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(after, Call) and after.function == "jsonencode":
            inner = before.arguments[0] if isinstance(before, Call) and before.function == "jsonencode" else None
            yield from self._parts(path, inner, after.arguments[0])
        elif isinstance(after, Mapping) and after and not self._given.parameter(after):
            for key in sorted(after):
                inner = before.get(key) if isinstance(before, Mapping) else None
                yield from self._parts(f"{path}.{self._text(key)}", inner, after[key])
        elif before is None or not self.alike(before, after):
            yield path, after

    def _canonical(self, value: Any) -> Any:
        """A value in the terms of the earlier evaluation, with parameters that changed in place of their values, and
        places in the source in place of addresses."""
        if name := self._given.parameter(value):
            return Call(GIVEN, (name,))
        if isinstance(value, str):
            return self._text(self._given.marked(value))
        if isinstance(value, Reference):
            return Reference(self._sites.get(value.address, value.address), value.path)
        if isinstance(value, Template):
            return Template(tuple(map(self._canonical, value.parts)))
        if isinstance(value, Call):
            return Call(value.function, tuple(map(self._canonical, value.arguments)))
        if isinstance(value, Mapping):
            return {self._text(key): self._canonical(value[key]) for key in sorted(value)}
        return tuple(map(self._canonical, value)) if isinstance(value, tuple) else self.as_before(value)

    @cached_property
    def _sites(self) -> Mapping[str, str]:
        found = (*self.before.registrations, *self.after.registrations)
        return {each.address: f"{each.token} {each.position}" for each in found}

    @cached_property
    def _given(self) -> Changed:
        return Changed(self.before.variant.values, self.after.variant.values)


def _opened(value: Any) -> Any:
    """The document of JSON text, else the value itself."""
    if isinstance(value, Call) and value.function == "jsonencode":
        return value.arguments[0]
    document = decoded(value)
    return value if isinstance(document, Unknown) else document


def is_own(evaluation: Evaluation, registration: Registration) -> bool:
    """Whether this is the very component that a test makes: what it is given, it is given by the test."""
    entry = evaluation.variant.entry
    same = registration.role is Role.COMPONENT and registration.token == entry.token
    return bool(entry.export) and same and not registration.options.parent


def options(registration: Registration) -> dict[str, Value]:
    """The options that are set, by native name; what they lead to as bare references."""
    own = registration.options
    found: dict[str, Value] = {}
    if own.parent:
        found["parent"] = Reference(own.parent)
    if own.provider:
        found["provider"] = Reference(own.provider)
    if own.depends_on:
        found["dependsOn"] = tuple(map(Reference, own.depends_on))
    if own.protect is not None:
        found["protect"] = own.protect
    return found | {name: value for name, value in own.others.items() if value is not None}


def _swaps(matching: Matching) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What names of the later evaluation have in place of others, because a parameter is another text."""
    before, after = matching.before.variant.values, matching.after.variant.values
    names = [(one.name, other.name) for one, other in matching.pairs if one.name != other.name]
    found: dict[str, str] = {}
    for name in dict.fromkeys((*before, *after)) if names else ():
        was, now = before.get(name), after.get(name)
        if was != now:
            old, new = _swap(was, now, names)
            if old and new and old != new and any(new in other for _, other in names):
                found.setdefault(new, old)
    for one, other in matching.pairs:
        if one.role is Role.COMPONENT and one.name != other.name:
            found.setdefault(other.name, one.name)
    if matching.before.variant.entry != matching.after.variant.entry:
        others = [pair for pair in matching.pairs if pair[0].role is not Role.COMPONENT]
        votes = Counter(pair for one, other in others if (pair := _differing(one.name, other.name)))
        for (old, new), _ in votes.most_common(1):
            found.setdefault(new, old)
    for new in sorted(found, key=len, reverse=True):
        yield found[new], word(new)


def _differing(one: str, other: str) -> tuple[str, str] | None:
    """The words in which two names differ, where both have some there."""
    words, others = (re.split(r"([^A-Za-z0-9]+)", name) for name in (one, other))
    start = _alike(words, others)
    end = _alike(words[start:][::-1], others[start:][::-1])
    old, new = ("".join(each[start : len(each) - end]) for each in (words, others))
    return (old, new) if old and new else None


def _alike(words: Sequence[str], others: Sequence[str]) -> int:
    """How many words two names begin with in common."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False))))


def _swap(was: Value, now: Value, names: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """A parameter's text before and after; where one of them is not given, what names have in its place."""
    if isinstance(was, str) and isinstance(now, str):
        return was, now
    if isinstance(now, str) and now:
        return _in_place(now, names), now
    if isinstance(was, str) and was:
        return was, _in_place(was, ((after, before) for before, after in names))
    return "", ""


def _in_place(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """What the first of each pair has where the second has `text`: what most of them say."""
    votes: Counter[str] = Counter()
    for other, holder in pairs:
        start, found, end = holder.partition(text)
        if found and len(other) > len(start) + len(end) and other.startswith(start) and other.endswith(end):
            votes[other[len(start) : len(other) - len(end)]] += 1
    return votes.most_common(1)[0][0] if votes else ""


def _names(evaluation: Evaluation) -> list[tuple[str, str]]:
    return sorted((each.token, each.name) for each in evaluation.registrations)
