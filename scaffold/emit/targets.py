"""The targets: which kinds of suites can be written, how a repository shows that it uses one, how a suite is run.

A plugin can add rows: `scaffold.emit.all_targets` has those, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file whose presence shows that a repository uses a target.

    `pattern` is a glob relative to the project (`jest.config.*`, `**/conftest.py`). With `containing`, the file counts
    only if its text has that in it.
    """

    pattern: str
    containing: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of suite: `command` runs it from the output root, `requirements` are commands that install its needs.

    `scenarios` says that it is written from runs of the configuration, which stand in each root module's own folder,
    `deployed` that it is written for programs in one of `languages`, beside the file that names what each one depends
    on (package.json, pyproject.toml, ...), which should name `packages` and their versions too. `integration` says that
    it asks a deployment, `handlers` that it calls functions, whose code is in one of `languages`. `replaces` are
    targets whose files have the same names. The first target of a platform and language is its default one.
    """

    name: str
    title: str
    platforms: tuple[str, ...]
    detects: tuple[Evidence, ...]
    command: str
    requirements: tuple[str, ...]
    scenarios: bool = False
    deployed: bool = False
    integration: bool = False
    handlers: bool = False
    packages: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    @property
    def runner(self) -> str:
        """Its name without that of what it is for: what runs the suite."""
        named_for = self.deployed or self.integration or self.handlers
        return self.name.rpartition("-")[2] if named_for else self.name

    def fits(self, platform: str, language: str) -> bool:
        """Whether it writes suites for projects of this platform and language (empty for one without programs)."""
        return platform in self.platforms and (not self.languages or language in self.languages)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which templates make which files of a target's file checks, by their paths below the suite's folder.

    `suite` makes a file called `file` for each suite, in which `{name}` stands for the suite's name and `{snake}` for
    the same as a name in Python. `fixed` are the other files by their templates, `support` folders by the folders of
    templates of which every one makes a file there. A name of a folder of templates ends in `/`.
    """

    file: str
    suite: str
    fixed: Mapping[str, str]
    support: Mapping[str, str]


PYTEST = Target(
    name="pytest",
    title="Python file checks with pytest and python-hcl2",
    platforms=("terraform",),
    detects=(
        Evidence("pytest.ini"),
        Evidence("conftest.py"),
        Evidence("tests/conftest.py"),
        Evidence("pyproject.toml", "pytest"),
        Evidence("setup.cfg", "pytest"),
        Evidence("tox.ini", "pytest"),
        Evidence("requirements*.txt", "pytest"),
        Evidence("Pipfile", "pytest"),
    ),
    command="python -m pytest tests/infrastructure_checks",
    requirements=("pip install pytest python-hcl2",),
)

JEST = Target(
    name="jest",
    title="JavaScript file checks with Jest and @cdktn/hcl2json",
    platforms=("terraform",),
    detects=(Evidence("jest.config.*"), Evidence("package.json", '"jest"')),
    # The folder's own package.json as configuration: the repository's may look elsewhere, or transform what is plain.
    command="npx jest --config tests/infrastructure_checks/package.json",
    requirements=("npm install --save-dev jest @cdktn/hcl2json",),
)

VITEST = Target(
    name="vitest",
    title="JavaScript file checks with Vitest and @cdktn/hcl2json",
    platforms=("terraform",),
    detects=(Evidence("vitest.config.*"), Evidence("package.json", '"vitest"')),
    command="npx vitest run tests/infrastructure_checks",
    requirements=("npm install --save-dev vitest @cdktn/hcl2json",),
)

TERRAFORM_TEST = Target(
    name="terraform-test",
    title="Terraform's own tests (.tftest.hcl), with mocked providers",
    platforms=("terraform",),
    detects=tuple(
        Evidence(f"{folder}*{ending}") for folder in ("", "tests/") for ending in (".tftest.hcl", ".tofutest.hcl")
    ),
    command="terraform test",
    requirements=("terraform init -backend=false",),
    scenarios=True,
)

_FOLDER = "tests/infrastructure_checks"
_SCRIPTS = ("typescript", "javascript")
_PYTHON = ("python", "yaml")

PULUMI_JEST = Target(
    name="pulumi-jest",
    title="Pulumi programs run under mocks, with Jest",
    platforms=("pulumi",),
    detects=(Evidence("jest.config.*"), Evidence("package.json", '"jest"')),
    command=f"npx jest --config {_FOLDER}/jest.config.js",
    requirements=("npm install --save-dev jest typescript",),
    deployed=True,
    packages=(("jest", "^30.0.0"), ("typescript", "^5.0.0")),
    languages=_SCRIPTS,
)

PULUMI_VITEST = Target(
    name="pulumi-vitest",
    title="Pulumi programs run under mocks, with Vitest",
    platforms=("pulumi",),
    detects=(Evidence("vitest.config.*"), Evidence("package.json", '"vitest"')),
    command=f"npx vitest run --config {_FOLDER}/vitest.config.mjs",
    requirements=("npm install --save-dev vitest @vitest/coverage-v8",),
    deployed=True,
    packages=(("vitest", "^4.0.0"), ("@vitest/coverage-v8", "^4.0.0")),
    languages=_SCRIPTS,
)

PULUMI_MOCHA = Target(
    name="pulumi-mocha",
    title="Pulumi programs run under mocks, with Mocha",
    platforms=("pulumi",),
    detects=(Evidence(".mocharc.*"), Evidence("package.json", '"mocha"')),
    command=f"npx mocha --config {_FOLDER}/.mocharc.cjs",
    requirements=("npm install --save-dev mocha typescript",),
    deployed=True,
    packages=(("mocha", "^12.0.0"), ("typescript", "^5.0.0")),
    languages=_SCRIPTS,
)

PULUMI_PYTEST = Target(
    name="pulumi-pytest",
    title="Pulumi programs in Python and YAML run under mocks, with pytest",
    platforms=("pulumi",),
    detects=PYTEST.detects,
    command=f"python -m pytest {_FOLDER}",
    requirements=("pip install pytest",),
    deployed=True,
    packages=(("pytest", ">=8"), ("pyyaml", ">=6")),
    languages=_PYTHON,
)

PULUMI_UNITTEST = Target(
    name="pulumi-unittest",
    title="Pulumi programs in Python and YAML run under mocks, with unittest",
    platforms=("pulumi",),
    detects=(),
    command=f"python -m unittest discover -t . -s {_FOLDER}",
    requirements=(),
    deployed=True,
    packages=(("pyyaml", ">=6"),),
    languages=_PYTHON,
    replaces=("pulumi-pytest",),
)

CDKTF_JEST = Target(
    name="cdktf-jest",
    title="CDKTF and CDK Terrain programs synthesised in process, with Jest",
    platforms=("cdktf",),
    detects=PULUMI_JEST.detects,
    command=PULUMI_JEST.command,
    requirements=PULUMI_JEST.requirements,
    deployed=True,
    packages=PULUMI_JEST.packages,
    languages=_SCRIPTS,
)

CDKTF_VITEST = Target(
    name="cdktf-vitest",
    title="CDKTF and CDK Terrain programs synthesised in process, with Vitest",
    platforms=("cdktf",),
    detects=PULUMI_VITEST.detects,
    command=PULUMI_VITEST.command,
    requirements=PULUMI_VITEST.requirements,
    deployed=True,
    packages=PULUMI_VITEST.packages,
    languages=_SCRIPTS,
)

CDKTF_PYTEST = Target(
    name="cdktf-pytest",
    title="CDKTF and CDK Terrain programs in Python synthesised in process, with pytest",
    platforms=("cdktf",),
    detects=PYTEST.detects,
    command=f"python -m pytest {_FOLDER}",
    requirements=("pip install pytest",),
    deployed=True,
    packages=(("pytest", ">=8"),),
    languages=("python",),
)

CDKTF_UNITTEST = Target(
    name="cdktf-unittest",
    title="CDKTF and CDK Terrain programs in Python synthesised in process, with unittest",
    platforms=("cdktf",),
    detects=(),
    command=PULUMI_UNITTEST.command,
    requirements=(),
    deployed=True,
    languages=("python",),
    replaces=("cdktf-pytest",),
)

_DEPLOYMENTS = "tests/integration"

INTEGRATION_PYTEST = Target(
    name="integration-pytest",
    title="Integration tests of what is deployed, with pytest and boto3",
    platforms=("terraform", "pulumi", "cdktf"),
    detects=PYTEST.detects,
    command=f"python -m pytest {_DEPLOYMENTS}",
    requirements=("pip install pytest boto3",),
    integration=True,
    packages=(("pytest", ">=8"), ("boto3", ">=1.34")),
    languages=("", "python", "yaml"),
)

INTEGRATION_JEST = Target(
    name="integration-jest",
    title="Integration tests of what is deployed, with Jest and the AWS SDK",
    platforms=("terraform", "pulumi", "cdktf"),
    detects=JEST.detects,
    command=f"npx jest --config {_DEPLOYMENTS}/package.json",
    requirements=(),
    integration=True,
    packages=(("jest", "^30.0.0"),),
    languages=("typescript", "javascript"),
)

INTEGRATION_VITEST = Target(
    name="integration-vitest",
    title="Integration tests of what is deployed, with Vitest and the AWS SDK",
    platforms=("terraform", "pulumi", "cdktf"),
    detects=VITEST.detects,
    command=f"npx vitest run {_DEPLOYMENTS}",
    requirements=(),
    integration=True,
    packages=(("vitest", "^4.0.0"),),
    languages=("typescript", "javascript"),
)

_FUNCTIONS = "tests/handlers"
_EVERYWHERE = ("terraform", "pulumi", "cdktf")

HANDLERS_PYTEST = Target(
    name="handlers-pytest",
    title="Tests of functions in Python, with pytest and moto",
    platforms=_EVERYWHERE,
    detects=PYTEST.detects,
    command=f"python -m pytest {_FUNCTIONS}",
    requirements=("pip install pytest 'moto[all]'",),
    handlers=True,
    packages=(("pytest", ">=8"), ("moto[all]", ">=5")),
    languages=("python",),
)

HANDLERS_JEST = Target(
    name="handlers-jest",
    title="Tests of functions in JavaScript and TypeScript, with Jest and aws-sdk-client-mock",
    platforms=_EVERYWHERE,
    detects=JEST.detects,
    command=f"npx jest --config {_FUNCTIONS}/jest.config.js",
    requirements=("npm install --save-dev jest aws-sdk-client-mock@4.1.0",),
    handlers=True,
    packages=(("jest", "^30.0.0"), ("aws-sdk-client-mock", "4.1.0")),
    languages=("javascript",),
)

HANDLERS_VITEST = Target(
    name="handlers-vitest",
    title="Tests of functions in JavaScript and TypeScript, with Vitest and aws-sdk-client-mock",
    platforms=_EVERYWHERE,
    detects=VITEST.detects,
    command=f"npx vitest run --config {_FUNCTIONS}/vitest.config.mjs",
    requirements=("npm install --save-dev vitest aws-sdk-client-mock@4.1.0",),
    handlers=True,
    packages=(("vitest", "^4.0.0"), ("aws-sdk-client-mock", "4.1.0")),
    languages=("javascript",),
)

#: What tests of functions can be written for: those in Python, and those in JavaScript and TypeScript.
HANDLER_TARGETS: Mapping[str, Target] = {
    target.name: target for target in (HANDLERS_PYTEST, HANDLERS_JEST, HANDLERS_VITEST)
}

#: What integration suites can be written for, in any language: that of the repository is only what is chosen unasked.
INTEGRATION_TARGETS: Mapping[str, Target] = {
    target.name: target for target in (INTEGRATION_PYTEST, INTEGRATION_JEST, INTEGRATION_VITEST)
}

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        PYTEST,
        JEST,
        VITEST,
        TERRAFORM_TEST,
        PULUMI_JEST,
        PULUMI_VITEST,
        PULUMI_MOCHA,
        PULUMI_PYTEST,
        PULUMI_UNITTEST,
        CDKTF_JEST,
        CDKTF_VITEST,
        CDKTF_PYTEST,
        CDKTF_UNITTEST,
    )
}

#: The files of the targets for Terraform's files: what a target for another language or runner is made of.
LAYOUTS: Mapping[str, Layout] = {
    PYTEST.name: Layout(
        file="test_{snake}.py",
        suite="pytest/test_module.py.j2",
        fixed={"__init__.py": "pytest/package.py.j2", "support/__init__.py": "pytest/package.py.j2"},
        support={"support": "pytest/support/"},
    ),
    JEST.name: Layout(
        file="{name}.test.js",
        suite="jest/module.test.js.j2",
        fixed={"package.json": "jest/package.json.j2"},
        support={"support": "jest/support/"},
    ),
    VITEST.name: Layout(
        file="{name}.test.mjs",
        suite="vitest/module.test.mjs.j2",
        fixed={"package.json": "jest/package.json.j2"},
        support={"support": "jest/support/"},
    ),
}
