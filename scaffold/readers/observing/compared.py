"""An evaluation beside what a run shows: how far they agree."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scaffold.model.deployments import Evaluation, Exported, Registration
from scaffold.model.values import Call, Template, Unknown, Value, unknowns
from scaffold.readers.observing.observed import Observed, ObservedResource
from scaffold.readers.observing.stacks import spoken


class _Absent:
    def __repr__(self) -> str:
        return "nothing"


_ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How an evaluation stands up to a run: resources and, leaf by leaf, the values that they are given.

    `missing` were registered and not read, `made_up` read and not registered; `wrong` says which values differ.
    """

    found: int
    registered: int
    equal: int
    compared: int
    unknown: int
    missing: tuple[str, ...] = ()
    made_up: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    equal: int = 0
    unknown: int = 0
    wrong: list[str] = field(default_factory=list)


def compared(evaluation: Evaluation, observed: Observed) -> Comparison:
    """How far the evaluation and the run of the same variant agree. Nothing can be said of a run that failed."""
    pairs, alone = pairs_of(evaluation, observed)
    count = _Count()
    for registration, resource in pairs:
        if resource is not None:
            where = f"{registration.token} {registration.name}"
            _compare(where, normal(known_values(evaluation, registration.resolved)), dict(resource.inputs), count)
    exported = {each.name: _exported(each) for each in evaluation.exports}
    for name, value in observed.exports.items():
        if name in exported:
            known = known_values(evaluation, exported[name])
            _compare(f"export {name}", normal(known, secret=True), value, count)
    return Comparison(
        found=sum(resource is not None for _, resource in pairs),
        registered=len(observed.resources),
        equal=count.equal,
        compared=count.equal + len(count.wrong),
        unknown=count.unknown,
        missing=tuple(f"{each.token} {each.name}" for each in alone),
        made_up=tuple(f"{each.token} {each.name}" for each, resource in pairs if resource is None),
        wrong=tuple(count.wrong),
    )


def pairs_of(
    evaluation: Evaluation, observed: Observed
) -> tuple[list[tuple[Registration, ObservedResource | None]], list[ObservedResource]]:
    """Each registration with what was registered of it, and what was registered beside these."""
    names = {each.address: each.name for each in evaluation.registrations}
    places: defaultdict[tuple[str, str, str], list[ObservedResource]] = defaultdict(list)
    for resource in observed.resources:
        places[resource.token, resource.name, resource.parent.rpartition("::")[2]].append(resource)
    pairs: list[tuple[Registration, ObservedResource | None]] = []
    for each in evaluation.registrations:
        same = places[each.token, each.name, names.get(each.options.parent, "")]
        pairs.append((each, same.pop(0) if same else None))
    return pairs, [resource for left in places.values() for resource in left]


def known_values(evaluation: Evaluation, value: Any) -> Any:
    """A value that was read as runs of the program show it."""
    return spoken(evaluation, value) if evaluation.variant.entry.platform == "cdktf" else value


def _compare(where: str, known: Any, seen: Any, count: _Count) -> None:
    """Counts the leaves of a value."""
    if isinstance(known, Unknown):
        count.unknown += 1
    elif isinstance(known, dict) and isinstance(seen, dict):
        for name in sorted({*known, *seen}):
            _compare(f"{where}.{name}", known.get(name, _ABSENT), seen.get(name, _ABSENT), count)
    elif isinstance(known, tuple) and isinstance(seen, tuple) and len(known) == len(seen):
        for index, (mine, theirs) in enumerate(zip(known, seen, strict=True)):
            _compare(f"{where}[{index}]", mine, theirs, count)
    elif isinstance(known, Call) and isinstance(seen, Call) and known.function == seen.function:
        _compare(where, known.arguments, seen.arguments, count)
    elif any(unknowns(known)):
        count.unknown += 1
    elif _same(known, seen):
        count.equal += 1
    else:
        count.wrong.append(f"{where}: {known!r} is {seen!r}")


def agrees(known: Any, seen: Any) -> bool:
    """Whether a value as it was read, with nothing unknown in it, is what a run shows."""
    count = _Count()
    _compare("", normal(known), seen, count)
    return not count.wrong and not count.unknown


def _exported(each: Exported) -> Value:
    """An export as a run shows it: a secret is one as a whole."""
    marked = isinstance(each.resolved, Call) and each.resolved.function == "secret"
    return Call("secret", (each.resolved,)) if each.secret and not marked else each.resolved


def _same(known: Any, seen: Any) -> bool:
    return isinstance(known, bool) == isinstance(seen, bool) and bool(known == seen)


def normal(value: Any, *, secret: bool = False) -> Any:
    """A value as runs show it: JSON texts as their documents; secrets, but those of exports, as what they hold."""
    if isinstance(value, str):
        return _document(value)
    if isinstance(value, Mapping):
        return {name: normal(item, secret=secret) for name, item in value.items()}
    if isinstance(value, tuple):
        return tuple(normal(item, secret=secret) for item in value)
    if isinstance(value, Template):
        return value
    if isinstance(value, Call) and value.function == "secret" and not secret:
        return normal(value.arguments[0])
    if isinstance(value, Call) and not value.function.startswith(("asset.", "archive.")):
        return Call(value.function, tuple(normal(item, secret=secret) for item in value.arguments))
    return value


def _document(text: str) -> Value:
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return Call("jsonencode", (normal(_tuples(json.loads(text, parse_constant=_refused))),))
    except (ValueError, RecursionError):
        return text


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _tuples(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(map(_tuples, data))
    return {name: _tuples(item) for name, item in data.items()} if isinstance(data, dict) else data
