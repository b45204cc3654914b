"""What several commands show as JSON data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scaffold.cli.findings import unsuppressed
from scaffold.model.document import as_json
from scaffold.model.testplan import Finding

__all__ = ["as_json", "finding_lists"]


def finding_lists(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings that count and those that are suppressed, as JSON data."""
    suppressed = [finding for finding in findings if finding.suppressed]
    return {"findings": as_json(unsuppressed(findings)), "suppressed": as_json(suppressed)}
