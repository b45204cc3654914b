"""That the tests beside this one would fail: programs with a fault in them are refused."""

import pytest

from .support.python_checks import CHECKS


@pytest.mark.parametrize("title", CHECKS)
def test_the_support_library(title):
    CHECKS[title]()
