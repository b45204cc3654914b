"""Numbers in conditions: what is one, and which operand makes a sum or product have a value."""

from __future__ import annotations

from scaffold.model.values import Value


def number(value: Value) -> int | float | None:
    """A value as a number, also from text; `None` for what is none."""
    if isinstance(value, str):
        try:
            return whole(float(value))
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def whole(found: float) -> int | float:
    """A number without a fraction as an integer."""
    return int(found) if isinstance(found, float) and found.is_integer() else found


def left_operand(operation: str, result: float, right: float) -> int | float | None:
    """What `left` must be for `left operation right` to be `result`; `None` where there is no such number."""
    match operation:
        case "add":
            return whole(result - right)
        case "subtract":
            return whole(result + right)
        case "multiply":
            return whole(result / right) if right else None
        case "divide":
            return whole(result * right)
        case "modulo":
            return whole(result + right) if 0 <= result < right else None
        case _:
            return None


def right_operand(operation: str, result: float, left: float) -> int | float | None:
    """What `right` must be for `left operation right` to be `result`; `None` where there is no such number."""
    match operation:
        case "add" | "multiply":
            return left_operand(operation, result, left)
        case "subtract":
            return whole(left - result)
        case "divide":
            return whole(left / result) if result else None
        case _:
            return None
