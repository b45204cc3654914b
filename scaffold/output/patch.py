"""What a change does to a file, as a unified difference that `git apply` and `patch` understand."""

from __future__ import annotations

from collections.abc import Sequence

#: What stands for a file that is not there.
NOWHERE = "/dev/null"
_NO_END = "\\ No newline at end of file\n"


def unified(before: str | None, after: str | None, path_before: str, path_after: str) -> str:
    """The unified difference between two texts, empty where they are equal; `None` for a file that is not there.

    Only `\\n` ends a line, so a carriage return is part of the text that differs.
    """
    from difflib import unified_diff  # slow to load, and most runs have nothing to show

    if before == after:
        return ""
    start, end = (NOWHERE if text is None else path for text, path in ((before, path_before), (after, path_after)))
    found = unified_diff(_lines(before or ""), _lines(after or ""), start, end)
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in found)


def tally(patch: str) -> tuple[int, int]:
    """How many lines a unified difference of one file adds and removes."""
    body = patch.split("\n")[2:]
    return sum(line.startswith("+") for line in body), sum(line.startswith("-") for line in body)


def first_line(patch: str) -> int:
    """Where, in the text before, the first line stands that the difference changes (counted from 1); 1 for none."""
    body: Sequence[str] = patch.split("\n")[2:]
    if not body or not body[0].startswith("@@ -"):
        return 1
    start = int(body[0][4:].replace(",", " ").split()[0])
    same = next((at for at, line in enumerate(body[1:]) if not line.startswith(" ")), 0)
    return max(1, start + same)


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines
