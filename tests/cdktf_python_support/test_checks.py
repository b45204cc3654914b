"""The library proves itself."""

from __future__ import annotations

from .conftest import Suite


def test_the_library_proves_itself(suite: Suite) -> None:
    checks = suite.module("python_checks").CHECKS
    assert len(checks) == 9
    for check in checks.values():
        check()
