"""Parts: pieces of source text with placeholders, `parts/*.tf.in` for Terraform and `parts/*.ts.in` for programs.

@name@ @name-@        the name of this use of the part, with underscores or dashes; @nameCamel@ for a variable
@each@                a new name for each round of the innermost @times
@kind arguments@      random text, see `Words.of`
@x=kind@ and @x@      random text that is used again
@times 2 5 ... @end   the lines between, that many times
@maybe 40 ... @end    the lines between, in that many of a hundred cases
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from words import Words

FOLDER = Path(__file__).parent / "parts"
#: Parts that stand once or are asked for by name; any other may be chosen.
SPECIAL = ("root", "module", "call")
STACK = "stack"
TERRAFORM, TYPESCRIPT = ".tf.in", ".ts.in"
_PLACEHOLDER = re.compile(r"@([^@\n]+)@")


@functools.cache
def part(name: str, ending: str) -> tuple[str, ...]:
    return tuple((FOLDER / (name + ending)).read_text().splitlines())


def choices(ending: str = TERRAFORM) -> list[str]:
    names = (path.name.removesuffix(ending) for path in FOLDER.glob(f"*{ending}"))
    return sorted(name for name in names if name not in (*SPECIAL, STACK))


def fill(name: str, words: Words, ending: str = TERRAFORM, **known: str) -> str:
    """The text of a part with every placeholder filled."""
    own = words.unique()
    first, *others = own.split("_")
    camel = first + "".join(map(str.title, others))
    names = {"name": own, "name-": own.replace("_", "-"), "nameCamel": camel, **known}
    return "\n".join(_lines(list(part(name, ending)), words, names)) + "\n"


def _lines(lines: list[str], words: Words, names: dict[str, str]) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith(("@times ", "@maybe ")):
            end = _end(lines, at)
            for _ in range(_rounds(line, words)):
                found.extend(_lines(lines[at + 1 : end], words, {**names, "each": words.unique()}))
            at = end
        else:
            found.append(_PLACEHOLDER.sub(lambda match: _text(match[1], words, names), line))
        at += 1
    return found


def _end(lines: list[str], start: int) -> int:
    """Where the group that begins at `start` ends; groups nest."""
    depth = 0
    for index in range(start, len(lines)):
        depth += lines[index].startswith(("@times ", "@maybe ")) - (lines[index] == "@end")
        if depth == 0:
            return index
    raise ValueError(f"{lines[start]} has no @end")


def _rounds(line: str, words: Words) -> int:
    kind, *numbers = line.split()
    if kind == "@maybe":
        return int(words.random.randrange(100) < int(numbers[0]))
    return words.random.randint(int(numbers[0]), int(numbers[1]))


def _text(placeholder: str, words: Words, names: dict[str, str]) -> str:
    if placeholder in names:
        return names[placeholder]
    if "=" in placeholder:
        name, _, placeholder = placeholder.partition("=")
        names[name] = _text(placeholder, words, names)
        return names[name]
    kind, _, arguments = placeholder.partition(" ")
    return words.of(kind, arguments)
