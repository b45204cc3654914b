"""An evaluation as a run settles it: what both say stays as it was read, with its references; else the run is right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from scaffold.catalog.pulumi import canonical_type
from scaffold.model.deployments import Evaluation, Exported, Failure, Registration
from scaffold.model.position import Position
from scaffold.model.values import Call, Value
from scaffold.readers.observing.compared import agrees, known_values, pairs_of
from scaffold.readers.observing.observed import Observed, ObservedResource

#: How an error that is of no particular kind is called, where its kind is said.
_PLAIN: Final = "Error: "


#: How Node.js, Python, the suites' support library and the search for an interpreter say that a package is not there.
_NOT_INSTALLED: Final = re.compile(
    r"Cannot find (?:module|package) '[^./']|No module named '|neither cdktf nor cdktn|node is not installed"
    r"|no Python that has "
)


def settled(evaluation: Evaluation, observed: Observed) -> Evaluation | None:
    """The evaluation, corrected by a run of the same variant; `None` where it ends in an error and the run does not.

    What the run registers beside what was read is added, what it does not is left out.
    """
    if observed.failure:
        known = evaluation.failure
        if known is not None and _is_same(evaluation, known, observed.failure):
            return evaluation
        place = known.position if known else _place(evaluation)
        return replace(evaluation, failure=Failure(observed.failure, place))
    if evaluation.failure is not None:
        return None
    pairs, others = pairs_of(evaluation, observed)
    kept = [_registration(each, resource, evaluation) for each, resource in pairs if resource is not None]
    added = [_added(resource, evaluation) for resource in others]
    return replace(evaluation, registrations=(*kept, *added), opaque=(), exports=tuple(_exports(evaluation, observed)))


def lacks_packages(failure: str) -> bool:
    """Whether a program does not run because of what is not installed, of which nothing can be said."""
    return _NOT_INSTALLED.search(failure) is not None


def _is_same(evaluation: Evaluation, known: Failure, failure: str) -> bool:
    """Whether a program fails as it was read to. What CDKTF itself says of its errors is nobody's to compare."""
    stacks = evaluation.variant.entry.platform == "cdktf"
    return (stacks and known.unread) or known.message.removeprefix(_PLAIN) in failure


def _place(evaluation: Evaluation) -> Position:
    entry = evaluation.variant.entry
    return entry.position or Position(entry.module)


def _registration(registration: Registration, resource: ObservedResource, evaluation: Evaluation) -> Registration:
    known = known_values(evaluation, registration.resolved)
    return replace(
        registration,
        inputs=_corrected(registration.inputs, known, resource.inputs, marked=False),
        resolved=_corrected(registration.resolved, known, resource.inputs, marked=False),
        id=resource.id if registration.id is not None else None,
        condition=None,
        repeated=False,
    )


def _added(resource: ObservedResource, evaluation: Evaluation) -> Registration:
    stacks = evaluation.variant.entry.platform == "cdktf"
    type_ = resource.token if stacks else canonical_type(resource.token)
    address = f"{type_}.{resource.name}"
    place = _place(evaluation)
    return Registration(
        address, type_, resource.token, resource.name, resource.role, resource.inputs, resource.inputs, place
    )


def _exports(evaluation: Evaluation, observed: Observed) -> list[Exported]:
    """The exports that the run shows; of a component those that were read, because a run cannot tell what is public."""
    known = {each.name: each for each in evaluation.exports}
    names = known if evaluation.variant.entry.export else {**known, **observed.exports}
    return [_exported(name, known.get(name), observed, evaluation) for name in names if name in observed.exports]


def _exported(name: str, known: Exported | None, observed: Observed, evaluation: Evaluation) -> Exported:
    seen = observed.exports[name]
    secret = isinstance(seen, Call) and seen.function == "secret"
    value: Value = seen.arguments[0] if isinstance(seen, Call) and secret else seen
    if known is None:
        return Exported(name, value, value, _place(evaluation), secret)
    before = known_values(evaluation, known.resolved)
    said = _corrected(known.value, before, value)
    return replace(known, value=said, resolved=_corrected(known.resolved, before, value), secret=secret)


def _corrected(said: Any, known: Any, seen: Any, *, marked: bool = True) -> Any:
    """`said` where `known`, which is the same resolved, is what the run shows; else, as little as can be, that.

    `marked`: the run marks what is secret; else what was read does."""
    if agrees(known, seen):
        return said
    if isinstance(said, Mapping) and isinstance(known, Mapping) and isinstance(seen, Mapping):
        return {
            name: _corrected(said[name], known[name], item, marked=marked) if name in said and name in known else item
            for name, item in seen.items()
        }
    if isinstance(said, tuple) and isinstance(known, tuple) and isinstance(seen, tuple):
        if len(said) == len(known) == len(seen):
            return tuple(_corrected(*each, marked=marked) for each in zip(said, known, seen, strict=True))
        return seen
    if not isinstance(said, Call) or not isinstance(known, Call) or said.function != known.function:
        return seen
    if isinstance(seen, Call) and seen.function == said.function:
        return Call(said.function, _corrected(said.arguments, known.arguments, seen.arguments, marked=marked))
    if said.function == "secret" and not marked:
        return Call("secret", (_corrected(said.arguments[0], known.arguments[0], seen, marked=False),))
    return seen
