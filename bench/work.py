"""What is measured without the start of Python: `work.py NAME FOLDER [ARGUMENT]` prints seconds and bytes as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def sources(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*.tf"))]


def tree_sitter(folder: Path) -> tuple[float, int]:
    """tree-sitter's parse alone, one process, files already in memory."""
    import tree_sitter
    import tree_sitter_hcl

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_hcl.language()))
    texts = sources(folder)
    started = time.perf_counter()
    for text in texts:
        parser.parse(text)
    return time.perf_counter() - started, sum(map(len, texts))


def python_hcl2(folder: Path, size: str) -> tuple[float, int]:
    """python-hcl2's `loads` of about so many bytes of the tree, files already in memory."""
    import hcl2

    texts = sources(folder)
    step = max(1, sum(map(len, texts)) // int(size))
    sample = [text.decode() for text in texts[::step]]
    hcl2.loads("a = 1\n")
    started = time.perf_counter()
    for text in sample:
        hcl2.loads(text)
    return time.perf_counter() - started, sum(len(text.encode()) for text in sample)


def read(folder: Path, jobs: str, declarations: str = "") -> tuple[float, int]:
    """From files on disk to the evaluated model of every root; `generate` asks for the blocks as written, too."""
    from scaffold.readers.reading import ReadOptions
    from scaffold.readers.terraform import reader

    size = sum(map(len, sources(folder)))
    started = time.perf_counter()
    reading = reader.read(folder, ReadOptions(jobs=int(jobs) or None, declarations=bool(declarations)))
    seconds = time.perf_counter() - started
    if not reading.projects or not reading.clean:
        raise SystemExit(f"the tree is not read cleanly: {[str(found) for found in reading.diagnostics[:3]]}")
    return seconds, size


WORK: dict[str, Callable[..., tuple[float, int]]] = {
    "tree-sitter": tree_sitter,
    "python-hcl2": python_hcl2,
    "read": read,
}

if __name__ == "__main__":
    name, folder, *arguments = sys.argv[1:]
    seconds, size = WORK[name](Path(folder), *arguments)
    print(json.dumps({"seconds": seconds, "bytes": size}))
