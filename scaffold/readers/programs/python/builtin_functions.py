"""Python's built-in functions, but for those that loop and those on numbers."""

from __future__ import annotations

from typing import Any

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.functions import Bound, ClassValue, Closure
from scaffold.readers.programs.python.arithmetic import Union
from scaffold.readers.programs.python.classes import (
    BOOL,
    DICT,
    FLOAT,
    INT,
    LIST,
    NONE_TYPE,
    STR,
    TUPLE,
    BuiltinClass,
    is_subclass,
)
from scaffold.readers.programs.python.errors import ERRORS
from scaffold.readers.programs.python.files import open_file
from scaffold.readers.programs.python.formatting import converted, formatted
from scaffold.readers.programs.python.hosting import to_host
from scaffold.readers.programs.python.items import length
from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.native import Given, native
from scaffold.readers.programs.python.objects import entries_as_dict, hash_of, names_of
from scaffold.readers.programs.python.texts import escaped, represent
from scaffold.readers.programs.python.types import is_class, is_instance, type_name
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    NativeFunction,
    Object,
    Symbol,
    ThrownError,
)

#: What a test for one of these classes is called in values.
_TYPES: dict[BuiltinClass, str] = {STR: "string", INT: "number", FLOAT: "number", BOOL: "boolean", DICT: "object"}
_NO_CLASS = "isinstance() arg 2 must be a type, a tuple of types, or a union"


def options_of(given: Given, kind: Any, reason: str = _NO_CLASS) -> list[Any]:
    """The classes that a test names: one, or those of a tuple or union. Raises `NotKnownError`."""
    if isinstance(kind, Symbol):
        if kind.concrete is MISSING:
            raise NotKnownError("this class is not known")
        return options_of(given, kind.concrete, reason)
    if isinstance(kind, Array) and kind.fixed:
        return [one for item in kind.items for one in options_of(given, item, reason)]
    if isinstance(kind, Union):
        return [NONE_TYPE if one is None else one for one in kind.options]
    if is_class(kind) or isinstance(kind, ClassValue | Closure) or (isinstance(kind, Foreign) and _may_be_class(kind)):
        return [kind]
    raise given.error(reason)


def _may_be_class(kind: Foreign) -> bool:
    return type(kind).has_instance is not Foreign.has_instance


def _is_instance(given: Given, obj: Any, class_or_tuple: Any, /) -> Any:
    options = options_of(given, class_or_tuple)
    if isinstance(obj, Symbol):
        if any(isinstance(one, Foreign) and one.has_instance(obj) for one in options):
            return True
        known = obj.concrete
        found = MISSING if known is MISSING else any(_holds(given, known, one) for one in options)
        return Symbol(_question(given, obj, options), found)
    return any(_holds(given, obj, one) for one in options)


def _holds(given: Given, value: Any, kind: Any) -> bool:
    method = given.machine.special(kind, "__instancecheck__", given.at) if isinstance(kind, ClassValue) else MISSING
    if method is not MISSING:
        return given.truth(given.call(method, value))
    return is_instance(value, kind)


def _question(given: Given, value: Symbol, options: list[Any]) -> Any:
    """Of what kind something is, as an expression."""
    about = given.machine.operands(value)
    asked = []
    for kind in options:
        if kind is LIST or kind is TUPLE:
            asked.append(Call("Array.isArray", about))
        elif kind in _TYPES:
            asked.append(Call("is", (Call("typeof", about), _TYPES[kind])))
        else:
            return Call("isinstance", (*about, getattr(kind, "name", "")))
    each = tuple(dict.fromkeys(asked))
    return each[0] if len(each) == 1 else Call("or", each)


def _is_subclass(given: Given, cls: Any, class_or_tuple: Any, /) -> bool:
    reason = "issubclass() arg 2 must be a class, a tuple of classes, or a union"
    options = options_of(given, class_or_tuple, reason)
    (kind,) = options_of(given, cls, "issubclass() arg 1 must be a class")
    return any(is_subclass(kind, one) for one in options)


def _name(given: Given, name: Any) -> str:
    found = inner(given.known(name))
    if not isinstance(found, str):
        raise given.error(f"attribute name must be string, not '{type_name(found)}'")
    return found


def _attribute(given: Given, value: Any, name: str) -> Any:
    """An attribute; `MISSING` where there is none."""
    try:
        return given.machine.attribute(value, name, given.at)
    except ThrownError as error:
        if not is_instance(error.value, ERRORS["AttributeError"]):
            raise
        return MISSING


def _get_attribute(given: Given, object: Any, name: Any, default: Any = MISSING, /) -> Any:
    spelled = _name(given, name)
    if default is MISSING:
        return given.machine.attribute(object, spelled, given.at)
    found = _attribute(given, object, spelled)
    return default if found is MISSING else found


def _has_attribute(given: Given, obj: Any, name: Any, /) -> Any:
    spelled = _name(given, name)
    if isinstance(obj, Symbol) and obj.concrete is MISSING:
        return Symbol(Call("in", (spelled, *given.machine.operands(obj))))
    return _attribute(given, obj, spelled) is not MISSING


def _set_attribute(given: Given, obj: Any, name: Any, value: Any, /) -> None:
    given.machine.set_attribute(obj, _name(given, name), value, given.at)


def _delete_attribute(given: Given, obj: Any, name: Any, /) -> None:
    given.machine.delete_attribute(obj, _name(given, name), given.at)


def _callable(given: Given, obj: Any, /) -> Any:
    if isinstance(obj, Symbol):
        if obj.concrete is MISSING:
            raise NotKnownError("whether this can be called is not known")
        obj = obj.concrete
    if isinstance(obj, Closure | ClassValue | NativeFunction | Bound) or is_class(obj):
        return True
    if isinstance(obj, Foreign) and type(obj).call is not Foreign.call:
        return True
    return isinstance(obj, Object) and given.machine.special(obj, "__call__", given.at) is not MISSING


def _dir(given: Given, object: Any = MISSING, /) -> Array:
    if object is MISSING or isinstance(object, Symbol):
        raise NotKnownError("what there is here is not known")
    return Array(list(names_of(given.machine, object)))


def _vars(given: Given, object: Any = MISSING, /) -> Any:
    found = UNDEFINED if object is MISSING or isinstance(object, Symbol) else entries_as_dict(object)
    if found is not UNDEFINED:
        return found
    if object is MISSING or isinstance(object, Foreign | Symbol):
        raise NotKnownError("what there is here is not known")
    raise given.error("vars() argument must have __dict__ attribute")


def _print(
    given: Given, /, *values: Any, sep: Any = " ", end: Any = "\n", file: Any = None, flush: Any = False
) -> None:
    """Nothing is printed; what is shown is asked for its text, as it may have something to say against it."""
    del sep, end, file, flush
    for value in values:
        if isinstance(value, Object) and value.type is not None:
            try:
                given.machine.text(value, given.at)
            except NotKnownError:
                continue


def _ord(given: Given, c: Any, /) -> int:
    plain = to_host(given.machine, c)
    if not isinstance(plain, str | bytes):
        raise given.error(f"ord() expected string of length 1, but {type_name(c)} found")
    found: int = given.host(ord, plain)
    return found


def _runs(name: str) -> NativeFunction:
    def body(given: Given, /, *arguments: Any, **keywords: Any) -> Any:
        del arguments, keywords
        where = given.machine.position(given.at)
        given.machine.say(Diagnostic(Severity.WARNING, "runs-text", f"{name} runs text as a program", where))
        return given.unknown("this runs text as a program")

    return native(name, body)


def _unknown(name: str, reason: str) -> NativeFunction:
    def body(given: Given, /, *arguments: Any, **keywords: Any) -> Any:
        del arguments, keywords
        return given.unknown(reason)

    return native(name, body)


def _exit(given: Given, code: Any = None, /) -> None:
    from scaffold.readers.programs.python.errors import thrown

    raise thrown(given.machine, given.at, "SystemExit", code)


def _type_variable(given: Given, name: Any, /) -> Any:
    return given.unknown(f"{name} stands for a type")


FUNCTIONS: dict[str, NativeFunction] = {
    "len": native("len", lambda given, obj, /: length(given.machine, obj, given.at), called="length"),
    "isinstance": native("isinstance", _is_instance),
    "issubclass": native("issubclass", _is_subclass),
    "getattr": native("getattr", _get_attribute),
    "hasattr": native("hasattr", _has_attribute),
    "setattr": native("setattr", _set_attribute),
    "delattr": native("delattr", _delete_attribute),
    "callable": native("callable", _callable),
    "dir": native("dir", _dir),
    "vars": native("vars", _vars),
    "hash": native("hash", hash_of, pure=True),
    "print": native("print", _print),
    "repr": native("repr", lambda given, obj, /: represent(given.machine, obj, given.at)),
    "ascii": native("ascii", lambda given, obj, /: escaped(represent(given.machine, obj, given.at), given.machine)),
    "format": native("format", lambda given, value, spec="", /: formatted(given.machine, value, spec, given.at)),
    "ord": native("ord", _ord, pure=True),
    "open": native("open", open_file),
    "exit": native("exit", _exit),
    "quit": native("quit", _exit),
    **{name: _runs(name) for name in ("exec", "eval", "compile")},
    **{name: _unknown(name, "what there is here is not known") for name in ("globals", "locals")},
    "id": _unknown("id", "an identity differs from run to run"),
    "input": _unknown("input", "this asks the user"),
    "__import__": _unknown("__import__", "which module this imports is not known"),
    "memoryview": _unknown("memoryview", "this is not known here"),
    "breakpoint": _unknown("breakpoint", "this stops the program"),
    "%format": native(
        "format",
        lambda given, value, conversion, spec, /: formatted(
            given.machine, converted(given.machine, value, conversion, given.at), spec, given.at
        ),
    ),
    "%type": native("type", _type_variable),
}
