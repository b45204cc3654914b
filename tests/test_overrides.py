"""The examples of overrides: what is generated with each of them is run by its runner, passes, and notices a fault."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from golden_cases import NODE_MODULES, environment
from invariant_samples import CONFIGURATION, broken, in_few_runs, plan_of_facts, titles
from native_terraform import needs_terraform, terraform

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.emit import EmitOptions, Target, emit
from scaffold.output import Regeneration
from scaffold.templating.lint import lint

REPOSITORY = Path(__file__).resolve().parents[1]
OVERRIDES = REPOSITORY / "examples" / "overrides"
PLUGIN = OVERRIDES / "plugin"


@dataclass(frozen=True)
class Example:
    """Folders of templates, the target that they are tried with, and what its files then say.

    `fault` is a change of the project (the text before and after it), and the test that notices it.
    """

    folders: tuple[str, ...]
    target: str
    file: str
    says: str
    command: str
    fault: tuple[str, str, str]

    def __str__(self) -> str:
        return f"{'+'.join(self.folders)} {self.target}"


SUITE = "tests/infrastructure_checks"
KEPT = "message_retention_seconds = 1209600"
LONGER = KEPT.replace("1209600", "86400")
CONFIGURED = (KEPT, LONGER, "test_sqs_queue_dead_letters_is_configured_as_declared")
IN_JEST = (KEPT, LONGER, "is configured as declared")
UNNAMED = ("name                       = local.name", 'name = "orders"')
EXAMPLES = (
    Example(
        ("house-header",),
        "pytest",
        f"{SUITE}/test_root.py",
        "# Copyright Example Ltd. All rights reserved.\n# Infrastructure tests",
        f"python -m pytest {SUITE}",
        CONFIGURED,
    ),
    Example(
        ("house-header",),
        "jest",
        f"{SUITE}/root.test.js",
        "/**\n * Copyright Example Ltd. All rights reserved.\n",
        f"npx jest --config {SUITE}/package.json",
        IN_JEST,
    ),
    Example(
        ("house-header",),
        "vitest",
        f"{SUITE}/root.test.mjs",
        "// Copyright Example Ltd. All rights reserved.\n",
        f"npx vitest run {SUITE}",
        IN_JEST,
    ),
    Example(
        ("node-assert",),
        "jest",
        f"{SUITE}/root.test.js",
        "assert.deepEqual(terraform.names('resource'), {",
        f"npx jest --config {SUITE}/package.json",
        IN_JEST,
    ),
    Example(
        ("node-assert",),
        "vitest",
        f"{SUITE}/root.test.mjs",
        "import assert from 'node:assert/strict';",
        f"npx vitest run {SUITE}",
        IN_JEST,
    ),
    Example(
        ("mocha", "node-assert"),
        "jest",
        f"{SUITE}/root.test.js",
        "before(async function () {",
        f"npx mocha {SUITE}",
        IN_JEST,
    ),
    Example(
        ("unittest",),
        "pytest",
        f"{SUITE}/test_root.py",
        "class TestRoot(unittest.TestCase):",
        f"python -m unittest discover -t . -s {SUITE}",
        CONFIGURED,
    ),
    Example(
        ("naming",),
        "pytest",
        "quality/checks/test_infrastructure_root.py",
        "def terraform():",
        "python -m pytest quality/checks",
        CONFIGURED,
    ),
    Example(
        ("naming",),
        "jest",
        "quality/checks/infrastructure-root.test.js",
        "require('./support/terraform')",
        "npx jest --config quality/checks/package.json",
        IN_JEST,
    ),
    Example(
        ("more-cases",),
        "pytest",
        f"{SUITE}/test_root.py",
        "def test_aws_sqs_queue_dead_letters_is_named_after_its_stage(terraform):",
        f"python -m pytest {SUITE}",
        (*UNNAMED, "test_aws_sqs_queue_orders_is_named_after_its_stage"),
    ),
    Example(
        ("more-cases",),
        "jest",
        f"{SUITE}/root.test.js",
        "describe('aws_sqs_queue.dead_letters by the rules of the house', () => {",
        f"npx jest --config {SUITE}/package.json",
        (*UNNAMED, "is named after its stage"),
    ),
)


def project(folder: Path) -> Path:
    """A copy of a project with queues, and the Node packages beside it."""
    copy = folder / "project"
    shutil.copytree(REPOSITORY / "golden" / "terraform" / "queue" / "project", copy)
    prepared(copy)
    return copy


def prepared(folder: Path) -> None:
    (folder / "node_modules").symlink_to(NODE_MODULES)
    (folder / "package.json").write_text('{"private": true}')


def run(target: Target, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The command that is said to run a target's suites, as a shell takes it, with more arguments."""
    tool, *words = shlex.split(target.command)
    if tool == "python":
        command = [shlex.quote(sys.executable), *words]
    elif tool == "npx":
        command = ["node", shlex.quote(str(NODE_MODULES / ".bin" / words[0])), *words[1:]]
    else:
        command = [tool, *words]
    line = " ".join([*command, *more])
    return subprocess.run(line, shell=True, cwd=folder, env=environment(), capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_what_is_generated_passes_and_notices_a_fault(example: Example, tmp_path: Path) -> None:
    folder = project(tmp_path)
    settings = Settings(targets=(example.target,), template_dirs=tuple(OVERRIDES / name for name in example.folders))
    outcome = pipeline.generate(folder, settings)
    (target,) = outcome.targets
    assert target.command == example.command
    assert example.says in (folder / example.file).read_text()
    done = run(target, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    queues = (folder / "main.tf").read_text()
    before, after, test = example.fault
    assert queues.count(before) == 1
    (folder / "main.tf").write_text(queues.replace(before, after))
    done = run(target, folder)
    assert done.returncode != 0
    assert test in done.stdout + done.stderr


def test_every_example_is_tried_and_says_what_it_is() -> None:
    folders = {path.name for path in OVERRIDES.iterdir() if path.is_dir()}
    tried = {name for example in EXAMPLES for name in example.folders}
    assert folders == tried | {"official-matchers", "plugin"}
    for name in folders:
        text = (OVERRIDES / name / "README.md").read_text()
        assert f"examples/overrides/{name}" in text


def test_nothing_is_wrong_with_the_examples_nor_with_the_built_in_templates() -> None:
    folders = [path for path in OVERRIDES.iterdir() if path != PLUGIN and path.is_dir()]
    for folder in (*folders, PLUGIN / "acme_scaffold" / "templates", REPOSITORY / "templates"):
        assert [str(finding) for finding in lint(folder)] == []


@pytest.mark.parametrize("folder", [("house-header",), ("naming",)], ids=lambda folder: folder[0])
@needs_terraform
def test_native_tests_have_it_too(folder: tuple[str], tmp_path: Path) -> None:
    copy = tmp_path / "project"
    shutil.copytree(REPOSITORY / "golden" / "terraform" / "native" / "project", copy)
    settings = Settings(targets=("terraform-test",), template_dirs=(OVERRIDES / folder[0],))
    outcome = pipeline.generate(copy, settings)
    files = [copy / change.path for change in outcome.changes if change.path.endswith(".tftest.hcl")]
    assert {path.name.startswith("infrastructure") for path in files} == {True}
    assert all(path.parent.name == "tests" for path in files)
    heads = {path.read_text().startswith("# Copyright Example Ltd.") for path in files}
    assert heads == {folder[0] == "house-header"}
    assert terraform(copy, "init", "-backend=false", "-no-color").returncode == 0
    done = terraform(copy, "test", "-no-color")
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_edited_test_stays_when_it_is_generated_again(tmp_path: Path) -> None:
    folder = project(tmp_path)
    settings = Settings(targets=("pytest",), template_dirs=(OVERRIDES / "unittest",))
    pipeline.generate(folder, settings)
    place = folder / SUITE / "test_root.py"
    before, mine = (
        'self.assertEqual(self.terraform.names("data"), {})',
        'self.assertFalse(self.terraform.names("data"))',
    )
    assert place.read_text().count(before) == 1
    place.write_text(place.read_text().replace(before, mine))
    (folder / "main.tf").write_text((folder / "main.tf").read_text().replace(KEPT, LONGER))
    outcome = pipeline.generate(folder, settings)
    assert {change.verb.value for change in outcome.changes if change.path.endswith("test_root.py")} == {"update"}
    assert mine in place.read_text()
    assert '"message_retention_seconds": 86400' in place.read_text()
    done = run(outcome.targets[0], folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_suite_that_is_moved_to_its_new_name_is_taken_over(tmp_path: Path) -> None:
    folder = project(tmp_path)
    pipeline.generate(folder, Settings(targets=("pytest",)))
    place = folder / "quality" / "checks" / "test_infrastructure_root.py"
    place.parent.parent.mkdir()
    (folder / SUITE).rename(place.parent)
    (place.parent / "test_root.py").rename(place)
    text = place.read_text().replace('assert terraform.names("data") == {}', 'assert not terraform.names("data")')
    place.write_text(text)
    settings = Settings(targets=("pytest",), template_dirs=(OVERRIDES / "naming",))
    outcome = pipeline.generate(folder, settings, Regeneration(adopt=True))
    assert {change.verb.value for change in outcome.changes} == {"unchanged"}
    assert place.read_text() == text
    assert not (folder / SUITE).exists()


# --- Each assertion that an example spells otherwise fails when what it says is broken. ---


def by_unittest(said: str) -> Iterator[tuple[str, bool]]:
    for name, verdict in re.findall(r"(?m)^test_(\w+) \(.*\) ?\.\.\. (\w+)", said):
        yield name.replace("_", " "), verdict == "ok"


def by_mocha(said: str) -> Iterator[tuple[str, bool]]:
    found = json.loads(said[said.index("{") :])
    yield from ((test["title"], not test["err"]) for test in found["tests"])


def by_jest(said: str) -> Iterator[tuple[str, bool]]:
    (result,) = json.loads(said)["testResults"]
    yield from ((each["title"], each["status"] == "passed") for each in result["assertionResults"])


def by_node(said: str) -> Iterator[tuple[str, bool]]:
    for verdict, name in re.findall(r"(?m)^ +(ok|not ok) \d+ - (.*)", said):
        yield name, verdict == "ok"


Reading = Callable[[str], Iterator[tuple[str, bool]]]


@dataclass(frozen=True)
class Spelled:
    """How the assertions of an example are run: `error` says that the runner reports there."""

    folders: tuple[str, ...]
    target: str
    command: str
    read: Reading

    def __str__(self) -> str:
        return "+".join(self.folders) or self.target


SPELLED = (
    Spelled(("unittest",), "pytest", f"python -m unittest discover -v -t . -s {SUITE} 2>&1", by_unittest),
    Spelled(("node-assert",), "jest", f"npx jest --json --config {SUITE}/package.json", by_jest),
    Spelled(("mocha", "node-assert"), "jest", f"npx mocha --reporter json {SUITE}", by_mocha),
    Spelled((), "node-test", f"node --test --test-reporter=tap {SUITE}/*.test.mjs", by_node),
)


@pytest.mark.parametrize("spelled", SPELLED, ids=str)
def test_each_assertion_fails_when_what_it_says_is_broken(
    spelled: Spelled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if spelled.target == "node-test":
        monkeypatch.syspath_prepend(installed(tmp_path / "site"))
    folder = tmp_path / "project"
    folder.mkdir()
    prepared(folder)
    folders = tuple(OVERRIDES / name for name in spelled.folders) or (PLUGIN / "acme_scaffold" / "templates",)
    for path, text in emit(plan_of_facts(), spelled.target, EmitOptions(folders)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)

    def found(configuration: str) -> Mapping[str, bool]:
        (folder / "main.tf").write_text(configuration)
        command = Target("", "", (), (), spelled.command.removesuffix(" 2>&1"), ())
        done = run(command, folder, *(["2>&1"] if spelled.command.endswith("2>&1") else []))
        return dict(spelled.read(done.stdout))

    names = titles()
    assert found(CONFIGURATION) == dict.fromkeys(names.values(), True)
    for breaks in in_few_runs():
        now = found(broken(breaks))
        assert [name for name in breaks if now[names[name]]] == []


# --- The plugin, installed as its own pyproject.toml says. ---


def installed(site: Path) -> str:
    """A folder in which the plugin is installed, as an installer would leave it there."""
    said = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]
    shutil.copytree(PLUGIN / said["name"].replace("-", "_"), site / said["name"].replace("-", "_"))
    metadata = site / f"{said['name'].replace('-', '_')}-{said['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {said['name']}\nVersion: {said['version']}\n")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in entries.items())
        for group, entries in said["entry-points"].items()
    )
    (metadata / "entry_points.txt").write_text("\n".join(groups))
    return str(site)


def test_the_plugin_adds_a_target(tmp_path: Path) -> None:
    folder = project(tmp_path)
    around = {**environment(), "PYTHONPATH": installed(tmp_path / "site")}
    command = [sys.executable, "-m", "scaffold", "generate", str(folder), "--target", "node-test", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (said,) = json.loads(done.stdout)["targets"]
    target = Target(said["name"], "", (), (), said["command"], ())
    assert (folder / SUITE / "root.test.mjs").is_file()
    done = run(target, folder)
    assert done.returncode == 0, done.stdout
    text = (folder / "main.tf").read_text()
    (folder / "main.tf").write_text(text.replace(KEPT, LONGER))
    done = run(target, folder)
    assert done.returncode == 1
    assert re.search(r"(?m)^ +not ok \d+ - is configured as declared$|✖ is configured as declared", done.stdout)


# --- Suites of programs in folders of another name and depth. ---


@pytest.mark.parametrize(
    ("case", "target", "depth"),
    [
        ("pulumi/module-level", "pulumi-jest", "checks"),
        ("cdktf/module-level", "cdktf-vitest", "our/quality/checks"),
        ("pulumi/python-component", "pulumi-pytest", "checks"),
        ("cdktf/python-module-level", "cdktf-unittest", "our/quality/checks"),
    ],
)
def test_suites_of_programs_run_at_any_depth(case: str, target: str, depth: str, tmp_path: Path) -> None:
    templates = tmp_path / "templates" / "paths"
    templates.mkdir(parents=True)
    (templates / "folder.j2").write_text(depth)
    folder = tmp_path / "project"
    shutil.copytree(REPOSITORY / "golden" / case / "project", folder)
    if not target.endswith(("pytest", "unittest")):
        (folder / "node_modules").symlink_to(NODE_MODULES)
    outcome = pipeline.generate(folder, Settings(targets=(target,), template_dirs=(templates.parent,)))
    (chosen,) = outcome.targets
    assert depth in chosen.command
    for place in outcome.folders[target]:
        assert (folder / place / depth / "support").is_dir()
        done = run(chosen, folder / place)
        assert done.returncode == 0, done.stdout + done.stderr
