"""The hook for pre-commit is valid, runs a command that there is, and runs at every commit."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scaffold.cli.main import scaffold

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
#: What pre-commit needs of a hook, and what else it understands of what we may want.
NEEDED = {"id": str, "name": str, "entry": str, "language": str}
KNOWN = {**NEEDED, "description": str, "always_run": bool, "pass_filenames": bool, "require_serial": bool}


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


def test_it_runs_whatever_is_committed(hook: dict[str, object]) -> None:
    """Also where nothing but a deletion is: of that pre-commit gives no names, and passes hooks that wait for some."""
    assert hook["always_run"] is True
    assert hook.keys().isdisjoint({"files", "exclude", "types", "types_or"})
