"""The code of plugins counts, wherever it is and whether Python has it compiled or not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from terraform_projects import write

from scaffold.watching import signature, watched

HELPER = "from pathlib import Path\nFOLDER = Path(__file__).parent / {folder!r}\n"
PLUGIN = """
from acme_helper import FOLDER
from scaffold.emit.plugins import Plugin

PLUGIN = Plugin(templates=(FOLDER,))
"""
HEADER = '{%% extends "builtin/pytest/test_module.py.j2" %%}\n{%% block header %%}\n# %s\n{%% endblock %%}\n'
METADATA = "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n"


class Installed:
    """A project, and a plugin that is installed for those who generate its suite."""

    def __init__(self, folder: Path, cache: Path | None) -> None:
        self.packages, self._project = folder / "packages", folder / "project"
        write(self._project, {"main.tf": 'resource "aws_sqs_queue" "a" {}\n'})
        files = {
            "acme-1.0.dist-info/METADATA": METADATA,
            "acme-1.0.dist-info/entry_points.txt": "[scaffold.plugins]\nacme = acme_plugin:PLUGIN\n",
            "acme_plugin.py": PLUGIN,
            "acme_helper.py": HELPER.format(folder="one"),
            "one/pytest/test_module.py.j2": HEADER % "One",
            "other/pytest/test_module.py.j2": HEADER % "Other",
        }
        write(self.packages, files)
        self._around = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._around["PYTHONPATH"] = str(self.packages)
        if cache:
            self._around["PYTHONPYCACHEPREFIX"] = str(cache)

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run the program: its exit code, and what it printed."""
        program = "import sys; from scaffold.cli.main import run; sys.exit(run(sys.argv[1:]))"
        command = [sys.executable, "-c", program, *arguments]
        done = subprocess.run(command, cwd=self._project, env=self._around, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("apart", [False, True], ids=["beside the sources", "with a folder of its own"])
def test_what_a_plugin_imports_counts_when_it_is_compiled(apart: bool, tmp_path: Path) -> None:
    cache = tmp_path / "compiled" if apart else None
    installed = Installed(tmp_path, cache)
    for _ in range(2):
        assert installed.run("generate", "--target", "pytest", "-q") == (0, "")
    assert list((cache or installed.packages).rglob("acme_helper.*.pyc"))
    assert installed.run("check", "-q") == (0, "")
    write(installed.packages, {"acme_helper.py": HELPER.format(folder="other")})
    code, said = installed.run("check")
    assert (code, "not as generated" in said) == (1, True), said


def test_of_what_is_compiled_the_source_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    source = tmp_path / "helper.py"
    write(tmp_path, {"helper.py": "", "__pycache__/helper.cpython-311.pyc": "compiled", "alone.pyc": "compiled"})
    with watched() as seen:
        (tmp_path / "__pycache__" / "helper.cpython-311.pyc").read_bytes()
        (tmp_path / "alone.pyc").read_bytes()
    assert seen.files == {str(path): signature(str(path)) for path in (source, tmp_path / "alone.pyc")}
