"""The CDKTF examples: their suites run green with the real libraries and cover every line and branch, and what is read
of them is what they synthesise."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from example_projects import (
    all_of,
    changed,
    copied,
    examples,
    generate,
    generate_elsewhere,
    infrastructure,
    run_with_jest,
    run_with_pytest,
    written,
)
from golden_cases import GOLDEN, REPOSITORY, environment, run

from scaffold.readers.cdktf.evaluation import evaluate, given_for
from scaffold.readers.cdktf.programs import CdktfPrograms
from scaffold.readers.cdktf.reader import read
from scaffold.readers.cdktf.tree.synthesis import as_document
from scaffold.readers.reading import ReadOptions

SCRIPTS = examples("cdk*-ts")
PYTHONS = examples("cdk*-py")
PLATFORM = "cdktn-platform-ts"
#: One stack of the platform as it was before the move to CDK Terrain, in a folder of the example.
BEFORE = f"{PLATFORM}/before"
FOLDERS = {PLATFORM: (".", "before")}
PARITY = GOLDEN / "parity" / "orders"
TESTS = REPOSITORY / "tests"

Generated = Callable[..., Path]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """The generated copy of an example, made once."""
    folder = tmp_path_factory.mktemp

    def make(example: str, target: str) -> Path:
        copy = copied(example, folder("once"), packages=example in SCRIPTS)
        return generate(copy, target, folders=FOLDERS.get(example, (".",)))

    return cache(make)


def test_there_are_examples() -> None:
    assert SCRIPTS
    assert PYTHONS


# Suites


@pytest.mark.parametrize("example", SCRIPTS)
def test_jest_is_green_and_everything_is_covered(example: str, generated: Generated) -> None:
    copy = generated(example, "cdktf-jest")
    every = infrastructure(example, ".ts")
    for folder in FOLDERS.get(example, (".",)):
        nested = {f"{other}/" for other in FOLDERS.get(example, ()) if other not in (".", folder)}
        within = "" if folder == "." else f"{folder}/"
        own = {path.removeprefix(within) for path in every if path.startswith(within)}
        own = {path for path in own if not path.startswith(tuple(nested))}
        assert run_with_jest("cdktf-jest", copy / folder) == all_of(own)


@pytest.mark.parametrize("example", SCRIPTS)
def test_vitest_is_green(example: str, generated: Generated) -> None:
    done = run("cdktf-vitest", generated(example, "cdktf-vitest"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* passed", done.stdout)


@pytest.mark.parametrize("example", PYTHONS)
def test_pytest_is_green_and_everything_is_covered(example: str, generated: Generated, tmp_path: Path) -> None:
    missed = run_with_pytest(generated(example, "cdktf-pytest"), tmp_path)
    assert missed == dict.fromkeys(infrastructure(example, ".py"), ([], []))


@pytest.mark.parametrize(
    ("example", "target", "change"),
    [
        (PLATFORM, "cdktf-jest", ("lib/data-stack.ts", "blockPublicPolicy: true", "blockPublicPolicy: false")),
        (PLATFORM, "cdktf-jest", ("lib/service-stack.ts", "vpcId: network.vpc.id", "vpcId: network.vpc.arn")),
        ("cdktf-iot-py", "cdktf-pytest", ("pipeline/messaging.py", '"maxReceiveCount": 3', '"maxReceiveCount": 30')),
    ],
)
def test_a_change_of_the_source_is_found(
    example: str, target: str, change: tuple[str, str, str], generated: Generated, tmp_path: Path
) -> None:
    done = run(target, changed(generated(example, target), tmp_path / "changed", *change))
    assert re.search(r"[1-9]\d* failed", done.stdout + done.stderr)


@pytest.mark.parametrize(
    ("example", "target"),
    [*((example, "cdktf-jest") for example in SCRIPTS), *((example, "cdktf-pytest") for example in PYTHONS)],
)
def test_two_processes_in_two_places_write_the_same(
    example: str, target: str, generated: Generated, tmp_path: Path
) -> None:
    copy = generate_elsewhere(copied(example, tmp_path, packages=example in SCRIPTS), target)
    assert written(copy) == written(generated(example, target))


# What is read against what is synthesised


def synthesised(copy: Path, given: Mapping[str, str]) -> dict[str, Any]:
    """What a program in TypeScript synthesises with the real library, by stack."""
    context = json.loads((copy / "cdktf.json").read_text())["context"]
    context |= {name[8:]: value for name, value in given.items() if name.startswith("context.")}
    out = copy / "cdktf.out"
    surroundings = {**environment(), **variables(given), "CDKTF_CONTEXT_JSON": json.dumps(context)}
    command = ["node", str(TESTS / "run_typescript.cjs"), "main.ts"]
    subprocess.run(command, cwd=copy, env={**surroundings, "CDKTF_OUTDIR": str(out)}, check=True, capture_output=True)
    return {path.parent.name: json.loads(path.read_text()) for path in out.glob("stacks/*/cdk.tf.json")}


def synthesised_together(programs: Mapping[Path, Mapping[str, str]]) -> dict[Path, Any]:
    """What programs in Python synthesise with the real library, which is loaded once."""
    asked = {str(copy): variables(given) for copy, given in programs.items()}
    command = [sys.executable, str(TESTS / "readers" / "cdktf" / "python" / "synthesising.py"), "cdktf"]
    done = subprocess.run(
        command, input=json.dumps(asked), env=environment(), capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert {each["error"] for each in found.values()} == {""}, done.stderr
    return {Path(copy): each["stacks"] for copy, each in found.items()}


def variables(given: Mapping[str, str]) -> dict[str, str]:
    """The environment variables among what is given."""
    return {name[4:]: value for name, value in given.items() if name.startswith("env.")}


def as_read(copy: Path, given: Mapping[str, str]) -> dict[str, Any]:
    """What the program is read to synthesise, by stack."""
    programs = read(copy, ReadOptions()).programs
    assert isinstance(programs, CdktfPrograms)
    case = programs.cases["."]
    outcome = evaluate(case, given_for(case, given, firm=True), programs.program("."))
    assert outcome.failure is None
    return {stack.name: as_document(stack) for stack in outcome.stacks}


def comparable(value: Any) -> Any:
    """What does not depend on the versions of packages and on the content of assets."""
    if isinstance(value, Mapping):
        left_out = {"required_providers", *(("version",) if "stackName" in value else ())}
        return {key: comparable(item) for key, item in value.items() if key not in left_out}
    if isinstance(value, list | tuple):
        return [comparable(item) for item in value]
    return re.sub(r"\b[0-9A-F]{32}\b", "HASH", value) if isinstance(value, str) else value


def leaves(value: Any) -> int:
    """How many values there are."""
    if isinstance(value, Mapping | list):
        return sum(map(leaves, value.values() if isinstance(value, Mapping) else value))
    return 1


@pytest.mark.parametrize(
    ("example", "given", "values"),
    [
        (PLATFORM, {}, 410),
        (PLATFORM, {"env.STAGE": "prod", "env.AWS_REGION": "us-west-2", "context.tenants": "a,,b"}, 470),
        (BEFORE, {"env.STAGE": "staging"}, 115),
    ],
)
def test_what_is_read_is_what_is_synthesised(
    example: str, given: Mapping[str, str], values: int, tmp_path: Path
) -> None:
    copy = copied(example, tmp_path, packages=True)
    real = comparable(synthesised(copy, given))
    assert comparable(as_read(copy, given)) == real
    assert leaves(real) >= values


@pytest.mark.parametrize("example", PYTHONS)
def test_what_is_read_is_what_is_synthesised_in_python(example: str, tmp_path: Path) -> None:
    cases: list[dict[str, str]] = [{}, {"env.ENVIRONMENT_SUFFIX": "prod", "env.ALERT_EMAIL": "team@example.com"}]
    programs = {copied(example, tmp_path / str(number)): given for number, given in enumerate(cases)}
    for copy, real in synthesised_together(programs).items():
        assert comparable(as_read(copy, programs[copy])) == comparable(real)
        assert leaves(comparable(real)) >= 375


# The move from CDKTF to CDK Terrain


def moved(copy: Path, folder: Path) -> Path:
    """A copy of a project with the imports of CDK Terrain in place of CDKTF's."""
    copied_to = folder / copy.name
    copied_to.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-R", str(copy), str(copied_to)], check=True)
    for path in [copied_to / "package.json", *copied_to.glob("*.ts"), *copied_to.glob("lib/**/*.ts")]:
        text = path.read_text().replace("@cdktf/provider-aws", "@cdktn/provider-aws")
        path.write_text(re.sub(r"(['\"])cdktf\1", r"\1cdktn\1", text))
    return copied_to


def test_a_suite_proves_the_move(tmp_path: Path) -> None:
    """What is generated for the one is, word for word, what is generated for the other, and passes with both."""
    before = generate(copied(BEFORE, tmp_path / "from", packages=True), "cdktf-jest")
    after = generate(moved(before, tmp_path / "to"), "cdktf-jest")
    assert written(before) == written(after)
    for folder in (before, after):
        done = run("cdktf-jest", folder)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_suite_in_python_names_its_library_alone(tmp_path: Path) -> None:
    """The lines that differ between the suites of one stack, in CDKTF and in CDK Terrain."""
    then, now = (
        written(generate(copied(f"{PARITY}/{library}-python", tmp_path / library, name="orders"), "cdktf-pytest"))
        for library in ("cdktf", "cdktn")
    )
    assert then.keys() == now.keys()
    lines = {path: (then[path].splitlines(), now[path].splitlines()) for path in then if then[path] != now[path]}
    pairs = [pair for old, new in lines.values() for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    assert pairs == [(b'LIBRARY = "cdktf"', b'LIBRARY = "cdktn"')]


def test_the_example_is_the_same_code_as_before_the_move(tmp_path: Path) -> None:
    before = moved(copied(BEFORE, tmp_path / "from"), tmp_path / "to")
    for path in before.glob("lib/**/*.ts"):
        own = path.relative_to(before)
        assert path.read_text() == (REPOSITORY / "examples" / PLATFORM / own).read_text(), own
