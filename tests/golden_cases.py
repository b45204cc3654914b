"""The golden cases: folders with a project, the model it must be read to, and the suites it must be given.

A case is `golden/<platform>/<name>/` with `case.toml` (targets, tier, var_files, support), `project/`, `model.json` and
`expected/`. The suites' support code is the same for all, so only the cases with `support = true` record it. Run as a
program (`make golden`), this accepts whatever is produced now, of all cases or of those named.
"""

from __future__ import annotations

import difflib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from native_terraform import terraform

from scaffold import pipeline
from scaffold.cli.describe import as_json
from scaffold.config import Settings
from scaffold.diagnostics import Diagnostic
from scaffold.emit import INTEGRATION_TARGETS, TARGETS
from scaffold.model.testplan import Tier
from scaffold.output import write_file

REPOSITORY = Path(__file__).resolve().parent.parent
GOLDEN = REPOSITORY / "golden"
NODE_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
MODEL = "model.json"
EXPECTED = "expected/"
SUPPORT = "/support/"
ACCEPT = "make golden"
#: Environment variables that programs of examples and cases read; no suite may depend on what a machine has in them.
ASKED_FOR = (
    *("ALERT_EMAIL", "AWS_REGION", "COMMIT_AUTHOR", "ENVIRONMENT", "ENVIRONMENT_SUFFIX", "LOGGING", "MINIMUM_SEVERITY"),
    *("NODE_ENV", "REPOSITORY", "STAGE", "TEAM", "TERRAFORM_STATE_BUCKET", "TERRAFORM_STATE_BUCKET_REGION", "ZONES"),
)


@dataclass(frozen=True)
class GoldenCase:
    """One case on disk."""

    folder: Path
    targets: tuple[str, ...]
    tier: Tier
    var_files: tuple[str, ...]
    support: bool

    def __str__(self) -> str:
        return self.folder.relative_to(GOLDEN).as_posix()

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def settings(self) -> Settings:
        return Settings(
            targets=self.targets,
            tier=self.tier,
            var_files=tuple(self.project / name for name in self.var_files),
        )


def golden_cases() -> list[GoldenCase]:
    """Every case, sorted by platform and name."""
    return [_load(path.parent) for path in sorted(GOLDEN.glob("*/*/case.toml"))]


def _load(folder: Path) -> GoldenCase:
    said: dict[str, Any] = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    case = GoldenCase(
        folder,
        targets=tuple(said.pop("targets")),
        tier=Tier(said.pop("tier")),
        var_files=tuple(said.pop("var_files", ())),
        support=said.pop("support", False),
    )
    if said:
        raise ValueError(f"{folder}/case.toml: unknown {', '.join(said)}")
    return case


@dataclass(frozen=True)
class Generated:
    """Every file that a case gives now, what is said about it, and the folders that a target's command runs in."""

    files: Mapping[str, str]
    diagnostics: Sequence[Diagnostic]
    folders: Mapping[str, tuple[str, ...]]


def generated(case: GoldenCase) -> Generated:
    """What the case gives now; nothing is written."""
    outcome = pipeline.generate(case.project, case.settings(), dry_run=True)
    files = {change.path: change.content.decode() for change in outcome.changes}
    return Generated(files, outcome.diagnostics, outcome.folders)


def produced(case: GoldenCase) -> dict[str, str]:
    """What the case should have on disk: `model.json` and the generated files below `expected/`."""
    now = generated(case)
    reading = pipeline.read(case.project, case.settings(), declarations=False)
    model = {"projects": as_json(reading.projects), "diagnostics": as_json(now.diagnostics)}
    kept = {EXPECTED + path: text for path, text in now.files.items() if case.support or SUPPORT not in path}
    return {MODEL: json.dumps(model, indent=2, ensure_ascii=False) + "\n", **kept}


def recorded(case: GoldenCase) -> dict[str, str]:
    """What is on disk for the case."""
    paths = [case.folder / MODEL, *sorted((case.folder / EXPECTED).rglob("*"))]
    files = (path for path in paths if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(case.folder).as_posix(): path.read_bytes().decode() for path in files}


def differences(now: Mapping[str, str], then: Mapping[str, str]) -> Iterator[str]:
    """Both ways: what is missing, what is too much, and a unified difference for what changed."""
    for path in sorted(now.keys() | then.keys()):
        if path not in now:
            yield f"not produced: {path}\n"
        elif path not in then:
            yield f"unexpected: {path}\n"
        elif now[path] != then[path]:
            before, after = (text.splitlines(keepends=True) for text in (then[path], now[path]))
            yield "".join(difflib.unified_diff(before, after, f"recorded/{path}", f"produced/{path}"))


def accept(case: GoldenCase) -> int:
    """Record what is produced now; the number of files that changed."""
    now, then = produced(case), recorded(case)
    for path in then.keys() - now.keys():
        (case.folder / path).unlink()
    changed = [path for path in now if now[path] != then.get(path)]
    for path in changed:
        (case.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (case.folder / path).write_bytes(now[path].encode())
    return len(changed) + len(then.keys() - now.keys())


def execute(case: GoldenCase, target: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the recorded suites of one target with its real runner, on a copy of the project in `folder`.

    The first that fails is the result, or the last.
    """
    now = generated(case)
    shutil.copytree(case.project, folder, dirs_exist_ok=True)
    for path, text in now.files.items():
        if SUPPORT in path:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode())
    shutil.copytree(case.folder / EXPECTED, folder, dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(NODE_MODULES)
    if target in TARGETS and TARGETS[target].scenarios:
        return native(folder)
    if target in TARGETS and TARGETS[target].deployed:
        return _first_failing(run(target, folder / below) for below in now.folders[target])
    (folder / "package.json").write_text('{"jest": {"testMatch": ["**/elsewhere/*.js"]}}')  # must not matter
    (folder / "pytest.ini").touch()
    return deployed(case, target, folder) if target in INTEGRATION_TARGETS else run(target, folder)


def deployed(case: GoldenCase, target: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the recorded integration suite against an emulator in which the project is made, writes included."""
    from scaffold.rehearse.environment import clean
    from scaffold.rehearse.making import make_all
    from scaffold.rehearse.outputs import flat, values_of
    from scaffold.rehearse.provision import PROVISIONERS
    from scaffold.rehearse.server import emulator

    (project,) = pipeline.read(folder, case.settings()).projects
    with emulator() as cloud:
        made = make_all(project, folder, cloud.client, PROVISIONERS, {})
        assert not made.lacking, made.lacking
        values, _ = values_of(project, made)
        write_file(folder, "cfn-outputs/flat-outputs.json", json.dumps(flat([project], [values])).encode())
        switches = {"SCAFFOLD_REQUIRE_DEPLOYMENT": "1", "SCAFFOLD_WRITES": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        region = next(str(each.attributes["region"]) for each in project.providers if not each.alias)
        around = clean(region, cloud.endpoint, CI="1", **switches)
        command = runner(INTEGRATION_TARGETS[target].command)
        return subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, timeout=300)


def run(target: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A target's command, with more arguments, in a folder, on a machine that has what programs ask for."""
    command = [*runner(TARGETS[target].command), *more]
    around = {**environment(), **dict.fromkeys(ASKED_FOR, "of-this-machine")}
    return subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, timeout=300)


def _first_failing(runs: Iterable[subprocess.CompletedProcess[str]]) -> subprocess.CompletedProcess[str]:
    for done in runs:
        if done.returncode != 0:
            break
    return done


def native(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the native suites of a project that needs no provider."""
    prepared = terraform(folder, "init", "-backend=false", "-no-color")
    return terraform(folder, "test", "-no-color") if prepared.returncode == 0 else prepared


def runner(command: str) -> list[str]:
    """A target's command with this interpreter and the Node packages of `tests/node`."""
    program, *arguments = shlex.split(command)
    if program == "npx":
        tool, *arguments = arguments
        return ["node", str(NODE_MODULES / ".bin" / tool), *arguments]
    return [sys.executable, *arguments]


def environment() -> dict[str, str]:
    """The environment without what the surrounding test run sets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "JEST", "NODE_"))}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"}


def main() -> None:
    """Accept what every case produces now, or those that are named (`pulumi/several`)."""
    for case in golden_cases():
        if sys.argv[1:] and str(case) not in sys.argv[1:]:
            continue
        print(f"{case}: {accept(case)} files changed")


if __name__ == "__main__":
    main()
