"""Where the built-in templates are."""

from __future__ import annotations

import functools
from pathlib import Path

#: What the file of a template ends in.
SUFFIX = ".j2"
#: What the name of an original begins with, whatever stands over it.
BUILTIN = "builtin"


@functools.cache
def builtin_folder() -> Path:
    """The folder of the built-in templates: in the package once it is installed, else beside it in the repository."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"
