"""The modules about text: `string`, `textwrap`, `html`, `shlex`, `fnmatch`, `unicodedata`, `mimetypes`."""

from __future__ import annotations

import fnmatch
import html
import mimetypes
import shlex
import string
import textwrap
import unicodedata
from typing import Any

from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.library.hosted import Static, function, table
from scaffold.readers.programs.python.native import Given, Module, methods
from scaffold.readers.programs.values import UNDEFINED, Object, Symbol

_LETTERS = "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits printable punctuation whitespace"


def _filled(given: Given, mapping: Any, named: dict[str, Any], *, safe: bool) -> Any:
    """The template with what its names stand for; symbols stay in it."""
    machine, at = given.machine, given.at
    template = machine.get(given.this, "template", at)
    text = given.text(template)
    values = {} if mapping is None else mapping
    parts: list[Any] = []
    last = 0
    for found in string.Template.pattern.finditer(text):
        parts.append(text[last : found.start()])
        last = found.end()
        name = found["named"] or found["braced"]
        if found["escaped"] is not None:
            parts.append("$")
        elif name is None:
            if not safe:
                raise given.error(_misplaced(text, found.start()), "ValueError")
            parts.append(found[0])
        elif name in named:
            parts.append(machine.text(named[name], at))
        elif safe and _lacks(given, values, name):
            parts.append(found[0])
        else:
            parts.append(machine.text(machine.item(values or Object(), name, at), at))
    return machine.join([*parts, text[last:]], at)


def _lacks(given: Given, values: Any, name: str) -> bool:
    if isinstance(values, Symbol):
        values = given.known(values)
    return not values or given.machine.get(values, name, given.at) is UNDEFINED


def _misplaced(text: str, place: int) -> str:
    lines = text[:place].splitlines(keepends=True)
    column = place - len("".join(lines[:-1])) if lines else 1
    return f"Invalid placeholder in string: line {len(lines) or 1}, col {column}"


def _set_up(given: Given, template: Any) -> None:
    given.machine.set_attribute(given.this, "template", template, given.at)


TEMPLATE = BuiltinClass(
    "Template",
    members={
        **methods(
            {
                "__init__": _set_up,
                "substitute": lambda given, mapping=None, /, **named: _filled(given, mapping, named, safe=False),
                "safe_substitute": lambda given, mapping=None, /, **named: _filled(given, mapping, named, safe=True),
            }
        ),
        "delimiter": Static("$"),
    },
    module="string",
)
STRING = Module(
    "string",
    {
        **{name: getattr(string, name) for name in _LETTERS.split()},
        "capwords": function("capwords", string.capwords),
        "Template": TEMPLATE,
    },
)
TEXTWRAP = Module("textwrap", table(textwrap, "dedent fill shorten wrap"))
TEXTWRAP.own["indent"] = function("indent", textwrap.indent)
HTML = Module("html", table(html, "escape unescape", "html."))
SHLEX = Module("shlex", table(shlex, "join quote split", "shlex."))
FNMATCH = Module("fnmatch", table(fnmatch, "filter fnmatch fnmatchcase translate"))
UNICODEDATA = Module("unicodedata", table(unicodedata, "normalize category name"))
#: The types that the host knows without looking at its own files.
_TYPES = mimetypes.MimeTypes()
_TYPES.add_type("text/javascript", ".js")
MIMETYPES = Module(
    "mimetypes",
    {
        "guess_type": function("guess_type", _TYPES.guess_type),
        "guess_extension": function("guess_extension", _TYPES.guess_extension),
        "guess_all_extensions": function("guess_all_extensions", _TYPES.guess_all_extensions),
        "init": function("init", lambda *_: None),
    },
)
