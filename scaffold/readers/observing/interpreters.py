"""The Python that a program runs with: that of the project's virtual environment, or one on the path."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scaffold.model.deployments import Entry
from scaffold.readers.declarations.python import environments
from scaffold.readers.observing.exchange import RequestError

_INTERPRETERS: Final = ("bin/python", "bin/python3", "Scripts/python.exe")
_HAS: Final = "import importlib.util as i, sys; sys.exit(not any(i.find_spec(name) for name in sys.argv[1:]))"
_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Library:
    """What an interpreter has to have: one of these packages. `name` is what people call it, `where` where a virtual
    environment may be named."""

    name: str
    packages: tuple[str, ...]
    where: str = ""


def interpreter(root: Path, entry: Entry, named: tuple[str, ...], library: Library) -> Path:
    """The interpreter of the nearest virtual environment that has a library, else one on the path that has it. Raises
    `RequestError` where there is none."""
    for environment in environments.environments(root, Path(entry.folder), named):
        if any((site / package).is_dir() for site in environments.sites(environment) for package in library.packages):
            found = next((environment / name for name in _INTERPRETERS if (environment / name).is_file()), None)
            if found is not None:
                return found
    for path in _on_path():
        done = subprocess.run([path, "-c", _HAS, *library.packages], capture_output=True, timeout=_SECONDS, check=False)
        if done.returncode == 0:
            return Path(path)
    others = f", or the one that {library.where} names" if library.where else ""
    raise RequestError(
        f"no Python that has {library.name}: there is none in a virtual environment of the project (.venv, venv, env"
        f"{others}), and python3 on the path cannot import {' or '.join(library.packages)}"
    )


def _on_path() -> Iterator[str]:
    found = (shutil.which(name) for name in ("python3", "python"))
    yield from dict.fromkeys(path for path in found if path is not None)
