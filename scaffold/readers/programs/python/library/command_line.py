"""The module `argparse`, for programs that are run without arguments."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.errors import EXITING
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.reflection import NAME_SPACE
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.values import Array, Object

_MISSING = "this is an argument of the command line"


class _Space(BuiltinClass):
    """`Namespace`."""

    __slots__ = ()


SPACE = _Space("Namespace", (NAME_SPACE,), module="argparse")


def _set_up(given: Given, *arguments: Any, **options: Any) -> None:
    del arguments
    defaults = Object()
    given.this.entries.update({"%found": defaults, "description": options.get("description"), "prog": None})


def _usual(given: Given, flags: list[str], options: dict[str, Any]) -> Any:
    """What an argument is where it is not given."""
    action = options.get("action")
    if "default" in options:
        return options["default"]
    if action in ("store_true", "store_false"):
        return action == "store_false"
    if action == "store_const":
        return None
    needed = options.get("required") is True or not flags[0].startswith("-")
    return given.unknown(_MISSING) if needed and options.get("nargs") not in ("?", "*") else None


def _add(given: Given, *name_or_flags: Any, **options: Any) -> Object:
    flags = [given.text(flag) for flag in name_or_flags]
    if options.get("action") in ("help", "version") or not flags:
        return Object(type=ACTION)
    long = next((flag for flag in flags if flag.startswith("--")), flags[0])
    name = given.text(options["dest"]) if "dest" in options else long.lstrip("-").replace("-", "_")
    value = _usual(given, flags, options)
    kind = options.get("type")
    if isinstance(value, str) and kind is not None:
        value = given.call(kind, value)
    given.this.entries["%found"].entries.setdefault(name, value)
    return Object({"dest": name, "default": value}, ACTION)


def _group(given: Given, *arguments: Any, **options: Any) -> Object:
    del arguments
    if "dest" in options:
        given.this.entries["%found"].entries.setdefault(given.text(options["dest"]), None)
    return given.this  # type: ignore[no-any-return]


def _sub_parser(given: Given, *arguments: Any, **options: Any) -> Object:
    del given, arguments, options
    return Object({"%found": Object()}, PARSER)


def _parsed(given: Given, args: Any = None, namespace: Any = None) -> Any:
    if args is not None and given.items(args):
        return given.unknown(_MISSING)
    found = namespace if isinstance(namespace, Object) else Object(type=SPACE)
    for name, value in given.this.entries["%found"].entries.items():
        found.entries.setdefault(name, value)
    return found


def _set_defaults(given: Given, **defaults: Any) -> None:
    given.this.entries["%found"].entries.update(defaults)


def _default(given: Given, dest: Any) -> Any:
    return given.this.entries["%found"].entries.get(given.text(dest))


def _nothing(given: Given, *arguments: Any, **options: Any) -> None:
    del given, arguments, options


def _error(given: Given, message: Any) -> None:
    raise given.error(given.text(message), EXITING)


ACTION = BuiltinClass("Action", module="argparse")
PARSER = BuiltinClass(
    "ArgumentParser",
    members=methods(
        {
            "__init__": _set_up,
            "add_argument": _add,
            "add_argument_group": _group,
            "add_mutually_exclusive_group": _group,
            "add_subparsers": _group,
            "add_parser": _sub_parser,
            "parse_args": _parsed,
            "parse_known_args": lambda given, *given_args: Array([_parsed(given, *given_args), Array()], fixed=True),
            "set_defaults": _set_defaults,
            "get_default": _default,
            "print_help": _nothing,
            "print_usage": _nothing,
            "error": _error,
        }
    ),
    module="argparse",
)
ARGPARSE = Module(
    "argparse",
    {
        "ArgumentParser": PARSER,
        "Namespace": SPACE,
        "Action": ACTION,
        "SUPPRESS": "==SUPPRESS==",
        **{
            name: BuiltinClass(name, module="argparse")
            for name in ("ArgumentDefaultsHelpFormatter", "RawDescriptionHelpFormatter", "HelpFormatter")
        },
        **functions({"FileType": lambda given, *_, **__: given.unknown("this opens a file")}),
    },
    asking("this part of argparse is not known here"),
)
