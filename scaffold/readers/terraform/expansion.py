"""`count` and `for_each`: which instances a block has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scaffold.model.values import SYMBOLIC, Conditional, Reference, Unknown, Value, ValueSet
from scaffold.readers.terraform.ast import Body, Expr
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.operators import EvaluationError
from scaffold.readers.terraform.session import MAX_INSTANCES
from scaffold.readers.terraform.spell import spell, spell_literal
from scaffold.readers.terraform.types import ConversionError, to_number

SINGLE = "single"
COUNT = "count"
FOR_EACH = "for_each"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Expansion:
    """The instances of a block: `keys` with the names that each one binds (`count.index`, `each.key`, `each.value`).

    A `single` block has the key None. Where the instances are not known, there is one entry that stands for them,
    `condition` is what it depends on (if that is a choice), and `reason` says why.
    """

    kind: str
    instances: Mapping[str | int | None, Mapping[str, Value]]
    condition: Value = None
    reason: str = ""


ONE = Expansion(SINGLE, {None: {}})


def expand(body: Body, environment: Environment, complain: Callable[[str, str], None]) -> Expansion:
    """The instances of a block with this body. `complain(code, summary)` hears what is wrong."""
    if "count" in body.attributes and "for_each" in body.attributes:
        complain("cannot-expand", "count and for_each cannot stand together")
    for name, expand_value in (("count", _expand_count), ("for_each", _expand_for_each)):
        node = body.expression(name)
        if node is not None:
            return _expand(name, node, environment, complain, expand_value)
    return ONE


def _expand(
    name: str,
    node: Expr,
    environment: Environment,
    complain: Callable[[str, str], None],
    expand_value: Callable[[Value], Expansion],
) -> Expansion:
    try:
        value = evaluate(node, environment)
        return _unknown(name, value, node) if isinstance(value, SYMBOLIC) else expand_value(value)
    except EvaluationError as error:
        complain("cannot-expand", f"{name} cannot be evaluated: {error}")
        return _unknown(name, Unknown(str(error), spell(node)), node)


def _unknown(name: str, value: Value, node: Expr) -> Expansion:
    names: Mapping[str, Value] = {"count": Reference("count")} if name == COUNT else {"each": Reference("each")}
    condition = value.condition if isinstance(value, Conditional) else value
    return Expansion(UNKNOWN, {None: names}, condition, f"{name} is not known: {spell(node)}")


def _expand_count(value: Value) -> Expansion:
    try:
        count = to_number(value)
    except ConversionError as error:
        raise EvaluationError(str(error)) from error
    if not isinstance(count, int) or count < 0:
        raise EvaluationError("a count is a whole number that is not negative")
    if count > MAX_INSTANCES:
        raise EvaluationError(f"{count} instances are more than the {MAX_INSTANCES} that are read")
    return Expansion(COUNT, {index: {"count": {"index": index}} for index in range(count)})


def _expand_for_each(value: Value) -> Expansion:
    if isinstance(value, Mapping):
        items = sorted(value.items())
    elif isinstance(value, ValueSet):
        if any(not isinstance(item, str) for item in value):
            known = not any(isinstance(item, SYMBOLIC) for item in value)
            if known:
                raise EvaluationError("the elements of a set in for_each are strings")
            return Expansion(UNKNOWN, {None: {"each": Reference("each")}}, None, "for_each has elements not known")
        items = [(item, item) for item in value]
    elif value == ():  # what is left of a set where the other arm of a condition is not known
        items = []
    else:
        raise EvaluationError("for_each takes a map or a set of strings")
    if len(items) > MAX_INSTANCES:
        raise EvaluationError(f"{len(items)} instances are more than the {MAX_INSTANCES} that are read")
    return Expansion(FOR_EACH, {key: {"each": {"key": key, "value": item}} for key, item in items})


def with_key(address: str, key: str | int | None) -> str:
    """The address of one instance: `aws_subnet.a[0]`, `aws_subnet.a["b"]`."""
    if key is None:
        return address
    return f"{address}[{key}]" if isinstance(key, int) else f"{address}[{spell_literal(key)}]"
