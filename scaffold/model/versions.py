"""Versions and the constraints that Terraform puts on them.

Syntax: https://developer.hashicorp.com/terraform/language/expressions/version-constraints. A pre-release counts as the
release that it comes before: it knows what that release knows. Build metadata does not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

_VERSION: Final = r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-[0-9A-Za-z.~-]+)?(?:\+[0-9A-Za-z.-]+)?"
_VERSIONS: Final = re.compile(_VERSION, re.ASCII)
_TERM: Final = re.compile(rf"\s*(=|!=|>=|<=|~>|>|<)?\s*{_VERSION}\s*", re.ASCII)


class Version(NamedTuple):
    """A release; compares as releases do."""

    major: int
    minor: int = 0
    patch: int = 0

    @staticmethod
    def parse(text: str) -> Version | None:
        """`1.10`, `v5.31.0`, `1.10.0-beta2`; nothing where the text is no version."""
        found = _VERSIONS.fullmatch(text.strip())
        return Version(*(int(part or 0) for part in found.groups())) if found else None

    def __str__(self) -> str:
        return ".".join(map(str, self))


_LOWEST: Final = Version(0)


@dataclass(frozen=True, slots=True)
class Constraint:
    """The versions from `first` (included) up to `end` (left out; `None` for no end), without those in `excluded`."""

    first: Version = _LOWEST
    end: Version | None = None
    excluded: frozenset[Version] = frozenset()

    @staticmethod
    def parse(text: str) -> Constraint | None:
        """`>= 1.5, < 2`, `~> 5.0`, `1.9.8`; nothing where the text is no constraint, or empty."""
        terms = [_TERM.fullmatch(term) for term in text.split(",")]
        whole = Constraint()
        for term in terms:
            if term is None:
                return None
            operator, *parts = term.groups()
            whole = whole._narrowed(operator or "=", [int(part) for part in parts if part is not None])
        return whole

    def _narrowed(self, operator: str, parts: list[int]) -> Constraint:
        version = Version(*parts)
        after = version._replace(patch=version.patch + 1)
        if operator == "!=":
            return Constraint(self.first, self.end, self.excluded | {version})
        first, end = {
            "=": (version, after),
            ">=": (version, None),
            ">": (after, None),
            "<=": (_LOWEST, after),
            "<": (_LOWEST, version),
            "~>": (version, _next_but_last(version, len(parts))),
        }[operator]
        ends = [each for each in (self.end, end) if each is not None]
        return Constraint(max(self.first, first), min(ends, default=None), self.excluded)

    def guarantees(self, version: str) -> bool:
        """Whether every admitted version is this one or a later one; no if there is none. Raises `ValueError`."""
        lowest = self._lowest(_LOWEST)
        return lowest is not None and lowest >= _version(version)

    def admits_below(self, version: str) -> bool:
        """Whether some version before this one is admitted. Raises `ValueError`."""
        lowest = self._lowest(_LOWEST)
        return lowest is not None and lowest < _version(version)

    def admits_from(self, version: str) -> bool:
        """Whether this version or some later one is admitted. Raises `ValueError`."""
        return self._lowest(_version(version)) is not None

    def admits(self, version: str) -> bool:
        """Whether exactly this version is admitted. Raises `ValueError`."""
        exact = _version(version)
        return self._lowest(exact) == exact

    def _lowest(self, start: Version) -> Version | None:
        """The lowest admitted version that is not before `start`, taking every patch number for a release."""
        found = max(self.first, start)
        while found in self.excluded:
            found = found._replace(patch=found.patch + 1)
        return found if self.end is None or found < self.end else None


def _next_but_last(version: Version, parts: int) -> Version:
    """Where `~>` ends: only the last part that is written may grow, and of `~> 5` the parts that are not."""
    if parts == 3:
        return Version(version.major, version.minor + 1)
    return Version(version.major + 1)


def _version(text: str) -> Version:
    version = Version.parse(text)
    if version is None:
        raise ValueError(f"{text} is no version")
    return version
