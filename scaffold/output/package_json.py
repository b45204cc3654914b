"""Additions to a package.json as a careful person makes them: what is there stays as it is, to the character."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

from scaffold.output.errors import OutputError

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of an object by its place in the text: where its key starts, its value starts, and its value ends."""

    key: str
    start: int
    value: int
    end: int


def with_members(content: bytes, section: str, members: Mapping[str, str]) -> bytes:
    """`content`, that of a package.json, with these members in the object called `section`, which is made if need be.

    Members that are there stay as they are. A section that is in alphabetical order stays so. Raises `OutputError` for
    text that is no JSON object, or whose section is none.
    """
    try:
        text = content.decode("utf-8")
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OutputError("package.json is not valid JSON", hint="Mend it first.") from error
    present = document.get(section, {}) if isinstance(document, dict) else None
    if not isinstance(present, dict):
        raise OutputError(f"package.json has no object {section!r} to add to", hint="Mend it first.")
    for name in sorted(members):
        if name not in present:
            text = _with_member(text, section, name, members[name])
    return text.encode()


def _with_member(text: str, section: str, name: str, value: str) -> str:
    opening = text.index("{")
    whole = _members(text, opening)
    found = next((member for member in whole if member.key == section), None)
    unit = _indent(text, whole)
    pair = f"{json.dumps(name)}: {json.dumps(value)}"
    if found:
        return _inserted(text, found.value, _members(text, found.value), name, pair, unit * 2, unit)
    made = f"{json.dumps(section)}: {{{_line(text)}{unit * 2}{pair}{_line(text)}{unit}}}"
    return _inserted(text, opening, whole, "", made, unit, "")


def _inserted(text: str, opening: int, members: list[_Member], name: str, pair: str, indent: str, closing: str) -> str:
    """`text` with a pair in the object that begins at `opening`, each on a line of its own."""
    line = _line(text)
    if not members:
        end = _SPACE.match(text, opening + 1).end()  # type: ignore[union-attr]
        return f"{text[: opening + 1]}{line}{indent}{pair}{line}{closing}{text[end:]}"
    keys = [member.key for member in members]
    later = next((member for member in members if member.key > name), None) if name and keys == sorted(keys) else None
    if later:
        return f"{text[: later.start]}{pair},{line}{indent}{text[later.start :]}"
    last = members[-1].end
    return f"{text[:last]},{line}{indent}{pair}{text[last:]}"


def _members(text: str, opening: int) -> list[_Member]:
    """The members of the object that begins at `opening`, in order."""
    found: list[_Member] = []
    at = _skip(text, opening + 1)
    while text[at] != "}":
        start = at
        key, at = scanstring(text, at + 1)
        value = _skip(text, _skip(text, at) + 1)
        _, end = _DECODER.raw_decode(text, value)
        found.append(_Member(key, start, value, end))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]


def _line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _indent(text: str, members: list[_Member]) -> str:
    """The white space that one level is indented by: that before the first member, else two spaces."""
    before = text[: members[0].start].rpartition("\n")[2] if members else ""
    return before if before and not before.strip() else "  "
