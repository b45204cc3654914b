"""Findings as text: one line each with its place, and what to do once for all that it is the same for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.cli.terminal import counted, located, say

if TYPE_CHECKING:
    from scaffold.model.testplan import Finding


def unsuppressed(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that nobody gave a reason against in the source."""
    return [finding for finding in findings if not finding.suppressed]


def say_findings(findings: Iterable[Finding], root: Path, *, verbose: bool = False, error: bool = False) -> None:
    """Print findings, the weightiest first and those of one check together; `verbose` says why they matter."""
    ordered = sorted(findings, key=lambda finding: (-_rank(finding), finding.id, finding.hint, finding.position))
    for _, alike in groupby(ordered, key=lambda finding: (finding.id, finding.hint, finding.detail)):
        same = list(alike)
        for finding in same:
            say(_line(finding, root), error=error)
        if same[0].hint:
            say(f"  hint: {same[0].hint}", error=error)
        if verbose:
            _say_why(same[0], error)


def weights(findings: Iterable[Finding]) -> dict[str, int]:
    """How many unsuppressed findings there are of each weight, the weightiest first."""
    from scaffold.model.testplan import Weight

    found = Counter(finding.weight for finding in unsuppressed(findings))
    return {weight.value: found[weight] for weight in reversed(Weight)}


def tally(findings: Sequence[Finding]) -> str:
    """`3 findings: 1 high, 2 medium`, and how many are suppressed."""
    counts = weights(findings)
    count = sum(counts.values())
    parts = ", ".join(f"{count} {weight}" for weight, count in counts.items() if count)
    said = counted(count, "finding") + (f": {parts}" if parts else "")
    return f"{said}; {len(findings) - count} suppressed" if len(findings) > count else said


def _line(finding: Finding, root: Path) -> str:
    place = f"{located(root, finding.position.file)}:{finding.position.line}"
    reason = f" (suppressed: {finding.suppressed})" if finding.suppressed else ""
    return f"{place}: {finding.weight.value}: {finding.title} [{finding.id}]{reason}"


def _say_why(finding: Finding, error: bool) -> None:
    for line in (*finding.detail.splitlines(), finding.link):
        if line:
            say(f"    {line}", error=error)


def _rank(finding: Finding) -> int:
    from scaffold.model.testplan import Weight

    return list(Weight).index(finding.weight)
