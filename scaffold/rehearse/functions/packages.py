"""What functions are deployed with, as folders that they run in."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from scaffold.model.functions import Function
from scaffold.rehearse.environment import clean
from scaffold.rehearse.run import upwards

#: Where a project keeps its interpreter.
_ENVIRONMENTS = (".venv", "venv", ".env", "env")
_LARGEST = 500_000_000


class NotPackedError(Exception):
    """The package is not known here; the message says why."""


def packed(
    functions: Sequence[Function], root: Path, place: Path, made: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The functions that were made, each with its package in a folder of its own below `place`, as the emulator is told
    of them. `made` are the attributes of all resources by address; `reason` says why one does not run.
    """
    found = []
    for at, function in enumerate(functions):
        arn = str(made.get(function.address, {}).get("arn", ""))
        parts = arn.split(":")
        if len(parts) < 7:
            continue
        known: dict[str, Any] = {
            "name": parts[6],
            "region": parts[3],
            "address": function.address,
            "handler": function.handler,
            "language": function.language,
            "title": function.title,
            "folder": str(place / f"{at + 1}-{re.sub(r'[^A-Za-z0-9_-]', '-', parts[6])}"),
        }
        try:
            folder = Path(known["folder"])
            _unpack(function, root, folder)
            known["interpreter"] = _interpreter(function, root)
            _link(place, root, root / function.project, _code_folder(function, root))
            _check(function, folder, known["interpreter"])
        except (NotPackedError, OSError, zipfile.BadZipFile) as error:
            known["reason"] = str(error)
        found.append(known)
    return found


def _unpack(function: Function, root: Path, folder: Path) -> None:
    package = function.package
    if not package.files:
        raise NotPackedError(package.reason or f"nothing is known of its package ({package.kind})")
    _built(function)
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in package.files.items():
        target = _inside(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.text is not None:
            target.write_text(file.text, encoding="utf-8")
            continue
        source = _inside(root, file.source)
        if not source.is_file():
            raise NotPackedError(f"{file.source}, which is packaged, is not there")
        if package.kind == "zip" and zipfile.is_zipfile(source):
            _extract(source, folder)
            return
        shutil.copyfile(source, target)


def _built(function: Function) -> None:
    """Say that TypeScript is packed as what is made of it, where only its source is there."""
    base, files = function.handler.rpartition("/")[2].partition(".")[0], function.package.files
    folder = function.handler.rpartition("/")[0]
    place = f"{folder}/{base}".strip("/")
    if function.language == "javascript" and not any(f"{place}{end}" in files for end in (".js", ".mjs", ".cjs")):
        for end in (".ts", ".mts", ".cts"):
            if f"{place}{end}" in files:
                raise NotPackedError(f"{place}{end} has to be compiled before it is packed")


def _inside(folder: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise NotPackedError(f"{name} leads out of {folder.name}")
    return folder / path


def _extract(source: Path, folder: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        if sum(each.file_size for each in archive.infolist()) > _LARGEST:
            raise NotPackedError(f"{source.name} is larger than a package may be")
        for each in archive.infolist():
            if not each.is_dir():
                target = _inside(folder, each.filename)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(each))


def _code_folder(function: Function, root: Path) -> Path:
    return root / (function.package.folder or function.project)


def _link(place: Path, *starts: Path) -> None:
    """Let functions find the project's own Node packages, as those that the managed runtime has."""
    link = place / "node_modules"
    found = next((each for folder in upwards(*starts) if (each := folder / "node_modules").is_dir()), None)
    if found is not None and not link.exists():
        link.symlink_to(found.resolve(), target_is_directory=True)


def _check(function: Function, folder: Path, interpreter: str) -> None:
    """Say which packages are not here that a layer or an installation brings. What nothing brings is no such thing:
    the function does not load in the cloud either, and is run to show it."""
    wanted = [
        each
        for each in (function.code.dependencies if function.code else ())
        if each.kind == "package" and not (each.packaged or each.optional) and (each.declared or function.layers)
    ]
    if function.language == "javascript":
        places = (folder / "node_modules", folder.parent / "node_modules")
        missing = [each.name for each in wanted if not any((place / each.name).exists() for place in places)]
    else:
        there = _importable(interpreter, tuple(sorted({each.module.partition(".")[0] for each in wanted})))
        missing = [each.name for each in wanted if each.module.partition(".")[0] not in there]
    if missing:
        names = ", ".join(sorted(set(missing)))
        raise NotPackedError(f"{names} {'are' if len(set(missing)) > 1 else 'is'} not installed here")


@cache
def _importable(python: str, modules: tuple[str, ...]) -> frozenset[str]:
    """Those of these modules that an interpreter finds."""
    if not modules:
        return frozenset()
    program = "import importlib.util, sys\nfor name in sys.argv[1:]:\n  if importlib.util.find_spec(name): print(name)"
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        asked = [python, "-c", program, *modules]
        done = subprocess.run(asked, env=clean("us-east-1"), capture_output=True, timeout=60, check=False, text=True)
        return frozenset(done.stdout.split())
    return frozenset()


def _interpreter(function: Function, root: Path) -> str:
    if function.language == "javascript":
        node = shutil.which("node")
        if node is None:
            raise NotPackedError("node is not installed")
        return node
    if function.language == "python":
        return next(_pythons(_code_folder(function, root).resolve()))
    raise NotPackedError(f"{function.runtime or 'its runtime'} is not run in a rehearsal")


def _pythons(folder: Path) -> Iterator[str]:
    """The project's own interpreter where it has the SDK, and ours."""
    for around in upwards(folder):
        for name in _ENVIRONMENTS:
            path = around / name / "bin" / "python"
            if path.is_file() and _has_sdk(str(path)):
                yield str(path)
    yield sys.executable


@cache
def _has_sdk(python: str) -> bool:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        asked = [python, "-c", "import boto3"]
        return (
            subprocess.run(asked, env=clean("us-east-1"), capture_output=True, timeout=60, check=False).returncode == 0
        )
    return False
