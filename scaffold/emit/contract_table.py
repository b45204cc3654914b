"""The table of what each template makes and gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from scaffold.emit.context import CaseView, SuiteView
from scaffold.emit.contract_handlers import HANDLERS
from scaffold.emit.contract_row import Row
from scaffold.emit.deployed_context import DeployedCaseView, DeployedView, DeploymentView
from scaffold.emit.deployed_expectations import AssertView, ExpectView, StepView
from scaffold.emit.deployed_settings import CreateView
from scaffold.emit.integration.context import DefinitionView, IntegrationSuiteView, PythonGroupView, ScriptGroupView
from scaffold.emit.kinds import Data, Kind, Macros, Source, Text, Word
from scaffold.emit.lookups import CheckView
from scaffold.emit.terraform_test import BlockView, NativeView, RunAssertView, RunView

_CHECKS = {"suite": SuiteView}
_NATIVE = {"suite": NativeView}
_PROGRAM = {"suite": DeployedView}
#: What runners' templates say before they extend that of a language: the assertions, and in Python the classes' base.
_SCRIPT_SUITE = {"suite": DeployedView, "check": Macros}
_PYTHON_SUITE = {"suite": DeployedView, "check": Macros, "base": Word}
_EACH_DEPLOYMENT = {"extra": {"deployment": DeploymentView}}
_LANGUAGES = {"languages": tuple[Word, ...]}
_RUNNER = {
    "infrastructure": tuple[Text, ...],
    "sources": tuple[Text, ...],
    "folder": Word,
    "target": Word,
}
_SUPPORT = {
    "mocks": Mapping[Text, Mapping[Text, Data]],
    "answers": Mapping[Text, Data],
    "region": Text,
    "variables": tuple[Text, ...],
    "library": Word,
}
_DEPLOYED_PYTHON = {
    "suite": IntegrationSuiteView,
    "deployment": Source,
    "definitions": tuple[DefinitionView, ...],
    "groups": tuple[PythonGroupView, ...],
    "needs_pytest": bool,
    "imports": tuple[Source, ...],
    "behaviours": tuple[Source, ...],
}
_DEPLOYED_SCRIPT = {
    "suite": IntegrationSuiteView,
    "outputs_file": Text,
    "requirements": tuple[Source, ...],
    "resources": tuple[DefinitionView, ...],
    "groups": tuple[ScriptGroupView, ...],
}
_PLACE = {"target": Word, "kind": Word}
_ANY_KEY = Annotated[str | int, Kind.DATA]

_FILE_CHECKS = (
    Row(("pytest/test_module.py.j2",), "`test_NAME.py`, one for each folder of configuration", _CHECKS),
    Row(
        ("pytest/cases.py.j2",),
        "the macros that spell one test",
        parameters={
            "case": CaseView,
            "check": CheckView,
            "expected": Data,
            **dict.fromkeys(("function", "variable", "subject", "sign", "name"), Source),
        },
    ),
    Row(("pytest/package.py.j2",), "`__init__.py`"),
    Row(("pytest/support/*",), "`support/*.py`, the library that reads Terraform at run time"),
    Row(("jest/module.test.js.j2",), "`NAME.test.js`", _CHECKS),
    Row(("vitest/module.test.mjs.j2",), "`NAME.test.mjs`", _CHECKS),
    Row(("jest/suite.js.j2",), "what these extend", {**_CHECKS, "check": Macros}),
    Row(
        ("jest/cases.js.j2",),
        "the macros that spell one test, and more for what stands around it",
        parameters={
            "case": CaseView,
            "suite": SuiteView,
            "check": Macros,
            "without": tuple[Text, ...],
            "step": _ANY_KEY,
            "maybe": bool,
            **dict.fromkeys(("folder", "margin", "name"), Source),
        },
    ),
    Row(
        ("jest/expect.js.j2",),
        "the assertions of Jest and Vitest",
        parameters={
            "case": CaseView,
            "said": CheckView,
            "expected": Data,
            **dict.fromkeys(("function", "margin", "subject", "matcher", "name"), Source),
        },
    ),
    Row(("jest/package.json.j2",), "`package.json`, which says that the suite is CommonJS"),
    Row(("jest/support/*",), "`support/*.js`, the library that reads Terraform at run time"),
)

_SCRIPTS = (
    Row(
        ("pulumi-jest/suite.test.ts.j2", "pulumi-vitest/suite.test.ts.j2"),
        "`NAME.test.ts` (`.js` for a JavaScript project), one for each program with Pulumi",
        _PROGRAM,
        scoped=_EACH_DEPLOYMENT,
    ),
    Row(
        ("pulumi-mocha/suite.spec.ts.j2",),
        "`NAME.spec.ts` (`.js`), the same for Mocha",
        _PROGRAM,
        scoped=_EACH_DEPLOYMENT,
    ),
    Row(
        ("cdktf-jest/suite.test.ts.j2", "cdktf-vitest/suite.test.ts.j2"),
        "`NAME.test.ts` (`.js`), one for each program with CDKTF or CDK Terrain",
        _PROGRAM,
        scoped=_EACH_DEPLOYMENT,
    ),
    Row(
        ("pulumi/suite.ts.j2", "cdktf/suite.ts.j2"),
        "what those of a platform extend",
        _SCRIPT_SUITE,
        scoped=_EACH_DEPLOYMENT,
    ),
    Row(("programs/suite.ts.j2",), "what these extend", _SCRIPT_SUITE, scoped=_EACH_DEPLOYMENT),
    Row(
        ("programs/cases.ts.j2",),
        "the macros that spell one test of a program",
        parameters={
            "helpers": tuple[Word, ...],
            "deployment": DeploymentView,
            "component": CreateView,
            "case": DeployedCaseView,
            "expect": ExpectView,
            "path": tuple[StepView, ...],
            "keys": tuple[Text, ...],
            "check": Macros,
            **dict.fromkeys(("margin", "subject"), Source),
        },
    ),
    Row(
        ("programs/expect.ts.j2", "pulumi/assert.ts.j2"),
        "the assertions of Jest and Vitest, and of Node for Mocha",
        parameters={
            "expect": ExpectView,
            "said": AssertView,
            "message": Data,
            "value": Data,
            **dict.fromkeys(
                ("found", "wanted", "margin", "matcher", "function", "spelled", "condition", "note"), Source
            ),
        },
    ),
    Row(
        ("programs/home.js.j2", "programs/home.py.j2"),
        "`support/home.js`, `support/home.py` of suites in a folder that a template renamed; "
        "`depth` is how many folders lead to it",
        {"depth": int},
    ),
    Row(("programs/support_suite.ts.j2",), "`support.test.ts`, which proves that other tests would fail", _LANGUAGES),
    Row(("programs/package.json.j2",), "`package.json`, which says that the support library is CommonJS", _RUNNER),
    Row(
        (
            "pulumi-jest/jest.config.js.j2",
            "pulumi-vitest/vitest.config.mjs.j2",
            "pulumi-mocha/mocharc.cjs.j2",
            "cdktf-jest/jest.config.js.j2",
            "cdktf-vitest/vitest.config.mjs.j2",
        ),
        "the runner's configuration; `infrastructure` are the files whose coverage counts",
        _RUNNER,
    ),
    Row(
        ("programs/support/*", "pulumi/support/*", "cdktf/support/*"),
        "`support/*`, the library that runs programs: for both platforms, and for one",
        _SUPPORT,
    ),
)

_PYTHON = (
    Row(
        ("pulumi-pytest/test_module.py.j2", "pulumi-unittest/test_module.py.j2"),
        "`test_NAME.py`, one for each program with Pulumi in Python or YAML",
        _PROGRAM,
        scoped=_EACH_DEPLOYMENT,
    ),
    Row(
        ("cdktf-pytest/test_module.py.j2", "cdktf-unittest/test_module.py.j2"),
        "`test_NAME.py`, one for each program with CDKTF or CDK Terrain in Python",
        _PROGRAM,
        scoped=_EACH_DEPLOYMENT,
    ),
    Row(
        ("pulumi-python/suite.py.j2", "cdktf-python/suite.py.j2"),
        "what those of a platform extend",
        _PYTHON_SUITE,
        scoped=_EACH_DEPLOYMENT,
    ),
    Row(("programs/suite.py.j2",), "what these extend", _PYTHON_SUITE, scoped=_EACH_DEPLOYMENT),
    Row(
        ("programs/cases.py.j2",),
        "the macros that spell one test of a program",
        parameters={
            "suite": DeployedView,
            "deployment": DeploymentView,
            "case": DeployedCaseView,
            "expect": ExpectView,
            "said": AssertView,
            "keys": tuple[Text, ...],
            "check": Macros,
            **dict.fromkeys(("base", "name", "subject"), Source),
        },
    ),
    Row(
        ("pulumi-pytest/check.py.j2", "pulumi-unittest/check.py.j2"),
        "the assertions of each runner, for both platforms",
        parameters={
            "expect": ExpectView,
            "value": Data,
            "identical": bool,
            **dict.fromkeys(("found", "sign", "name"), Source),
        },
    ),
    Row(
        (
            "pulumi-pytest/test_support.py.j2",
            "pulumi-unittest/test_support.py.j2",
            "cdktf-pytest/test_support.py.j2",
            "cdktf-unittest/test_support.py.j2",
        ),
        "`test_support.py`, which proves that the other tests would fail",
        _LANGUAGES,
    ),
    Row(
        (
            "pulumi-pytest/pytest.ini.j2",
            "pulumi-pytest/conftest.py.j2",
            "cdktf-pytest/pytest.ini.j2",
            "cdktf-pytest/conftest.py.j2",
        ),
        "the settings of these tests, and how they say what differs",
        _RUNNER,
    ),
    Row(("pulumi-python/coveragerc.j2",), "`.coveragerc`", _RUNNER),
    Row(("pulumi-python/package.py.j2", "cdktf-python/package.py.j2"), "`__init__.py`", _RUNNER),
    Row(
        (
            "programs/python-support/*",
            "programs/python/*",
            "pulumi-python/support/*",
            "pulumi-python/python/*",
            "pulumi-python/yaml/*",
            "cdktf-python/support/*",
        ),
        "`support/*`, the library that runs programs: for both platforms, for one, and for one language",
        _SUPPORT,
    ),
)

_INTEGRATION = (
    Row(("integration-pytest/test_module.py.j2",), "`test_NAME.py`, one for each deployment", _DEPLOYED_PYTHON),
    Row(
        (
            "integration-pytest/conftest.py.j2",
            "integration-pytest/pytest.ini.j2",
            "integration-pytest/package.py.j2",
        ),
        "the option and the markers of these tests, their settings, `__init__.py`",
    ),
    Row(("integration-pytest/support/*",), "`support/*.py`, the library that asks the cloud"),
    Row(("integration-pytest/live/*",), "`support/*.py`, what follows something through functions"),
    Row(("integration-js/live/*",), "`support/*.js`, what follows something through functions"),
    Row(
        ("integration-jest/suite.int.test.js.j2", "integration-vitest/suite.int.test.mjs.j2"),
        "`NAME.int.test.js`, `NAME.int.test.mjs`, one for each deployment",
        _DEPLOYED_SCRIPT,
    ),
    Row(("integration-js/suite.js.j2",), "what these extend", _DEPLOYED_SCRIPT),
    Row(
        ("integration-js/package.json.j2",),
        "`package.json`, which makes the folder CommonJS and is Jest's configuration",
    ),
    Row(
        ("integration-js/support/*",),
        "`support/*.js`, the library that asks the cloud; `clients` are package and class by service",
        {"clients": Mapping[Word, tuple[Word, ...]]},
    ),
)

_NATIVE_SUITES = (
    Row(
        ("terraform-test/suite.tftest.hcl.j2",),
        "`infrastructure*.tftest.hcl` (`.tofutest.hcl` for OpenTofu)",
        _NATIVE,
    ),
    Row(
        ("terraform-test/blocks.hcl.j2",),
        "the macros that spell blocks and runs",
        parameters={
            "view": BlockView,
            "margin": int,
            "suite": NativeView,
            "run": RunView,
            "assert": RunAssertView,
            "addresses": tuple[Source, ...],
        },
    ),
)

_PLACES = (
    Row(
        ("paths/folder.j2",),
        "the folder of a target's suites; `folder` is the usual one",
        {"folder": Word, **_PLACE},
    ),
    Row(
        ("paths/file.j2",),
        "the name of a suite's file; `start` and `ending` are those by which its runner finds it",
        {"name": Word, "start": Word, "ending": Word, **_PLACE},
    ),
    Row(
        ("paths/command.j2",),
        "the command that is said to run the suites in `folder`, and a line for each that installs what they need; "
        "`command` and `requirements` are the usual ones",
        {"command": Source, "requirements": tuple[Source, ...], "folder": Word, **_PLACE},
    ),
)

ROWS: tuple[Row, ...] = (*_PLACES, *_FILE_CHECKS, *_NATIVE_SUITES, *_SCRIPTS, *_PYTHON, *_INTEGRATION, *HANDLERS)
