"""Records of an evaluation as registrations: native values, with what provider functions answered folded in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.deployments import Options, Registration
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value, is_known, references
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.run import Run

_DATA: Final = "data."


def registrations(run: Run) -> tuple[Registration, ...]:
    """What was registered, in the order of the program."""
    answers = {called.address for called in run.called.values()}
    return tuple(_registration(record, answers) for record in run.records if not record.unseen)


def _registration(record: Record, answers: set[str]) -> Registration:
    fold = Folding(answers)
    options = record.options
    return Registration(
        address=record.address,
        type=record.type,
        token=record.token,
        name=record.name,
        role=record.role,
        inputs={name: fold.value(value, record.resolved.get(name)) for name, value in record.native.items()},
        resolved=record.resolved,
        position=record.position,
        options=Options(
            options.parent, options.provider, options.depends_on, options.protect, _folded_options(options.others)
        ),
        id=fold.value(record.id, record.known_id),
        condition=record.condition,
        repeated=record.repeated,
    )


def _folded_options(others: Mapping[str, Value]) -> Mapping[str, Value]:
    return dict(others)


class Folding:
    """Puts what is known in place of references to what provider functions answer: that is the same in every run."""

    def __init__(self, answers: set[str]) -> None:
        self.answers = answers

    def value(self, value: Value, resolved: Value) -> Value:
        """A value as it is written, beside what it is taken to be."""
        if not self.answers or isinstance(value, Unknown) or is_known(value):
            return value
        if isinstance(value, dict):
            known: Any = resolved if isinstance(resolved, Mapping) else {}
            return {key: self.value(item, known.get(key)) for key, item in value.items()}
        if isinstance(value, tuple):
            items = resolved if isinstance(resolved, tuple) and len(resolved) == len(value) else (None,) * len(value)
            return tuple(self.value(item, other) for item, other in zip(value, items, strict=True))
        if isinstance(value, Call) and value.function == "secret":
            return Call("secret", (self.value(value.arguments[0], resolved),))
        found = list(references(value))
        if not any(reference.address in self.answers for reference in found):
            return value
        if all(reference.address in self.answers for reference in found) and is_known(resolved):
            return resolved
        return self._mixed(value, resolved)

    def _mixed(self, value: Value, resolved: Value) -> Value:
        """A text of answers and outputs: an answer's text is what stands between the parts around it, which only shows
        where these are plain."""
        if not isinstance(value, Template) or not isinstance(resolved, str):
            return value
        parts: list[Value] = []
        rest = resolved
        for at, part in enumerate(value.parts):
            if isinstance(part, str):
                rest = rest.removeprefix(part)
                parts.append(part)
                continue
            after = value.parts[at + 1] if at + 1 < len(value.parts) else ""
            end = rest.find(after) if isinstance(after, str) and after else len(rest) if after == "" else -1
            if end < 0:
                return value
            known = rest[:end]
            rest = rest[end:]
            parts.append(known if self._answered(part) else part)
        return joined(parts)

    def _answered(self, part: Value) -> bool:
        found = list(references(part))
        return bool(found) and all(reference.address in self.answers for reference in found)


def joined(parts: list[Value]) -> Value:
    """A template of these parts, texts that stand beside each other as one."""
    found: list[Value] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    if len(found) == 1 and isinstance(found[0], str):
        return found[0]
    return Template(tuple(found))


def renamed(value: Value, change: Any) -> Value:
    """A value with every reference in it as `change` gives it."""
    if isinstance(value, Reference):
        return change(value)  # type: ignore[no-any-return]
    if isinstance(value, tuple):
        return tuple(renamed(item, change) for item in value)
    if isinstance(value, Mapping):
        return {key: renamed(item, change) for key, item in value.items()}
    if isinstance(value, Template):
        return Template(tuple(renamed(part, change) for part in value.parts))
    if isinstance(value, Call):
        return Call(value.function, tuple(renamed(argument, change) for argument in value.arguments))
    if isinstance(value, Conditional):
        return Conditional(*(renamed(part, change) for part in (value.condition, value.then, value.otherwise)))
    return value
