"""The Jest and Vitest targets: test files with the support library beside them."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.emit.context import SuiteView
from scaffold.emit.labels import suite_labels
from scaffold.emit.render import Renderer
from scaffold.model.written import Written


def emit_jest(suites: list[SuiteView], renderer: Renderer) -> Mapping[str, str]:
    """The files of a Jest suite (CommonJS) by their path below the suite's folder."""
    return {**_shared(renderer), **_suites(suites, renderer, "jest/module.test.js.j2")}


def emit_vitest(suites: list[SuiteView], renderer: Renderer) -> Mapping[str, str]:
    """The files of a Vitest suite (ES modules) by their path below the suite's folder."""
    return {**_shared(renderer), **_suites(suites, renderer, "vitest/module.test.mjs.j2")}


def _suites(suites: list[SuiteView], renderer: Renderer, template: str) -> Mapping[str, Written]:
    ending = template.removesuffix(".j2").rpartition(".")[2]
    return {
        f"{suite.name}.test.{ending}": Written(renderer.render(template, suite=suite), suite_labels(suite))
        for suite in suites
    }


def _shared(renderer: Renderer) -> Mapping[str, str]:
    support = {f"support/{name}": text for name, text in renderer.files("jest/support/")}
    return {"package.json": renderer.render("jest/package.json.j2"), **support}
