"""The files and folders that a configuration names, with the names that source files define."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffold.model.project import Resource, SourceFile
from scaffold.readers.terraform.files import ProjectFiles
from scaffold.readers.terraform.session import join

#: Attributes that name a file or folder, by resource type. What is built later (a zip) counts only where it is there.
_NAMES_FILE = {
    "archive_file": ("source_file", "source_dir"),
    "aws_lambda_function": ("filename",),
    "aws_lambda_layer_version": ("filename",),
    "aws_s3_object": ("source",),
    "aws_s3_bucket_object": ("source",),
}
_SOURCE = (".py", ".js", ".mjs", ".cjs", ".ts")
MAX_SOURCE = 2 * 1024 * 1024
MAX_LISTED = 200
_EXPORTS = re.compile(
    r"^(?:module\.)?exports\.(\w+)\s*=|^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|let|var|class)\s+(\w+)",
    re.MULTILINE,
)
_EXPORT_LISTS = re.compile(r"^(?:module\.exports\s*=|export)\s*\{([^}]*)\}", re.MULTILINE)


def note_resource_files(files: ProjectFiles, resources: Iterable[Resource]) -> None:
    """Remember the files that resources name in their attributes."""
    for resource in resources:
        for attribute in _NAMES_FILE.get(resource.type, ()):
            path = resource.attributes.get(attribute)
            if isinstance(path, str) and path:
                files.place = resource.position
                files.folder = join(resource.position.file, "..")
                if resource.type == "archive_file" or _kind(files, join(files.session.base, path)):
                    files.note(path)


def referred_files(files: ProjectFiles, folder: str) -> tuple[SourceFile, ...]:
    """What the module in this folder names, sorted by path; the source files of named folders included."""
    found: dict[str, SourceFile] = {}
    for (module, path), place in files.seen.items():
        if module != folder:
            continue
        kind = _kind(files, path)
        found[path] = SourceFile(path, bool(kind), place, tuple(_symbols(files, path)) if kind == "file" else ())
        if kind == "folder":
            for inner in _sources_in(files, path):
                found.setdefault(inner, SourceFile(inner, True, place, tuple(_symbols(files, inner))))
    return tuple(found[path] for path in sorted(found))


def _kind(files: ProjectFiles, path: str) -> str:
    """`file`, `folder`, or empty where there is nothing inside the project: an empty file holds nothing either."""
    if not files.session.inside(path):
        return ""
    real = files.session.root / path
    try:
        if real.is_file():
            return "file" if real.stat().st_size else ""
        return "folder" if real.is_dir() else ""
    except OSError:  # a name that is too long, a folder that may not be searched
        return ""


def _sources_in(files: ProjectFiles, path: str) -> Iterator[str]:
    names = sorted(entry.name for entry in (files.session.root / path).iterdir() if entry.suffix in _SOURCE)
    for name in names[:MAX_LISTED]:
        if _kind(files, f"{path}/{name}") == "file":
            yield f"{path}/{name}"


def _symbols(files: ProjectFiles, path: str) -> list[str]:
    """The names that a source file defines (Python) or exports (JavaScript), read as text; none where it has errors."""
    real: Path = files.session.root / path
    if real.suffix not in _SOURCE or real.stat().st_size > MAX_SOURCE:
        return []
    text = real.read_text(errors="replace")
    names = _python_symbols(text) if real.suffix == ".py" else _javascript_symbols(text)
    return sorted(set(names))


def _python_symbols(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _javascript_symbols(text: str) -> Iterator[str]:
    for found in _EXPORTS.finditer(text):
        yield found[1] or found[2]
    for found in _EXPORT_LISTS.finditer(text):
        for item in found[1].split(","):
            name = re.split(r"\bas\b|:", item)[-1 if " as " in item else 0].strip()
            if name.isidentifier():
                yield name
