"""The Jest and Vitest targets: test files with the support library beside them."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.emit.context import SuiteView
from scaffold.emit.render import Renderer


def emit_jest(suites: list[SuiteView], renderer: Renderer) -> Mapping[str, str]:
    """The files of a Jest suite (CommonJS) by their path below the suite's folder."""
    files = {f"{suite.name}.test.js": renderer.render("jest/module.test.js.j2", suite=suite) for suite in suites}
    return {**_shared(renderer), **files}


def emit_vitest(suites: list[SuiteView], renderer: Renderer) -> Mapping[str, str]:
    """The files of a Vitest suite (ES modules) by their path below the suite's folder."""
    files = {f"{suite.name}.test.mjs": renderer.render("vitest/module.test.mjs.j2", suite=suite) for suite in suites}
    return {**_shared(renderer), **files}


def _shared(renderer: Renderer) -> Mapping[str, str]:
    support = {f"support/{name}": text for name, text in renderer.files("jest/support/")}
    return {"package.json": renderer.render("jest/package.json.j2"), **support}
