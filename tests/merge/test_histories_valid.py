"""What comes of random histories is valid where it is to be run: Python compiles it, Node and Terraform parse it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from merge_dialects import DIALECTS
from merge_histories import lived
from native_terraform import needs_terraform, terraform

HISTORIES = range(9000, 9025)
#: Says of each text of a module what is wrong with it, names that are declared twice included.
MODULES = """
const { SourceTextModule } = require('node:vm');
const said = JSON.parse(require('node:fs').readFileSync(0, 'utf8')).map((text) => {
  try { new SourceTextModule(text); return ''; } catch (error) { return String(error); }
});
console.log(JSON.stringify(said));
"""


def merged(name: str) -> list[str]:
    """All files that were merged in some histories."""
    return [step.made.text for number in HISTORIES for step in lived(number, DIALECTS[name], 3).steps]


def test_python_compiles_it() -> None:
    for text in merged("python"):
        compile(text, "test_merged.py", "exec")


def test_node_parses_it_as_modules() -> None:
    texts = merged("script")
    twice = "import { a } from 'x';\nconst a = 1;\n"
    command = ["node", "--experimental-vm-modules", "--no-warnings", "-e", MODULES]
    done = subprocess.run(command, input=json.dumps([*texts, twice]), capture_output=True, text=True, check=True)
    *said, last = json.loads(done.stdout)
    assert "already been declared" in last
    assert [each for each in zip(said, texts, strict=True) if each[0]] == []


@needs_terraform
def test_terraform_parses_it(tmp_path: Path) -> None:
    for number, text in enumerate(merged("hcl")):
        (tmp_path / f"{number}.tftest.hcl").write_text(text)
    done = terraform(tmp_path, "fmt", "-no-color")
    assert (done.returncode, done.stderr) == (0, "")
