"""The library's own checks hold, and every plain package is known to it."""

from __future__ import annotations

from scaffold.catalog.pulumi import tokens as catalog
from scaffold.readers.pulumi import tokens

from .conftest import Library


def test_the_checks_of_the_library_pass(library: Library) -> None:
    checks = library.module("yaml_checks").CHECKS
    assert len(checks) > 8
    for check in checks.values():
        check()


def test_packages_are_those_of_the_catalog(library: Library) -> None:
    resources = library.module("yaml_resources")
    plain = {name for name, facts in catalog._packages().items() if facts.get("style") == "plain"}
    assert plain == resources.PLAIN
    assert tokens._REMOTE_PACKAGES == resources.REMOTE
