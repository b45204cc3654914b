"""Whether a condition holds with the values of a variant, as far as that is easily seen."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.model.values import Call, Reference, Unknown, Value, is_known
from scaffold.plan.deployed.arithmetic import number
from scaffold.plan.deployed.slots import ABSENT, Slots

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "less": operator.lt,
    "less-equal": operator.le,
    "greater": operator.gt,
    "greater-equal": operator.ge,
}
_UNSURE: Final = Unknown("is not easily seen")


def estimate(condition: Value, slots: Slots) -> bool | None:
    """Whether a condition holds now; `None` where that is not easily seen."""
    if isinstance(condition, Call):
        work = condition.function
        said = [estimate(each, slots) for each in condition.arguments]
        if work == "not" and said:
            return None if said[0] is None else not said[0]
        if work == "and":
            return False if False in said else None if None in said else True
        if work == "or":
            return True if True in said else None if None in said else False
        return _compared(condition, slots)
    value = _value(condition, slots)
    return None if value is _UNSURE else value is not ABSENT and bool(value)


def _compared(call: Call, slots: Slots) -> bool | None:
    values = [_value(each, slots) for each in call.arguments]
    if not values or any(value is _UNSURE for value in values):
        return None
    first, last = values[0], values[-1]
    if call.function == "absent":
        return first is ABSENT or first is None
    if call.function in ("is", "is-not"):
        same = type(first) is type(last) and first == last
        return same is (call.function == "is")
    if call.function == "includes" and isinstance(first, str | tuple):
        return isinstance(last, str) and last in first if isinstance(first, str) else last in first
    amounts = number(first), number(last)
    if call.function in _ORDERS and amounts[0] is not None and amounts[1] is not None:
        return _ORDERS[call.function](*amounts)
    return None


def _value(value: Value, slots: Slots) -> Value:
    if value == Reference("undefined"):
        return ABSENT
    if isinstance(value, Reference):
        slot = slots.at(value)
        now = slots.now(slot) if slot else _UNSURE
        return _UNSURE if slot and slot.output and now is ABSENT else now
    return value if is_known(value) else _UNSURE
