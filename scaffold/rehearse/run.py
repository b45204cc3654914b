"""Runs a generated suite with the project's own runner, in a folder of its own below the output root.

The folder is there, and not in a temporary place, so that packages are found as they are from the suite's own place.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.rehearse.environment import clean

#: How long a whole suite may take, in seconds.
_PATIENCE = 900
_TAIL = 4000
#: Where a project keeps its interpreter.
_ENVIRONMENTS = (".venv", "venv", ".env", "env")
_REPORT = {"pytest": "report.xml", "jest": "report.json", "vitest": "report.json"}

#: How the text of an error begins: with its name, and the module that it is of.
_NAMED = re.compile(r"^(AssertionError|(\w+\.)+\w+): ")


class RunnerError(RefusedError):
    """The suite cannot be run here: what runs it is not installed, or gave no report."""

    def __init__(self, summary: str, hint: str, detail: str = "") -> None:
        super().__init__(Diagnostic(Severity.ERROR, "no-runner", summary, detail=detail, hint=hint))


@dataclass(frozen=True, slots=True)
class Tried:
    """One test of the runner's report: its file below the suite's folder, and its name with that of what it is in.

    `status` is `passed`, `failed` or `skipped`; `message` says why, without the runner's own lines where it has any.
    `resource` is the address of what it is about, where the report says so.
    """

    file: str
    name: str
    status: str
    message: str = ""
    resource: str = ""
    seconds: float = 0.0


@contextlib.contextmanager
def folder_for(out: Path, *, keep: bool = False) -> Iterator[Path]:
    """`.scaffold/rehearsal-<process>` below the output root, removed in the end unless it is to be kept."""
    parent = out / ".scaffold"
    made = not parent.exists()
    place = parent / f"rehearsal-{os.getpid()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        if not keep:
            shutil.rmtree(place, ignore_errors=True)
            if made:
                with contextlib.suppress(OSError):
                    parent.rmdir()


def write_files(out: Path, files: Mapping[str, str]) -> None:
    """Write a suite; every path is below the output root."""
    for name, text in files.items():
        place = out / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")


def check_runner(runner: str, out: Path, root: Path) -> None:
    """Raise `RunnerError` where it is plain that a suite below `out` cannot be run."""
    if runner != "pytest":
        _program(runner, out, root)


def run(
    runner: str,
    place: Path,
    suite: Path,
    root: Path,
    outputs: Path,
    endpoint: str,
    region: str,
    more: Mapping[str, str] | None = None,
) -> tuple[Tried, ...]:
    """Run the suite in `suite` by `runner` (`pytest`, `jest`, `vitest`) and read its report.

    `place` is where the report goes, `root` the project, whose packages are used where it has them. Every case has to
    be checked (strict), and those that write do. `more` is added to its environment. Raises `RunnerError`.
    """
    report = place / _REPORT[runner]
    settings = {
        "SCAFFOLD_OUTPUTS": str(outputs),
        "SCAFFOLD_REQUIRE_DEPLOYMENT": "1",
        "SCAFFOLD_WRITES": "1",
        **(more or {}),
    }
    environment = clean(region, endpoint, **settings, CI="1", NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1")
    commands: Mapping[str, Callable[[], Sequence[str]]] = {
        "pytest": lambda: _pytest(suite, root, report, environment),
        "jest": lambda: _jest(suite, root, report),
        "vitest": lambda: _vitest(suite, root, report),
    }
    code, said = _call(commands[runner](), suite, environment)
    if not report.is_file():
        summary = f"{runner} gave no report (exit code {code})"
        raise RunnerError(summary, "See what it said with -v; --keep leaves the suite where it was run.", said)
    found = tuple(_junit(report, suite) if runner == "pytest" else _json(report, suite))
    if not found:
        raise RunnerError(f"{runner} found no tests (exit code {code})", "See what it said with -v.", said)
    return found


def _call(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a command to its end: exit code, and the end of what it said. Its children end with it."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise RunnerError(f"the suite did not end in {_PATIENCE} s", "See where it stands with --keep.") from error
    finally:
        if process.poll() is None:
            _end(process)
    return process.returncode, said.decode("utf-8", "replace")[-_TAIL:]


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _pytest(suite: Path, root: Path, report: Path, environment: Mapping[str, str]) -> Sequence[str]:
    interpreter = _interpreter(suite, root, environment)
    settings = ["-c", str(suite / "pytest.ini")] if (suite / "pytest.ini").is_file() else []
    # The settings and fixtures of the project's own tests stay out of it: they are about other things.
    own = ["--rootdir", str(suite), "--confcutdir", str(suite), "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
    return [interpreter, "-m", "pytest", *settings, *own, "-q", f"--junitxml={report}", str(suite)]


def _interpreter(suite: Path, root: Path, environment: Mapping[str, str]) -> str:
    """The project's own interpreter where it can run the suite, else ours."""
    own = (
        folder / name / place
        for folder in upwards(root, suite)
        for name in _ENVIRONMENTS
        for place in ("bin/python", "Scripts/python.exe")
    )
    asked = ["-c", "import boto3, pytest"]
    for path in (*(str(path) for path in own if path.is_file()), sys.executable):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run([path, *asked], env=environment, capture_output=True, timeout=60, check=False)
            if done.returncode == 0:
                return path
    summary = "no Python here has both pytest and boto3, which the suite runs with"
    raise RunnerError(summary, "Install them: pip install pytest boto3")


def _jest(suite: Path, root: Path, report: Path) -> Sequence[str]:
    settings = ["--config", str(suite / "package.json")] if (suite / "package.json").is_file() else ["--config", "{}"]
    program = _program("jest", suite, root)
    return [program, *settings, "--rootDir", str(suite), "--ci", "--watchman=false", "--json", f"--outputFile={report}"]


def _vitest(suite: Path, root: Path, report: Path) -> Sequence[str]:
    program = _program("vitest", suite, root)
    return [program, "run", "--root", str(suite), "--reporter=json", f"--outputFile={report}"]


def _program(name: str, suite: Path, root: Path) -> str:
    """The project's own program of this name: packages are looked for from the suite's place upwards."""
    endings = (".cmd", "") if os.name == "nt" else ("",)
    for folder in upwards(suite, root):
        for ending in endings:
            place = folder / "node_modules" / ".bin" / f"{name}{ending}"
            if place.is_file():
                return str(place)
    summary = f"{name} is not installed in the project"
    raise RunnerError(summary, f"Install what the suite runs with: npm install --save-dev {name}")


def upwards(*starts: Path) -> Iterator[Path]:
    """These folders and those around them, up to the top of the repository."""
    for start in starts:
        for folder in (start.resolve(), *start.resolve().parents):
            yield folder
            if (folder / ".git").exists():
                break


def _junit(report: Path, suite: Path) -> Iterator[Tried]:
    """The tests of a report of pytest. Its own text is what is read: made by the run that we started."""
    for case in ElementTree.parse(report).iter("testcase"):
        faults = [*case.findall("failure"), *case.findall("error")]
        skipped = case.find("skipped")
        file = case.get("file") or f"{(case.get('classname') or '').replace('.', '/')}.py"
        owner = (case.get("classname") or "").rpartition(".")[2]
        inside = "" if owner == Path(file).stem or not owner[:1].isupper() else f"{owner}."
        said = faults[0] if faults else skipped
        named = {each.get("name"): each.get("value", "") for each in case.iter("property")}
        yield Tried(
            _below(suite, file),
            f"{inside}{case.get('name', '')}",
            "failed" if faults else "skipped" if skipped is not None else "passed",
            "\n".join(_told(each) for each in faults)
            if faults
            else (said.get("message", "") if said is not None else ""),
            named.get("resource") or "",
            float(case.get("time") or 0),
        )


def _told(fault: ElementTree.Element) -> str:
    """What a test says: the lines of its error, which the message of a report may shorten, without the error's name."""
    lines = [line[1:].removeprefix("       ") for line in (fault.text or "").splitlines() if line.startswith("E ")]
    return _NAMED.sub("", "\n".join(lines) or fault.get("message") or fault.text or "").strip()


def _json(report: Path, suite: Path) -> Iterator[Tried]:
    """The tests of a report of Jest, which Vitest writes too."""
    found: Mapping[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    for file in found.get("testResults", ()):
        name = _below(suite, file.get("name", ""))
        for case in file.get("assertionResults", ()):
            states = {"passed": "passed", "failed": "failed"}
            yield Tried(
                name,
                " > ".join([*case.get("ancestorTitles", ()), case.get("title", "")]),
                states.get(case.get("status", ""), "skipped"),
                "\n".join(map(_message, case.get("failureMessages") or ())),
                seconds=(case.get("duration") or 0) / 1000,
            )
        if not file.get("assertionResults") and file.get("message"):
            yield Tried(name, "", "failed", str(file["message"]).strip())


def _message(text: str) -> str:
    """The message of an error without where it was thrown."""
    lines = text.removeprefix("Error: ").removeprefix("AssertionError: ").splitlines()
    end = next((at for at, line in enumerate(lines) if line.lstrip().startswith("at ")), len(lines))
    return "\n".join(lines[:end]).strip()


def _below(suite: Path, file: str) -> str:
    path = Path(file)
    if not path.is_absolute():
        return path.as_posix()
    return (
        path.resolve().relative_to(suite.resolve()).as_posix()
        if path.resolve().is_relative_to(suite.resolve())
        else file
    )
