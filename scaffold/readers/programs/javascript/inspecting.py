"""The modules `util` and `assert`."""

from __future__ import annotations

import re
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript.coerce import is_plain, own_keys, to_text
from scaffold.readers.programs.javascript.collections import Table
from scaffold.readers.programs.javascript.dates import Date
from scaffold.readers.programs.javascript.errors import make_error, message_of
from scaffold.readers.programs.javascript.json_text import JSON
from scaffold.readers.programs.javascript.native import Builtin, Given, Namespace, native, table
from scaffold.readers.programs.javascript.numbers import is_number, number_text, parse_float, parse_int
from scaffold.readers.programs.javascript.operators import loosely_equal, same_value
from scaffold.readers.programs.javascript.promises import resolve, settle
from scaffold.readers.programs.javascript.reading import decided
from scaffold.readers.programs.javascript.regexp import RegExp
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Object, Promise, Symbol, ThrownError

_PLACE = re.compile(r"%([sdifjoOc%])")
_DEEPEST = 50


def _format(given: Given) -> Any:
    """Text with what stands behind it in its places, as `console.log` has it."""
    machine = given.machine
    rest = list(given.arguments)
    parts: list[Any] = []
    if rest and isinstance(rest[0], str):
        form = rest.pop(0)
        at = 0
        for found in _PLACE.finditer(form):
            if found[1] != "%" and not rest:
                continue
            if found[1] == "%" and len(given.arguments) == 1:
                continue
            parts.append(form[at : found.start()])
            parts.append("%" if found[1] == "%" else _placed(given, found[1], rest.pop(0)))
            at = found.end()
        parts.append(form[at:])
    for value in rest:
        if parts:
            parts.append(" ")
        parts.append(value if isinstance(value, str | Symbol) else _shown(value))
    return machine.join(parts, given.at)


def _placed(given: Given, kind: str, value: Any) -> Any:
    if isinstance(value, Symbol) and kind == "s":
        return value
    known = given.machine.concrete(value)
    if known is MISSING:
        raise NotKnownError("the value is not known")
    if kind == "s":
        if isinstance(known, Object | Array):
            return _shown(known)
        return to_text(given.machine, known, given.at)
    if kind == "c":
        return ""
    if kind == "j":
        return given.call(given.machine.get(JSON, "stringify", given.at), known)
    if kind in "oO":
        return _shown(known)
    if isinstance(known, Object | Array):
        return "NaN"
    if kind == "d":
        return number_text(Given(given.machine, UNDEFINED, [known], given.at).number(0))
    text = given.as_text(known)
    return number_text(parse_int(text, 10) if kind == "i" else parse_float(text))


def _shown(value: Any) -> str:
    """A plain value as the runtime shows it. Raises `NotKnownError` for others, of which the layout is not known."""
    if isinstance(value, str):
        return f"'{value}'"
    if is_number(value) and value == 0 and str(value).startswith("-"):
        return "-0"
    if is_plain(value) and not isinstance(value, Symbol):
        return str(to_text(None, value))  # type: ignore[arg-type]  # plain values need no machine
    raise NotKnownError("how the runtime shows this is not known here")


def _promisify(given: Given) -> Any:
    function = given.function(0)

    def work(inner: Given) -> Promise:
        made = Promise(settled=False)

        def done(result: Given) -> Any:
            if result[0] is None or result[0] is UNDEFINED:
                resolve(result, made, result[1])
            else:
                settle(result, made, result[0], rejected=True)
            return UNDEFINED

        inner.call(function, *inner.arguments, native("callback", done), this=inner.this)
        return made

    return native("promisified", work)


def deeply_equal(given: Given, left: Any, right: Any, depth: int = 0) -> bool:
    """Whether two values are the same in all they hold. Raises `NotKnownError`."""
    machine = given.machine
    left = machine.concrete(left) if isinstance(left, Symbol) else left
    right = machine.concrete(right) if isinstance(right, Symbol) else right
    if left is MISSING or right is MISSING or depth > _DEEPEST:
        raise NotKnownError("whether these are equal is not known")
    if is_plain(left) or is_plain(right):
        return same_value(left, right)
    if isinstance(left, Date) and isinstance(right, Date):
        return (left.value, left.local) == (right.value, right.local)
    if isinstance(left, Array) and isinstance(right, Array):
        pairs = zip(left.items, right.items, strict=False)
        return len(left.items) == len(right.items) and all(deeply_equal(given, *pair, depth + 1) for pair in pairs)
    if isinstance(left, Object) and isinstance(right, Object):
        names = own_keys(machine, left)
        if set(names) != set(own_keys(machine, right)) or left.type is not right.type:
            return False
        return all(
            deeply_equal(given, machine.get(left, name, given.at), machine.get(right, name, given.at), depth + 1)
            for name in names
        )
    if isinstance(left, Table) and isinstance(right, Table):
        raise NotKnownError("whether these are equal is not known")
    return left is right


def _types() -> Namespace:
    return Namespace(
        table(
            {
                "isDate": lambda given: isinstance(given[0], Date),
                "isRegExp": lambda given: isinstance(given[0], RegExp),
                "isPromise": lambda given: isinstance(given[0], Promise),
            }
        )
    )


_UTIL: dict[str, Any] = {
    **table(
        {
            "format": _format,
            "inspect": lambda given: _shown(given[0]),
            "promisify": _promisify,
            "isDeepStrictEqual": lambda given: deeply_equal(given, given[0], given[1]),
            "deprecate": lambda given: given[0],
            "inherits": lambda _: UNDEFINED,
            "stripVTControlCharacters": lambda given: re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", given.text(0)),
        },
        "util.",
    ),
    "types": _types(),
}
UTIL = Namespace(_UTIL)
_UTIL["default"] = UTIL


def _failed(given: Given, said: Any, default: str) -> Exception:
    if isinstance(said, Object):
        return ThrownError(said, given.machine.position(given.at))
    message = default if said is UNDEFINED or said is None else given.as_text(said)
    error = make_error("Error", message, name="AssertionError", code="ERR_ASSERTION")
    return ThrownError(error, given.machine.position(given.at))


def _assert(given: Given) -> Any:
    if not decided(given, given[0]):
        raise _failed(given, given[1], "The expression evaluated to a falsy value")
    return UNDEFINED


def _compared(compare: Any, wanted: bool, said: str) -> Any:
    def body(given: Given) -> Any:
        if compare(given, given[0], given[1]) != wanted:
            raise _failed(given, given[2], said)
        return UNDEFINED

    return body


def _same(given: Given, left: Any, right: Any) -> bool:
    found = [given.machine.concrete(value) if isinstance(value, Symbol) else value for value in (left, right)]
    if MISSING in found:
        raise NotKnownError("whether these are equal is not known")
    return same_value(*found)


def _loose(given: Given, left: Any, right: Any) -> bool:
    found = [given.machine.concrete(value) for value in (left, right)]
    if MISSING in found:
        raise NotKnownError("whether these are equal is not known")
    return loosely_equal(given.machine, found[0], found[1], given.at)


def _throws(given: Given) -> Any:
    try:
        given.call(given.function(0))
    except ThrownError as error:
        wanted = given[1]
        if isinstance(wanted, RegExp) and not wanted.step(given.machine, message_of(error.value), given.at):
            raise
        return UNDEFINED
    raise _failed(given, UNDEFINED, "Missing expected exception.")


_ASSERT: dict[str, Any] = table(
    {
        "ok": _assert,
        "equal": _compared(_loose, True, "Expected values to be loosely equal"),
        "notEqual": _compared(_loose, False, "Expected values not to be loosely equal"),
        "strictEqual": _compared(_same, True, "Expected values to be strictly equal"),
        "notStrictEqual": _compared(_same, False, "Expected values not to be strictly equal"),
        "deepEqual": _compared(deeply_equal, True, "Expected values to be loosely deep-equal"),
        "deepStrictEqual": _compared(deeply_equal, True, "Expected values to be strictly deep-equal"),
        "notDeepStrictEqual": _compared(deeply_equal, False, "Expected values not to be strictly deep-equal"),
        "throws": _throws,
        "fail": lambda given: _raise(given),
    },
    "assert.",
)


def _raise(given: Given) -> Any:
    raise _failed(given, given[0], "Failed")


ASSERT = Builtin("ok", _assert, statics=_ASSERT)
_ASSERT.update({"strict": ASSERT, "default": ASSERT})
