"""How programs in JavaScript and TypeScript are run: by Node.js."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from scaffold.model.deployments import Entry
from scaffold.readers.observing.exchange import RequestError, table
from scaffold.readers.observing.observed import Limits, Mocks
from scaffold.readers.observing.preparing import Prepared, copy_library

_SCRIPT: Final = Path(__file__).with_name("observe_javascript.js")
_STACKS: Final = Path(__file__).with_name("observe_stacks.js")
#: What has Node.js take the project's sources, whatever is deployed with.
_REGISTER: Final = "register.js.j2"


def prepare(folder: Path, root: Path, entry: Entry, mocks: Mocks, templates: Path, limits: Limits) -> Prepared:
    """Make the folder ready. Raises `RequestError` where Node.js is missing."""
    made = _prepared(folder, root, entry, templates, limits)
    (folder / "support" / "outputs.js").write_text(f"module.exports = {json.dumps(table(mocks))};\n", encoding="utf-8")
    return made


def prepare_stacks(
    folder: Path, root: Path, entry: Entry, packages: Sequence[str], templates: Path, limits: Limits
) -> Prepared:
    """Make the folder ready for a program that synthesises stacks. Raises `RequestError` where Node.js is missing."""
    del packages
    made = _prepared(folder, root, entry, templates, limits)
    shutil.copyfile(templates / "pulumi" / "support" / _REGISTER, folder / "support" / _REGISTER.removesuffix(".j2"))
    shutil.copyfile(_STACKS, folder / _STACKS.name)
    return replace(made, request={**made.request, "platform": entry.platform})


def _prepared(folder: Path, root: Path, entry: Entry, templates: Path, limits: Limits) -> Prepared:
    node = shutil.which("node")
    if node is None:
        raise RequestError("node is not installed")
    support = folder / "support"
    for library in ("programs", entry.platform):
        copy_library(templates / library / "support", support)
    home = (root / entry.home).resolve()
    (support / "home.js").write_text(f"module.exports = {json.dumps(str(home))};\n", encoding="utf-8")
    # The environment is a bare one, but for what the compiler's runner reads.
    (support / "variables.js").write_text("module.exports = { variables: ['NODE_ENV'] };\n", encoding="utf-8")
    shutil.copyfile(_SCRIPT, folder / _SCRIPT.name)
    return Prepared(
        (node, f"--max-old-space-size={limits.megabytes}", str(folder / _SCRIPT.name)),
        {"home": str(root), "module": entry.module, "folder": str((root / entry.folder).resolve())},
        {"NODE_ENV": "test"},
        "heap out of memory",
    )
