"""Programs with classes of providers: as we read them, and with the real packages."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scaffold.readers.cdktf.bindings import Bindings
from scaffold.readers.cdktf.nodejs.platform import NodePlatform
from scaffold.readers.cdktf.run import Given, Run
from scaffold.readers.cdktf.spelling import Spelling
from scaffold.readers.cdktf.tree.synthesis import as_document
from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.typescript import read_module

NODE = Path(__file__).parents[3] / "node"
_PATIENT = Budget(steps=100_000_000, seconds=120)
#: What a program begins and ends with.
_HEAD = """import {{ App, TerraformStack, TerraformOutput, TerraformIterator, Token, Fn }} from '{library}';
const app = new App({{ skipValidation: true }});
const stack = new TerraformStack(app, 'here');
"""


@dataclass
class Found:
    """What a program synthesises for its one stack, and the error that it ends with."""

    document: Mapping[str, Any]
    error: str

    def block(self, *path: str) -> Any:
        """A part of it."""
        here: Any = self.document
        for step in path:
            here = here[step]
        return here

    def output(self, name: str) -> Any:
        """The value of an output."""
        return self.block("output", name, "value")


Read = Callable[..., Found]


def plain(value: Any) -> Any:
    """A model value as JSON has it, without comments."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items() if key != "//"}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def read(folder: Path, main: str, bindings: Bindings | None = None) -> Found:
    """A program in a folder as we read it."""
    language = JavaScript()
    run = Run(Given(bindings=bindings or Bindings()), language, ".", Spelling())
    machine = Evaluator(Program(folder, read_module, language), NodePlatform(run), _PATIENT)
    machine.run(main)
    error = machine.failure
    documents = [plain(as_document(made)) for made in run.synthesised]
    return Found(documents[0] if documents else {}, "" if error is None else language.message(error.value))


@pytest.fixture
def ours(tmp_path: Path) -> Read:
    """What statements make of a stack `stack`, and of files beside the program."""

    def run(text: str, library: str = "cdktf", bindings: Bindings | None = None, **files: str) -> Found:
        for name, content in files.items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        # Imports stand where they are needed: they are read first anyway.
        (tmp_path / "main.ts").write_text(f"{_HEAD.format(library=library)}{text}\napp.synth();\n", encoding="utf-8")
        return read(tmp_path, "main.ts", bindings)

    return run


def synthesised(folder: Path, main: str) -> Mapping[str, Any]:
    """The one stack that the real packages make of a program in JavaScript."""
    link = folder / "node_modules"
    if not link.exists():
        link.symlink_to(NODE / "node_modules", target_is_directory=True)
    environment = {**os.environ, "CDKTF_OUTDIR": str(folder / "out"), "TERRAFORM_BINARY_NAME": "true"}
    subprocess.run(["node", main], cwd=folder, env=environment, check=True, capture_output=True, timeout=120)
    [file] = (folder / "out").glob("stacks/*/cdk.tf.json")
    found = plain(json.loads(file.read_text(encoding="utf-8")))
    assert isinstance(found, dict)
    return found
