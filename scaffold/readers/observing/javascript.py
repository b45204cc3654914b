"""How programs in JavaScript and TypeScript are run: by Node.js."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

from scaffold.model.deployments import Entry
from scaffold.readers.observing.exchange import RequestError, table
from scaffold.readers.observing.observed import Limits, Mocks
from scaffold.readers.observing.preparing import Prepared, copy_library

_SCRIPT: Final = Path(__file__).with_name("observe_javascript.js")
_LIBRARIES: Final = ("programs", "pulumi")


def prepare(folder: Path, root: Path, entry: Entry, mocks: Mocks, templates: Path, limits: Limits) -> Prepared:
    """Make the folder ready. Raises `RequestError` where Node.js is missing."""
    node = shutil.which("node")
    if node is None:
        raise RequestError("node is not installed")
    support = folder / "support"
    for library in _LIBRARIES:
        copy_library(templates / library / "support", support)
    home = (root / entry.home).resolve()
    (support / "outputs.js").write_text(f"module.exports = {json.dumps(table(mocks))};\n", encoding="utf-8")
    (support / "home.js").write_text(f"module.exports = {json.dumps(str(home))};\n", encoding="utf-8")
    shutil.copyfile(_SCRIPT, folder / _SCRIPT.name)
    return Prepared(
        (node, f"--max-old-space-size={limits.megabytes}", str(folder / _SCRIPT.name)),
        {"home": str(root), "module": entry.module, "folder": str((root / entry.folder).resolve())},
        {"NODE_ENV": "test"},
        "heap out of memory",
    )
