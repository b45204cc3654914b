"""The support code of the generated suites, as a project that owns it would load it."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scaffold.emit.render import Renderer

REPOSITORY = Path(__file__).resolve().parents[2]
NODE_MODULES = REPOSITORY / "tests" / "node" / "node_modules"
PACKAGE = "generated_support"

#: Prints what the JavaScript support reads in a folder, or what a script given to it returns, as JSON.
SCRIPT = """
const { expect } = require('expect');
const { Call, Expression, Ref, Template, references } = require('./expressions');
const terraform = require('./terraform');
const encode = (form) => {
  if (form instanceof Ref) return { $ref: form.ref };
  if (form instanceof Template) return { $template: form.template.map(encode) };
  if (form instanceof Call) return { $call: form.call, args: form.arguments.map(encode) };
  if (form instanceof Expression) return { $expr: form.expression };
  if (Array.isArray(form)) return form.map(encode);
  if (form === null || typeof form !== 'object') return form;
  return Object.fromEntries(Object.entries(form).map(([key, item]) => [key, encode(item)]));
};
(async () => {
  const result = await (async () => { BODY })();
  process.stdout.write(JSON.stringify(encode(result) ?? null));
})().catch((error) => { console.error(error.stack); process.exit(1); });
"""


@pytest.fixture(scope="session")
def support_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the support code of both languages, rendered as for a user."""
    folder = tmp_path_factory.mktemp("support")
    renderer = Renderer()
    for language in ("pytest", "jest"):
        (folder / language / PACKAGE).mkdir(parents=True)
        for name, text in renderer.files(f"{language}/support/"):
            (folder / language / PACKAGE / name).write_text(text, encoding="utf-8")
    (folder / "pytest" / PACKAGE / "__init__.py").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def load_module(support_folder: Path) -> Iterator[Callable[[str], ModuleType]]:
    sys.path.insert(0, str(support_folder / "pytest"))
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    sys.path.remove(str(support_folder / "pytest"))


@pytest.fixture(scope="session")
def support(load_module: Callable[[str], ModuleType]) -> ModuleType:
    """The Python module that generated tests import from."""
    return load_module("terraform")


@pytest.fixture(scope="session")
def forms(load_module: Callable[[str], ModuleType]) -> ModuleType:
    return load_module("expressions")


@pytest.fixture(scope="session")
def javascript(support_folder: Path) -> Callable[..., Any]:
    """Runs the body of an async function beside the JavaScript support code; `input` is the argument."""

    def run(body: str, argument: object = None) -> Any:
        code = f"const input = {json.dumps(argument)};" + SCRIPT.replace("BODY", body)
        paths = [str(NODE_MODULES), *filter(None, [os.environ.get("NODE_PATH")])]
        done = subprocess.run(
            ["node", "-e", code],
            cwd=support_folder / "jest" / PACKAGE,
            env={**os.environ, "NODE_PATH": os.pathsep.join(paths)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def encode(forms: ModuleType) -> Callable[[Any], Any]:
    """The JSON of a form, as the script for JavaScript writes it."""

    def encoded(form: Any) -> Any:
        match form:
            case forms.Ref(text):
                return {"$ref": text}
            case forms.Template(parts):
                return {"$template": [encoded(part) for part in parts]}
            case forms.Call(function, arguments):
                return {"$call": function, "args": [encoded(argument) for argument in arguments]}
            case forms.Expression(text):
                return {"$expr": text}
            case dict():
                return {key: encoded(item) for key, item in form.items()}
            case list():
                return [encoded(item) for item in form]
            case _:
                return form

    return encoded
