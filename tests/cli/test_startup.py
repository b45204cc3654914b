"""Starting is quick because nothing is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "jinja2",
    "tree_sitter",
    "tree_sitter_hcl",
    "tomllib",
    "asyncio",
    "multiprocessing",
    "scaffold.catalog",
    "scaffold.config",
    "scaffold.pipeline",
}


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from scaffold.cli.main import run; code = run(['--help']); print(*sys.modules); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(done.stdout.splitlines()[-1].split())


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run([sys.executable, "-m", "scaffold", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("scaffold, version ")
