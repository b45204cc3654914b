"""The library proves itself."""

from __future__ import annotations

from scaffold.emit.render import Renderer

from .conftest import TEMPLATES, Suite


def test_the_library_proves_itself(suite: Suite) -> None:
    checks = suite.module("python_checks").CHECKS
    assert len(checks) == 9
    for check in checks.values():
        check()


def test_lines_are_as_short_as_elsewhere() -> None:
    for folder in TEMPLATES:
        for name, text in Renderer().files(folder, library="cdktn"):
            assert len(text.splitlines()) <= 400, name
            assert max(map(len, text.splitlines())) <= 120, name
