"""How programs in Python are run: by the interpreter of the project's virtual environment, or one that has Pulumi."""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.readers.observing.exchange import table
from scaffold.readers.observing.interpreters import Library, interpreter
from scaffold.readers.observing.observed import Limits, Mocks
from scaffold.readers.observing.preparing import Prepared, copy_library
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.pulumi.project_yaml import read_yaml, virtual_environment

_SCRIPT: Final = Path(__file__).with_name("observe_python.py")
_STACKS: Final = Path(__file__).with_name("observe_stacks.py")
#: The support library's package, under a name that no module of a program has.
_SUPPORT: Final = "observed_support"
_LIBRARIES: Final = ("programs/python-support", "programs/python", "pulumi-python/support", "pulumi-python/python")
_OF_STACKS: Final = ("programs/python-support", "programs/python", "cdktf-python/support")
_CDKTF: Final = ("cdktf", "cdktn")
_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")
_SDK: Final = Library("Pulumi's SDK", ("pulumi",), "Pulumi.yaml")


def prepare(folder: Path, root: Path, entry: Entry, mocks: Mocks, templates: Path, limits: Limits) -> Prepared:
    """Make the folder ready. Raises `RequestError` where no Python has Pulumi's SDK."""
    project = _project(root, entry)
    named = virtual_environment(project)
    found = interpreter(root, entry, (named,) if named else (), _SDK)
    support = folder / _SUPPORT
    for library in _LIBRARIES:
        copy_library(templates / library, support)
    facts = table(mocks)
    lines = (f"{name.upper()} = {facts[name]!r}\n" for name in ("region", "outputs", "answers"))
    (support / "outputs.py").write_text("".join(lines), encoding="utf-8")
    shutil.copyfile(_SCRIPT, folder / _SCRIPT.name)
    made = _prepared(folder, root, entry, found, limits)
    return replace(made, request={**made.request, "main": _main(project, (root / entry.folder).resolve())})


def prepare_stacks(
    folder: Path, root: Path, entry: Entry, packages: Sequence[str], templates: Path, limits: Limits
) -> Prepared:
    """Make the folder ready for a program that synthesises stacks with one of these packages. Raises `RequestError`
    where no Python has it."""
    wanted = tuple(name for name in packages if name in _CDKTF) or _CDKTF
    found = interpreter(root, entry, (), Library("CDKTF", wanted))
    support = folder / _SUPPORT
    for library in _OF_STACKS:
        copy_library(templates / library, support)
    (support / "library.py").write_text(f"LIBRARY = {wanted[0]!r}\n", encoding="utf-8")
    for script in (_SCRIPT, _STACKS):
        shutil.copyfile(script, folder / script.name)
    made = _prepared(folder, root, entry, found, limits)
    return replace(
        made,
        command=(*made.command[:-1], str(folder / _STACKS.name)),
        request={**made.request, "main": ".", "library": wanted[0]},
    )


def _prepared(folder: Path, root: Path, entry: Entry, found: Path, limits: Limits) -> Prepared:
    home = (root / entry.home).resolve()
    text = f"from pathlib import Path\n\nHOME = Path({str(home)!r})\n"
    (folder / _SUPPORT / "home.py").write_text(text, encoding="utf-8")
    (folder / _SUPPORT / "variables.py").write_text("VARIABLES = ()\n", encoding="utf-8")
    base = (root / entry.folder).resolve()
    return Prepared(
        (str(found), "-B", "-s", str(folder / _SCRIPT.name)),
        {
            "folder": str(base),
            "module": os.path.relpath(root / entry.module, base).replace(os.sep, "/"),
            "root": str(root),
            "megabytes": limits.megabytes,
        },
        {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
        "MemoryError",
    )


def _project(root: Path, entry: Entry) -> Mapping[str, Any]:
    """What stands in the entry's Pulumi.yaml."""
    files = ProjectFiles(root)
    paths = [posixpath.normpath(posixpath.join(entry.folder, name)) for name in _PROJECT_FILES]
    there = next((path for path in paths if files.is_file(path)), None)
    return (read_yaml(files, there, []) if there else None) or {}


def _main(project: Mapping[str, Any], folder: Path) -> str:
    """The folder of the program, from which its imports begin."""
    main = project.get("main")
    if not isinstance(main, str):
        return "."
    return main if (folder / main).is_dir() else posixpath.dirname(main) or "."
