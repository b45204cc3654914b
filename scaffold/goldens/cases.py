"""The cases on disk: folders with a `case.toml`, and what it says.

A case is text of somebody we do not know: it names paths inside its own folder or the repository that it is in, and
nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scaffold.config import DIALECTS, KINDS, Flags, Settings, load_settings
from scaffold.detect import repository
from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.model.position import Position
from scaffold.model.testplan import Tier

CASE_FILE = "case.toml"
#: Folders that no case is looked for in.
_PASSED_BY = frozenset({"node_modules", "__pycache__"})
_KEYS = (
    *("dialect", "ignore", "kind", "model", "project", "run", "select", "support", "targets", "template_dirs"),
    *("tier", "var_files"),
)
_RUN_KEYS = ("env", "node_modules")
#: Where the TOML parser says that it stopped, unless that is at the end.
_AT_LINE = re.compile(r"\(at line (\d+)")
_TIERS = tuple(tier.value for tier in Tier)


class CaseError(RefusedError):
    """A case cannot be used: its file says what it may not, or there is none."""


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One case. `folder` is spelled as it was found, `project` is what it is about, `flags` how that is generated.

    `support` says whether the support code is recorded too, `model` whether what the project was read to is. `packages`
    is the folder `node_modules` that suites are run with, `environment` what is set for them beside the machine's own.
    """

    folder: Path
    project: Path
    flags: Flags = field(default_factory=Flags)
    support: bool = False
    model: bool = True
    packages: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def settings(self, template_dirs: Sequence[Path] = (), *, trust_project: bool = False) -> Settings:
        """What its project is generated with: its own settings, the case's over them, and more folders of templates
        over the case's; with `trust_project`, those of the project too.

        Raises `ConfigError`, `CaseError` where the case names templates of a project that is not trusted, and
        `RefusedError` for templates that lead out of their folder.
        """
        self._refuse_templates(trust_project)
        folders = (*template_dirs, *self.flags.template_dirs)
        flags = replace(self.flags, template_dirs=folders, trust_project_templates=trust_project)
        return load_settings(self.project, flags)

    def _refuse_templates(self, trusted: bool) -> None:
        """A template is code: a case says nothing for its project, and no folder of templates leads elsewhere."""
        from scaffold.templating.trust import refuse_unsafe, trusts_projects

        trusted = trusted or trusts_projects(self.project)
        for place in self.flags.template_dirs:
            if not trusted and _of_project(place.resolve(), self.project.resolve()):
                summary = f"template_dirs names templates of a project, which are code: {place.as_posix()}"
                hint = "If you trust them: --trust-project-templates. Else move them beside the project."
                raise _CaseFile(self.folder).error("template_dirs", summary, hint)
            refuse_unsafe(place, repository(self.folder) or self.folder, "case")


def _of_project(place: Path, project: Path) -> bool:
    """Whether a folder of templates is a project's: it has a part of this one in it, or is one that projects have."""
    from scaffold.templating.levels import PROJECT_TEMPLATES

    own = any(each.is_relative_to(other) for each, other in ((place, project), (project, place)))
    return own or f"/{PROJECT_TEMPLATES}/" in f"{place.as_posix()}/"


def find_cases(places: Sequence[Path]) -> tuple[GoldenCase, ...]:
    """The cases that folders are, or that stand below them, each once, those below a folder sorted by path.

    Raises `CaseError` for a folder without any, and for a case that cannot be used.
    """
    found: dict[Path, Path] = {}
    for place in places:
        folders = list(_folders(place))
        if not folders:
            hint = f'Write one: {CASE_FILE} with `targets = ["..."]` beside a folder `project`.'
            summary = f"there is no golden case in {place.as_posix()}: no {CASE_FILE} in it or below it"
            raise CaseError(Diagnostic(Severity.ERROR, "no-case", summary, hint=hint))
        for folder in folders:
            found.setdefault(folder.resolve(), folder)
    return tuple(load_case(folder) for folder in found.values())


def _folders(place: Path) -> Iterator[Path]:
    if place.name == CASE_FILE and place.is_file():
        place = place.parent
    for folder, below, files in os.walk(place):
        if CASE_FILE in files:
            below.clear()  # what is in a case is the case's
            yield Path(folder)
        below[:] = sorted(name for name in below if name not in _PASSED_BY and not name.startswith("."))


def load_case(folder: Path) -> GoldenCase:
    """The case in a folder. Raises `CaseError`, with the line of `case.toml` that is at fault."""
    file = _CaseFile(folder)
    said = file.read()
    file.only(said, _KEYS, "")
    runs = file.table("run", said)
    file.only(runs, _RUN_KEYS, "run.")
    project = file.place("project", said.get("project", "project"))
    tier = file.one_of("tier", said, _TIERS)
    flags = Flags(
        targets=file.texts("targets", said),
        tier=Tier(tier) if tier else None,
        var_files=tuple(file.place("var_files", name, project) for name in file.texts("var_files", said)),
        template_dirs=tuple(file.place("template_dirs", name) for name in file.texts("template_dirs", said)),
        select=file.texts("select", said),
        ignore=file.texts("ignore", said),
        dialect=file.one_of("dialect", said, DIALECTS),
        kind=file.one_of("kind", said, KINDS),
    )
    packages = file.place("node_modules", runs["node_modules"]) if "node_modules" in runs else None
    support, model = file.flag("support", said, False), file.flag("model", said, True)
    return GoldenCase(folder, project, flags, support, model, packages, file.environment(runs))


@dataclass(frozen=True, slots=True)
class _CaseFile:
    """The file of one case, and what may be asked of it; each answer raises `CaseError` for what may not be there."""

    folder: Path

    def read(self) -> dict[str, Any]:
        import tomllib

        text = ""
        try:
            text = (self.folder / CASE_FILE).read_text(encoding="utf-8-sig")
            return tomllib.loads(text)
        except (OSError, ValueError, RecursionError) as error:
            at = _AT_LINE.search(str(error))
            line = int(at[1]) if at else max(1, text.count("\n"))
            raise self.error("", f"cannot be read as TOML: {error}", "Correct it.", line) from error

    def error(self, key: str, summary: str, hint: str, line: int = 0) -> CaseError:
        position = Position((self.folder / CASE_FILE).as_posix(), line or self._line_of(key))
        return CaseError(Diagnostic(Severity.ERROR, "bad-case", summary, position, hint=hint))

    def _line_of(self, key: str) -> int:
        """The line that sets a key; tomllib keeps no positions, so the first line that begins with it."""
        words = re.compile(rf"[\s\[\"']*(run\s*\.\s*)?{re.escape(key)}\b")
        lines = (self.folder / CASE_FILE).read_text(encoding="utf-8-sig").splitlines()
        return next((at for at, line in enumerate(lines, 1) if key and words.match(line)), 1)

    def only(self, table: Mapping[str, Any], known: Sequence[str], prefix: str) -> None:
        for key in table:
            if key not in known:
                raise self.error(key, f"unknown key {prefix + key!r}", f"Known: {', '.join(known)}.")

    def table(self, key: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
        found = said.get(key, {})
        if not isinstance(found, dict):
            raise self.error(key, f"{key} must be a table", f"Write [{key}].")
        return found

    def texts(self, key: str, said: Mapping[str, Any]) -> tuple[str, ...]:
        found = said.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise self.error(key, f"{key} must be a list of strings", f'Write {key} = ["..."].')
        return tuple(found)

    def one_of(self, key: str, said: Mapping[str, Any], known: Sequence[str]) -> str | None:
        found = said.get(key)
        if found is None or (isinstance(found, str) and found in known):
            return found
        raise self.error(key, f"unknown {key} {found!r}", f"There are: {', '.join(known)}.")

    def flag(self, key: str, said: Mapping[str, Any], default: bool) -> bool:
        found = said.get(key, default)
        if not isinstance(found, bool):
            raise self.error(key, f"{key} must be true or false", f"Write {key} = true.")
        return found

    def environment(self, runs: Mapping[str, Any]) -> Mapping[str, str]:
        found = self.table("env", runs)
        if not all(
            isinstance(value, str) and name and not set("=\0") & set(name) and "\0" not in value
            for name, value in found.items()
        ):
            raise self.error("env", "env must name variables and their values", 'Write env = { NAME = "value" }.')
        return found

    def place(self, key: str, value: Any, base: Path | None = None) -> Path:
        """A path that is there, relative to `base`: below it, or relative to the case and below it or its repository.

        Links count as what they lead to.
        """
        if not isinstance(value, str) or not value or "\0" in value:
            raise self.error(key, f"{key} must name a path", "Write it as a string.")
        start = base or self.folder
        found = Path(os.path.normpath(start / value))
        around = (base,) if base else (self.folder, repository(self.folder))
        try:
            real, there = found.resolve(), found.is_file() if base else found.is_dir()
        except (OSError, RuntimeError) as error:  # a name that is too long, a circle of links
            raise self.error(key, f"{key} cannot be looked at: {value!r}", "Correct it.") from error
        if Path(value).is_absolute() or not any(real.is_relative_to(each.resolve()) for each in around if each):
            what = "the project" if base else "the case and its repository"
            raise self.error(key, f"{key} leads out of {what}: {value!r}", "Move what it names to where it may be.")
        if not there:
            kind = "file" if base else "folder"
            raise self.error(key, f"there is no {kind} {found.as_posix()}", f"Make it, or correct {key}.")
        return found
