"""The targets that check the files of a configuration: test files with the support library beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scaffold.emit.context import SuiteView, suite_labels
from scaffold.emit.paths import FileNames, parts
from scaffold.emit.render import Renderer
from scaffold.emit.targets import Layout
from scaffold.model.written import Written


def emit_checks(suites: Iterable[SuiteView], layout: Layout, renderer: Renderer, names: FileNames) -> Mapping[str, str]:
    """The files by their path below the suites' folder."""
    files: dict[str, str] = {path: renderer.render(template) for path, template in layout.fixed.items()}
    start, word, ending = parts(layout.file)
    for suite in suites:
        name = names.name(word.format(name=suite.name, snake=suite.name.replace("-", "_")), start, ending)
        files[name] = Written(renderer.render(layout.suite, suite=suite), suite_labels(suite))
    names.refuse(layout.fixed)
    for folder, templates in layout.support.items():
        files.update((f"{folder}/{name}", text) for name, text in renderer.files(templates))
    return files
