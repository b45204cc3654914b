"""What is remembered of a run: nothing where a doubt is left; of programs and parallel readers as well."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from terraform_projects import Files, write

from scaffold import pipeline
from scaffold.checking import CACHE_PATH, keeping, remembered, remembering
from scaffold.checking.comparing import checked, standing_of
from scaffold.config import Settings
from scaffold.output import LOCK_PATH, Regeneration
from scaffold.pipeline import Outcome
from scaffold.readers.terraform import reader

QUEUES = 'resource "aws_sqs_queue" "a" {\n  name = "a"\n}\nresource "aws_sqs_queue" "b" {\n  name = "b"\n}\n'
TEST = "tests/infrastructure_checks/test_root.py"
PYTEST = Settings(targets=("pytest",))


def generated(
    root: Path,
    settings: Settings = PYTEST,
    manner: Regeneration | None = None,
    then: Callable[[], object] | None = None,
) -> bool:
    """Generate, do something in the meantime, and remember it; whether that could be."""
    manner = manner or Regeneration()
    with remembering(root, settings) as memory:
        outcome = pipeline.generate(root, settings, manner)
        if then:
            then()
    return memory.keep(outcome, pruned=manner.prune)


def test_a_check_says_the_same_with_and_without_it(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert generated(tmp_path)
    test = tmp_path / TEST
    test.write_text(test.read_text().replace("assert ", "assert True and ", 1))
    assert remembered(tmp_path, PYTEST) is None
    assert generated(tmp_path)
    known, found = remembered(tmp_path, PYTEST), checked(tmp_path, PYTEST)
    assert known == standing_of(found.outcome)
    assert known is not None
    assert len(known.kept) == 1
    assert found.differences == ()


def test_edits_that_are_outdated_are_said_again(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert generated(tmp_path)
    test = tmp_path / TEST
    test.write_text(test.read_text().replace("assert ", "assert True and ", 1))
    write(tmp_path, {"more.tf": 'resource "aws_sns_topic" "news" {}\n'})
    assert generated(tmp_path)
    known = remembered(tmp_path, PYTEST)
    assert known == standing_of(checked(tmp_path, PYTEST).outcome)
    assert known is not None
    assert [kept for kept in known.kept if kept.outdated]
    assert {said.code for said in known.diagnostics} >= {"edited-outdated"}


@pytest.mark.parametrize("manner", [Regeneration(force=True), Regeneration(adopt=True)], ids=["force", "adopt"])
@pytest.mark.parametrize("lost", [False, True], ids=["", "lock lost"])
def test_what_is_known_after_edits_were_given_up_or_taken_over_is_true(
    manner: Regeneration, lost: bool, tmp_path: Path
) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert generated(tmp_path)
    test = tmp_path / TEST
    test.write_text(test.read_text().replace("assert ", "assert True and ", 1))
    if lost:
        (tmp_path / LOCK_PATH).unlink()
    for how in (manner, Regeneration()):
        generated(tmp_path, manner=how)
        found = checked(tmp_path, PYTEST)
        assert remembered(tmp_path, PYTEST) in (None, standing_of(found.outcome))
        assert not found.differences
    assert remembered(tmp_path, PYTEST) is not None


def test_nothing_is_kept_where_something_is_left_to_be_removed(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert generated(tmp_path)
    write(tmp_path, {"main.tf": QUEUES.partition('resource "aws_sqs_queue" "b"')[0]})
    assert not generated(tmp_path)
    assert remembered(tmp_path, PYTEST) is None
    assert generated(tmp_path, manner=Regeneration(prune=True))
    assert remembered(tmp_path, PYTEST) is not None


def test_an_edited_test_of_what_is_gone_is_kept_for_good(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert generated(tmp_path)
    test = tmp_path / TEST
    test.write_text(test.read_text().replace('{"name": "b"}', '{"name": "b"}  # mine'))
    write(tmp_path, {"main.tf": QUEUES.partition('resource "aws_sqs_queue" "b"')[0]})
    assert generated(tmp_path, manner=Regeneration(prune=True))
    assert test.read_text().count("# mine") == 1
    known = remembered(tmp_path, PYTEST)
    assert known == standing_of(checked(tmp_path, PYTEST).outcome)
    assert known is not None
    assert "orphan" in {said.code for said in known.diagnostics}


def test_nothing_is_kept_of_a_project_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES, "bad.tf": "resource {{\n"})
    assert not generated(tmp_path)
    assert not (tmp_path / CACHE_PATH).exists()


def test_nothing_is_kept_where_programs_are_run(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert not generated(tmp_path, replace(PYTEST, observe=True))


def test_nothing_is_kept_where_files_of_others_are_written(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES, "package.json": "{}\n"})
    jest = Settings(targets=("integration-jest",), write_config=True)
    assert not generated(tmp_path, jest)
    assert "@aws-sdk" in (tmp_path / "package.json").read_text()
    assert generated(tmp_path, jest)


MEANWHILE: Mapping[str, Callable[[Path], object]] = {
    "a file that was read": lambda root: write(root, {"main.tf": QUEUES + "\n"}),
    "another file": lambda root: write(root, {"more.tf": ""}),
    "what was not there": lambda root: write(root, {".terraform.lock.hcl": ""}),
    "a generated file": lambda root: write(root, {TEST: "# mine\n"}),
    "a generated file gone": lambda root: (root / TEST).unlink(),
}


@pytest.mark.parametrize("change", MEANWHILE.values(), ids=MEANWHILE)
def test_nothing_is_kept_of_what_changes_meanwhile(change: Callable[[Path], object], tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert not generated(tmp_path, then=lambda: change(tmp_path))
    assert remembered(tmp_path, PYTEST) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"main.tf": QUEUES})

    def refuse(*_: object) -> None:
        raise OSError("read-only")

    with remembering(tmp_path, PYTEST) as memory:
        outcome = pipeline.generate(tmp_path, PYTEST)
    monkeypatch.setattr("scaffold.output.write_file", refuse)
    assert not memory.keep(outcome)


def test_what_is_known_is_not_written_again(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert generated(tmp_path)
    assert generated(tmp_path)
    before = os.stat(tmp_path / CACHE_PATH)
    assert generated(tmp_path)
    after = os.stat(tmp_path / CACHE_PATH)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    outcome: Outcome = checked(tmp_path, PYTEST).outcome
    assert outcome.changes
    assert [path.name for path in tmp_path.iterdir()] == ["main.tf"]


def test_the_output_root_may_be_made_by_the_run(tmp_path: Path) -> None:
    settings = replace(PYTEST, out=tmp_path / "made" / "here")
    write(tmp_path, {"stack/main.tf": QUEUES})
    assert generated(tmp_path / "stack", settings)
    assert remembered(tmp_path / "stack", settings) is not None
    assert remembered(tmp_path / "stack", replace(settings, targets=())) is None


def test_all_kinds_of_suites_are_known_without_naming_them(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": QUEUES})
    assert generated(tmp_path, Settings(kind="all"))
    assert {entry.name for entry in (tmp_path / "tests").iterdir()} == {"infrastructure_checks", "integration"}
    assert remembered(tmp_path, Settings()) == standing_of(checked(tmp_path, Settings()).outcome)


def test_readers_in_several_processes_tell_what_they_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_jobs", lambda *_: 2)
    write(tmp_path, {f"{name}/main.tf": QUEUES for name in "abcd"})
    assert generated(tmp_path)
    for name in "abcd":
        place = tmp_path / name / "main.tf"
        assert remembered(tmp_path, PYTEST) is not None
        place.write_text(f"{QUEUES}\n")
        assert remembered(tmp_path, PYTEST) is None
        place.write_text(QUEUES)


PULUMI: Files = {
    ".git/HEAD": "",
    "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
    "Pulumi.dev.yaml": "config:\n  shop:size: 3\n",
    "package.json": '{"name": "shop", "main": "index.ts", "devDependencies": {"jest": "^29.0.0"}}\n',
    "index.ts": """
import * as aws from '@pulumi/aws';
import * as fs from 'fs';
import { topic } from './lib/topic';
const page = fs.readFileSync('page.html', 'utf8');
new aws.sns.Topic('page', { displayName: page });
export const name = topic('news').name;
export const files = fs.readdirSync('data');
""",
    "lib/topic.ts": """
import * as aws from '@pulumi/aws';
export const topic = (name: string) => new aws.sns.Topic(name);
""",
    "page.html": "<p>\n",
    "data/one.csv": "",
    "node_modules/@pulumi/aws/package.json": '{"name": "@pulumi/aws", "version": "7.0.0", "types": "index.d.ts"}\n',
    "node_modules/@pulumi/aws/index.d.ts": 'import * as sns from "./sns";\nexport { sns };\n',
    "node_modules/@pulumi/aws/sns/index.d.ts": 'export { Topic } from "./topic";\n',
    "node_modules/@pulumi/aws/sns/topic.d.ts": "export declare class Topic {\n    readonly arn: Output<string>;\n}\n",
}


PROGRAM_FILES = [
    *(path for path in PULUMI if path.startswith(("Pulumi.", "package", "index", "lib", "page"))),
    "node_modules/@pulumi/aws/package.json",
    "node_modules/@pulumi/aws/sns/topic.d.ts",
    "lib/more.ts",
    "data/two.csv",
    "data/__pycache__/x.pyc",
    "tsconfig.json",
    "tests/infrastructure_checks/jest.config.js",
]


def test_all_that_is_read_of_a_program_counts(tmp_path: Path) -> None:
    settings = Settings(targets=("pulumi-jest",))
    write(tmp_path, PULUMI)
    assert generated(tmp_path, settings)
    write(tmp_path, {".pytest_cache/x": "", "lib/__pycache__/x.pyc": "", ".scaffold/x": ""})
    for path in PROGRAM_FILES:
        assert remembered(tmp_path, settings) is not None
        place = tmp_path / path
        before = place.read_bytes() if place.exists() else None
        write(tmp_path, {path: (before or b"") + b"\n"})
        assert remembered(tmp_path, settings) is None, path
        if before is not None:
            place.write_bytes(before)
            continue
        place.unlink()
        if not any(place.parent.iterdir()):
            place.parent.rmdir()


def test_a_large_file_that_is_only_asked_about_counts_with_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_SMALL", 10)
    monkeypatch.setattr("scaffold.readers.terraform.files.MAX_READ", 10)
    queue = QUEUES.replace('name = "b"', 'name = file("${path.module}/large.txt")')
    write(tmp_path, {"main.tf": queue, "large.txt": "x" * 20})
    generated(tmp_path)
    known = remembered(tmp_path, PYTEST)
    assert known is not None
    write(tmp_path, {"large.txt": "x" * 30})
    assert remembered(tmp_path, PYTEST) is None


@pytest.mark.parametrize("example", ["cdktn-platform-ts", "pulumi-network-py", "terraform-native"])
def test_examples(example: str, tmp_path: Path) -> None:
    project = tmp_path / example
    shutil.copytree(Path(__file__).parents[2] / "examples" / example, project)
    settings = Settings()
    assert generated(project, settings)
    assert remembered(project, settings) == standing_of(checked(project, settings).outcome)
    source = next(path for path in sorted(project.rglob("*")) if path.suffix in (".tf", ".ts", ".py", ".yaml"))
    source.write_text(f"{source.read_text()}\n")
    assert remembered(project, settings) is None
