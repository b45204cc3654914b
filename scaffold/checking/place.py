"""Where the cache is, and what shows that it was written there."""

from __future__ import annotations

import os
from pathlib import Path

from scaffold.watching import signature

CACHE_PATH = ".scaffold/cache.json"
VERSION = 1
#: A file that is there for as long as the suites are. Its place on the disk and its times show that a cache was written
#: here: one that came with a copy of the project proves nothing, whatever it says.
WITNESS = ".scaffold/.gitignore"


def proof(out: Path) -> list[int]:
    """What shows that a cache was written beside these suites, and did not come with them; empty where nothing does."""
    return list(signature(os.path.abspath(out / WITNESS)))
