"""How programs in Python are run: by the interpreter of the project's virtual environment, or one that has Pulumi."""

from __future__ import annotations

import os
import posixpath
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scaffold.model.deployments import Entry
from scaffold.readers.declarations.python import environments
from scaffold.readers.observing.exchange import RequestError, table
from scaffold.readers.observing.observed import Limits, Mocks
from scaffold.readers.observing.preparing import Prepared, copy_library
from scaffold.readers.programs.project_files import ProjectFiles
from scaffold.readers.pulumi.project_yaml import read_yaml, virtual_environment

_SCRIPT: Final = Path(__file__).with_name("observe_python.py")
#: The support library's package, under a name that no module of a program has.
_SUPPORT: Final = "observed_support"
_LIBRARIES: Final = ("programs/python-support", "programs/python", "pulumi-python/support", "pulumi-python/python")
_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")
_INTERPRETERS: Final = ("bin/python", "bin/python3", "Scripts/python.exe")
_HAS_PULUMI: Final = "import importlib.util as i, sys; sys.exit(i.find_spec('pulumi') is None)"
_SECONDS: Final = 20


def prepare(folder: Path, root: Path, entry: Entry, mocks: Mocks, templates: Path, limits: Limits) -> Prepared:
    """Make the folder ready. Raises `RequestError` where no Python has Pulumi's SDK."""
    project = _project(root, entry)
    named = virtual_environment(project)
    interpreter = _interpreter(root, entry, (named,) if named else ())
    support = folder / _SUPPORT
    for library in _LIBRARIES:
        copy_library(templates / library, support)
    facts = table(mocks)
    lines = (f"{name.upper()} = {facts[name]!r}\n" for name in ("region", "outputs", "answers"))
    (support / "outputs.py").write_text("".join(lines), encoding="utf-8")
    home = (root / entry.home).resolve()
    (support / "home.py").write_text(f"from pathlib import Path\n\nHOME = Path({str(home)!r})\n", encoding="utf-8")
    shutil.copyfile(_SCRIPT, folder / _SCRIPT.name)
    base = (root / entry.folder).resolve()
    return Prepared(
        (str(interpreter), "-B", "-s", str(folder / _SCRIPT.name)),
        {
            "folder": str(base),
            "module": os.path.relpath(root / entry.module, base).replace(os.sep, "/"),
            "main": _main(project, base),
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


def _interpreter(root: Path, entry: Entry, named: tuple[str, ...]) -> Path:
    """The interpreter of the nearest virtual environment that has Pulumi's SDK, else one on the path that has it."""
    for environment in environments.environments(root, Path(entry.folder), named):
        if any((site / "pulumi").is_dir() for site in environments.sites(environment)):
            found = next((environment / name for name in _INTERPRETERS if (environment / name).is_file()), None)
            if found is not None:
                return found
    for path in _on_path():
        done = subprocess.run([path, "-c", _HAS_PULUMI], capture_output=True, timeout=_SECONDS, check=False)
        if done.returncode == 0:
            return Path(path)
    raise RequestError(
        "no Python that has Pulumi's SDK: there is none in a virtual environment of the project (.venv, venv, env, or "
        "the one that Pulumi.yaml names), and python3 on the path cannot import pulumi"
    )


def _on_path() -> Iterator[str]:
    found = (shutil.which(name) for name in ("python3", "python"))
    yield from dict.fromkeys(path for path in found if path is not None)
