"""Asks Terraform itself about all that is synthesised, where `VALIDATE_WITH` names it (`terraform`, `tofu`).

It needs its providers for that, which it may have to download; nothing else of these tests does.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .program import synthesised
from .results import Settings
from .synthesis import ALL

BINARY = shutil.which(os.environ.get("VALIDATE_WITH", "")) or ""


def accepts_all() -> None:
    """Checks every program that this session's tests synthesise, unless it is refused."""
    said = [each for app in ALL if not app.failure() for each in _said(app.settings)]
    assert not said, "\n".join(dict.fromkeys(said))


def _said(settings: Settings) -> Iterator[str]:
    with synthesised(settings) as apps:
        for _, place in apps:
            for folder in sorted(place.glob("stacks/*")):
                yield from (f"{folder.name}: {each}" for each in _errors(folder))


def _errors(folder: Path) -> list[str]:
    """What Terraform finds wrong with the configuration in a folder."""
    made = _run(folder, "init", "-backend=false", "-input=false", "-no-color")
    if made.returncode:
        return [made.stderr or made.stdout]
    found = json.loads(_run(folder, "validate", "-json").stdout)["diagnostics"]
    return [f"{each['summary']}: {each.get('detail', '')}" for each in found if each["severity"] == "error"]


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BINARY, *arguments], cwd=folder, capture_output=True, text=True, check=False)
