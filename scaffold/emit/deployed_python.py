"""Expressions for tests of programs in Python: `self.orders.output("arn")`."""

from __future__ import annotations

import keyword
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.emit.deployed_expressions import APP, JSON, Expressions, Speech, UnspeakableError, split_lines
from scaffold.emit.deployed_names import PYTHON_NAMES
from scaffold.emit.layout import Atom, Call, Lines, Node, Prefixed, Style, Text
from scaffold.emit.literals import IDENTIFIER, Python, python_string, python_text_inside
from scaffold.model.values import Call as Applied
from scaffold.model.values import Reference, Value

#: Longer lines than a formatter's by default: names of types and resources are long.
STYLE = Style(width=120, indent=4, hug=False)
#: The call that makes a component: the way to its module, its class, positional and named arguments.
CREATE = "create"
#: The call that makes an object for a component's constructor, likewise.
OBJECT = "object"
#: The call that is code, as it stands in its argument.
CODE = "code"
#: What no string inside of a formatted string can hold in every Python.
_ODD = frozenset("'\"\\{}")


class _PythonExpressions(Expressions, Python):
    """How a value is spelled in Python."""

    helpers: Mapping[str, str] = {
        JSON: "json_text",
        "secret": "secret",
        "asset.file": "file_asset",
        "asset.text": "text_asset",
        "asset.remote": "remote_asset",
        "archive.file": "file_archive",
        "archive.remote": "remote_archive",
        "archive.assets": "asset_archive",
    }
    sdk: Mapping[str, str] = {"pulumi.output": "pulumi.Output.from_input", "pulumi.secret": "pulumi.Output.secret"}
    encode = "json.dumps"

    def finite_or_infinite(self, value: float) -> str:
        whole = abs(value) < 1e16 and value == int(value)
        return str(int(value)) if whole else super().finite_or_infinite(value)

    def applied(self, value: Applied) -> Node:
        if value.function == CREATE:
            return Prefixed(f"lambda {', '.join(('load', *_given(value)))}: ", self._made(value))
        if value.function == CODE:
            return Atom(str(value.arguments[0]))
        return self._made(value) if value.function == OBJECT else super().applied(value)

    def _made(self, value: Applied) -> Node:
        path, name, positional, named = value.arguments
        if not (isinstance(path, str) and isinstance(name, str) and isinstance(positional, tuple)):
            raise UnspeakableError("it is no class of a module")
        arguments = [self.node(argument) for argument in positional]
        keywords = named if isinstance(named, Mapping) else {}
        odd = {key: item for key, item in keywords.items() if not _is_name(key)}
        arguments.extend(Prefixed(f"{key}=", self.node(item)) for key, item in keywords.items() if key not in odd)
        if odd:
            arguments.append(Prefixed("**", self.node(odd)))
        module = f"load({python_string(path)})"
        return Call(f"{module}.{name}" if _is_name(name) else f"getattr({module}, {python_string(name)})", arguments)

    def nothing(self) -> Node:
        return Atom("None")

    def reference(self, value: Reference) -> Node:
        constant = _constant(value)
        if not value.path:
            return Text(f"{constant}.urn()")
        return Call(f"{constant}.output", [Text(_step(step)) for step in value.path])

    def lines(self, parts: Sequence[Any]) -> Node:
        """A formatted string; where its text has several lines, one string a line."""
        if not all(_fits_in_text(part) for part in parts):
            pieces = [python_string(part) if isinstance(part, str) else f"str({_reference(part)})" for part in parts]
            return Atom(" + ".join(pieces))
        lines = split_lines(parts)
        flat = _formatted(parts)
        if len(lines) == 1 or lines[1:] == [[]]:
            return Atom(flat)
        ended = [*([*line, "\n"] for line in lines[:-1]), lines[-1]]
        return Lines(flat, [_formatted(line) for line in ended if line], "(", ")")


#: Python and YAML, with pytest and unittest.
PYTHON = Speech(
    _PythonExpressions,
    STYLE,
    PYTHON_NAMES,
    texts="texts_under",
    outputs=("Output[", "pulumi.Output["),
    reach=("within",),
)


def compared(left: str, sign: str, value: Value, after: str = "") -> str:
    """`left == value` and its like, laid out to stand behind `after`: in brackets where it needs several lines."""
    margin = " " * (len(after) - len(after.lstrip(" ")))
    head = f"{left} {sign} "
    text = PYTHON.expected(value, after + head)
    first = text.partition("\n")[0]
    fits = len(after) + len(head) + len(first) <= STYLE.width
    if fits and (first == text or text.startswith(("[", "{")) or not text.startswith("self.")):
        return head + text
    inner = f"{margin}    "
    whole = PYTHON.expected(value, inner + head)
    if "\n" not in whole and len(inner) + len(head) + len(whole) <= STYLE.width:
        return f"(\n{inner}{head}{whole}\n{margin})"
    if fits and isinstance(value, Reference) and len(value.path) > 1:
        return head + text
    return f"(\n{inner}{left}\n{inner}{sign} {PYTHON.expected(value, f'{inner}{sign} ')}\n{margin})"


def check(name: str, arguments: Sequence[Value], after: str = "", code: int = 0) -> str:
    """A call of an assertion with what is found and what is expected; the argument at `code` is code as it stands."""
    spelled = [Applied(CODE, (argument,)) if at == code else argument for at, argument in enumerate(arguments)]
    return PYTHON.expected_call(name, spelled, after)


def question(name: str, arguments: Sequence[Value], after: str = "") -> str:
    """A question to a deployment or a resource: what leaves something out is a named argument."""
    named: Any = (
        arguments[-1] if arguments and isinstance(arguments[-1], Mapping) and "without" in arguments[-1] else {}
    )
    return PYTHON.given_call(name, arguments[: len(arguments) - bool(named)], after, **named)


def deployment(name: str, settings: Mapping[str, Value], after: str = "") -> str:
    """A call that makes a deployment: the program's file first, all else by its name."""
    named: dict[str, Any] = {key: value for key, value in settings.items() if key != "program"}
    return PYTHON.given_call(name, [settings["program"]] if "program" in settings else [], after, **named)


def _given(value: Applied) -> Sequence[str]:
    """What a component's arguments are spelled with, beside its module."""
    positional = value.arguments[2]
    return [APP] if isinstance(positional, tuple) and Applied(APP, ()) in positional else []


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def _constant(value: Reference) -> str:
    if not IDENTIFIER.match(value.address):
        raise UnspeakableError(f"{value.address!r} is no resource of this deployment")
    return f"self.{value.address}"


def _reference(value: Any) -> str:
    if not isinstance(value, Reference):
        raise UnspeakableError(f"{type(value).__name__} has no spelling in a text")
    constant = _constant(value)
    return f"{constant}.output({', '.join(map(_step, value.path))})" if value.path else f"{constant}.urn()"


def _step(step: str | int) -> str:
    return python_string(step) if isinstance(step, str) else str(step)


def _fits_in_text(part: Any) -> bool:
    """Whether a part can stand in a formatted string of every Python: no quotes, escapes or braces in its steps."""
    return isinstance(part, str) or all(
        isinstance(step, int) or (step.isprintable() and not _ODD.intersection(step))
        for step in getattr(part, "path", ())
    )


def _formatted(parts: Sequence[Any]) -> str:
    """A formatted string, or a plain one where there is nothing to format."""
    if all(isinstance(part, str) for part in parts):
        return python_string("".join(parts))
    return f'f"{"".join(map(_in_text, parts))}"'


def _in_text(part: Any) -> str:
    if isinstance(part, str):
        return python_text_inside(part).replace("{", "{{").replace("}", "}}")
    return f"{{{_reference(part)}}}".replace('"', "'")
