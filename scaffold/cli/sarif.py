"""A review as SARIF 2.1.0, for code hosts and editors.

Nothing in it depends on the machine, the time or where the command was started: places are relative to the top of the
repository, or to the project's folder where it is in none.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from scaffold import __version__
from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.checks import Check
from scaffold.model.position import Position
from scaffold.model.testplan import Finding, Weight

if TYPE_CHECKING:
    from scaffold.pipeline import Review

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
_BASE = "%SRCROOT%"
_LEVELS = {Weight.HIGH: "error", Weight.MEDIUM: "warning", Weight.LOW: "note"}
#: What code hosts sort by, from 0 to 10; the middle of what they call high, medium and low.
_SEVERITIES = {Weight.HIGH: "8.0", Weight.MEDIUM: "5.5", Weight.LOW: "2.0"}
_NOTIFIED = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
#: Of the kind of fingerprint: to be raised when what goes into one changes.
_FINGERPRINT = "scaffoldFinding/v1"


def sarif(review: Review) -> dict[str, Any]:
    """The review as a SARIF log with one run, as JSON data."""
    rules = _rules(review.checks, review.findings)
    places = _Places(review.folder)
    driver = {"name": "scaffold", "version": __version__, "semanticVersion": __version__, "rules": list(rules.values())}
    invocation: dict[str, Any] = {"executionSuccessful": review.reading.clean}
    if review.diagnostics:
        said = [_notification(diagnostic, places) for diagnostic in review.diagnostics]
        invocation["toolExecutionNotifications"] = said
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "originalUriBaseIds": {_BASE: {"description": {"text": "The top of the repository."}}},
        "results": list(_results(review.findings, list(rules), places)),
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


class _Places:
    """Positions, which are relative to the project in `folder`, as locations relative to the top of the repository."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def uri(self, position: Position) -> str:
        """The file as a relative URI."""
        path = posixpath.normpath(posixpath.join(self._folder, position.file))
        return quote(path.encode("utf-8", "surrogateescape"))

    def location(self, position: Position) -> dict[str, Any]:
        """The place as a SARIF location."""
        artifact = {"uri": self.uri(position), "uriBaseId": _BASE}
        region = {"startLine": max(position.line, 1)}
        return {"physicalLocation": {"artifactLocation": artifact, "region": region}}


def _rules(checks: Iterable[Check], findings: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    """The rules by id, in its order: all checks that were asked for, so that it can be seen what was looked at."""
    found = {check.id: check for check in checks}
    for item in findings:
        if item.id not in found:
            found[item.id] = Check(item.id, item.service, item.title, item.detail, item.link, item.weight, False)
    return {name: _rule(found[name]) for name in sorted(found)}


def _rule(check: Check) -> dict[str, Any]:
    title = f"{check.service}: {check.title}" if check.service else check.title
    why = check.why or title
    rule: dict[str, Any] = {
        "id": check.id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": "\n\n".join(part for part in (why, check.link) if part)},
        "defaultConfiguration": {"level": _LEVELS[check.weight]},
        "properties": _properties(check),
    }
    if check.link:
        rule["helpUri"] = check.link
    return rule


def _properties(check: Check) -> dict[str, Any]:
    """Advice is no matter of security, and code hosts take what has a severity of that kind for one."""
    tags = ["security" if check.invariant else "correctness", *filter(None, [check.service])]
    return {"tags": tags, **({"security-severity": _SEVERITIES[check.weight]} if check.invariant else {})}


def _results(findings: Iterable[Finding], rules: Sequence[str], places: _Places) -> Iterator[dict[str, Any]]:
    seen: Counter[tuple[str, ...]] = Counter()
    indices: Mapping[str, int] = {name: index for index, name in enumerate(rules)}
    for finding in sorted(findings, key=lambda item: (item.position, item.id, item.subject, item.title)):
        identity = (finding.id, finding.subject, places.uri(finding.position))
        seen[identity] += 1
        yield {
            "ruleId": finding.id,
            "ruleIndex": indices[finding.id],
            "level": _LEVELS[finding.weight],
            "message": {"text": _message(finding)},
            "locations": [places.location(finding.position)],
            "partialFingerprints": {_FINGERPRINT: _fingerprint(identity, seen[identity])},
            # All results of a run have this key or none has.
            "suppressions": _suppressions(finding),
        }


def _message(finding: Finding) -> str:
    first, space, rest = finding.title.partition(" ")
    # An address is spelled as it is, a word as at the beginning of a sentence.
    title = (first.capitalize() if first.isalpha() and first.islower() else first) + space + rest
    # In a message, `[text](place)` is a link; what a project says is none.
    title = title.replace("](", "] (")
    return f"{title}. {finding.hint}" if finding.hint else f"{title}."


def _fingerprint(identity: Sequence[str], count: int) -> str:
    """The same for a finding that only moved in its file; `count` tells those apart that share all else."""
    parts = (*identity, str(count)) if count > 1 else identity
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    return [{"kind": "inSource", "justification": finding.suppressed}] if finding.suppressed else []


def _notification(diagnostic: Diagnostic, places: _Places) -> dict[str, Any]:
    text = f"{diagnostic.summary}. {diagnostic.hint}" if diagnostic.hint else diagnostic.summary
    said: dict[str, Any] = {
        "descriptor": {"id": diagnostic.code},
        "level": _NOTIFIED[diagnostic.severity],
        "message": {"text": text},
    }
    if diagnostic.position:
        said["locations"] = [places.location(diagnostic.position)]
    return said
