"""Whether the templates that come with a project may be used, and whether they stay within it.

Only the user can say so, by a flag or in a file of theirs: what a project says of itself counts for nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.model.position import Position

KEY = "trust_project_templates"


def user_configuration() -> Path:
    """The user's own configuration file, whether it is there or not: where the system keeps such files."""
    given = os.environ.get("XDG_CONFIG_HOME", "")
    if os.path.isabs(given):
        return Path(given) / "scaffold" / "config.toml"
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home) / "scaffold" / "config.toml"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "scaffold" / "config.toml"
    return home / ".config" / "scaffold" / "config.toml"


def trusts_projects(root: Path) -> bool:
    """Whether the user's own configuration says that projects' templates are trusted.

    A file inside the project at `root` is not the user's, whatever the environment says. Raises `RefusedError` for a
    file that cannot be used.
    """
    file = user_configuration()
    if not file.is_file() or file.resolve().is_relative_to(root.resolve()):
        return False
    table = _read(file)
    for key in table:
        if key != KEY:
            raise _unusable(file, key, f"unknown setting {key!r}", f"There is {KEY}.")
    value = table.get(KEY, False)
    if not isinstance(value, bool):
        raise _unusable(file, KEY, f"{KEY} must be true or false", f"Write {KEY} = true.")
    return value


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _unusable(file, "", f"cannot be read as TOML: {error}", "Correct the file.") from error


def _unusable(file: Path, key: str, summary: str, hint: str) -> RefusedError:
    line = 1
    if key:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        line = next((at for at, text in enumerate(lines, 1) if text.lstrip(" [\"'").startswith(key)), 1)
    return RefusedError(Diagnostic(Severity.ERROR, "bad-settings", summary, Position(str(file), line), hint=hint))


def refuse_unsafe(folder: Path, root: Path, whose: str = "project") -> None:
    """Raise `RefusedError` where the templates in `folder` of what stands at `root` lead out of it.

    A link may lead to another place in the folder, and there must be nothing but folders and regular files. `whose`
    says to people what stands at `root`.
    """
    if not folder.resolve().is_relative_to(root.resolve()):
        raise _leading(folder, whose)
    inside = folder.resolve()
    for place, folders, files in os.walk(folder):
        for name in sorted((*folders, *files)):
            path = Path(place, name)
            if path.is_symlink() and not path.resolve().is_relative_to(inside):
                raise _leading(path, whose)
            if path.exists() and not path.is_dir() and not path.is_file():
                raise _refused(path, "is neither a folder nor a file", whose)


def _leading(path: Path, whose: str) -> RefusedError:
    return _refused(path, f"leads out of the {whose}'s templates", whose)


def _refused(path: Path, what: str, whose: str) -> RefusedError:
    summary = f"the {whose}'s templates are not used: {path} {what}"
    without = ", or go without --trust-project-templates" if whose == "project" else ""
    hint = f"Replace the link by what it leads to{without}."
    return RefusedError(Diagnostic(Severity.ERROR, "unsafe-templates", summary, hint=hint))
