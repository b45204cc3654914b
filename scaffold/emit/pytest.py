"""The pytest target: a package of test files with the support library beside them."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.emit.context import SuiteView
from scaffold.emit.labels import suite_labels
from scaffold.emit.render import Renderer
from scaffold.model.written import Written


def emit_pytest(suites: list[SuiteView], renderer: Renderer) -> Mapping[str, str]:
    """The files by their path below the suite's folder."""
    files = {"__init__.py": renderer.render("pytest/package.py.j2")}
    for suite in suites:
        name = f"test_{suite.name.replace('-', '_')}.py"
        files[name] = Written(renderer.render("pytest/test_module.py.j2", suite=suite), suite_labels(suite))
    files["support/__init__.py"] = renderer.render("pytest/package.py.j2")
    for name, text in renderer.files("pytest/support/"):
        files[f"support/{name}"] = text
    return files
