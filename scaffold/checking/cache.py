"""What was generated last, and from what: as long as none of it changes, generating again would change nothing.

`.scaffold/cache.json` holds digests of everything that the last `generate` looked at. It is of one machine and is not
committed; whatever does not fit it, or cannot be known, only means that a check has to generate.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold.checking import fingerprint
from scaffold.checking.place import load
from scaffold.checking.standing import Standing, from_data
from scaffold.watching import kind, names_in

if TYPE_CHECKING:
    from scaffold.config import Settings


def remembered(root: Path, settings: Settings) -> Standing | None:
    """What there is to say of the suites, if it is sure that generating would change nothing; else nothing.

    Nothing is generated for it, and nothing written.
    """
    out = settings.out or root
    data = load(out)
    if data is None:
        return None
    try:
        return from_data(data["standing"]) if _holds(data, root, settings) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


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
