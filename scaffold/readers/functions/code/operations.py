"""Operations on values: known ones are worked out, the others are asked or made."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from scaffold.readers.functions.code.choices import Test, asking
from scaffold.readers.functions.code.environment import read_variable
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.raising import is_instance
from scaffold.readers.functions.code.truth import Question, rare, truthy
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    ClassValue,
    Coded,
    Obj,
    Scope,
    Seq,
    Sym,
    Symbol,
    Value,
    made,
    roots,
)

_PLAIN = str | bytes | int | float | bool | None
_SIGNS = {"less": "<", "less-equal": "<=", "greater": ">", "greater-equal": ">="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "less": operator.lt,
    "less-equal": operator.le,
    "greater": operator.gt,
    "greater-equal": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "floor-divide": operator.floordiv,
    "modulo": operator.mod,
    "power": operator.pow,
    "bit-and": operator.and_,
    "bit-or": operator.or_,
    "bit-xor": operator.xor,
}
_LONGEST = 20_000


def binary(machine: Machine, name: str, left: Value, right: Value, node: Any, scope: Scope) -> Value:
    """The value of an operation with two operands."""
    if name in ("equals", "is", "same"):
        return equal(machine, left, right, node, scope)
    if name in ("not-equals", "is-not", "not-same"):
        return negated(machine, equal(machine, left, right, node, scope), node, scope)
    if name == "in":
        return contains(machine, right, left, node, scope)
    if name == "not-in":
        return negated(machine, contains(machine, right, left, node, scope), node, scope)
    if name == "instanceof":
        return instance(machine, left, right, node, scope)
    if name in _COMPARE:
        return compared(machine, name, left, right, node, scope)
    return arithmetic(machine, name, left, right, node, scope)


def negated(machine: Machine, value: Value, node: Any, scope: Scope) -> Value:
    """`not value`."""
    if isinstance(value, Question):
        return Question(value.test, value.value, turned=not value.turned, default=value.default)
    if isinstance(value, Sym) and value.kind in ("event", "call", "env"):
        return Question(Test("truthy", value.subject), value, turned=True, default=not rare(value))
    if isinstance(value, Sym):
        return made(value, method="not")
    return not truthy(machine, value, node, scope)


def is_plain(value: Value) -> bool:
    """Whether a value is known and no object."""
    return value is None or value is UNDEFINED or isinstance(value, str | bytes | int | float | bool)


def equal(machine: Machine, left: Value, right: Value, node: Any, scope: Scope) -> Value:
    """Whether two values are equal: a boolean, or a question."""
    if isinstance(right, Sym) and not isinstance(left, Sym):
        left, right = right, left
    if is_plain(left) and is_plain(right):
        return _same(left, right)
    if isinstance(left, Coded) or isinstance(right, Coded):
        return made()
    if isinstance(left, Sym) and (is_plain(right) or isinstance(right, Sym)):
        return _equal_unknown(machine, left, right, node, scope)
    if isinstance(left, Question) and isinstance(right, bool):
        return left if right else negated(machine, left, node, scope)
    if left is right:
        return True
    if (left is None or left is UNDEFINED) or (right is None or right is UNDEFINED):
        return False
    if isinstance(left, Seq) and isinstance(right, Seq) and not left.more and not right.more and not left.items:
        return not right.items
    return made(left, right)


def _same(left: Value, right: Value) -> bool:
    missing = (None, UNDEFINED)
    if any(left is each for each in missing) or any(right is each for each in missing):
        return any(left is each for each in missing) and any(right is each for each in missing)
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    return bool(left == right)


def _equal_unknown(machine: Machine, left: Sym, right: Value, node: Any, scope: Scope) -> Value:
    if isinstance(right, Sym):
        given = _signed(machine, left, right)
        if given is not None:
            return Question(Test("signature", given.subject), given)
        machine.facts.asked(made(left, right))
        return left is right or made(left, right)
    if left.kind == "keys" and (right is None or right is UNDEFINED):
        return False
    if left.kind == "keys" and isinstance(right, str) and left.origin is not None:
        return _named_key(machine, left, right, node, scope)
    if left.kind == "code":
        return Question(Test("code", left.subject, right), left, default=False)
    if left.kind in ("made", "time", "digest", "context"):
        return made(left)
    if right is None or right is UNDEFINED:
        return Question(Test("has", left.subject), left, turned=True)
    if "length" in left.views:
        return Question(asking("length", left, ("==", right)), left)
    return Question(asking("equals", left, right), left)


def _named_key(machine: Machine, key: Sym, name: str, node: Any, scope: Scope) -> Value:
    """A name of an object that is compared with one: whether it has that."""
    assert key.origin is not None
    cased = "lower" in key.views or key.cased
    found = Sym(key.origin.kind, (*key.origin.path, name.lower() if cased else name), ("caseless",) if cased else ())
    machine.facts.touch(found, scope.unit.position(node.at))
    there = machine.decide(Test("has", found.subject), node, scope)
    if there:
        machine.state.names[key.origin.subject] = (found.path[-1], cased)
    return there


def _signed(machine: Machine, left: Sym, right: Sym) -> Sym | None:
    """A value of the event that is compared with a digest is a signature."""
    digests = [any(each.kind == "digest" for each in roots(side)) for side in (left, right)]
    if digests[0] is digests[1]:
        return None
    given = right if digests[0] else left
    signature(machine, given, left if digests[0] else right, "")
    return next((each for each in roots(given) if each.kind == "event"), None)


def signature(machine: Machine, given: Value, computed: Value, callable_name: str) -> None:
    """Tell of a comparison of a signature, by this callable."""
    found = [each for each in roots(given) if each.kind == "event"]
    if len(found) != 1:
        return
    if callable_name and not machine.facts.signs:
        machine.facts.signs = callable_name
    machine.facts.kind(found[0], "signature")
    touch = machine.facts.touches.get((found[0].kind, found[0].path))
    if touch is not None and not touch.prefix:
        touch.prefix = _prefix(computed) or next(
            (each.removeprefix("prefix:") for each in found[0].views if each.startswith("prefix:")), ""
        )


def _prefix(value: Value) -> str:
    """The text that a computed signature begins with."""
    while isinstance(value, Sym):
        if value.parts and isinstance(value.parts[0], str):
            return value.parts[0]
        if len(value.sources) != 1:
            return ""
        value = value.sources[0]
    return ""


def contains(machine: Machine, whole: Value, part: Value, node: Any, scope: Scope) -> Value:
    """Whether something is in a list, an object or a text: a boolean, or a question."""
    if isinstance(whole, Obj):
        return _has_key(machine, whole, part, node, scope)
    if isinstance(whole, Seq):
        return _in_items(machine, whole, part, node, scope)
    if isinstance(whole, Symbol) and whole.name in ("os.environ", "process.env"):
        found = read_variable(machine, part, node, scope, has_default=True)
        machine.facts.looked_for |= {part} if isinstance(part, str) else set()
        if machine.world is not None and not isinstance(found, Sym):
            return found is not None and found is not UNDEFINED
        return machine.free(found, node, scope, default=True)
    if isinstance(whole, Sym):
        return _in_unknown(machine, whole, part, node, scope)
    if isinstance(whole, str) and isinstance(part, str):
        return part in whole
    if isinstance(whole, str) and isinstance(part, Sym):
        return made(part)
    if machine.language == "python" and (whole is None or isinstance(whole, int | float | str | bytes)):
        raise machine.fail("TypeError", node, scope)
    return made(whole, part)


def _has_key(machine: Machine, whole: Obj, part: Value, node: Any, scope: Scope) -> Value:
    if is_plain(part) and part in whole.entries:
        return True
    if whole.rest and isinstance(part, str):
        return _in_unknown(machine, whole.rest[-1], part, node, scope)
    if isinstance(part, Sym) and whole.entries and not whole.rest:
        return _among(part, tuple(whole.entries))
    return False if is_plain(part) and not whole.open else made(part)


def _in_items(machine: Machine, whole: Seq, part: Value, node: Any, scope: Scope) -> Value:
    if not whole.items and not whole.more:
        return False
    if is_plain(part) and all(map(is_plain, whole.items)):
        if any(_same(part, each) for each in whole.items):
            return True
        return made(whole.each) if whole.more else False
    if isinstance(part, Sym):
        listing = [each for each in roots(whole) if each.kind == "env"]
        if listing and not whole.items and part.kind == "event":
            return Question(asking("listed", part, listing[0].path[0]), part)
        if part.kind == "event" and not whole.more and all(map(is_plain, whole.items)):
            return _among(part, tuple(whole.items))
        if part.kind == "code":
            return Question(Test("code", part.subject, tuple(map(str, whole.items))), part, default=False)
        if any(each is part for each in whole.items):
            return True
        if part.kind == "event" and part.subject in [each.subject for each in whole.items if isinstance(each, Sym)]:
            return made(part)
    return made(*whole.items, whole.each, part)


def _among(part: Sym, values: tuple[Value, ...]) -> Value:
    if part.kind == "code":
        return Question(Test("code", part.subject, tuple(map(str, values))), part, default=False)
    return Question(asking("among", part, values), part) if part.kind == "event" else made(part)


def _in_unknown(machine: Machine, whole: Sym, part: Value, node: Any, scope: Scope) -> Value:
    if isinstance(part, Sym) and part.kind == "event" and any(each.kind == "env" for each in roots(whole)):
        name = next(each.path[0] for each in roots(whole) if each.kind == "env")
        return Question(asking("listed", part, name), part)
    if whole.kind not in ("event", "call") or not isinstance(part, str):
        return made(whole, part)
    if (whole.views and "caseless" not in whole.views) or machine.state.of(whole.subject).kind == "text":
        return made(whole, part)
    found = whole.child(part)
    machine.touched(found, node, scope)
    return Question(Test("has", found.subject), found)


def instance(machine: Machine, value: Value, wanted: Value, node: Any, scope: Scope) -> Value:
    """JavaScript's `instanceof`."""
    if isinstance(value, Obj) and isinstance(wanted, ClassValue | Symbol):
        return is_instance(machine, value, wanted, node, scope)
    if isinstance(value, Seq) and isinstance(wanted, Symbol):
        return wanted.name == "Array"
    return False if is_plain(value) else made(value)


def compared(machine: Machine, name: str, left: Value, right: Value, node: Any, scope: Scope) -> Value:
    """`<` and the like."""
    if isinstance(left, int | float | str) and isinstance(right, int | float | str):
        try:
            return bool(_COMPARE[name](left, right))
        except TypeError:
            if machine.language == "python":
                raise machine.fail("TypeError", node, scope) from None
            return made()
    if machine.language == "python" and any(each is None or isinstance(each, Obj) for each in (left, right)):
        raise machine.fail("TypeError", node, scope)
    sign = _SIGNS[name]
    _compares(machine, left, right)
    if isinstance(right, Sym) and not isinstance(left, Sym):
        left, right, sign = right, left, _TURNED[sign]
    if isinstance(left, Sym) and left.kind == "event" and isinstance(right, int | float):
        kind = "length" if "length" in left.views else "compare"
        return Question(asking(kind, left, (sign, right)), left)
    if isinstance(left, Sym) and left.kind == "event" and isinstance(right, Sym):
        machine.facts.asked(made(left, right))
        return Question(asking("compare", left, (sign, "?")), left)
    return made(left, right)


def _calculates(machine: Machine, name: str, left: Value, right: Value) -> None:
    """What is calculated with is a number: with `+` only beside one."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Sym) and one.kind == "event" and not one.views:
            beside = isinstance(other, int | float) and not isinstance(other, bool)
            beside = beside or (isinstance(other, Sym) and ("number" in other.views or other.method in _ARITHMETIC))
            if beside or (name in ("subtract", "multiply", "divide", "power") and not isinstance(other, str)):
                machine.facts.kind(one, "number")


def _compares(machine: Machine, left: Value, right: Value) -> None:
    for one, other in ((left, right), (right, left)):
        is_number = isinstance(other, int | float) or (isinstance(other, Sym) and "number" in other.views)
        if isinstance(one, Sym) and one.kind == "event" and not one.views and is_number:
            machine.facts.kind(one, "number")


def arithmetic(machine: Machine, name: str, left: Value, right: Value, node: Any, scope: Scope) -> Value:
    """`+` and the like; texts that are put together keep their parts."""
    _calculates(machine, name, left, right)
    if machine.language == "python" and name == "add" and _mismatched(left, right):
        raise machine.fail("TypeError", node, scope)
    if isinstance(left, int | float | str | bytes) and isinstance(right, int | float | str | bytes):
        return _known(machine, name, left, right, node, scope)
    if name == "add" and isinstance(left, Seq) and isinstance(right, Seq):
        return Seq([*left.items, *right.items], left.each if left.more else right.each, left.more or right.more)
    if name == "add" and (isinstance(left, str) or isinstance(right, str) or _is_text(left) or _is_text(right)):
        return made(left, right, method="text", parts=(*_parts(left), *_parts(right)))
    if isinstance(left, Sym) and left.kind == "time" and name == "divide" and right == 1000:
        return Sym("time", ("seconds",))
    if isinstance(left, Sym) and left.kind == "time" and is_plain(right) and name in ("add", "subtract"):
        return left
    if name == "modulo" and isinstance(left, str):
        return made(right, method="text")
    if machine.language == "python" and name != "modulo" and _mismatched(left, right):
        raise machine.fail("TypeError", node, scope)
    return made(left, right, method=name)


def _mismatched(left: Value, right: Value) -> bool:
    """Whether Python does not calculate with these, whatever is in them."""
    if left is None or right is None:
        return True
    plain = [isinstance(each, str | bytes | int | float) for each in (left, right)]
    whole = [isinstance(each, Seq) or (isinstance(each, Obj) and each.cls is None) for each in (left, right)]
    return (plain[0] and whole[1] and not isinstance(left, int)) or (
        whole[0] and plain[1] and not isinstance(right, int)
    )


def _known(machine: Machine, name: str, left: Any, right: Any, node: Any, scope: Scope) -> Value:
    if machine.language != "python" and name == "add" and isinstance(left, str) is not isinstance(right, str):
        return text_of(left) + text_of(right)
    if (
        name not in _ARITHMETIC
        or (name == "power" and abs(right) > 64)
        or (name == "multiply" and isinstance(left, str | bytes) | isinstance(right, str | bytes))
    ):
        return made()
    try:
        found = _ARITHMETIC[name](left, right)
    except ZeroDivisionError:
        if machine.language == "python":
            raise machine.fail("ZeroDivisionError", node, scope) from None
        return made()
    except TypeError:
        if machine.language == "python":
            raise machine.fail("TypeError", node, scope) from None
        return made()
    except (ValueError, OverflowError):
        return made()
    return found if not isinstance(found, str | bytes) or len(found) < _LONGEST else made()


def text_of(value: Any) -> str:
    """A plain value as JavaScript's text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _is_text(value: Value) -> bool:
    return isinstance(value, Sym) and (bool(value.parts) or "text" in value.views or value.method == "text")


def _parts(value: Value) -> tuple[Value, ...]:
    return value.parts if isinstance(value, Sym) and value.parts and value.kind == "made" else (value,)
