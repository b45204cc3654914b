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


def program(folder: Path, started: str = "") -> tuple[float, int]:
    """From a program on disk to its canonical model; with `started` after the reader has read something very small."""
    from scaffold.readers.pulumi import reader  # noqa: F401

    if started:
        _program(_small(folder))
    return _program(folder)


def program_again(folder: Path) -> tuple[float, int]:
    """The same in a process that has read it before."""
    return min([_program(folder) for _ in range(6)][1:])


def evaluation(folder: Path) -> tuple[float, int]:
    """Another variant of a program that is parsed and compiled, as the planner asks for many."""
    from scaffold.model.deployments import Variant
    from scaffold.readers.pulumi import reader
    from scaffold.readers.reading import ReadOptions

    programs = reader.read(folder, ReadOptions()).programs
    assert programs is not None
    entry = programs.entries(".")[0]
    variant = Variant(entry, programs.sample(entry))
    times = []
    for _ in range(6):
        started = time.perf_counter()
        found = programs.evaluate(variant)
        times.append(time.perf_counter() - started)
        assert found.complete
    return min(times), _size(folder)


def _program(folder: Path) -> tuple[float, int]:
    from scaffold.readers.pulumi import reader
    from scaffold.readers.reading import ReadOptions

    started = time.perf_counter()
    reading = reader.read(folder, ReadOptions(declarations=False))
    seconds = time.perf_counter() - started
    if not reading.projects or not reading.clean:
        raise SystemExit(f"the program is not read cleanly: {[str(found) for found in reading.diagnostics[:3]]}")
    return seconds, _size(folder)


def _small(folder: Path) -> Path:
    """A program of one resource: reading it loads what the reader loads once."""
    small = folder.with_name(f"{folder.name}-small")
    small.mkdir(exist_ok=True)
    (small / "Pulumi.yaml").write_bytes((folder / "Pulumi.yaml").read_bytes())
    (small / "index.ts").write_text("import * as aws from '@pulumi/aws';\nnew aws.sns.Topic('topic');\n")
    return small


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.ts"))


WORK: dict[str, Callable[..., tuple[float, int]]] = {
    "tree-sitter": tree_sitter,
    "python-hcl2": python_hcl2,
    "read": read,
    "program": program,
    "program-again": program_again,
    "evaluation": evaluation,
}

if __name__ == "__main__":
    name, folder, *arguments = sys.argv[1:]
    seconds, size = WORK[name](Path(folder), *arguments)
    print(json.dumps({"seconds": seconds, "bytes": size}))
