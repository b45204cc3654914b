"""The errors that libraries raise, with what they are kinds of."""

from __future__ import annotations

from scaffold.readers.functions.code.values import UNDEFINED, ClassValue, Obj, Symbol, Value

#: Python's own errors and those of boto3, each with the one that it is a kind of.
_PYTHON = {
    "KeyError": "LookupError",
    "IndexError": "LookupError",
    "LookupError": "Exception",
    "ValueError": "Exception",
    "TypeError": "Exception",
    "AttributeError": "Exception",
    "UnicodeDecodeError": "UnicodeError",
    "UnicodeEncodeError": "UnicodeError",
    "UnicodeError": "ValueError",
    "ZeroDivisionError": "ArithmeticError",
    "OverflowError": "ArithmeticError",
    "ArithmeticError": "Exception",
    "RuntimeError": "Exception",
    "NotImplementedError": "RuntimeError",
    "RecursionError": "RuntimeError",
    "OSError": "Exception",
    "IOError": "OSError",
    "EnvironmentError": "OSError",
    "FileNotFoundError": "OSError",
    "PermissionError": "OSError",
    "TimeoutError": "OSError",
    "ConnectionError": "OSError",
    "ImportError": "Exception",
    "ModuleNotFoundError": "ImportError",
    "AssertionError": "Exception",
    "NameError": "Exception",
    "UnboundLocalError": "NameError",
    "StopIteration": "Exception",
    "Exception": "BaseException",
    "SystemExit": "BaseException",
    "KeyboardInterrupt": "BaseException",
    "json.JSONDecodeError": "ValueError",
    "binascii.Error": "ValueError",
    "decimal.InvalidOperation": "ArithmeticError",
    "botocore.exceptions.ClientError": "Exception",
    "botocore.exceptions.BotoCoreError": "Exception",
    "botocore.exceptions.NoCredentialsError": "botocore.exceptions.BotoCoreError",
    "botocore.exceptions.ParamValidationError": "botocore.exceptions.BotoCoreError",
    "botocore.exceptions.EndpointConnectionError": "botocore.exceptions.BotoCoreError",
}
_JAVASCRIPT = dict.fromkeys(
    ("TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "ServiceException"), "Error"
)
_ALIASES = {
    "botocore.errorfactory.ClientError": "botocore.exceptions.ClientError",
    "boto3.exceptions.botocore.exceptions.ClientError": "botocore.exceptions.ClientError",
    "json.decoder.JSONDecodeError": "json.JSONDecodeError",
    "EnvironmentError": "OSError",
    "IOError": "OSError",
}


def plain_name(name: str) -> str:
    """A library's error by the one name that is used here."""
    name = name.removeprefix("builtins.")
    return _ALIASES.get(name, name)


def is_error_name(name: str) -> bool:
    """Whether a name outside of the code is an error's, as far as known."""
    name = plain_name(name)
    return name in _PYTHON or name in _JAVASCRIPT or name in ("Error", "BaseException", "AggregateError")


def lineage(error: Value) -> list[Value]:
    """The classes that an error belongs to: those of the code, and the names of the libraries'. A `?` stands for more
    that is not known."""
    found: list[Value] = []
    waiting: list[Value] = [error.cls] if isinstance(error, Obj) else []
    while waiting:
        cls = waiting.pop(0)
        if isinstance(cls, ClassValue):
            found.append(cls)
            waiting += cls.bases
        elif isinstance(cls, Symbol):
            name = plain_name(cls.name)
            known = is_error_name(name)
            while name:
                found.append(name)
                name = _PYTHON.get(name) or _JAVASCRIPT.get(name) or ""
            found += [] if known else ["?"]
        elif cls is not None:
            found.append("?")
    return found


def is_kind(error: Value, wanted: Value) -> bool | None:
    """Whether an error is of a class; `None` where that is not known."""
    classes = lineage(error)
    if isinstance(wanted, ClassValue):
        return any(each is wanted for each in classes) or (None if "?" in classes else False)
    if not isinstance(wanted, Symbol):
        return None
    name = plain_name(wanted.name)
    if name in classes or name in ("Exception", "BaseException", "Error"):
        return True
    if not classes or "?" in classes:
        return None
    return False if is_error_name(name) or not isinstance(error, Obj) or "ServiceException" in classes else None


def new_error(name: str, *arguments: Value, **entries: Value) -> Obj:
    """An error of a library."""
    made = Obj(dict(entries), cls=Symbol(name))
    made.entries.setdefault("args", arguments[0] if arguments else UNDEFINED)
    return made
