"""The list of the files that are ours: path to the SHA-256 of what we last wrote there.

It lives in `.scaffold/manifest.json` under the output root and is meant to be committed with the suites: a file that is
listed and still has its hash may be rewritten, any other file belongs to a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from scaffold.output.errors import OutputError
from scaffold.output.paths import safe_path

#: Path relative to the output root (forward slashes) to a hexadecimal SHA-256.
Manifest: TypeAlias = Mapping[str, str]

MANIFEST_PATH = ".scaffold/manifest.json"
_VERSION = 1


class ManifestError(Exception):
    """The manifest is there but cannot be understood; the message says why."""


def load_manifest(root: Path) -> Manifest:
    """The manifest under `root`, empty when there is none.

    Raises `ManifestError` when it is not what we write, `OutputError` when it stands outside `root`.
    """
    try:
        document = json.loads(safe_path(root, MANIFEST_PATH).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise OutputError(f"cannot read {MANIFEST_PATH}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ManifestError("it is not valid JSON") from error
    files = document.get("files") if isinstance(document, dict) else None
    if not isinstance(files, dict) or document.get("version") != _VERSION:
        raise ManifestError(f"it is not a manifest of version {_VERSION}")
    return {path: str(value) for path, value in files.items()}


def spell_manifest(manifest: Manifest) -> str:
    """The manifest as text: sorted, one file a line, so that merges of branches stay readable."""
    return json.dumps({"version": _VERSION, "files": dict(sorted(manifest.items()))}, indent=2) + "\n"
