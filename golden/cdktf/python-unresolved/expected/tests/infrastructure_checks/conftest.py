"""How the tests of this folder say what differs."""

from contextlib import suppress
from pathlib import Path

from .support.differences import differences
from .support.kernel import started

with suppress(ImportError):
    # Before other tests start the process that the library runs in: theirs stays in the folder where it is started.
    started(Path.cwd())


def pytest_assertrepr_compare(op, left, right):
    return differences(left, right) if op == "==" else None
