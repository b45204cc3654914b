"""What a test cannot be without: it is skipped with the reason, or fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

__tracebackhide__ = True

#: With this variable set, what is lacking fails a test instead of skipping it.
STRICT = "SCAFFOLD_REQUIRE_DEPLOYMENT"
#: With this one set, tests that write something for a moment run, too.
WRITES = "SCAFFOLD_WRITES"
#: Another file of outputs.
OUTPUTS = "SCAFFOLD_OUTPUTS"


def is_set(variable: str) -> bool:
    """Whether a variable of the environment says yes."""
    return os.environ.get(variable, "").lower() not in ("", "0", "false", "no")


def lacking(reason: str) -> NoReturn:
    """Skips the test; where a deployment is required, fails it."""
    if is_set(STRICT):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
