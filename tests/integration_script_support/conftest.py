"""The support library of generated integration suites in JavaScript, rendered as for a user and asked by plain Node."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from node_projects import NODE_MODULES

from scaffold.catalog.services.clients import clients
from scaffold.emit.render import Renderer

#: Prints what the body of an async function returns, or what it throws.
SCRIPT = """
const input = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
(async () => {
  try {
    return { result: await (async () => { BODY })() };
  } catch (error) {
    return { error: `${error.constructor.name}: ${error.message}`, codes: error.codes };
  }
})().then((answer) => {
  process.stdout.write(JSON.stringify(answer), () => process.exit(0));
});
"""


@dataclass(frozen=True)
class Library:
    """The library in a folder; `ask.js` stands beside it."""

    folder: Path

    def ask(self, body: str, given: Any = None, **environment: str) -> Any:
        """What the body of an async function returns; `input` is what it is given."""
        answer = self.answer(body, given, **environment)
        assert "error" not in answer, answer
        return answer.get("result")

    def answer(self, body: str, given: Any = None, **environment: str) -> Mapping[str, Any]:
        """The result, or the error and its codes."""
        done = subprocess.run(
            ("node", "-e", SCRIPT.replace("BODY", body)),
            cwd=self.folder,
            env={**os.environ, **environment},
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: Mapping[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """With the clients of every service that is known."""
    folder = tmp_path_factory.mktemp("suite")
    known = {name: (one.package, one.class_name) for name, one in clients().items()}
    for path, text in Renderer().files("integration-js/support/", clients=known):
        (folder / "support" / path).parent.mkdir(exist_ok=True)
        (folder / "support" / path).write_text(text, encoding="utf-8")
    (folder / "node_modules").symlink_to(NODE_MODULES)
    return Library(folder)
