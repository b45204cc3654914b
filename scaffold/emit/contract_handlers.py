"""What the templates of handler suites make and get."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.emit.contract_row import Row
from scaffold.emit.handlers.context import HandlerGroupView, HandlerSuiteView, WiredView
from scaffold.emit.kinds import Source, Text, Word

_PYTHON = (
    Row(
        ("handlers-pytest/test_module.py.j2",),
        "`test_NAME.py`, one for each function in Python; `definition` is the statement that says what it is, `events` "
        "those of events and calls that several tests share",
        {
            "suite": HandlerSuiteView,
            "definition": Source,
            "events": tuple[Source, ...],
            "groups": tuple[HandlerGroupView, ...],
            "needs_pytest": bool,
            "imports": tuple[Source, ...],
        },
    ),
    Row(
        ("handlers-pytest/resources.py.j2",),
        "`resources.py`, what the functions are wired to",
        {"resources": tuple[WiredView, ...], "imports": tuple[Source, ...]},
    ),
    Row(
        ("handlers-pytest/coveragerc.j2",),
        "`.coveragerc`; `sources` are the folders whose code counts, from the output root",
        {"folder": Word, "sources": tuple[Text, ...]},
    ),
    Row(
        (
            "handlers-pytest/conftest.py.j2",
            "handlers-pytest/pytest.ini.j2",
            "handlers-pytest/package.py.j2",
        ),
        "what these tests need, their settings, `__init__.py`",
    ),
    Row(("handlers-pytest/support/*",), "`support/*.py`, the library that calls functions in an emulated cloud"),
)

_SCRIPT = {
    "suite": HandlerSuiteView,
    "requirement": Source,
    "definition": Source,
    "events": tuple[Source, ...],
    "groups": tuple[HandlerGroupView, ...],
}

_SCRIPTS = (
    Row(
        ("handlers-jest/suite.test.js.j2", "handlers-vitest/suite.test.mjs.j2"),
        "`NAME.test.js`, `NAME.test.mjs`, one for each function in JavaScript or TypeScript; `definition` is the "
        "statement that says what it is, `events` those of events that several tests are about",
        _SCRIPT,
    ),
    Row(("handlers-js/suite.js.j2",), "what these extend", _SCRIPT),
    Row(
        ("handlers-jest/jest.config.js.j2", "handlers-vitest/vitest.config.mjs.j2"),
        "the runner's configuration; `handlers` are the folders and files whose code counts, from the output root",
        {"handlers": tuple[Text, ...]},
    ),
    Row(("handlers-js/package.json.j2",), "`package.json`, which says that the support library is CommonJS"),
    Row(
        ("handlers-js/support/*",),
        "`support/*`, the library that calls functions and answers for the SDK; `services` are what its packages are "
        "called in tests",
        {"services": Mapping[Text, Word]},
    ),
)

HANDLERS: tuple[Row, ...] = (*_PYTHON, *_SCRIPTS)
