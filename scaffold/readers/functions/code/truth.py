"""Whether values are true."""

from __future__ import annotations

from typing import Any

from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.values import Obj, Scope, Seq, Sym, Symbol, Value


class Question:
    """A condition on a value that is not known: asked only where it decides something. `turned`: it is negated."""

    __slots__ = ("default", "test", "turned", "value")

    def __init__(self, test: Test, value: Sym, *, turned: bool = False, default: bool = True) -> None:
        self.test, self.value, self.turned, self.default = test, value, turned, default


def truthy(machine: Machine, value: Value, node: Any, scope: Scope) -> bool:
    """Whether a value is true; what is not known is chosen."""
    if isinstance(value, Question):
        machine.facts.asked(value.value)
        return machine.decide(value.test, node, scope, value.default) is not value.turned
    if isinstance(value, Sym):
        machine.facts.asked(value)
        if value.kind == "made":
            return machine.free(value, node, scope)
        return machine.decide(Test("truthy", value.subject), node, scope, not rare(value))
    if isinstance(value, Seq):
        if value.items:
            return True
        return machine.free(value.each, node, scope, default=True) if value.more else machine.language != "python"
    if isinstance(value, Obj):
        if machine.language != "python" or value.cls is not None or value.entries:
            return True
        if value.rest:
            return truthy(machine, value.rest[0], node, scope)
        return machine.free(None, node, scope, default=True) if value.open else False
    if isinstance(value, Symbol) and value.name.endswith("TYPE_CHECKING"):
        return False
    if isinstance(value, float) and value != value:
        return False
    try:
        return bool(value)
    except Exception:
        return True


#: Members of answers and events that are usually not there.
_RARE = frozenset(
    {
        "LastEvaluatedKey",
        "NextToken",
        "nextToken",
        "NextMarker",
        "IsTruncated",
        "NextContinuationToken",
        "isBase64Encoded",
        "NextShardIterator",
        "UnprocessedItems",
        "UnprocessedKeys",
        "FunctionError",
        "FailedEntryCount",
        "FailedRecordCount",
        "FailedPutCount",
    }
)


def rare(value: Sym) -> bool:
    """Whether a value is one that is usually not there."""
    return value.kind in ("event", "call") and bool(value.path) and value.path[-1] in _RARE
