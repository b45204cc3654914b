"""Programs with the tree of constructs alone: as we read them, and with the real library."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scaffold.readers.cdktf.blocks import Block
from scaffold.readers.cdktf.library import DEFINITIONS
from scaffold.readers.cdktf.run import Given, Run
from scaffold.readers.cdktf.spelling import Spelling
from scaffold.readers.cdktf.tokens.library import exported
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tree.naming import Scheme
from scaffold.readers.cdktf.tree.synthesis import as_document
from scaffold.readers.cdktf.twins import class_of
from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.typescript import read_module
from scaffold.readers.programs.values import MISSING, UNDEFINED, Foreign, Platform

HERE = Path(__file__).parent
NODE = Path(__file__).parents[3] / "node"
LIBRARIES = ("cdktf", "cdktn")
PROGRAMS = tuple(sorted(path.stem for path in (HERE / "programs").glob("*.ts")))
#: What is beside every program.
FILES = {
    "cdktf.json": json.dumps({"language": "typescript", "app": "node index.js"}),
    "files/one.txt": "one",
    "files/two.txt": "two",
    "modules/one/main.tf": "",
    "modules/nested/two/main.tf": "",
}
CONTEXT = {"file": "from the file", "shared": "file", "stage": "prod"}
PATIENT = Budget(steps=100_000_000, seconds=120)


def lay_out(folder: Path, text: str, library: str) -> None:
    """Put a program and what is beside it into a folder."""
    for name, content in FILES.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    (folder / "index.ts").write_text(text.replace("'cdktf'", f"'{library}'"), encoding="utf-8")


class _Exports(Foreign):
    """What a package exports."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def get(self, machine: Any, name: str, at: int) -> Any:
        del at
        if name == "TerraformEphemeralResource" and not tokens_of(self.run).terrain:
            return UNDEFINED
        if name in DEFINITIONS:
            return class_of(self.run, DEFINITIONS[name])
        return exported(self.run, machine, name)


class Only(Platform):
    """The library alone."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def module(self, machine: Any, source: str) -> Any:
        del machine
        if source == "cdktn":
            tokens_of(self.run).terrain = True
        return _Exports(self.run) if source in (*LIBRARIES, "constructs") else None

    def environment(self, machine: Any, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        del machine, name, at, default, required
        return UNDEFINED

    def attribute(self, *_: Any) -> Any:
        return UNDEFINED

    def step(self, place: Any, name: str) -> str:
        del place
        return name

    def limit(self, *_: Any) -> None:
        pass

    def finish(self, machine: Any) -> None:
        pass


@dataclass
class Found:
    """What a program synthesises, and what it exports as `facts`."""

    error: str
    stacks: Mapping[str, Any]
    facts: Any
    blocks: tuple[Block, ...] = ()
    run: Any = None
    machine: Any = None


Evaluate = Callable[..., Found]


@pytest.fixture
def ours(tmp_path: Path) -> Evaluate:
    """A program as we read it."""

    def run(text: str, library: str = "cdktf", given: Given | None = None, old: bool = False) -> Found:
        lay_out(tmp_path, text, library)
        language = JavaScript()
        state = Run(given or Given(context=CONTEXT), language, ".", Spelling())
        state.part(Scheme).old = old
        machine = Evaluator(Program(tmp_path, read_module, language), Only(state), PATIENT, strict=True)
        exports = machine.run("index.ts")
        error = language.message(machine.failure.value) if machine.failure else ""
        assert machine.stopped is None, machine.stopped
        facts = machine.within(lambda: machine.freeze(machine.get(exports, "facts")))
        blocks = tuple(block for stack in state.synthesised for block in stack.blocks)
        stacks = {stack.name: as_document(stack) for stack in state.synthesised}
        return Found(error, stacks, facts, blocks, state, machine)

    return run


def run_real(folder: Path, library: str, programs: Mapping[str, str]) -> Mapping[str, Any]:
    """What programs come to with the real library."""
    given = {}
    for name, text in programs.items():
        lay_out(folder / name, text, library)
        given[name] = {"folder": str(folder / name), "env": {"CDKTF_CONTEXT_JSON": json.dumps(CONTEXT)}}
    request = {"packages": str(NODE / "package.json"), "library": library, "programs": given}
    done = subprocess.run(
        ["node", str(HERE / "real.cjs")], input=json.dumps(request).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return dict(json.loads(done.stdout[done.stdout.index(b"{") :]))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, Any]]:
    """What all programs come to with the real libraries, by library and name."""
    texts = {name: (HERE / "programs" / f"{name}.ts").read_text(encoding="utf-8") for name in PROGRAMS}
    return {library: run_real(tmp_path_factory.mktemp(library), library, texts) for library in LIBRARIES}


_HASH = re.compile(r"(?<![0-9A-F])[0-9A-F]{32}(?![0-9A-F])")


def comparable(value: Any, folder: str = "") -> Any:
    """JSON without what cannot be the same: versions of the library, hashes of assets, paths of this machine."""
    if isinstance(value, str):
        return _HASH.sub("HASH", value.replace(folder, "/(project)") if folder else value)
    if isinstance(value, Mapping):
        return {
            comparable(key, folder): comparable(item, folder)
            for key, item in value.items()
            if not (key == "version" and "stackName" in value)
        }
    return [comparable(item, folder) for item in value] if isinstance(value, list | tuple) else value
