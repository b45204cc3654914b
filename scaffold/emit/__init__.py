"""How a test is spelled: a test plan in, files in memory out, by Jinja2 templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.emit.errors import EmitError
from scaffold.emit.plugins import Plugin, PluginTarget, all_targets, plugin_targets
from scaffold.emit.targets import (
    HANDLER_TARGETS,
    INTEGRATION_TARGETS,
    LAYOUTS,
    TARGETS,
    Evidence,
    Layout,
    Target,
)
from scaffold.model.testplan import TestPlan
from scaffold.model.written import Written

__all__ = [
    "HANDLER_TARGETS",
    "INTEGRATION_TARGETS",
    "TARGETS",
    "EmitError",
    "EmitOptions",
    "Evidence",
    "Layout",
    "Plugin",
    "PluginTarget",
    "Target",
    "all_targets",
    "emit",
]


@dataclass(frozen=True, slots=True)
class EmitOptions:
    """`template_dirs` come before the built-in templates, the first one first.

    `folder` is the usual folder of suites under the output root, which a template can rename; `project` is the way from
    the output root to the project, with forward slashes (`.` where they are the same folder). The suite's folder is a
    Python package, and named so that it hides no package of the project's own, as `infrastructure` could. `dialect` is
    what native tests are written for: `terraform` or `opentofu`.
    """

    template_dirs: tuple[Path, ...] = ()
    folder: str = "tests/infrastructure_checks"
    project: str = "."
    dialect: str = "terraform"


def emit(plan: TestPlan, target: str, options: EmitOptions | None = None) -> Mapping[str, Written]:
    """The files of the suites: path relative to the output root (forward slashes) -> text. `EmitError` on a fault."""
    from scaffold.emit.labels import of_target

    return of_target(_files(plan, target, options or EmitOptions()), target)


def _files(plan: TestPlan, target: str, options: EmitOptions) -> Mapping[str, str]:
    from scaffold.emit.context import suite_view
    from scaffold.emit.file_checks import emit_checks
    from scaffold.emit.paths import FileNames, suites_folder
    from scaffold.emit.render import Renderer
    from scaffold.emit.terraform_test import emit_native

    renderer = Renderer(options.template_dirs)
    if target in TARGETS and TARGETS[target].scenarios:
        return emit_native(plan.scenarios, renderer, options.dialect, options.project)
    if target in all_targets() and all_targets()[target].deployed:
        from scaffold.emit.deployed import emit_deployed

        return emit_deployed(plan.deployed, target, renderer, options.folder, options.project)
    layout = _layout(target)
    if not plan.suites:
        return {}
    known = all_targets()[target]
    folder = suites_folder(renderer, known, options.folder, importable=layout.file.endswith(".py"))
    suites = [suite_view(suite, folder, options.project) for suite in plan.suites]
    files = emit_checks(suites, layout, renderer, FileNames(renderer, known))
    return {f"{folder}/{path}": files[path] for path in sorted(files)}


def _layout(target: str) -> Layout:
    """What a target for file checks is made of."""
    added = {} if target in LAYOUTS else plugin_targets()
    layout = added[target].layout if target in added else LAYOUTS.get(target)
    if not isinstance(layout, Layout):
        raise EmitError(f"there is no target {target!r}; there are {', '.join(all_targets())}")
    return layout
