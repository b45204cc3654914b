"""Files: what the configuration names is there, and a function's handler is defined in its source."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from scaffold import catalog
from scaffold.model.families import Family
from scaffold.model.project import Resource
from scaffold.model.testplan import Case, FilePresent, SymbolDefined
from scaffold.model.values import Reference
from scaffold.plan.folder import Folder

_FUNCTION = "aws_lambda_function"
_ARCHIVE = "archive_file"


def plan_files(folder: Folder) -> Iterator[Case]:
    """One case for each file, and one for each handler that can be found."""
    for path, file in folder.files.items():
        title = f"file {path} is there"
        yield Case(f"files:{path}", Family.FILES, title, path, FilePresent(path), file.position)
    seen: set[str] = set()
    for resource in folder.resources:
        for case in _handlers(folder, resource):
            if case.id not in seen:
                seen.add(case.id)
                yield case


def _handlers(folder: Folder, function: Resource) -> Iterator[Case]:
    handler, runtime = function.attributes.get("handler"), function.attributes.get("runtime")
    if function.type != _FUNCTION or not isinstance(handler, str) or not isinstance(runtime, str):
        return
    language = catalog.language(runtime)
    module, _, symbol = handler.rpartition(".")
    if language is None or not module:
        return
    for path in _sources(folder, function, [module + ending for ending in language.endings]):
        if symbol in folder.files[path].symbols:
            address = f"{function.type}.{function.name}"
            title = f"handler {handler} of function {function.name} is defined in {path}"
            expect = SymbolDefined(path, symbol, language.name)
            yield Case(f"files:{address}:{handler}", Family.FILES, title, address, expect, function.position)
            return


def _sources(folder: Folder, function: Resource, names: list[str]) -> Iterator[str]:
    """The files that may hold the handler's code and are really there, by their path from the folder."""
    archive = _archive(folder, function)
    if archive is None:
        return
    by_project_path = {posixpath.normpath(file.path): path for path, file in folder.files.items()}
    single, packed = archive.attributes.get("source_file"), archive.attributes.get("source_dir")
    candidates = [single] if isinstance(single, str) and posixpath.basename(single) in names else []
    if isinstance(packed, str):
        candidates.extend(posixpath.join(packed, name) for name in names)
    for candidate in map(posixpath.normpath, candidates):
        if candidate in by_project_path:
            yield by_project_path[candidate]


def _archive(folder: Folder, function: Resource) -> Resource | None:
    """The archive that packs the function's code, by the reference its `filename` makes."""
    filename = function.attributes.get("filename")
    if not isinstance(filename, Reference):
        return None
    found = (item for item in folder.resources if item.type == _ARCHIVE and item.address == filename.address)
    return next(found, None)
