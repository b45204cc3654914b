"""A Pulumi project of a given size in TypeScript, the same for the same arguments; and what it takes to import."""

from __future__ import annotations

from pathlib import Path

import parts
from words import Words

PROJECT = "name: measured\nruntime: nodejs\n"
PACKAGE = '{ "name": "measured", "private": true, "main": "index.ts" }\n'


def write_program(folder: Path, lines: int) -> int:
    """Write a stack in one module of at least so many lines; the number of its lines."""
    folder.mkdir(parents=True, exist_ok=True)
    text = program(Words(0), lines)
    for name, content in {"Pulumi.yaml": PROJECT, "package.json": PACKAGE, "index.ts": text}.items():
        (folder / name).write_text(content)
    return text.count("\n")


def program(words: Words, lines: int) -> str:
    """The module: helpers, then queues, tables, buckets, functions and schedules in turn."""
    names = parts.choices(parts.TYPESCRIPT)
    texts = [parts.fill(parts.STACK, words, parts.TYPESCRIPT)]
    for at in range(lines):
        if sum(text.count("\n") + 1 for text in texts) > lines:
            break
        texts.append(parts.fill(names[at % len(names)], words, parts.TYPESCRIPT))
    return "\n".join(texts)
