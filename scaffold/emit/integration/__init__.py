"""Integration suites: what is asked of a deployment, as files for pytest, Jest and Vitest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffold.emit.errors import EmitError
from scaffold.emit.labels import of_target
from scaffold.emit.paths import FileNames, suites_folder
from scaffold.emit.render import Renderer
from scaffold.emit.targets import INTEGRATION_TARGETS
from scaffold.model.integration import IntegrationSuite
from scaffold.model.written import Written

__all__ = ["case_names", "emit_integration"]

_PYTEST = "integration-pytest"
_SCRIPTS = ("integration-jest", "integration-vitest")


def emit_integration(
    suites: Sequence[IntegrationSuite],
    target: str,
    renderer: Renderer,
    folder: str,
    project: str,
    *,
    placed: bool = False,
) -> Mapping[str, Written]:
    """The files of the suites: path relative to the output root (forward slashes) -> text, sorted.

    `folder` is the suites' folder and `project` the way to the project, both from the output root. With `placed`, it is
    the usual folder, and templates say what it and the files in it are called. Raises `EmitError` for a target that
    there is not, and for a template that does not work.
    """
    if not suites:
        return {}
    if target not in INTEGRATION_TARGETS:
        raise _unknown(target)
    known = INTEGRATION_TARGETS[target]
    if placed:
        folder = suites_folder(renderer, known, folder, importable=target == _PYTEST)
    names = FileNames(renderer if placed else None, known)
    if target == _PYTEST:
        from scaffold.emit.integration.python import emit_pytest

        files = emit_pytest(suites, renderer, folder, project, names)
    else:
        from scaffold.emit.integration.javascript import emit_scripts

        files = emit_scripts(suites, target, renderer, folder, project, names)
    return of_target({f"{folder}/{path}": files[path] for path in sorted(files)}, target)


def case_names(
    suites: Sequence[IntegrationSuite], target: str, folder: str
) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Which case a test is: its file and its name in the runner's report -> the suite's name and the case's id.

    The name is `TestClass.test_name` with pytest, the titles with ` > ` between them with Jest and Vitest, where a
    skipped test has its reason behind its name.
    """
    found = {}
    for suite in suites:
        if target == _PYTEST:
            from scaffold.emit.integration.python import file_name, pytest_names

            file, names = file_name(suite), pytest_names(suite)
        elif target in _SCRIPTS:
            from scaffold.emit.integration.javascript import script_name, script_names

            file, names = script_name(suite, target), script_names(suite)
        else:
            raise _unknown(target)
        for name, case_id in names.items():
            found[f"{folder}/{file}", name] = (suite.name, case_id)
    return found


def _unknown(target: str) -> EmitError:
    return EmitError(
        f"there is no target {target!r} for integration suites; there are {', '.join((_PYTEST, *_SCRIPTS))}"
    )
