"""How the tests of this folder say what differs."""

from .support.differences import differences


def pytest_assertrepr_compare(op, left, right):
    return differences(left, right) if op == "==" else None
