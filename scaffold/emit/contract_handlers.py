"""What the templates of handler suites make and get."""

from __future__ import annotations

from scaffold.emit.contract_row import Row
from scaffold.emit.handlers.context import HandlerGroupView, HandlerSuiteView, ResourceView
from scaffold.emit.kinds import Source, Text, Word

_PYTHON = (
    Row(
        ("handlers-pytest/test_module.py.j2",),
        "`test_NAME.py`, one for each function in Python; `definition` is the statement that says what it is, `events` "
        "those of events that several tests are about",
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
        {"resources": tuple[ResourceView, ...], "imports": tuple[Source, ...]},
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

HANDLERS: tuple[Row, ...] = (*_PYTHON,)
