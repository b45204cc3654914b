"""The exceptions of Python: their classes, and the errors that the runtime throws."""

from __future__ import annotations

from typing import Any, Final

from scaffold.readers.programs.python.classes import OBJECT, BuiltinClass, class_name, is_subclass, mro_of
from scaffold.readers.programs.python.native import Given, method, methods
from scaffold.readers.programs.python.texts import represent, text
from scaffold.readers.programs.values import MISSING, Array, Machine, Object, Symbol, ThrownError

#: Each exception under the one that it extends.
_TREE: dict[str, str] = {
    "BaseException": "Exception SystemExit KeyboardInterrupt GeneratorExit BaseExceptionGroup",
    "Exception": "ArithmeticError AssertionError AttributeError BufferError EOFError ImportError LookupError "
    "MemoryError NameError OSError ReferenceError RuntimeError StopIteration StopAsyncIteration SyntaxError "
    "SystemError TypeError ValueError Warning ExceptionGroup",
    "ArithmeticError": "FloatingPointError OverflowError ZeroDivisionError",
    "ImportError": "ModuleNotFoundError",
    "LookupError": "IndexError KeyError",
    "NameError": "UnboundLocalError",
    "OSError": "BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError "
    "IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError",
    "ConnectionError": "BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError",
    "RuntimeError": "NotImplementedError RecursionError",
    "SyntaxError": "IndentationError",
    "IndentationError": "TabError",
    "ValueError": "UnicodeError",
    "UnicodeError": "UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError",
    "Warning": "BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning "
    "ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning",
}
#: What the evaluator calls errors that have other names in Python.
_OTHER_NAMES = {"Error": "Exception", "RangeError": "ValueError"}
#: What is kept of an error beside its arguments, where it was given by name.
_NAMED = ("name", "path", "obj")


#: What an `OSError` with one of these numbers is.
_NUMBERS = {
    **dict.fromkeys((1, 13), "PermissionError"),
    **dict.fromkeys((11, 114, 115), "BlockingIOError"),
    2: "FileNotFoundError",
    3: "ProcessLookupError",
    4: "InterruptedError",
    10: "ChildProcessError",
    17: "FileExistsError",
    20: "NotADirectoryError",
    21: "IsADirectoryError",
    32: "BrokenPipeError",
    103: "ConnectionAbortedError",
    104: "ConnectionResetError",
    110: "TimeoutError",
    111: "ConnectionRefusedError",
}


def _make(given: Given, cls: Any, /, *arguments: Any, **keywords: Any) -> Object:
    del given
    if cls is ERRORS["OSError"] and len(arguments) > 1 and isinstance(arguments[0], int):
        cls = ERRORS[_NUMBERS.get(arguments[0], "OSError")]
    entries: dict[Any, Any] = {"args": Array(list(arguments), fixed=True)}
    entries.update((name, keywords[name]) for name in _NAMED if name in keywords)
    return Object(entries, cls)


def arguments_of(value: Any) -> list[Any]:
    """What an exception was made with."""
    found = value.entries.get("args") if isinstance(value, Object) else None
    return found.items if isinstance(found, Array) else []


def _set_up(given: Given, *arguments: Any, **keywords: Any) -> None:
    given.this.entries["args"] = Array(list(arguments), fixed=True)
    given.this.entries.update((name, keywords[name]) for name in _NAMED if name in keywords)


def _text(given: Given) -> Any:
    found = arguments_of(given.this)
    if not found:
        return ""
    if len(found) == 1:
        return text(given.machine, found[0], given.at)
    return represent(given.machine, Array(found, fixed=True), given.at)


def _represent(given: Given) -> Any:
    machine, found = given.machine, arguments_of(given.this)
    inside: list[Any] = []
    for argument in found:
        inside += [", "] * bool(inside) + [represent(machine, argument, given.at)]
    return machine.join([class_name(given.this.type), "(", *inside, ")"], given.at)


def _add_note(given: Given, note: Any) -> None:
    notes = given.this.entries.setdefault("__notes__", Array())
    if not isinstance(notes, Array) or notes.fixed:
        raise given.error("Cannot add note: __notes__ is not a list")
    notes.items.append(note)


def _with_traceback(given: Given, tb: Any) -> Any:
    del tb
    return given.this


def _build() -> dict[str, BuiltinClass]:
    found = {"BaseException": BuiltinClass("BaseException", (OBJECT,), make=_make)}
    for base, names in _TREE.items():
        for name in names.split():
            found[name] = BuiltinClass(name, (found[base],))
    found["ExceptionGroup"] = BuiltinClass("ExceptionGroup", (found["BaseExceptionGroup"], found["Exception"]))
    found["EnvironmentError"] = found["IOError"] = found["OSError"]
    return found


ERRORS = _build()
BASE = ERRORS["BaseException"]
BASE.members.update(
    {
        **methods({"__init__": _set_up, "__str__": _text, "__repr__": _represent, "add_note": _add_note}),
        "with_traceback": method("with_traceback", _with_traceback),
        "__cause__": None,
        "__context__": None,
        "__traceback__": None,
        "__suppress_context__": False,
    }
)


def _text_of_key(given: Given) -> Any:
    found = arguments_of(given.this)
    return represent(given.machine, found[0], given.at) if len(found) == 1 else _text(given)


def _set_up_system(given: Given, *arguments: Any) -> None:
    """Of two arguments or more, the first is the number of the error, then its text and a file."""
    names = ("errno", "strerror", "filename", "winerror", "filename2")
    many = 2 <= len(arguments) <= 5
    given.this.entries.update(zip(names, arguments if many else (), strict=False))
    kept = arguments[:2] if len(arguments) > 2 and many else arguments
    given.this.entries["args"] = Array(list(kept), fixed=True)


def _text_of_system(given: Given) -> Any:
    entries, machine = given.this.entries, given.machine
    if "strerror" not in entries:
        return _text(given)
    number, said = (text(machine, entries[name], given.at) for name in ("errno", "strerror"))
    file = [": ", represent(machine, entries["filename"], given.at)] if entries.get("filename") is not None else []
    return machine.join(["[Errno ", number, "] ", said, *file], given.at)


ERRORS["KeyError"].members.update(methods({"__str__": _text_of_key}))
ERRORS["OSError"].members.update(
    {
        **methods({"__init__": _set_up_system, "__str__": _text_of_system}),
        **dict.fromkeys(("errno", "strerror", "filename", "filename2")),
    }
)


def _set_up_group(given: Given, message: Any, exceptions: Any, /) -> None:
    _set_up(given, message, exceptions)
    given.this.entries.update(message=message, exceptions=Array(given.items(exceptions), fixed=True))


def _text_of_group(given: Given) -> Any:
    entries = given.this.entries
    count = len(entries["exceptions"].items)
    said = text(given.machine, entries["message"], given.at)
    return given.machine.join([said, f" ({count} sub-exception{'s' * (count != 1)})"], given.at)


ERRORS["BaseExceptionGroup"].members.update(methods({"__init__": _set_up_group, "__str__": _text_of_group}))


def _set_up_with(name: str) -> Any:
    def set_up(given: Given, *arguments: Any) -> None:
        _set_up(given, *arguments)
        given.this.entries[name] = arguments[0] if arguments else None

    return method("__init__", set_up)


ERRORS["StopIteration"].members["__init__"] = _set_up_with("value")
#: The exception by which a program ends itself.
EXITING: Final = "SystemExit"
ERRORS[EXITING].members["__init__"] = _set_up_with("code")
for _name in ("ImportError", "AttributeError", "NameError"):
    ERRORS[_name].members.update(dict.fromkeys(_NAMED))


def make_error(kind: str, *arguments: Any) -> Object:
    """An error of the runtime."""
    found = ERRORS.get(kind) or ERRORS[_OTHER_NAMES.get(kind, "Exception")]
    return Object({"args": Array(list(arguments), fixed=True)}, found)


def thrown(machine: Machine, at: int, kind: str, *arguments: Any) -> ThrownError:
    """The exception to raise for an error of the program that is made with any arguments."""
    return ThrownError(make_error(kind, *arguments), machine.position(at))


def is_error(value: Any) -> bool:
    """Whether a value is an exception."""
    return isinstance(value, Object) and value.type is not None and is_subclass(value.type, BASE)


def is_error_class(value: Any) -> bool:
    """Whether a value is a class of exceptions."""
    return not isinstance(value, Object | Symbol) and is_subclass(value, BASE)


def message_of(value: Any) -> str:
    """What a thrown value says, for people."""
    if not is_error(value):
        return "a value that is no error"
    found = [argument.concrete if isinstance(argument, Symbol) else argument for argument in arguments_of(value)]
    name = class_name(value.type)
    if len(found) in (2, 3) and isinstance(found[0], int) and ERRORS["OSError"] in mro_of(value.type):
        place = f": {_shown(found[2], quoted=True)}" if len(found) == 3 else ""
        return f"{name}: [Errno {found[0]}] {_shown(found[1], quoted=False)}{place}"
    said = ", ".join(_shown(argument, quoted=len(found) > 1 or _is_key(value)) for argument in found)
    return f"{name}: {said}" if said else name


def _is_key(value: Object) -> bool:
    return any(kind is ERRORS["KeyError"] for kind in mro_of(value.type))


def _shown(argument: Any, *, quoted: bool) -> str:
    if isinstance(argument, str):
        return repr(argument) if quoted else argument
    if argument is MISSING:
        return "a value that is not known"
    return str(argument) if isinstance(argument, bool | int | float | type(None)) else class_name(argument)
