"""The module `json`, exactly; symbols in a document stay what they are."""

from __future__ import annotations

import json
import math
from typing import Any

from scaffold.model.values import Unknown, Value
from scaffold.readers.programs.bounds import MAX_TEXT, NotKnownError
from scaffold.readers.programs.documents import decoded, encoded
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.hosting import from_host
from scaffold.readers.programs.python.kinds import Native, inner, key_value
from scaffold.readers.programs.python.library.faults import exception_class, fault, thrown
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Array, Foreign, Object, OverBudgetError, Symbol

_DEEPEST = 200
_WIDEST = 1_000
_PLAIN = (str, bool, int, float, type(None))


class _Options:
    """How a document is to be written."""

    def __init__(self, given: Given, named: dict[str, Any]) -> None:
        machine = given.machine
        self.default = named.pop("default", None)
        kind = named.pop("cls", None)
        if kind is not None and kind is not ENCODER:
            encoder = machine.invoke(kind, (), {}, None, given.at)
            if self.default is None:
                self.default = machine.attribute(encoder, "default", given.at)
        plain = {name: given.known(value) for name, value in named.items()}
        self.skip, self.ascii = plain.pop("skipkeys", False), plain.pop("ensure_ascii", True)
        self.numbers, self.sort = plain.pop("allow_nan", True), plain.pop("sort_keys", False)
        plain.pop("check_circular", None)
        gap, separators = plain.pop("indent", None), plain.pop("separators", None)
        if plain:
            raise given.error(f"JSONEncoder.__init__() got an unexpected keyword argument '{next(iter(plain))}'")
        if not isinstance(gap, str | None) and gap > _WIDEST:
            raise OverBudgetError("a document that is too wide")
        self.gap = gap if isinstance(gap, str | None) else " " * max(0, int(gap))
        self.comma, self.colon = ", " if gap is None else ",", ": "
        if separators is not None:
            self.comma, self.colon = given.items(separators)


class _Writer:
    """Writes one document, as text or as data."""

    def __init__(self, given: Given, options: _Options) -> None:
        self.given, self.machine, self.options = given, given.machine, options
        self.open: list[Any] = []
        self.length = 0
        self.symbols = False

    def known(self, value: Any) -> Any:
        """What is written for a value: what a symbol is taken to be, the plain value inside an instance, what the
        program's `default` makes of others."""
        if isinstance(value, Symbol):
            self.symbols = True
            if value.concrete is MISSING:
                raise NotKnownError("a part of the document is not known")
            value = value.concrete
        return self.prepared(value)

    def prepared(self, value: Any) -> Any:
        """The same but for symbols."""
        value = inner(value)
        for _ in range(_DEEPEST):
            if isinstance(value, (*_PLAIN, Array, Symbol)) or (isinstance(value, Object) and value.type is None):
                return value
            if isinstance(value, Foreign) and not isinstance(value, Native):
                found = self.machine.concrete(value)
                if isinstance(found, (*_PLAIN, Array, Object)):
                    return inner(found)
            if self.options.default is None:
                raise self.given.error(f"Object of type {type_name(value)} is not JSON serializable")
            value = inner(self.machine.call(self.options.default, (value,), at=self.given.at))
        raise OverBudgetError("a document that is nested too deeply")

    def frozen(self, value: Any) -> Value:
        """The document as a model value, symbols in it as what they are."""
        value = self.prepared(value)
        if isinstance(value, Array):
            return tuple(self.entered(value, lambda: [self.frozen(item) for item in value.items]))
        if isinstance(value, Object):
            rows = self.rows(value)
            return dict(self.entered(value, lambda: [(name, self.frozen(item)) for name, item in rows]))
        return self.machine.freeze(value)

    def entered(self, value: Any, work: Any) -> Any:
        """What `work` gives, while `value` is open."""
        if any(value is other for other in self.open):
            raise self.given.error("Circular reference detected", "ValueError")
        if len(self.open) > _DEEPEST:
            raise OverBudgetError("a document that is nested too deeply")
        self.open.append(value)
        found = work()
        self.open.pop()
        return found

    def rows(self, value: Object) -> list[tuple[str, Any]]:
        """The keys as text and values of a dict."""
        rows = [(key_value(key), item) for key, item in value.entries.items()]
        if self.options.sort:
            rows = self.given.host(sorted, rows, key=lambda row: inner(row[0]))
        found = []
        for key, item in rows:
            name = self.key(key)
            if name is not None:
                found.append((name, item))
        return found

    def key(self, key: Any) -> str | None:
        """A key as text; `None` for one that is left out."""
        key = inner(key)
        if isinstance(key, str):
            return key
        if key is None or isinstance(key, (bool, int, float)):
            return str(self.plain(key))
        if self.options.skip:
            return None
        raise self.given.error(f"keys must be str, int, float, bool or None, not {type_name(key)}")

    def plain(self, value: Any) -> str | None:
        """A plain value as text; `None` for others."""
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return json.dumps(value, ensure_ascii=bool(self.options.ascii))
        if isinstance(value, int):
            return int.__repr__(value)
        if not isinstance(value, float):
            return None
        if not math.isfinite(value) and not self.options.numbers:
            raise self.given.error(f"Out of range float values are not JSON compliant: {value!r}", "ValueError")
        return json.dumps(value)

    def text(self, value: Any, indent: str = "\n") -> str:
        """A value as text. Raises `NotKnownError` where a symbol is not known."""
        value = self.known(value)
        text = self.plain(value)
        if text is None:
            text = self.entered(value, lambda: self.nested(value, indent))
        self.length += len(text)
        if self.length > 2 * MAX_TEXT:
            raise OverBudgetError(f"a text of more than {MAX_TEXT} characters")
        self.machine.spend()
        return str(text)

    def nested(self, value: Any, indent: str) -> str:
        """A list or dict as text."""
        options = self.options
        inside = indent + (options.gap or "")
        if isinstance(value, Array):
            signs, parts = "[]", [self.text(item, inside) for item in value.items]
        else:
            signs = "{}"
            rows = self.rows(value)
            parts = [f"{self.plain(name)}{options.colon}{self.text(item, inside)}" for name, item in rows]
        if options.gap is None or not parts:
            return f"{signs[0]}{options.comma.join(parts)}{signs[1]}"
        return f"{signs[0]}{inside}{(options.comma + inside).join(parts)}{indent}{signs[1]}"


def dumps(given: Given, obj: Any, /, **named: Any) -> Any:
    """`json.dumps`."""
    options = _Options(given, named)
    writer = _Writer(given, options)
    return encoded(lambda: (writer.text(obj), writer.symbols), lambda: _Writer(given, options).frozen(obj))


def _dump(given: Given, obj: Any, fp: Any, /, **named: Any) -> None:
    given.machine.invoke_method(fp, "write", (dumps(given, obj, **named),), {}, given.at)


# Reading

DECODE_ERROR = exception_class("JSONDecodeError", "ValueError", module="json")


def parsed(given: Given, text: Any) -> Any:
    """The value of a JSON document. Raises the program's JSONDecodeError."""
    if not isinstance(text, str | bytes):
        raise given.error(f"the JSON object must be str, bytes or bytearray, not {type_name(text)}")
    if len(text) > MAX_TEXT:
        raise OverBudgetError(f"a text of more than {MAX_TEXT} characters")
    given.machine.spend(1 + len(text) // 64)
    try:
        return from_host(json.loads(text))
    except RecursionError:
        raise OverBudgetError("a document that is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise _decode_error(given, error) from None
    except ValueError as error:
        raise fault(given, error) from None


def _decode_error(given: Given, error: json.JSONDecodeError) -> Exception:
    members = {name: getattr(error, name) for name in ("msg", "doc", "pos", "lineno", "colno")}
    return thrown(given, DECODE_ERROR, str(error), **members)


def loads(given: Given, s: Any, /, *, cls: Any = None, **named: Any) -> Any:
    """`json.loads`."""
    del cls
    s = inner(s)
    if isinstance(s, Symbol):
        return decoded(given.machine, s, lambda text: parsed(given, text))
    found = parsed(given, s)
    hook, pairs = named.get("object_hook"), named.get("object_pairs_hook")
    return found if hook is None and pairs is None else _hooked(given, found, hook, pairs)


def _hooked(given: Given, value: Any, hook: Any, pairs: Any) -> Any:
    """The value with each object as what the program's function makes of it, from the inside out."""
    if isinstance(value, Array):
        return Array([_hooked(given, item, hook, pairs) for item in value.items])
    if not isinstance(value, Object):
        return value
    entries = {key: _hooked(given, item, hook, pairs) for key, item in value.entries.items()}
    if pairs is not None:
        return given.call(pairs, Array([Array([key, item], fixed=True) for key, item in entries.items()]))
    return given.call(hook, Object(entries))


def _load(given: Given, fp: Any, /, **named: Any) -> Any:
    return loads(given, given.machine.invoke_method(fp, "read", (), {}, given.at), **named)


def _refuse(given: Given, o: Any) -> Any:
    if isinstance(o, Symbol) and isinstance(o.value, Unknown):
        return o
    raise given.error(f"Object of type {type_name(o)} is not JSON serializable")


def _encode(given: Given, o: Any) -> Any:
    entries = given.this.entries.get("%options")
    named = dict(entries.entries) if isinstance(entries, Object) else {}
    default = given.machine.attribute(given.this, "default", given.at)
    return dumps(given, o, **{"default": default, **named})


def _set_up(given: Given, **named: Any) -> None:
    given.this.entries["%options"] = Object(dict(named))


ENCODER = BuiltinClass(
    "JSONEncoder", members=methods({"__init__": _set_up, "default": _refuse, "encode": _encode}), module="json.encoder"
)
JSON = Module(
    "json",
    {
        **functions({"dumps": dumps, "dump": _dump, "loads": loads, "load": _load}),
        "JSONEncoder": ENCODER,
        "JSONDecodeError": DECODE_ERROR,
    },
)
