"""Where templates are looked for, the first place first.

The folders that the user names; the project's own, if the user trusts the project; those of installed plugins; those
that are built in.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit.builtin import SUFFIX, builtin_folder
from scaffold.emit.plugins import plugins
from scaffold.templating.trust import refuse_unsafe, trusts_projects, user_configuration

#: The project's own templates, from its folder.
PROJECT_TEMPLATES = ".scaffold/templates"
UNTRUSTED = "untrusted-templates"


class Origin(enum.Enum):
    """Who put the templates there."""

    FLAG = "flag"
    PROJECT = "project"
    PLUGIN = "plugin"
    BUILTIN = "built in"


@dataclass(frozen=True, slots=True)
class Level:
    """A folder of templates; `name` says to people what it is (`--template-dir house`, `plugin acme 1.2`)."""

    name: str
    folder: Path
    origin: Origin

    def has(self, template: str) -> bool:
        """Whether it has a template of this name."""
        return (self.folder / template).is_file()

    def names(self) -> Iterator[str]:
        """The names of its templates; folders that begin with a dot hold none."""
        for folder, below, files in os.walk(self.folder):
            below[:] = sorted(name for name in below if not name.startswith("."))
            place = Path(folder).relative_to(self.folder)
            yield from ((place / file).as_posix() for file in sorted(files) if file.endswith(SUFFIX))


@dataclass(frozen=True, slots=True)
class TemplatePath:
    """The levels, the first one first, the built-in one last; `notes` say what was left out."""

    levels: tuple[Level, ...]
    notes: tuple[Diagnostic, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that come before the built-in templates."""
        return tuple(level.folder for level in self.levels if level.origin is not Origin.BUILTIN)

    @property
    def upstream(self) -> TemplatePath:
        """What is left without the user's and the project's templates: what these replace."""
        return TemplatePath(tuple(level for level in self.levels if level.origin in (Origin.PLUGIN, Origin.BUILTIN)))

    def having(self, template: str) -> tuple[Level, ...]:
        """The levels that have a template of this name: the first one wins, and hides the others."""
        return tuple(level for level in self.levels if level.has(template))

    def names(self) -> tuple[str, ...]:
        """The names of the templates of all levels, sorted."""
        return tuple(sorted({name for level in self.levels for name in level.names()}))


def template_path(root: Path, template_dirs: Sequence[Path] = (), *, trust_project: bool = False) -> TemplatePath:
    """Where templates are looked for when suites for the project at `root` are written.

    Raises `RefusedError` where a folder that was named is none, a project's templates lead outside of the project, the
    user's own configuration cannot be used, or a plugin is broken.
    """
    for folder in template_dirs:
        if not folder.is_dir():
            raise RefusedError(Diagnostic(Severity.ERROR, "usage", f"there is no template folder {folder}"))
    named = [Level(f"--template-dir {folder}", folder, Origin.FLAG) for folder in template_dirs]
    own, notes = _project(root, template_dirs, trust_project)
    added = [
        Level(f"plugin {found.name} {found.version}", folder, Origin.PLUGIN)
        for found in plugins()
        for folder in found.plugin.templates
    ]
    return TemplatePath((*named, *own, *added, Level("built in", builtin_folder(), Origin.BUILTIN)), notes)


def _project(root: Path, named: Sequence[Path], trusted: bool) -> tuple[list[Level], tuple[Diagnostic, ...]]:
    """The project's own level where the user trusts the project, else a note where it has templates."""
    folder = root / PROJECT_TEMPLATES
    if not folder.is_dir() or not any(folder.iterdir()) or any(folder.samefile(other) for other in named):
        return [], ()
    if not trusted and not trusts_projects(root):
        summary = f"the project's own templates ({PROJECT_TEMPLATES}) are left out: they come with it, and are code"
        hint = (
            "If you trust them: --trust-project-templates, or trust_project_templates = true "
            f"in {user_configuration()}."
        )
        return [], (Diagnostic(Severity.NOTE, UNTRUSTED, summary, hint=hint),)
    refuse_unsafe(folder, root)
    return [Level(f"project {PROJECT_TEMPLATES}", folder, Origin.PROJECT)], ()
