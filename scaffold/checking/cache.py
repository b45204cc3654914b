"""What was generated last, and from what: as long as none of it changes, generating again would change nothing.

`.scaffold/cache.json` holds digests of everything that the last `generate` looked at. It is of one machine and is not
committed; whatever does not fit it, or cannot be known, only means that a check has to generate.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold.checking import fingerprint
from scaffold.checking.standing import Standing, from_data
from scaffold.watching import Seen, kind, names_in, signature, watched

if TYPE_CHECKING:
    from scaffold.config import Settings
    from scaffold.pipeline import Outcome

CACHE_PATH = ".scaffold/cache.json"
VERSION = 1
#: A file that is there for as long as the suites are. Its place on the disk and its times show that a cache was written
#: here: one that came with a copy of the project proves nothing, whatever it says.
WITNESS = ".scaffold/.gitignore"
#: The largest cache that is read, in bytes.
_LARGEST = 64 * 1024 * 1024


@dataclass(slots=True)
class Memory:
    """What is to be remembered of one run of `generate`."""

    root: Path
    settings: Settings
    seen: Seen = field(default_factory=Seen)

    def keep(self, outcome: Outcome) -> bool:
        """Write down what the run depended on, below the output root; whether that is enough to know when it changes.

        To be called when all is written. Nothing is kept where a doubt is left, or nothing can be written.
        """
        from scaffold.checking.keeping import keep

        return keep(self.root, self.settings, self.seen, outcome)


@contextlib.contextmanager
def remembering(root: Path, settings: Settings) -> Iterator[Memory]:
    """Take note of all that is looked at in the block, in which the suites of the project at `root` are generated."""
    with watched() as seen:
        yield Memory(root, settings, seen)


def remembered(root: Path, settings: Settings) -> Standing | None:
    """What there is to say of the suites, if it is sure that generating would change nothing; else nothing.

    Nothing is generated for it, and nothing written.
    """
    out = settings.out or root
    data = _load(out)
    if data is None:
        return None
    try:
        return from_data(data["standing"]) if _holds(data, root, settings) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def proof(out: Path) -> list[int]:
    """What shows that a cache was written beside these suites, and did not come with them."""
    return list(signature(os.path.abspath(out / WITNESS)))


def _load(out: Path) -> dict[str, Any] | None:
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
    return (
        data if isinstance(data, dict) and data.get("version") == VERSION and shown and data["proof"] == shown else None
    )


def _holds(data: dict[str, Any], root: Path, settings: Settings) -> bool:
    """Whether all is as it was, what changes most often first."""
    whole = set(data["whole"])
    return (
        fingerprint.of_settings(root, settings) in data["settings"]
        and all(fingerprint.of_content(path) == digest for path, digest in data["outputs"].items())
        and all(fingerprint.of_content(path) == digest for path, digest in data["files"].items())
        and all(
            fingerprint.of_names(names_in(path), path in whole) == digest for path, digest in data["folders"].items()
        )
        and all(kind(path) == was for path, was in data["places"].items())
        and (fingerprint.of_installation() == data["installation"] or fingerprint.of_program() == data["program"])
        and all(fingerprint.of_tree(path) == digest for path, digest in data["trees"].items())
    )
