"""Statements of Python written anew: an import of some of its names, a case under another name."""

from __future__ import annotations

import re

from scaffold.merge.python_source import TOKEN, body
from scaffold.merge.units import Unit

#: How long a line may be before its names each get their own.
_WIDTH = 88


def imports(unit: Unit, names: frozenset[str]) -> str:
    """An import of just these of the names that a unit imports, a whole line or lines; empty if it has none of them."""
    margin = unit.head[: len(unit.head) - len(unit.head.lstrip(" \t"))]
    words = [
        token.group() for token in TOKEN.finditer(unit.head) if token.lastgroup not in ("comment", "newline", "join")
    ]
    words = [word for word in words if word not in ("(", ")", ";")]
    behind = words.index("import") + 1
    wanted = [alias for alias in _aliases(words[behind:]) if _made(alias) in names]
    if not wanted:
        return ""
    before = "".join(words[1 : behind - 1])
    start = f"{margin}from {before} import " if words[0] == "from" else f"{margin}import "
    line = start + ", ".join(wanted)
    if len(line) <= _WIDTH or words[0] != "from":
        return f"{line}\n"
    return "".join((f"{start}(\n", *(f"{margin}    {alias},\n" for alias in wanted), f"{margin})\n"))


def _aliases(words: list[str]) -> list[str]:
    """What is imported, piece by piece, as it is written."""
    found: list[str] = [""]
    for word in words:
        if word == ",":
            found.append("")
        else:
            found[-1] += f" {word} " if word == "as" else word
    return [alias for alias in found if alias]


def _made(alias: str) -> str:
    name, _, other = alias.partition(" as ")
    return other or name.partition(".")[0]


def renamed(unit: Unit, name: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """What takes the place of a case's head: with another name, and others for what its literals say.

    A literal that is just an old name gets the new one. An address is also replaced where it stands in a longer
    literal and does not go on: `${aws_s3_bucket.old.arn}`.
    """
    made: list[str] = []
    place = 0
    before = ""
    named = False
    for token in TOKEN.finditer(unit.head):
        kind, word = token.lastgroup, token.group()
        new = word
        if kind == "name" and before == "def" and not named:
            named, new = True, name
        elif kind == "string":
            new = _relabelled(token, pairs)
        made += (unit.head[place : token.start()], new)
        place = token.end()
        if kind not in ("comment", "newline", "join"):
            before = word
    return "".join((*made, unit.head[place:]))


def _relabelled(token: re.Match[str], pairs: tuple[tuple[str, str], ...]) -> str:
    literal, prefix = token.group(), token.group("prefix").lower()
    inside = body(literal)
    if not inside:
        return literal
    start = literal.index(inside, len(prefix) + 1)
    quote = literal[len(prefix)]
    spelled = {_spelled(old, quote): _spelled(new, quote) for old, new in pairs}
    if set(prefix) & set("rft"):
        spelled = {old: spelled[old] for old, new in pairs if not set(f"{old}{new}") & set("\\\"'{}\n\r")}
    if inside in spelled:
        changed = spelled[inside]
    else:
        addresses = sorted((old for old in spelled if "." in old), key=len, reverse=True)
        if not addresses:
            return literal
        pattern = "|".join(map(re.escape, addresses))
        changed = re.sub(rf"(?<![\w.\-/])(?:{pattern})(?![\w\-/])", lambda found: spelled[found.group()], inside)
    return literal[:start] + changed + literal[start + len(inside) :]


def _spelled(text: str, quote: str) -> str:
    """A text as it stands between quotes."""
    text = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
