"""Our own golden cases, and how suites are run here: with the Node packages of `tests/node` and this interpreter."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from scaffold.emit import TARGETS
from scaffold.goldens import Around, GoldenCase, find_cases

REPOSITORY = Path(__file__).resolve().parent.parent
GOLDEN = REPOSITORY / "golden"
NODE_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
#: Environment variables that programs of examples and cases read; no suite may depend on what a machine has in them.
ASKED_FOR = dict.fromkeys(
    (
        *("ALERT_EMAIL", "AWS_REGION", "COMMIT_AUTHOR", "ENVIRONMENT", "ENVIRONMENT_SUFFIX", "LOGGING"),
        *("MINIMUM_SEVERITY", "NODE_ENV", "REPOSITORY", "STAGE", "TEAM", "TERRAFORM_STATE_BUCKET"),
        *("TERRAFORM_STATE_BUCKET_REGION", "ZONES"),
    ),
    "of-this-machine",
)


def golden_cases() -> list[GoldenCase]:
    """Every case, sorted by platform and name."""
    return list(find_cases([GOLDEN]))


def name(case: GoldenCase) -> str:
    """A case's platform and name."""
    return case.folder.relative_to(GOLDEN).as_posix()


#: What the suites of cases are run with.
AROUND = Around(NODE_MODULES, {**ASKED_FOR, "TF_CLI_CONFIG_FILE": os.devnull}, sys.executable)


def run(target: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A target's command, with more arguments, in a folder, on a machine that has what programs ask for."""
    command = [*runner(TARGETS[target].command), *more]
    settings = {**environment(), **ASKED_FOR}
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, timeout=300)


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
