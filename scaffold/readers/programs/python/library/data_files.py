"""Modules that read and write documents: `yaml`, `tomllib`, `toml`, `configparser`."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from scaffold.readers.programs.bounds import NotKnownError, bounded_text
from scaffold.readers.programs.documents import decoded, encoded
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.hosting import from_host, from_key, to_host
from scaffold.readers.programs.python.kinds import Native, Steps, inner
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.faults import exception_class, fault
from scaffold.readers.programs.python.library.places import content, exists, path_text
from scaffold.readers.programs.python.library.times import DATE, MOMENT
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object, OverBudgetError, Symbol, ThrownError

#: The longest document that is read, in characters, and how deep it may be.
_LONGEST = 2_000_000
_DEEPEST = 100


#: Documents hold dates too, which are of these classes.
_DATES = (DATE, MOMENT)


def _value(given: Given, data: Any, depth: int = 0) -> Any:
    """What a document holds, with all that stands in it several times."""
    given.machine.spend()
    if depth > _DEEPEST:
        raise OverBudgetError("a document that is nested too deeply")
    if isinstance(data, Mapping):
        return Object({from_key(key): _value(given, item, depth + 1) for key, item in data.items()})
    if isinstance(data, list | tuple):
        return Array([_value(given, item, depth + 1) for item in data], isinstance(data, tuple))
    return from_host(data)


def _text(given: Given, source: Any) -> Any:
    """The text of a document that is given as such or as an open file."""
    source = inner(source)
    if isinstance(source, str | bytes | Symbol):
        return source
    return given.machine.invoke_method(source, "read", (), {}, given.at)


def _reading(work: Callable[[str], Any], called: str) -> Callable[..., Any]:
    """A function that reads a document; `work` is the host's."""

    def parse(given: Given, text: Any) -> Any:
        known = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        if not isinstance(known, str):
            raise NotKnownError("the text of the document is not known")
        if len(known) > _LONGEST:
            raise OverBudgetError("a document that is too long")
        bounded_text(given.machine, len(known) * 8)
        try:
            return _value(given, work(known))
        except (OverBudgetError, ThrownError):
            raise
        except RecursionError:
            raise OverBudgetError("a document that is nested too deeply") from None
        except Exception as error:
            raise fault(given, error) from None

    def body(given: Given, stream: Any, *rest: Any, **options: Any) -> Any:
        del rest, options
        text = _text(given, stream)
        if isinstance(text, Symbol):
            return decoded(given.machine, text, lambda known: parse(given, known), called)
        return parse(given, text)

    return body


# yaml


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads plain data; of other tags nothing is known."""


_loaded = _reading(lambda text: yaml.load(text, Loader=_Loader), "yamldecode")


def _all(given: Given, stream: Any, *rest: Any, **options: Any) -> Steps:
    del rest, options
    found = _reading(lambda text: list(yaml.load_all(text, Loader=_Loader)), "yamldecode")(given, stream)
    return Steps(iter(given.items(found)), "generator")


class _Dumper(yaml.SafeDumper):
    """Writes plain data."""


def _dumped(work: Callable[..., str]) -> Callable[..., Any]:
    def body(given: Given, data: Any, stream: Any = None, **options: Any) -> Any:
        options.pop("Dumper", None)
        known = {name: given.known(value) for name, value in options.items()}

        def text() -> tuple[str, bool]:
            symbolic = given.machine.concrete(data) is not data
            plain = to_host(given.machine, given.known(data))
            try:
                return work(plain, Dumper=_Dumper, **known), symbolic
            except (yaml.YAMLError, TypeError, ValueError) as error:
                raise fault(given, error) from None

        found = encoded(text, lambda: given.machine.freeze(data), "yamlencode")
        if stream is None:
            return found
        return given.machine.invoke_method(stream, "write", (found,), {}, given.at)

    return body


_ERROR = exception_class("YAMLError", "Exception", module="yaml.error", host=yaml.YAMLError)
_LOADERS = (
    "Loader SafeLoader FullLoader CLoader CSafeLoader UnsafeLoader BaseLoader Dumper SafeDumper CDumper CSafeDumper"
)
YAML = Module(
    "yaml",
    {
        **functions(dict.fromkeys(("safe_load", "load", "full_load", "unsafe_load"), _loaded)),
        **functions(dict.fromkeys(("safe_load_all", "load_all", "full_load_all"), _all)),
        **functions({name: _dumped(yaml.dump) for name in ("dump", "safe_dump")}),
        **functions({name: _dumped(lambda data, **named: yaml.dump_all(data, **named)) for name in ("dump_all",)}),
        **{name: BuiltinClass(name, module="yaml") for name in _LOADERS.split()},
        "YAMLError": _ERROR,
    },
    asking("this part of yaml is not known here"),
)
_TOML_ERROR = exception_class("TOMLDecodeError", "ValueError", module="tomllib", host=tomllib.TOMLDecodeError)
_toml = _reading(tomllib.loads, "tomldecode")
TOMLLIB = Module("tomllib", {**functions({"load": _toml, "loads": _toml}), "TOMLDecodeError": _TOML_ERROR})
TOML = Module(
    "toml",
    {
        **functions(
            {
                "loads": _toml,
                "load": lambda given, f, *_: (
                    _toml(given, content(given, f)) if isinstance(inner(f), str) else _toml(given, f)
                ),
            }
        ),
        "TomlDecodeError": _TOML_ERROR,
    },
    asking("this part of toml is not known here"),
)


# configparser


class Settings(Native):
    """A parser of settings, or (`section`) a section of one."""

    __slots__ = ("parser", "section")

    def __init__(self, parser: configparser.RawConfigParser, section: str | None = None) -> None:
        self.parser, self.section = parser, section

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return _PARSER if self.section is None else _SECTION

    def elements(self, machine: Machine, at: int) -> list[Any]:
        """The names of what is in it."""
        del machine, at
        if self.section is None:
            return ["DEFAULT", *self.parser.sections()]
        return list(self.parser[self.section])


def _parsed(given: Given, work: Callable[[], Any]) -> Any:
    try:
        found = work()
    except (configparser.Error, ValueError, KeyError) as error:
        raise fault(given, error) from None
    return found


def _read(given: Given, filenames: Any, encoding: Any = None) -> Array:
    del encoding
    paths = [filenames] if isinstance(filenames, str) else given.items(filenames)
    done = []
    for path in (path_text(given, each) for each in paths):
        if exists(given.machine, path, folder=False):
            text = content(given, path).decode("utf-8", "replace")
            _read_text(given, text)
            done.append(path)
    return Array(list(done))


def _read_text(given: Given, text: str) -> None:
    _parsed(given, lambda: given.this.parser.read_string(text))


def _read_file(given: Given, f: Any, source: Any = None) -> None:
    del source
    _read_text(given, given.text(_text(given, f)))


def _section(given: Given, key: Any) -> Any:
    own, name = given.this, given.text(key)
    if own.section is not None:
        return _parsed(given, lambda: own.parser[own.section][name])
    _parsed(given, lambda: own.parser[name])
    return Settings(own.parser, name)


def _get(name: str) -> Callable[..., Any]:
    def body(given: Given, *arguments: Any, **named: Any) -> Any:
        own = given.this
        known = [given.known(each) for each in arguments]
        fallback = named.get("fallback", UNDEFINED)
        if own.section is not None:
            fallback = known[1] if len(known) > 1 else None if fallback is UNDEFINED else fallback
            known = [own.section, known[0]]
        options = {} if fallback is UNDEFINED else {"fallback": fallback}
        return _parsed(given, lambda: getattr(own.parser, name)(*known, **options))

    return body


def _items(given: Given, section: Any = UNDEFINED) -> Array:
    own = given.this
    name = own.section if section is UNDEFINED else given.text(section)
    if name is None:
        return Array([Array([each, Settings(own.parser, each)], fixed=True) for each in own.elements(given.machine, 0)])
    rows = _parsed(given, lambda: own.parser.items(name))
    return Array([Array(list(row), fixed=True) for row in rows])


def _parser(make: type[configparser.RawConfigParser]) -> Callable[..., Settings]:
    def body(given: Given, cls: Any, /, *rest: Any, **options: Any) -> Settings:
        del cls, rest
        known = {name: given.known(options[name]) for name in ("allow_no_value", "strict") if name in options}
        return Settings(make(**known))

    return body


_READING = {name: _get(name) for name in ("get", "getint", "getfloat", "getboolean")}
_SECTION = BuiltinClass(
    "SectionProxy",
    members=methods(
        {
            **_READING,
            "items": _items,
            "keys": lambda given: Array(list(given.this.elements(given.machine, given.at))),
            "__getitem__": _section,
            "__contains__": lambda given, key: given.text(key) in given.this.parser[given.this.section],
        }
    ),
    module="configparser",
)
_PARSER = BuiltinClass(
    "ConfigParser",
    members=methods(
        {
            **_READING,
            "items": _items,
            "read": _read,
            "read_file": _read_file,
            "read_string": lambda given, string, source="": _read_file(given, string),  # noqa: ARG005
            "sections": lambda given: Array(list(given.this.parser.sections())),
            "options": lambda given, section: Array(list(given.this.parser.options(given.text(section)))),
            "has_section": lambda given, section: given.this.parser.has_section(given.text(section)),
            "has_option": lambda given, section, option: given.this.parser.has_option(
                given.text(section), given.text(option)
            ),
            "__getitem__": _section,
            "__contains__": lambda given, key: given.text(key) in given.this.parser,
        }
    ),
    make=_parser(configparser.ConfigParser),
    module="configparser",
)
CONFIGPARSER = Module(
    "configparser",
    {
        "ConfigParser": _PARSER,
        "RawConfigParser": BuiltinClass(
            "RawConfigParser", (_PARSER,), make=_parser(configparser.RawConfigParser), module="configparser"
        ),
        **{
            name: exception_class(name, "Exception", module="configparser", host=getattr(configparser, name))
            for name in ("Error", "NoSectionError", "NoOptionError", "ParsingError")
        },
    },
    asking("this part of configparser is not known here"),
)
