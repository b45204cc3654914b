"""That the tests beside this one would fail: programs with a fault in them are refused."""

import unittest

from .support.python_checks import CHECKS


class TestSupport(unittest.TestCase):
    def test_the_support_library(self):
        for title, check in CHECKS.items():
            with self.subTest(title):
                check()
