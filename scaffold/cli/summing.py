"""Many diagnostics that say the same of different things, as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scaffold.diagnostics import Diagnostic

#: More of a kind than this are counted and not shown one by one.
FEW = 5
#: What is said of many, by code: a sentence with their number, and what to try.
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "not-tried": ("{} rules and flags are not tried by any run", "See them with -v."),
    "orphan": (
        "{} tests are not generated any more",
        "See them with -v; --prune removes those that nobody edited, and goes by the options of this run.",
    ),
    "renamed": ("{} tests go on under another name", "See them with -v."),
    "edited-outdated": ("{} edited tests are kept though what they were made from has changed", "See them with -v."),
}


def summed_up(found: Iterable[Diagnostic], *, verbose: bool = False) -> list[Diagnostic]:
    """The diagnostics in order, with one for each code and file of which there are many, at the first one's place."""
    every = list(found)
    if verbose:
        return every
    kinds: dict[tuple[str, str], list[Diagnostic]] = {}
    for each in every:
        kinds.setdefault(_kind(each), []).append(each)
    shown: list[Diagnostic] = []
    for each in every:
        alike = kinds[_kind(each)]
        if each.code not in _SENTENCES or len(alike) <= FEW:
            shown.append(each)
        elif alike[0] is each:
            summary, hint = _SENTENCES[each.code]
            place = None if each.code == "not-tried" else each.position
            shown.append(replace(each, summary=summary.format(len(alike)), position=place, detail="", hint=hint))
    return shown


def _kind(each: Diagnostic) -> tuple[str, str]:
    file = each.position.file if each.position and each.code != "not-tried" else ""
    return each.code, file
