"""A language of its own for tests of merging: one line a statement, nothing to it but units.

use lib: a, b           an import
set site = a b          binds `site`, uses the words behind it
group name              holds units, down to its `end`
test name: a b          a case; lines that stand deeper below it are its own
anything else           another statement, called by its first word
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from scaffold.merge import Language, Role, Unit, UnparsableError

WORD = re.compile(r"[\w.]+")


def parse(text: str) -> Unit:
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    unit, rest = _block(lines, 0, "", "")
    if rest != len(lines):
        raise UnparsableError("this end ends nothing", rest + 1)
    return unit


def _block(lines: list[str], at: int, lead: str, head: str) -> tuple[Unit, int]:
    """A group with what is in it, from behind its head to its end or that of the text."""
    children: list[Unit] = []
    counts: Counter[str] = Counter()
    waiting = ""
    while at < len(lines):
        line = lines[at]
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            waiting += line
            at += 1
            continue
        if stripped == "end":
            break
        start = at + 1
        if stripped.startswith("group "):
            unit, at = _block(lines, at + 1, waiting, line)
            if at == len(lines):
                raise UnparsableError("this group has no end", start)
            tail = lines[at]
            unit = replace(unit, tail=tail, shape=f"{unit.shape} {_shape(tail)}", line=start)
            at += 1
        else:
            end = at + 1
            while end < len(lines) and lines[end].lstrip().startswith("- "):
                end += 1
            unit = _leaf(waiting, "".join(lines[at:end]), start)
            at = end
        counts[unit.key] += 1
        again = counts[unit.key]
        children.append(unit if again == 1 else replace(unit, key=f"{unit.key} #{again}"))
        waiting = ""
    role = Role.GROUP if head else Role.FILE
    name = head.split(maxsplit=1)[1].split("#")[0].strip() if head else ""
    return Unit(role, name, lead, head, _shape(head), _notes(lead), name, tuple(children), waiting), at


def _leaf(lead: str, head: str, line: int) -> Unit:
    words = head.split()
    first, rest = words[0], head.split(maxsplit=1)[1] if len(words) > 1 else ""
    role, key, name, binds, uses = Role.SETUP, first, "", frozenset[str](), frozenset(WORD.findall(rest))
    if first == "use":
        role, key = Role.IMPORT, f"import {rest.split(':')[0].strip()}"
        binds, uses = frozenset(WORD.findall(rest.partition(":")[2].partition("#")[0])), frozenset()
    elif first == "set":
        key, binds = f"{words[1]} = ", frozenset({words[1]})
    elif first == "test":
        name = rest.split(":")[0].split("\n")[0].strip()
        role, key = Role.CASE, name
    return Unit(role, key, lead, head, _shape(head), _notes(lead), name, binds=binds, uses=uses, line=line)


def _shape(text: str) -> str:
    return " ".join(text.split())


def _notes(lead: str) -> str:
    return "\n".join(filter(None, map(str.strip, lead.splitlines())))


def imports(unit: Unit, names: frozenset[str]) -> str:
    return f"use {unit.key.removeprefix('import ').split(' #')[0]}: {', '.join(sorted(names))}\n"


def renamed(unit: Unit, name: str, pairs: tuple[tuple[str, str], ...]) -> str:
    table = dict(pairs)
    words = re.sub(r"[\w.]+", lambda word: table.get(word[0], word[0]), unit.head)
    return words.replace(f"test {unit.name}", f"test {name}", 1) if unit.role is Role.CASE else words


PLAIN = Language(parse, imports, renamed)
