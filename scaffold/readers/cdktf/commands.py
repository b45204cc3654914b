"""The command that runs a program (`app` of cdktf.json): which file it starts, and in which folder."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from scaffold.readers.programs.project_files import ProjectFiles, joined, parent

_ASSIGNMENT: Final = re.compile(r"(?P<name>[A-Za-z_]\w*)=(?P<value>.*)", re.DOTALL)
_PYTHON: Final = re.compile(r"(.*/)?python[\d.]*(\.exe)?")
#: Programs that run scripts of a package.json by name, with or without a word before that.
_SCRIPTS: Final = frozenset({"npm", "yarn", "pnpm", "bun"})
_RUN: Final = frozenset({"run", "run-script"})
_SEPARATORS: Final = frozenset({"&&", ";", "||", "|", "&"})
_NODE: Final = (".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx")
_SOURCES: Final = {"js": "ts", "mjs": "mts", "cjs": "cts"}
#: What is tried where the command says nothing that is understood.
_USUAL: Final = {
    "typescript": (
        "main.ts",
        "index.ts",
        "app.ts",
        "src/main.ts",
        "src/index.ts",
        "bin/main.ts",
        "main.js",
        "index.js",
    ),
    "python": ("main.py", "__main__.py", "app.py", "src/main.py"),
}


@dataclass(frozen=True, slots=True)
class Start:
    """What a command starts: the entry file (empty where that is not found), the folder that it runs in, the variables
    that the command itself sets, and what it gives to the program. `named` is what it calls the file."""

    main: str = ""
    folder: str = "."
    environment: Mapping[str, str] = field(default_factory=dict)
    named: str = ""
    arguments: tuple[str, ...] = ()


def started(files: ProjectFiles, folder: str, command: Any, language: str) -> Start:
    """What the `app` of the project in `folder` starts; the usual files where it says nothing that is understood."""
    found = Start(folder=folder)
    if isinstance(command, str):
        for start in _commands(files, folder, command, language, set()):
            if start.main:
                return start
            found = start if start.named else found
    if found.named:
        return found
    usual = (joined(folder, name) for name in _USUAL[language])
    return Start(next((path for path in usual if files.is_file(path)), ""), folder)


def _commands(
    files: ProjectFiles, folder: str, text: str, language: str, followed: set[tuple[str, str]]
) -> Iterator[Start]:
    """What each command of a line starts, the last one first: it is the program, those before it prepare it. Each
    script is `followed` once."""
    found: list[Start] = []
    environment: dict[str, str] = {}
    for words in _simple(text):
        rest = list(words)
        own = dict(environment)
        while rest and (rest[0] in ("env", "cross-env", "export") or _ASSIGNMENT.fullmatch(rest[0])):
            assigned = _ASSIGNMENT.fullmatch(rest.pop(0))
            if assigned is not None:
                own[assigned["name"]] = assigned["value"]
        if not rest:
            environment = own
        elif rest[0] == "cd" and len(rest) == 2:
            folder = joined(folder, rest[1])
        else:
            found[:0] = _command(files, folder, rest, language, own, followed)
    yield from found


def _simple(text: str) -> Iterator[tuple[str, ...]]:
    """The words of each command of a line."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        for word in lexer:
            if word in _SEPARATORS:
                yield tuple(words)
                words = []
            else:
                words.append(word)
    except ValueError:  # a quote that nobody closes
        return
    yield tuple(words)


def _command(
    files: ProjectFiles,
    folder: str,
    words: Sequence[str],
    language: str,
    environment: Mapping[str, str],
    followed: set[tuple[str, str]],
) -> Iterator[Start]:
    script = _script(files, folder, words)
    if script is not None and script in followed:
        return
    if script is not None:
        followed.add(script)
        for start in _commands(files, *script, language, followed):
            yield replace(start, environment={**environment, **start.environment})
        return
    named = ""
    for at, word in enumerate(words):
        if language == "python" and word == "-m" and at + 1 < len(words) and _PYTHON.fullmatch(words[at - 1]):
            named = words[at + 1]
            main = _module(files, folder, named)
        elif word.startswith("-"):
            continue
        else:
            main = _file(files, folder, word, language)
            named = named or (word if word.endswith((".py",) if language == "python" else _NODE) else "")
        if main:
            yield Start(main, folder, environment, word, tuple(words[at + (2 if word == "-m" else 1) :]))
            return
    yield Start("", folder, environment, named)


def _script(files: ProjectFiles, folder: str, words: Sequence[str]) -> tuple[str, str] | None:
    """The folder and the text of a script of a package.json that the words run."""
    names = [word for word in words if not word.startswith("-")]
    if not names or names[0] not in _SCRIPTS:
        return None
    name = next((word for word in names[1:] if word not in _RUN), "")
    place = folder
    while not files.is_file(joined(place, "package.json")):
        if place in (".", ""):
            return None
        place = parent(place)
    try:
        data = json.loads(files.text(joined(place, "package.json")) or "")
    except (ValueError, RecursionError):
        return None
    scripts = data.get("scripts") if isinstance(data, dict) else None
    text = scripts.get(name) if isinstance(scripts, dict) else None
    return (place, text) if isinstance(text, str) else None


def _file(files: ProjectFiles, folder: str, word: str, language: str) -> str:
    """The source file that a word of a command names; empty where it names none."""
    path = joined(folder, word)
    if path.startswith(".."):
        return ""
    if language == "python":
        if files.is_folder(path) and "/" in f"{word}/".strip("."):
            path = joined(path, "__main__.py")
        return path if path.endswith(".py") and files.is_file(path) else ""
    return next((found for found in _spellings(folder, word) if files.is_file(found)), "")


def _spellings(folder: str, word: str) -> Iterator[str]:
    """A file of a command: what it was compiled from before it, that perhaps without the folder of what is compiled."""
    stem, dot, ending = word.rpartition(".")
    if dot and f".{ending}" in _NODE:
        source = f"{stem}.{_SOURCES.get(ending, ending)}"
        inner = source.removeprefix("./").partition("/")[2]
        yield joined(folder, source)
        if inner and ending in _SOURCES:
            yield joined(folder, inner)
            yield joined(folder, f"src/{inner}")
        yield joined(folder, word)
    elif word not in (".", ".."):
        yield from (joined(folder, word + suffix) for suffix in _NODE)
        if "/" in word:
            yield from (joined(folder, f"{word}/index{suffix}") for suffix in _NODE)


def _module(files: ProjectFiles, folder: str, name: str) -> str:
    """The file of a module that Python runs by its dotted name."""
    path = joined(folder, name.replace(".", "/"))
    candidates = (f"{path}.py", f"{path}/__main__.py", f"src/{name.replace('.', '/')}.py")
    return next((found for found in candidates if files.is_file(found)), "")
