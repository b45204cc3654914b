"""The hook for pre-commit is valid, runs a command that there is, and runs when something that is read changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from scaffold.cli.main import scaffold

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
#: What pre-commit needs of a hook, and what else it understands of what we may want.
NEEDED = {"id": str, "name": str, "entry": str, "language": str}
KNOWN = {**NEEDED, "description": str, "files": str, "pass_filenames": bool, "require_serial": bool}


@pytest.fixture
def hook() -> dict[str, object]:
    (found,) = yaml.safe_load(HOOKS.read_text())
    return found


def test_the_hook_is_valid(hook: dict[str, object]) -> None:
    assert NEEDED.keys() <= hook.keys() <= KNOWN.keys()
    assert all(isinstance(value, KNOWN[key]) for key, value in hook.items())
    assert hook["id"] == "scaffold-check"


def test_it_runs_a_command_that_is_there_on_the_project_as_a_whole(hook: dict[str, object]) -> None:
    program, name, *arguments = str(hook["entry"]).split()
    assert program == "scaffold"
    assert scaffold.commands[name].make_context(name, list(arguments)).params["path"] == Path()
    assert hook["pass_filenames"] is False


@pytest.mark.parametrize(
    "path",
    [
        "main.tf",
        "modules/a/outputs.tofu",
        "a.tf.json",
        "prod.auto.tfvars",
        ".terraform.lock.hcl",
        "Pulumi.dev.yaml",
        "cdktf.json",
        "lib/stack.ts",
        "stack.py",
        "policies/read.json",
        "policy.json.tftpl",
        "pyproject.toml",
        "requirements-dev.txt",
        ".scaffold/lock.json",
        ".scaffold/templates/pytest/cases.py.j2",
        "tests/infrastructure_checks/test_root.py",
        "tests/main.tftest.hcl",
    ],
)
def test_it_runs_when_what_is_read_changes(path: str, hook: dict[str, object]) -> None:
    assert re.search(str(hook["files"]), path)


@pytest.mark.parametrize("path", ["README.md", "docs/a.png", "LICENSE", "notes.txt"])
def test_it_does_not_run_for_what_is_not_read(path: str, hook: dict[str, object]) -> None:
    assert not re.search(str(hook["files"]), path)
