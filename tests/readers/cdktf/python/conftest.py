"""The programs of `programs.py` as the real library synthesises them, and as they are read."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scaffold.readers.cdktf.bindings import Bindings
from scaffold.readers.cdktf.python.platform import PythonPlatform
from scaffold.readers.cdktf.python.spelling import PythonSpelling
from scaffold.readers.cdktf.run import Given, Run
from scaffold.readers.programs import python_source
from scaffold.readers.programs.budget import with_deep_stack
from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.python import Python

HERE = Path(__file__).parent
SECONDS = 120


@dataclass(frozen=True)
class Synthesised:
    """What a program came to: its stacks by name, or the error that it ended with."""

    stacks: dict[str, Any]
    error: str


def _programs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cdktf_python_programs", HERE / "programs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PROGRAMS = _programs()


def laid_out(folder: Path) -> Path:
    """Every program in a folder of its own."""
    for name, text in PROGRAMS.PROGRAMS.items():
        place = folder / name
        place.mkdir()
        (place / "main.py").write_text(PROGRAMS.HEAD + text)
        project = {"language": "python", "app": "python main.py", "context": PROGRAMS.CONTEXTS.get(name, {})}
        (place / "cdktf.json").write_text(json.dumps(project))
    return folder


@pytest.fixture(scope="session")
def really(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Synthesised]:
    """The programs as the real library synthesises them."""
    root = laid_out(tmp_path_factory.mktemp("programs"))
    asked = {str(root / name): PROGRAMS.ENVIRONMENTS.get(name, {}) for name in PROGRAMS.PROGRAMS}
    done = subprocess.run(
        [sys.executable, str(HERE / "synthesising.py"), "cdktn"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    return {Path(folder).name: Synthesised(each["stacks"], each["error"]) for folder, each in found.items()}


@pytest.fixture(scope="session")
def programs() -> ModuleType:
    """The texts of the programs."""
    return PROGRAMS


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Synthesised]:
    """Reads a program: given its text, the environment and the context."""

    def work(
        text: str,
        environment: dict[str, str] | None = None,
        context: dict[str, Any] | None = None,
        bindings: Bindings | None = None,
    ) -> Synthesised:
        (tmp_path / "main.py").write_text(text)
        values = {f"env.{name}": value for name, value in (environment or {}).items()}
        language = Python()
        run = Run(
            Given(values, context or {}, firm=True, bindings=bindings or Bindings()), language, ".", PythonSpelling()
        )
        program = Program(tmp_path, python_source.read_module, language)
        machine = Evaluator(program, PythonPlatform(run), Budget())
        with_deep_stack(lambda: machine.run("main.py"))
        failure = language.message(machine.failure.value) if machine.failure is not None else ""
        return Synthesised({stack.name: _plain(stack.document) for stack in run.synthesised}, failure)

    return work


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
