"""Whether what a stack uses is there in all versions of Terraform and OpenTofu that it is meant for, as CDK Terrain
checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tree.nodes import internal_context
from scaffold.readers.cdktf.tree.place import Place
from scaffold.readers.cdktf.tree.tables import entries
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

Version = tuple[int, int, int]
#: The versions that a project is meant for where it does not say.
_DEFAULT: Final[Mapping[str, Version]] = {"terraform": (1, 5, 7), "opentofu": (1, 6, 0)}
#: The first versions that have something.
LOCK_FILES: Final[Mapping[str, Version]] = {"terraform": (1, 10, 0), "opentofu": (1, 10, 0)}
EPHEMERAL: Final[Mapping[str, Version]] = {"terraform": (1, 10, 0), "opentofu": (1, 11, 0)}
WRITE_ONLY: Final[Mapping[str, Version]] = {"terraform": (1, 11, 0), "opentofu": (1, 11, 0)}
_LOWEST: Final = re.compile(r"^(?:>=|\^|~|=|v)?\s*v?([0-9]+)(?:\.([0-9x*]+))?(?:\.([0-9x*]+))?")


def _lowest(range_: str) -> Version | None:
    """The lowest version of a range; `None` where it has none, or is not understood."""
    found = []
    for way in range_.split("||"):
        match = _LOWEST.match(way.strip())
        if match is None:
            return None
        major, minor, patch = (int(part) if part and part.isdecimal() else 0 for part in match.groups())
        found.append((major, minor, patch))
    return min(found, default=None)


def requires(host: Place, what: str, first: Mapping[str, Version]) -> Callable[[Machine, int], list[str]]:
    """The validation that something is in all versions that a project is meant for, given the first that have it."""

    def validation(machine: Machine, at: int) -> list[str]:
        if not tokens_of(host.run).terrain:
            return []
        given = internal_context(host, "targetVersions")
        targets: Mapping[str, Any] = _DEFAULT
        if given is not UNDEFINED:
            ranges = entries(machine, given, at) if isinstance(given, Object) else {}
            known = {name: range_ for name, range_ in ranges.items() if isinstance(range_, str)}
            if not known or set(known) - set(_DEFAULT) or len(known) < len(ranges):
                return ["The versions that the project is meant for are not understood"]
            targets = {name: _lowest(range_) for name, range_ in known.items()}
        late = [name for name, version in targets.items() if name not in first or version is None]
        late += [name for name, version in targets.items() if name in first and version and version < first[name]]
        return [
            f"{what} is not in all versions of {name} that the project is meant for" for name in dict.fromkeys(late)
        ]

    return validation


def lock_file(backend: Place, props: Any, machine: Machine) -> None:
    """A backend locks its state with a file beside it, if its options say so."""
    if entries(machine, props).get("useLockfile") is True:
        backend.validations.append(requires(backend, "Locking a state in S3", LOCK_FILES))
