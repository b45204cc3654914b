"""Values that a rule is worth trying with: near its boundaries, from natural to odd."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.project import Parameter, Rule
from scaffold.model.values import Value


def candidates(parameter: Parameter, rule: Rule, value: Value = None) -> Iterator[Value]:
    """Values for `parameter` that may satisfy or break `rule`: different, in a fixed order, natural ones first.

    `value` is what the parameter has now: those near it come first. Every value has the parameter's shape, as far as
    that is known (`WhatIf.fits` says for sure); null only if the parameter may be null. At most `MOST` values.
    """
    del rule
    yield value if value is not None else parameter.value


#: The largest number of values for one rule.
MOST = 200
