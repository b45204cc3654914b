"""Finding the root modules below a folder and reading each of them, in parallel where that pays."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.project import Project
from scaffold.model.source import Block
from scaffold.model.values import Value
from scaffold.readers.parallel import in_processes
from scaffold.readers.reading import Reading, ReadOptions
from scaffold.readers.terraform.files import ProjectFiles
from scaffold.readers.terraform.folder import Folder, find_folders, project_path
from scaffold.readers.terraform.forms import declare
from scaffold.readers.terraform.limits import quick
from scaffold.readers.terraform.module import ModuleInstance
from scaffold.readers.terraform.plan_file import Plan, load_plan, sharpen_project
from scaffold.readers.terraform.project import read_project
from scaffold.readers.terraform.roots import find_roots
from scaffold.readers.terraform.session import Session, Shared
from scaffold.readers.terraform.variable_files import root_values, shown_path
from scaffold.readers.terraform.what_if import TerraformWhatIf

#: Below this many bytes of configuration a second process costs more than it saves.
PARALLEL_BYTES = 400_000


def read(root: Path, options: ReadOptions) -> Reading:
    """Read every root module at or below `root`: the model and the diagnostics, always both.

    A folder is a root when no other folder calls it as a local module; the folder that the user named always is one.
    """
    with quick():
        return _read(root.resolve(), options)


def _read(root: Path, options: ReadOptions) -> Reading:
    boundary = _boundary(root)
    diagnostics: list[Diagnostic] = []
    folders = dict(find_folders(root))
    roots = find_roots(root, folders)
    if not roots:
        hint = "Name a folder that holds *.tf, *.tofu, *.tf.json or *.tofu.json files."
        summary = "No Terraform configuration was found"
        return Reading((), (Diagnostic(Severity.ERROR, "no-configuration", summary, hint=hint),))
    planned = _plan(options, root, roots, diagnostics)
    job = _Job(root, boundary, options, {base: plan.variables for base, plan in planned.items()})
    jobs = _jobs(root, folders, roots, options)
    results = in_processes(partial(_read_root, job), roots, jobs)
    called = {module.path for found in results for module in found.project.modules}
    results += [_read_root(job, path) for path in folders if path not in called]
    _shared.clear()
    for found in results:
        diagnostics.extend(found.diagnostics)
    projects = [sharpen_project(project, planned.get(project.path)) for project in _with_declarations(results)]
    unknown = _undeclared(options, projects)
    what_if = TerraformWhatIf(root, boundary)
    return Reading(tuple(projects), tuple(dict.fromkeys([*unknown, *diagnostics])), what_if)


def _plan(options: ReadOptions, root: Path, roots: list[str], diagnostics: list[Diagnostic]) -> dict[str, Plan]:
    """The plan by the root module that it is of."""
    if options.plan is None:
        return {}
    if "." not in roots and len(roots) > 1:
        hint = f"Name one of them: {', '.join(roots[:5])}."
        summary = "A plan belongs to one root module, and there are several"
        diagnostics.append(Diagnostic(Severity.ERROR, "plan-without-root", summary, hint=hint))
        return {}
    plan = load_plan(options.plan, shown_path(options.plan, root), diagnostics)
    return {"." if "." in roots else roots[0]: plan}


def _boundary(root: Path) -> Path:
    """The folder that nothing is read outside of: the repository that holds `root`, or `root` itself."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _jobs(root: Path, folders: dict[str, tuple[str, ...]], roots: list[str], options: ReadOptions) -> int:
    if options.jobs is not None:
        return min(options.jobs, len(roots))
    if len(roots) < 2:
        return 1
    size = 0
    for path, names in folders.items():
        for name in names:
            try:
                size += (root / path / name).stat().st_size
            except OSError:
                continue
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, len(roots)) if size >= PARALLEL_BYTES else 1


def _undeclared(options: ReadOptions, projects: list[Project]) -> Iterator[Diagnostic]:
    """Values on the command line for variables that no root module has."""
    known = {parameter.name for project in projects for parameter in project.parameters if not parameter.module}
    for name in options.variables:
        if name not in known:
            near = ", ".join(sorted(known)[:10]) or "none"
            hint = f"The variables are: {near}."
            yield Diagnostic(Severity.ERROR, "undeclared-variable", f"There is no variable {name!r}", hint=hint)


@dataclass(frozen=True)
class _Job:
    """One call of `read`; `number` tells the calls of one process apart."""

    root: Path
    boundary: Path
    options: ReadOptions
    planned: Mapping[str, Mapping[str, Value]]
    number: int = field(default_factory=itertools.count().__next__)


@dataclass
class _Shared:
    """What the roots of one job share in this process: parsed folders, and which of them it has declared."""

    parsed: Shared = field(default_factory=Shared)
    declared: set[str] = field(default_factory=set)


_shared: dict[tuple[Path, int], _Shared] = {}


def _shared_by(job: _Job) -> _Shared:
    key = (job.root, job.number)
    if key not in _shared:
        _shared.clear()
        _shared[key] = _Shared()
    return _shared[key]


@dataclass(frozen=True)
class _Found:
    """One root module; `blocks` are those of its folders that this process has not declared for another root."""

    project: Project
    diagnostics: list[Diagnostic]
    blocks: Mapping[str, tuple[Block, ...]]


def _read_root(job: _Job, base: str) -> _Found:
    """One root module. Runs in a process of its own where there are several."""
    with quick():
        shared = _shared_by(job)
        session = Session(job.root, job.boundary, base, shared.parsed)
        files = ProjectFiles(session)
        folder = session.folder(base)
        values = root_values(session, folder, files, job.options, job.planned.get(base, {}))
        inputs = {name: partial(_given, value) for name, value in values.items()}
        module = ModuleInstance(session, folder, files, inputs=inputs)
        project = read_project(session, module, files)
        return _Found(project, session.diagnostics, _declare(shared, project) if job.options.declarations else {})


def _declare(shared: _Shared, project: Project) -> dict[str, tuple[Block, ...]]:
    """The blocks as written of the folders that nobody has declared yet."""
    paths = [module.path for module in project.modules if module.path not in shared.declared]
    shared.declared.update(paths)
    return {path: tuple(_blocks_of(shared.parsed.folders[path])) for path in paths}


def _blocks_of(folder: Folder) -> Iterator[Block]:
    """The blocks as written of the files that could be read: a test of half a file would be wrong once it is mended."""
    broken = {project_path(folder.path, name) for name in folder.unread}
    return (declare(block) for block in folder.blocks if block.file not in broken)


def _with_declarations(results: list[_Found]) -> Iterator[Project]:
    """The projects with the blocks of their folders as written, where they were asked for."""
    blocks = {path: declared for found in results for path, declared in found.blocks.items()}
    for found in results:
        modules = (replace(module, blocks=blocks.get(module.path, ())) for module in found.project.modules)
        yield replace(found.project, modules=tuple(modules))


def _given(value: Value) -> Value:
    return value
