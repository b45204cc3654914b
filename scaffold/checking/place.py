"""The cache on the disk, and what shows that it was written there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from scaffold.watching import signature

CACHE_PATH = ".scaffold/cache.json"
VERSION = 1
#: A file that is there for as long as the suites are. Its place on the disk and its times show that a cache was written
#: here: one that came with a copy of the project proves nothing, whatever it says.
WITNESS = ".scaffold/.gitignore"
#: The largest cache that is read, in bytes.
_LARGEST = 64 * 1024 * 1024


def proof(out: Path) -> list[int]:
    """What shows that a cache was written beside these suites, and did not come with them; empty where nothing does."""
    return list(signature(os.path.abspath(out / WITNESS)))


def load(out: Path) -> dict[str, Any] | None:
    """The cache of these suites, if there is one that was written here."""
    place = os.path.join(os.path.realpath(out), *CACHE_PATH.split("/"))
    try:
        if os.path.realpath(place) != place or not os.path.isfile(place) or os.path.getsize(place) > _LARGEST:
            return None
        with open(place, "rb") as file:
            data = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return None
    # Before anything else of it is believed: no path in a cache of somebody else is opened.
    shown = proof(out)
    ours = isinstance(data, dict) and data.get("version") == VERSION and shown and data.get("proof") == shown
    return data if ours else None
