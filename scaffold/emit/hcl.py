"""Literals of HCL, laid out as `terraform fmt` would: whatever a project's text holds, it stays inside its quotes.

Values are those of the model (`scaffold.model.values`): plain data, and references, which are spelled as they are
written in a configuration. `Code` is text that is HCL already, made by this package.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scaffold.emit.errors import EmitError
from scaffold.model.values import Reference, Step, Template, Value

#: Objects and lists that would make a line longer than this are broken: one entry a line.
WIDTH = 100
#: Texts shorter than this stay quoted, also where they are JSON.
_SHORT_JSON = 24

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_STRANGE = re.compile(r"[^\x20-\x7e]")
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_STRING = r'"(?:[^"\\]|\\.)*"'
_ADDRESS = re.compile(rf"([^\W\d][\w-]*)|\.([^\W\d][\w-]*)|\[([0-9]+)\]|\[({_STRING})\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$(\$\{)|%(%\{)", re.DOTALL)
#: Words that are no references and no keys of an object without quotes.
_KEYWORDS = frozenset({"true", "false", "null", "for"})


@dataclass(frozen=True, slots=True)
class Code:
    """HCL that was made by this package: it stands as it is."""

    text: str

    def __str__(self) -> str:
        return self.text


def hcl(value: Any, indent: int = 0, column: int = 0, *, calls: bool = True, tail: int = 0) -> str:
    """A value as an HCL expression. `EmitError` for what has no spelling.

    `indent` is where the line that it stands on begins, `column` where the expression does; `tail` characters follow
    on its last line. Without `calls`, no function is called: text that is JSON stays text.
    """
    flat = _flat(value, calls)
    if column + len(flat) + tail <= WIDTH or not _breaks(value, calls):
        return flat
    if isinstance(value, str):
        return f"jsonencode({hcl(json.loads(value), indent, WIDTH, calls=False)})"
    margin = " " * indent
    if isinstance(value, Mapping):
        return "{\n" + hcl_body(value, indent + 2, calls=calls) + f"\n{margin}}}"
    inner = indent + 2
    items = (" " * inner + hcl(item, inner, inner, calls=calls, tail=1) + ",\n" for item in value)
    return "[\n" + "".join(items) + margin + "]"


def hcl_body(attributes: Mapping[Any, Any], indent: int = 0, *, calls: bool = True) -> str:
    """Attributes, one a line (or more), with their signs aligned in runs of attributes that take one line."""
    lines: list[str] = []
    run: list[tuple[str, str]] = []
    for name, value in attributes.items():
        key = hcl_key(name)
        text = hcl(value, indent, indent + len(key) + 3, calls=calls)
        run.append((key, text))
        if "\n" in text:  # its brackets are open at the end of its line, which ends a run of aligned lines
            lines.extend(_aligned(run[:-1], indent) + _aligned(run[-1:], indent))
            run = []
    return "\n".join(lines + _aligned(run, indent))


def hcl_string(text: str) -> str:
    """Text as a quoted string on one line, without templates in it."""
    body = text.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("%{", "%%{")
    if not (body.isascii() and body.isprintable()):
        body = _STRANGE.sub(_escape, body)
    return f'"{body}"'


def hcl_key(name: str | Code) -> str:
    """A key of an object, quoted only where it must be."""
    if isinstance(name, Code):
        return name.text
    if _IDENTIFIER.match(name) and name not in _KEYWORDS:
        return name
    # All but ASCII is escaped: the width of other characters, which decides the alignment, is a matter of opinion.
    return _STRANGE.sub(lambda match: _code_point(match[0]), hcl_string(name))


def hcl_number(value: float) -> str:
    """A number. `EmitError` for what is none."""
    if isinstance(value, int):
        return str(value)
    if math.isnan(value) or math.isinf(value):
        raise EmitError(f"{value} is no number that HCL can say")
    number = Decimal(repr(value))
    if abs(value) < 1e21 and number == number.to_integral_value():
        return str(int(number))
    return repr(value).replace("e+", "e")


def hcl_reference(reference: Reference) -> str:
    """A reference with its steps. `EmitError` where its address is none."""
    return hcl_address(reference.address) + "".join(map(hcl_step, reference.path))


def hcl_address(address: str) -> str:
    """An address, taken apart and spelled again, keys through the literal writer. `EmitError` for anything else."""
    parts: list[str] = []
    at = 0
    while at < len(address):
        found = _ADDRESS.match(address, at)
        if found is None or (found[1] is not None) != (at == 0):
            raise EmitError(f"{address!r} is no address")
        at = found.end()
        if found[4] is not None:
            parts.append(f"[{hcl_string(_text(found[4][1:-1]))}]")
        else:
            parts.append(found[0])
    if not parts:
        raise EmitError("an address cannot be empty")
    return "".join(parts)


def hcl_step(step: Step) -> str:
    """A step below a value: `.name`, `[0]`, `[*]` or `["odd key"]`."""
    if isinstance(step, int):
        return f"[{step}]"
    if step == "*":
        return "[*]"
    return f".{step}" if _IDENTIFIER.match(step) else f"[{hcl_string(step)}]"


def json_data(text: str) -> Any:
    """The object or array that `text` is the JSON of, byte for byte as `jsonencode` writes it; `None` for others."""
    if len(text) < _SHORT_JSON or text[0] not in "{[":
        return None
    try:
        data = json.loads(text)
        return data if data and encode(data) == text else None
    except (ValueError, RecursionError):
        return None


def encode(data: Any) -> str:
    """JSON as `jsonencode` writes it. `ValueError` for a number that may be written otherwise there."""
    _check_numbers(data)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _flat(value: Any, calls: bool) -> str:
    """A value on one line."""
    if isinstance(value, Code):
        return value.text
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        data = json_data(value) if calls else None
        return hcl_string(value) if data is None else f"jsonencode({_flat(data, False)})"
    if isinstance(value, int | float):
        return hcl_number(value)
    if isinstance(value, Reference):
        return hcl_reference(value)
    if isinstance(value, Template):
        return f'"{"".join(map(_part, value.parts))}"'
    if isinstance(value, Mapping):
        entries = ", ".join(f"{hcl_key(name)} = {_flat(item, calls)}" for name, item in value.items())
        return f"{{ {entries} }}" if entries else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_flat(item, calls) for item in value)}]"
    raise EmitError(f"{type(value).__name__} has no spelling in HCL")


def _part(part: Value) -> str:
    """A part of a template: text, or a reference. `EmitError` for anything else."""
    if not isinstance(part, str):
        return f"${{{_flat(part, False)}}}"
    text = part.rstrip("$")
    dollars = part[len(text) :]
    # Dollars before the next part's `${` would make that text.
    return hcl_string(text)[1:-1] + (f'${{"{dollars}"}}' if dollars else "")


def _breaks(value: Any, calls: bool) -> bool:
    """Whether a value can be written over several lines."""
    if isinstance(value, str):
        return calls and json_data(value) is not None
    return bool(value) and isinstance(value, Mapping | Sequence)


def _aligned(run: Sequence[tuple[str, str]], indent: int) -> list[str]:
    """A run of attributes, with their signs below each other."""
    width = max((len(key) for key, _ in run), default=0)
    return [f"{' ' * indent}{key:{width}} = {text}" for key, text in run]


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # half of a pair, which no text in Terraform can hold
    if character.isprintable():
        return character
    return _ESCAPES.get(character) or _code_point(character)


def _code_point(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _text(body: str) -> str:
    """What stands between the quotes of a string, without its escapes."""
    return _ESCAPED.sub(_unescape, body)


def _unescape(match: re.Match[str]) -> str:
    if match[1] or match[2]:
        return chr(int(match[1] or match[2], 16))
    if match[3]:
        return {"n": "\n", "r": "\r", "t": "\t"}.get(match[3], match[3])
    return match[4] or match[5]


def _check_numbers(data: Any) -> None:
    if isinstance(data, float) and (data == int(data) or "e" in repr(data)):
        raise ValueError(data)
    if isinstance(data, list):
        for item in data:
            _check_numbers(item)
    elif isinstance(data, dict):
        for item in data.values():
            _check_numbers(item)
