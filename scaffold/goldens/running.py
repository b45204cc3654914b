"""Runs what a case gives now with the real runners, each target's suites in a temporary copy of the project."""

from __future__ import annotations

import contextlib
import enum
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.detect import repository
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit import Target
from scaffold.goldens.copying import copied
from scaffold.goldens.processes import call
from scaffold.goldens.producing import Production
from scaffold.output import LockError, OutputError, load_lock, write_file

#: What of the environment is about another run, or would change what Terraform does.
_OTHERS = (
    "PYTEST",
    "JEST",
    "VITEST",
    "NODE_OPTIONS",
    "NODE_ENV",
    "NODE_V8_COVERAGE",
    "COVERAGE",
    "COV_",
    "FORCE_COLOR",
)
_TERRAFORM = ("TF_VAR_", "TF_CLI_ARGS", "TF_WORKSPACE", "TF_DATA_DIR", "TF_LOG")
#: What runners say that ran nothing and call it a success.
_NOTHING = re.compile(r"(?m)^\s*0 passing|^Ran 0 tests|^Success! 0 passed")
_VIRTUAL = (".venv", "venv")
#: What a machine may lack, or the emulator not be able to do, without that being a fault of the suites.
_NOT_HERE = frozenset({"no-emulator", "no-runner", "not-deployable"})


class Result(enum.Enum):
    """How the suites of a target went."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


class MissingProgramError(RefusedError):
    """What runs the suites of a target is not on this machine."""

    def __init__(self, program: str) -> None:
        super().__init__(Diagnostic(Severity.ERROR, "no-runner", f"{program} is not on PATH"))


class MissingPackageError(RefusedError):
    """The Node package that runs the suites is not installed for them: that can be helped."""

    def __init__(self, tool: str) -> None:
        summary = f"{tool} is not installed in the project; name a folder that has it with --node-modules"
        super().__init__(Diagnostic(Severity.ERROR, "no-package", summary))


@dataclass(frozen=True, slots=True)
class Ran:
    """One target's run. `said` is what the runner said (its end), or why there was no run."""

    target: str
    result: Result
    said: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What suites are run with: a folder `node_modules`, variables over the machine's and the case's, and a Python
    interpreter. What is not said comes from the case, then from the project and this machine."""

    packages: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    python: str = ""


def run_suites(now: Production, around: Around | None = None) -> Iterator[Ran]:
    """Run the suites of every target that a case has, one after the other."""
    for target in now.made.targets:
        with tempfile.TemporaryDirectory(prefix="scaffold-golden-") as folder:
            yield run_target(now, target, Path(folder), around)


def run_target(now: Production, target: Target, folder: Path, around: Around | None = None) -> Ran:
    """Copy the project to `folder`, write there what was generated, and run the suites of one target."""
    around = around or Around()
    try:
        copied(now.case.project, folder, around.packages or now.case.packages, _generated_before(now))
        for path, text in now.made.files.items():
            write_file(folder, (Path(now.out) / path).as_posix(), text.encode())
        if target.command.startswith("npx ") and not (folder / "package.json").exists():
            write_file(folder, "package.json", b"{}\n")  # as installing packages leaves one: runners look for it
        variables = {**now.case.environment, **around.environment}
        if not target.integration:
            return _run(now, target, folder, around.python, {**environment(), **variables})
        from scaffold.goldens.deploying import deployed

        with deployed(now, folder) as settings:  # over all others: nothing but the emulator is to be reached
            return _run(now, target, folder, around.python, {**variables, **settings})
    except RefusedError as error:
        said = error.diagnostic
        return Ran(target.name, Result.NOT_RUN if said.code in _NOT_HERE else Result.FAILED, said.summary)


def _generated_before(now: Production) -> frozenset[Path]:
    """The files of the project that were generated once: those that still are, are written anew."""
    try:
        known = load_lock(now.made.out)
    except (LockError, OutputError):
        return frozenset()
    return frozenset(now.case.project / now.out / path for path, entry in known.files.items() if not entry.ejected)


def _run(now: Production, target: Target, folder: Path, python: str, variables: Mapping[str, str]) -> Ran:
    """Run a target's commands in the folders of the copy that they are for, until one fails."""
    # Native suites find their providers first; what other suites need is installed by whoever runs them.
    commands = [*(target.requirements if target.scenarios else ()), target.command]
    said = ""
    for below in now.made.folders.get(target.name, (".",)):
        place = folder / now.out / below
        for command in commands:
            code, said = call(_words(command, place, folder, now.case.project, python), place, variables)
            if code != 0 or _NOTHING.search(said):
                return Ran(target.name, Result.FAILED, said)
    return Ran(target.name, Result.PASSED, said)


def _words(command: str, place: Path, folder: Path, project: Path, python: str) -> list[str]:
    """A target's command with the programs that it means here.

    Raises `MissingPackageError` and `MissingProgramError`.
    """
    program, *arguments = shlex.split(command)
    if program == "python":
        return [python or _interpreter(project, arguments[1:2]), *arguments]
    if program == "npx":
        return [_installed(arguments[0], place, folder), *arguments[1:]]
    # A program with a path is one of the copy's own, and none of where this was called.
    found = str(place / program) if Path(program).name != program else shutil.which(program)
    if found is None:
        raise MissingProgramError(program)
    return [found, *arguments]


def _installed(tool: str, place: Path, top: Path) -> str:
    """The program of a Node package, looked for from a folder upwards to the top of the copy."""
    ending = ".cmd" if os.name == "nt" else ""
    folders = [each for each in (place, *place.parents) if each.is_relative_to(top)]
    found = (each / "node_modules" / ".bin" / f"{tool}{ending}" for each in folders)
    for each in found:
        if each.is_file():
            return str(each)
    raise MissingPackageError(tool)


def _interpreter(project: Path, module: Sequence[str]) -> str:
    """The Python that can run a module: of the active environment, of the project's own, else ours."""
    here, top = project.resolve(), repository(project)
    folders = [each for each in (here, *here.parents) if top and each.is_relative_to(top)] or [here]
    active = os.environ.get("VIRTUAL_ENV")
    homes = [*([Path(active)] if active else ()), *(each / name for each in folders for name in _VIRTUAL)]
    pythons = [home / place for home in homes for place in ("bin/python", "Scripts/python.exe")]
    asked = "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))"
    for python in (str(each) for each in pythons if each.is_file()):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if subprocess.run([python, "-c", asked, *module], capture_output=True, timeout=60).returncode == 0:
                return python
    return sys.executable


def environment() -> dict[str, str]:
    """The machine's environment without what is about another run, for suites that are to be the same everywhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((*_OTHERS, *_TERRAFORM))}
    settings = {"TF_CLI_ARGS": "-no-color", "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    return {**kept, **settings, "PYTHONDONTWRITEBYTECODE": "1", "CI": "true", "NO_COLOR": "1"}
