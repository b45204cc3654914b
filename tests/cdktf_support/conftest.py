"""The support library of generated CDKTF suites in TypeScript, rendered as for a user and run with real packages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from node_projects import NODE_MODULES, SUITE, Project

from scaffold.emit.render import Renderer

PROGRAMS = Path(__file__).parent / "programs"
TEMPLATES = ("programs/support/", "cdktf/support/")
#: What runners do for barrels, for plain Node.
BARRELS = """
const { BARREL, lazy } = require('./barrels');
const load = Module._extensions['.js'];
const barrel = new RegExp(BARREL);
Module._extensions['.js'] = (module, file) => {
  if (!barrel.test(file)) return load(module, file);
  module._compile(lazy(fs.readFileSync(file, 'utf8')), file);
};
"""


@pytest.fixture(scope="session")
def make_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Project]:
    """Makes a project of the programs of these tests, and of files."""
    assert (NODE_MODULES / "cdktf").is_dir(), "the Node packages are missing: run `make setup`"
    renderer = Renderer()

    def make(files: Mapping[str, str] | None = None, infrastructure: tuple[str, ...] = ()) -> Project:
        project = Project(tmp_path_factory.mktemp("project"))
        shutil.copytree(PROGRAMS, project.folder, dirs_exist_ok=True)
        (project.folder / "node_modules").symlink_to(NODE_MODULES)
        for templates in TEMPLATES:
            for name, text in renderer.files(templates):
                project.write(f"{SUITE}/support/{name}", text)
        register = renderer.render("pulumi/support/register.js.j2")  # for plain Node
        project.write(f"{SUITE}/support/register.js", register + BARRELS)
        project.write(f"{SUITE}/package.json", '{ "private": true, "type": "commonjs" }')
        for folder, name in (("cdktf-jest", "jest.config.js"), ("cdktf-vitest", "vitest.config.mjs")):
            project.write(f"{SUITE}/{name}", renderer.render(f"{folder}/{name}.j2", infrastructure=infrastructure))
        for name, text in (files or {}).items():
            project.write(name, text)
        return project

    return make


@pytest.fixture(scope="session")
def programs(make_project: Callable[..., Project]) -> Project:
    """A project with the programs of these tests, for both libraries."""
    both = json.dumps({"dependencies": {"cdktf": "*", "cdktn": "*"}})
    return make_project({"package.json": both})
