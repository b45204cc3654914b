"""Settings of these tests: those that write are asked for, a strict run checks."""

from pathlib import Path

import pytest

from .support.lacking import STRICT, WRITES, is_set

FOLDER = Path(__file__).parent
NO_WRITES = f"writes are off: --writes or {WRITES}=1 turns them on"
#: How many tests of this folder ran, and how many of them checked something.
COUNTS = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser):
    parser.addoption(
        "--writes",
        action="store_true",
        help="run the tests that write something for a moment, too",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "writes: writes something for a moment")
    config.addinivalue_line("markers", "resource(address): what the test is about")
    config.stash[COUNTS] = {"ran": 0, "checked": 0}
    config.pluginmanager.register(Counting(config.stash[COUNTS]))


def pytest_collection_modifyitems(items):
    for item in items:
        if FOLDER in item.path.parents:
            mark = item.get_closest_marker("resource")
            item.user_properties.append(("resource", mark.args[0] if mark else ""))


def pytest_runtest_setup(item):
    asked = is_set(WRITES) or item.config.getoption("--writes", default=False)
    if item.get_closest_marker("writes") and not asked:
        pytest.skip(NO_WRITES)


def pytest_sessionfinish(session):
    counts = session.config.stash[COUNTS]
    if is_set(STRICT) and counts["ran"] and not counts["checked"]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    counts = config.stash[COUNTS]
    if is_set(STRICT) and counts["ran"] and not counts["checked"]:
        terminalreporter.write_line(f"nothing was checked, and {STRICT} is set")


class Counting:
    """Counts the tests of this folder."""

    def __init__(self, counts):
        self.counts = counts

    def pytest_runtest_logreport(self, report):
        if any(name == "resource" for name, _ in report.user_properties):
            self.counts["ran"] += report.when == "setup"
            checked = report.when == "call" and not report.skipped
            self.counts["checked"] += checked
