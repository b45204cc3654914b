"""What the files of the targets for programs are called, and which templates make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.emit.deployed_expressions import Speech
from scaffold.emit.deployed_literals import JAVASCRIPT
from scaffold.emit.deployed_python import PYTHON


@dataclass(frozen=True, slots=True)
class Runner:
    """How the files of a runner's suite are called, and the templates that make them.

    `file` is the name of a test file, `config` the runner's configuration and its templates. `library` are the folders
    of templates that make the support library: for every suite, and for those of one language.
    """

    folder: str
    file: str
    template: str
    speech: Speech
    config: Mapping[str, str]
    library: Mapping[str, tuple[str, ...]]
    support: str = ""


_SCRIPT_SUPPORT = "programs/support_suite.ts.j2"
_PYTHON_LIBRARIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "pulumi": {
        "": ("programs/python-support/", "pulumi-python/support/"),
        "python": ("programs/python/", "pulumi-python/python/"),
        "yaml": ("pulumi-python/yaml/",),
    },
    "cdktf": {"": ("programs/python-support/", "programs/python/", "cdktf-python/support/")},
}
_COVERAGE = {".coveragerc": "pulumi-python/coveragerc.j2"}


def _script(folder: str, suffix: str, config: str) -> Runner:
    """A runner for TypeScript and JavaScript."""
    configs = {config: f"{folder}/{config.lstrip('.')}.j2", "package.json": "programs/package.json.j2"}
    suite = f"{folder}/suite.{suffix}.ts.j2"
    library = {"": ("programs/support/", f"{folder.partition('-')[0]}/support/")}
    return Runner(folder, f"{{name}}.{suffix}.{{ending}}", suite, JAVASCRIPT, configs, library, _SCRIPT_SUPPORT)


def _python(folder: str, **config: str) -> Runner:
    """A runner for Python and YAML."""
    suite = f"{folder}/test_module.py.j2"
    platform = folder.partition("-")[0]
    package = {"__init__.py": f"{platform}-python/package.py.j2"}
    configs = {**package, **_COVERAGE, **{name.replace("_", "."): f"{folder}/{text}" for name, text in config.items()}}
    library = _PYTHON_LIBRARIES[platform]
    return Runner(folder, "test_{name}.py", suite, PYTHON, configs, library, f"{folder}/test_support.py.j2")


#: Mocha's files are called otherwise, because the other two can share theirs: a folder can hold suites for all.
RUNNERS: Mapping[str, Runner] = {
    "pulumi-jest": _script("pulumi-jest", "test", "jest.config.js"),
    "pulumi-vitest": _script("pulumi-vitest", "test", "vitest.config.mjs"),
    "pulumi-mocha": _script("pulumi-mocha", "spec", ".mocharc.cjs"),
    "pulumi-pytest": _python("pulumi-pytest", pytest_ini="pytest.ini.j2", conftest_py="conftest.py.j2"),
    "pulumi-unittest": _python("pulumi-unittest"),
    "cdktf-jest": _script("cdktf-jest", "test", "jest.config.js"),
    "cdktf-vitest": _script("cdktf-vitest", "test", "vitest.config.mjs"),
    "cdktf-pytest": _python("cdktf-pytest", pytest_ini="pytest.ini.j2", conftest_py="conftest.py.j2"),
    "cdktf-unittest": _python("cdktf-unittest"),
}
