"""CDKTF projects below a folder: their `cdktf.json`, and the entry files of their programs."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.cdktf.bindings import Bindings, Constraint
from scaffold.readers.cdktf.commands import started
from scaffold.readers.programs.project_files import ProjectFiles, joined
from scaffold.readers.search import own_folders

PROJECT_FILE: Final = "cdktf.json"
OUTPUT: Final = "cdktf.out"
#: Where the CDKTF command puts bindings that it generates, unless cdktf.json says otherwise.
GENERATED: Final = ".gen"
#: The languages whose programs are read.
LANGUAGES: Final = ("typescript", "python")
_VERSION_FILE: Final = ".terraform-version"
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")
#: Deeper values of a context are no settings.
_DEPTH: Final = 40


@dataclass(frozen=True, slots=True)
class CdktfProject:
    """One project. `path` is its folder, `file` its cdktf.json, `main` the entry file and `working` the folder that it
    runs in, relative to what the user named; `main` is empty where there is none. `environment` are the variables that
    the command which runs it sets, `arguments` what it gives to the program, `output` the folder of what is
    synthesised, relative to `path`. `terraform_version` is the one that a `.terraform-version` pins, empty without
    one."""

    path: str
    file: str
    language: str
    main: str
    working: str
    name: str = ""
    project_id: str = ""
    output: str = OUTPUT
    context: Mapping[str, Value] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    bindings: Bindings = field(default_factory=Bindings)
    terraform_version: str = ""

    @property
    def relative_modules(self) -> tuple[str, ...]:
        """The sources of its modules that are folders of its own, which the CDKTF command tells the program."""
        sources = (module.source for module in self.bindings.modules)
        return tuple(source for source in sources if source.startswith(("./", "../")))


def find_projects(root: Path, diagnostics: list[Diagnostic]) -> list[CdktfProject]:
    """Every project at or below `root` in one of `LANGUAGES`, by path; what is wrong with one goes to `diagnostics`."""
    found = []
    files = ProjectFiles(root)
    for folder, folders, names in os.walk(root):
        folders[:] = own_folders(folder, folders)
        if PROJECT_FILE in names:
            path = os.path.relpath(folder, root).replace(os.sep, "/")
            project = _read_project(files, path, diagnostics)
            if project is not None:
                found.append(project)
    return sorted(found, key=lambda project: project.path)


def _read_project(files: ProjectFiles, folder: str, diagnostics: list[Diagnostic]) -> CdktfProject | None:
    file = joined(folder, PROJECT_FILE)
    data = _read_json(files, file, diagnostics)
    if data is None:
        return None
    language = data.get("language")
    if language not in LANGUAGES:
        spoken = isinstance(language, str) and language
        summary = f"The project is written in {language}, which is not read" if spoken else "It names no language"
        hint = f"Those that are: {', '.join(LANGUAGES)}."
        place = _place(files, file, "language")
        diagnostics.append(Diagnostic(Severity.NOTE, "other-language", summary, place, hint=hint))
        return None
    start = started(files, folder, data.get("app"), language)
    if not start.main:
        named = f" {start.named}" if start.named else ""
        summary = f"The program's entry file{named} is missing"
        hint = "Name it in the command under `app`: `npx ts-node main.ts`, `pipenv run python main.py`."
        place = _place(files, file, "app")
        diagnostics.append(Diagnostic(Severity.ERROR, "missing-entry", summary, place, hint=hint))
    project_id, output, generated = data.get("projectId"), data.get("output"), data.get("codeMakerOutput")
    return CdktfProject(
        path=folder,
        file=file,
        language=language,
        main=start.main,
        working=start.folder,
        name=_name(files, folder),
        project_id=project_id if isinstance(project_id, str) else "",
        output=output if isinstance(output, str) and output else OUTPUT,
        context=_context({**_mapping(data.get("context")), **_versions(data)}),
        environment=start.environment,
        arguments=start.arguments,
        bindings=Bindings(
            providers=tuple(_constraints(data.get("terraformProviders"))),
            modules=tuple(_constraints(data.get("terraformModules"))),
            folder=posixpath.normpath(posixpath.join(folder, generated if isinstance(generated, str) else GENERATED)),
        ),
        terraform_version=_terraform_version(files, folder),
    )


def _read_json(files: ProjectFiles, file: str, diagnostics: list[Diagnostic]) -> Mapping[str, Any] | None:
    place, reason = Position(file), "it is no text file inside the project"
    text = files.text(file)
    if text is not None:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            place = Position(file, getattr(error, "lineno", 1), getattr(error, "colno", 1))
            reason = getattr(error, "msg", None) or "it is nested too deeply"
        else:
            if isinstance(data, dict):
                return data
            place, reason = Position(file, 1), "it holds no object"
    summary, hint = f"The file cannot be read: {reason}", "Mend it: the CDKTF command cannot read it either."
    diagnostics.append(Diagnostic(Severity.ERROR, "bad-json", summary, place, hint=hint))
    return None


def _place(files: ProjectFiles, file: str, key: str) -> Position:
    """Where a key of a JSON file stands."""
    text = files.text(file) or ""
    at = text.find(json.dumps(key))
    return Position(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) if at >= 0 else Position(file)


def _name(files: ProjectFiles, folder: str) -> str:
    """What the project is called: its folder."""
    return files.root.joinpath(folder).resolve().name


def _mapping(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, Mapping) else {}


def _versions(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the command adds to the context: the versions that the program is meant for."""
    return {"targetVersions": data["targetVersions"]} if "targetVersions" in data else {}


def _context(said: Mapping[str, Any]) -> dict[str, Value]:
    return {str(key): _value(value) for key, value in said.items()}


def _value(value: Any, depth: int = 0) -> Value:
    if depth > _DEPTH:
        return None
    if isinstance(value, Mapping):
        return {str(key): _value(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_value(item, depth + 1) for item in value)
    return value  # type: ignore[no-any-return]


def _constraints(said: Any) -> list[Constraint]:
    """The providers or modules of a list: `aws@~> 5.0`, `hashicorp/aws@ ~> 5.0`, or objects."""
    found = []
    for item in said if isinstance(said, list) else ():
        if isinstance(item, str):
            source, _, version = item.partition("@")
            found.append(Constraint(source.strip(), version.strip()))
        elif isinstance(item, Mapping):
            name, version = (str(item.get(key) or "") for key in ("name", "version"))
            found.append(Constraint(str(item.get("source") or name), version, name))
    return found


def _terraform_version(files: ProjectFiles, folder: str) -> str:
    """The version that a `.terraform-version` in the project's folder, or above it, pins."""
    place = folder
    while True:
        found = _VERSION.match((files.text(joined(place, _VERSION_FILE)) or "").strip())
        if found is not None or place in (".", ""):
            return found[0] if found is not None else ""
        place = joined(place, "..")
