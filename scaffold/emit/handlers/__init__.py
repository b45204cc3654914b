"""Handler suites: functions called as their triggers call them, as files for pytest, Jest and Vitest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaffold.emit.errors import EmitError
from scaffold.emit.labels import of_target
from scaffold.emit.paths import FileNames, suites_folder
from scaffold.emit.render import Renderer
from scaffold.emit.targets import HANDLER_TARGETS, HANDLERS_PYTEST
from scaffold.model.handlers import HandlerSuite
from scaffold.model.written import Written

__all__ = ["emit_handlers"]


def emit_handlers(
    suites: Sequence[HandlerSuite],
    target: str,
    renderer: Renderer,
    folder: str,
    project: str,
    *,
    placed: bool = False,
) -> Mapping[str, Written]:
    """The files of the suites: path relative to the output root (forward slashes) -> text, sorted.

    `folder` is the suites' folder and `project` the way to what the paths in the suites are seen from, both from the
    output root. With `placed`, it is the usual folder, and templates say what it and the files in it are called. Raises
    `EmitError` for a target that there is not, and for a template that does not work.
    """
    if not suites:
        return {}
    if target not in HANDLER_TARGETS:
        raise EmitError(f"there is no target {target!r} for handler suites; there are {', '.join(HANDLER_TARGETS)}")
    known = HANDLER_TARGETS[target]
    if placed:
        folder = suites_folder(renderer, known, folder, importable=known is HANDLERS_PYTEST)
    names = FileNames(renderer if placed else None, known)
    if known is HANDLERS_PYTEST:
        from scaffold.emit.handlers.python import emit_pytest

        files = emit_pytest(suites, renderer, folder, project, names)
    else:
        from scaffold.emit.handlers.javascript import emit_scripts

        files = emit_scripts(suites, target, renderer, folder, project, names)
    return of_target({f"{folder}/{path}": files[path] for path in sorted(files)}, target)
