"""A tree of realistic Terraform configuration of a given size, the same for the same arguments.

Several root modules with local modules of their own, of many resource types, in the mix that public AWS projects have.
Names and literals differ everywhere, so that nothing that is read once can serve for another place by luck.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import parts
from words import Words

MODULES = 4
CALL_PERCENT = 8
PARTS_PER_FILE = 2


@dataclass
class Tree:
    """What was written; `resources` counts blocks, not instances."""

    folder: Path
    roots: int = 0
    files: int = 0
    bytes: int = 0
    resources: int = 0

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        self.files += 1
        self.bytes += len(text.encode())
        self.resources += text.count('\nresource "') + text.startswith('resource "')


def write_tree(folder: Path, size: int, roots: int = 10) -> Tree:
    """Write about `size` bytes in so many root modules of about equal size."""
    tree = Tree(folder)
    for number in range(roots):
        words = Words(number)
        name = f"{words.unique().replace('_', '-')}-{number}"
        for path, text in root_module(words):
            tree.write(f"{name}/{path}", text)
            if tree.bytes >= size * (number + 1) / roots:
                break
        tree.roots += 1
    return tree


def write_root(folder: Path, resources: int) -> Tree:
    """Write one root module with at least so many resource blocks."""
    tree = Tree(folder, roots=1)
    for path, text in root_module(Words(0)):
        tree.write(path, text)
        if tree.resources >= resources:
            break
    return tree


def root_module(words: Words) -> Iterator[tuple[str, str]]:
    """The files of a root module as path and text, without end; each needs only those before it."""
    yield "main.tf", parts.fill("root", words)
    modules = [words.unique().replace("_", "-") for _ in range(MODULES)]
    for module in modules:
        yield f"modules/{module}/main.tf", parts.fill("module", words)
    names = parts.choices()
    for _ in itertools.count():
        texts = []
        for _ in range(words.random.randint(1, PARTS_PER_FILE)):
            if words.random.randrange(100) < CALL_PERCENT:
                texts.append(parts.fill("call", words, module=words.random.choice(modules)))
            else:
                texts.append(parts.fill(words.random.choice(names), words))
        yield f"{words.unique()}.tf", "\n".join(texts)
