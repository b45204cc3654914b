"""Projects with a suite in them, asked by plain Node and run by real runners with real packages."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
NODE_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
SUITE = Path("tests/infrastructure_checks")

#: Prints what the body of an async function returns, as JSON in which instances of classes show as such.
SCRIPT = """
const support = require('./support');
const encode = (value) => {
  if (Array.isArray(value) && value.constructor === Array) return value.map(encode);
  if (value === undefined) return { $: 'undefined' };
  if (value === null || typeof value !== 'object') return value;
  const plain = Array.isArray(value)
    ? value.map(encode)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]));
  return value.constructor === Object ? plain : { [`$${value.constructor.name}`]: plain };
};
(async () => {
  const result = await (async () => { BODY })();
  require('fs').writeFileSync(process.argv[2], JSON.stringify(encode(result)));
  process.exit(0);
})().catch((error) => { console.error(error.stack); process.exit(1); });
"""


@dataclass(frozen=True)
class Project:
    """A project with a suite in it."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def ask(self, body: str, argument: object = None) -> Any:
        """What the body of an async function of plain Node returns; `input` is the argument."""
        code = f"const input = {json.dumps(argument)};" + SCRIPT.replace("BODY", body)
        self.write(f"{SUITE}/ask.js", code)
        done = self.run("node", "-r", f"./{SUITE}/support/register.js", f"{SUITE}/ask.js", "answer.json")
        assert done.returncode == 0, done.stderr
        return json.loads((self.folder / "answer.json").read_text(encoding="utf-8"))

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "0", **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def runner(self, name: str, *given: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs the suite with one of the runners."""
        command = {
            "jest": ("jest", "--config", f"{SUITE}/jest.config.js"),
            "vitest": ("vitest", "run", "--config", f"{SUITE}/vitest.config.mjs"),
            "mocha": ("mocha", "--config", f"{SUITE}/.mocharc.cjs"),
        }[name]
        return self.run("node_modules/.bin/" + command[0], *command[1:], *given, **environment)


def counts(output: str) -> Mapping[str, str]:
    """The coverage in a report for the terminal: statements, branches, functions and lines by file."""
    rows = re.findall(r"^ *([\w./ -]+?) *\| *([\d.]+) \| *([\d.]+) \| *([\d.]+) \| *([\d.]+) \|", output, re.MULTILINE)
    return {name: " ".join(numbers) for name, *numbers in rows}
