"""Names for tests and files, and text for comments: safe whatever the project calls its things."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable

_LONGEST = 120
#: Between words of `camelCase`, and between an acronym and the word behind it; `URLs` is one word.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?:[a-rt-z]|s[a-z]))")
_OTHERS = re.compile(r"[^a-z0-9]+")


def function_names(titles: Iterable[str]) -> list[str]:
    """A Python function name for each title: `test_` and its words, all different, in order."""
    return distinct(f"test_{snake(title)}" for title in titles)


def distinct(names: Iterable[str]) -> list[str]:
    """The names, all different, in order: a number goes behind those that came before."""
    taken: set[str] = set()
    found: list[str] = []
    for words in names:
        name, count = words, 1
        while name in taken:
            count += 1
            name = f"{words}_{count}"
        taken.add(name)
        found.append(name)
    return found


def snake(title: str, longest: int = _LONGEST) -> str:
    """The letters and digits of a title in lower case, with `_` between words; at least one of them.

    No longer than `longest`, and without half a word at the end.
    """
    text = unicodedata.normalize("NFKC", title).lower()
    if text.isascii():
        return _cut(_OTHERS.sub("_", text).strip("_"), longest) or "case"
    kept = "".join(character if _is_word(character) else " " for character in text)
    # What lower() and the letters' own normal form make of each other must stay put when Python reads the name.
    name = _cut(unicodedata.normalize("NFKC", "_".join(kept.replace("_", " ").split())), longest)
    return name if f"a{name}".isidentifier() and name else "case"


def _cut(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    words = name[: longest + 1].rpartition("_")[0].rstrip("_")
    return words or name[:longest]


def spaced(title: str) -> str:
    """The title with the words of `camelCase` apart."""
    return _HUMP.sub(" ", title)


def plain(text: str) -> str:
    """Text on one line for a comment, docstring or title: strange characters become `?`, white space single spaces."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "?" for character in text)


def comment(text: str) -> str:
    """`plain` text that can stand in any comment or docstring: what could end one, or escape in one, becomes `?`."""
    return "".join("?" if character in "\\\"'`*" else character for character in plain(text))


def docstring(text: str, indent: int = 0) -> str:
    """`plain` text that can stand in a docstring of Python, over several lines where it is long."""
    quoted = plain(text).replace("\\", "\\\\").replace('"', "'")
    return f"\n{' ' * indent}".join(textwrap.wrap(quoted, _LONGEST - indent - len('""".."""'))) or "?"


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum() if character < "\x80" else f"a{character}".isidentifier()
