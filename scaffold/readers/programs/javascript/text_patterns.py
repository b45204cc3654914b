"""The methods of text that look for a text or a regular expression: split, replace, match, search."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scaffold.readers.programs.bounds import bounded_items, bounded_text
from scaffold.readers.programs.javascript.coerce import is_callable
from scaffold.readers.programs.javascript.native import Given, Steps, native
from scaffold.readers.programs.javascript.numbers import SAFE, to_uint32
from scaffold.readers.programs.javascript.texts import units, whole
from scaffold.readers.programs.values import UNDEFINED, Array, Object

if TYPE_CHECKING:
    from scaffold.readers.programs.javascript.regexp import Found, RegExp

_EXPANSION = re.compile(r"\$(?:(?P<sign>[$&`'])|(?P<digits>[0-9]{1,2})|<(?P<name>[^>]*)>)")
#: A match without a pattern's object: where it starts and ends, its groups, the named ones.
_Match = tuple[int, int, list[Any], Any]


def _pattern(value: Any) -> RegExp | None:
    from scaffold.readers.programs.javascript.regexp import RegExp

    return value if isinstance(value, RegExp) else None


def _split(given: Given) -> Array:
    text = units(given.as_text(given.this))
    limit = to_uint32(given.number(1)) if given.has(1) else SAFE
    pattern = _pattern(given[0])
    if pattern is not None:
        parts = _split_by_pattern(given, text, pattern)
    elif not given.has(0):
        parts = [text]
    else:
        separator = units(given.text(0))
        parts = text.split(separator) if separator else list(text)
    bounded_items(given.machine, len(parts))
    return Array([whole(part) if isinstance(part, str) else part for part in parts[:limit]])


def _split_by_pattern(given: Given, text: str, pattern: RegExp) -> list[Any]:
    matcher = pattern.matcher(given.machine, given.at)
    if not text:
        return [] if matcher.at(text, 0) is not None else [text]
    parts: list[Any] = []
    start, at = 0, 0
    while at < len(text):
        found = matcher.search(text, at)
        if found is None or found.start >= len(text):
            break
        if found.end == start:
            at = found.start + 1
            continue
        parts.append(text[start : found.start])
        parts.extend(UNDEFINED if group is None else group for group in found.groups)
        start = at = found.end
        bounded_items(given.machine, len(parts))
    return [*parts, text[start:]]


def _matches(given: Given, text: str, *, every: bool) -> list[_Match]:
    """Where the first argument is found; all places with `every`."""
    pattern = _pattern(given[0])
    if pattern is not None:
        found = (
            pattern.find_all(given.machine, text, given.at) if every else pattern.step(given.machine, text, given.at)
        )
        return [_of(one, text) for one in found]
    wanted = units(given.text(0))
    matches: list[_Match] = []
    at = text.find(wanted)
    while at >= 0:
        matches.append((at, at + len(wanted), [], UNDEFINED))
        bounded_items(given.machine, len(matches))
        if not every:
            break
        at = text.find(wanted, at + max(len(wanted), 1))
    return matches


def _of(found: Found, text: str) -> _Match:
    del text
    groups = [UNDEFINED if group is None else group for group in found.groups]
    return found.start, found.end, groups, found.named()


def _replace(given: Given, *, every: bool) -> Any:
    text = units(given.as_text(given.this))
    pattern = _pattern(given[0])
    if every and pattern is not None and "g" not in pattern.flags:
        raise given.error("replaceAll must be called with a global RegExp")
    matches = _matches(given, text, every=pattern.everywhere if pattern is not None else every)
    work: Callable[[_Match], Any]
    if is_callable(given[1]):
        work = lambda match: _called(given, text, match)  # noqa: E731
    else:
        replacement = units(given.text(1))
        work = lambda match: _expanded(text, match, replacement)  # noqa: E731
    parts: list[Any] = []
    last, length = 0, len(text)
    for match in matches:
        parts.append(whole(text[last : match[0]]))
        parts.append(work(match))
        last = match[1]
        length += len(parts[-1]) if isinstance(parts[-1], str) else 0
        bounded_text(given.machine, length)
    parts.append(whole(text[last:]))
    plain = all(isinstance(part, str) for part in parts)
    return whole(units("".join(parts))) if plain else given.machine.join(parts, given.at)


def _called(given: Given, text: str, match: _Match) -> Any:
    start, end, groups, named = match
    shown = [whole(group) if isinstance(group, str) else group for group in groups]
    arguments = [whole(text[start:end]), *shown, start, whole(text)]
    if named is not UNDEFINED:
        arguments.append(named)
    return given.machine.text(given.call(given[1], *arguments), given.at)


def _expanded(text: str, match: _Match, replacement: str) -> str:
    """The replacement with `$1`, `$<name>`, `$&` and so on as what they stand for."""
    if "$" not in replacement:
        return replacement
    start, end, groups, named = match

    def expand(found: re.Match[str]) -> str:
        if found["sign"]:
            return {"$": "$", "&": text[start:end], "`": text[:start], "'": text[end:]}[found["sign"]]
        if found["digits"]:
            return _numbered(found["digits"], groups)
        if not isinstance(named, Object):
            return found[0]
        value = named.entries.get(found["name"], UNDEFINED)
        return value if isinstance(value, str) else ""

    return _EXPANSION.sub(expand, replacement)


def _numbered(digits: str, groups: list[Any]) -> str:
    """`$12` is the twelfth group, or the first and a 2 where there are not that many."""
    for count in (2, 1):
        index = int(digits[:count])
        if len(digits) >= count and 1 <= index <= len(groups):
            group = groups[index - 1]
            return (group if isinstance(group, str) else "") + digits[count:]
    return "$" + digits


def _compiled(given: Given, flags: str = "") -> RegExp:
    from scaffold.readers.programs.javascript.regexp import make

    found = _pattern(given[0])
    return found or make(given, given.text(0, "(?:)"), flags)


def _match(given: Given) -> Any:
    text, pattern = units(given.as_text(given.this)), _compiled(given)
    if not pattern.everywhere:
        return pattern.execute(given.machine, text, given.at)
    found = pattern.find_all(given.machine, text, given.at)
    return Array([whole(text[one.start : one.end]) for one in found]) if found else None


def _match_all(given: Given) -> Steps:
    text, pattern = units(given.as_text(given.this)), _compiled(given, "g")
    if not pattern.everywhere:
        raise given.error("String.prototype.matchAll called with a non-global RegExp argument")
    return Steps(one.result(text) for one in pattern.find_all(given.machine, text, given.at, reset=False))


def _search(given: Given) -> int:
    text, pattern = units(given.as_text(given.this)), _compiled(given)
    found = pattern.matcher(given.machine, given.at).search(text, 0)
    return -1 if found is None else found.start


PATTERNS = {
    name: native(name, body, pure=True)
    for name, body in {
        "split": _split,
        "replace": lambda given: _replace(given, every=False),
        "replaceAll": lambda given: _replace(given, every=True),
        "match": _match,
        "matchAll": _match_all,
        "search": _search,
    }.items()
}
