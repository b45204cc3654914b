"""Names of suites, fit for file names."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 80
#: File names that Windows keeps for itself.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")


def suite_name(way: str, taken: set[str]) -> str:
    """A name for files from the way to a folder: lower-case letters, digits and hyphens, and nobody else's."""
    words = "root" if way == "." else re.sub(r"[^a-z0-9]+", "-", way.lower()).strip("-") or "module"
    if _RESERVED.match(words):
        words = f"{words}-module"
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rstrip('-')}-{hashlib.sha256(way.encode('utf-8', 'replace')).hexdigest()[:8]}"
    name, count = words, 1
    while name in taken:
        count += 1
        name = f"{words}-{count}"
    taken.add(name)
    return name


def again(name: str, seen: dict[str, int]) -> str:
    """`name`, or with a number behind it where it has been seen before."""
    count = seen[name] = seen.get(name, 0) + 1
    if count == 1:
        return name
    numbered = f"{name} ({count})"
    return again(numbered, seen) if numbered in seen else numbered
