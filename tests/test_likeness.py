"""How a resource is known again under another name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scaffold import pipeline
from scaffold.config import Settings
from scaffold.model.likeness import likenesses, moves


def read(folder: Path, text: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(text)
    projects = pipeline.read(folder, Settings()).projects
    return likenesses(projects), moves(projects)


def test_a_name_does_not_count_and_an_attribute_does(tmp_path: Path) -> None:
    queue = 'resource "aws_sqs_queue" "%s" {\n  name = "%s"\n}\n'
    before, _ = read(tmp_path, queue % ("orders", "orders"))
    after, _ = read(tmp_path, "\n\n" + queue % ("placed", "orders"))
    other, _ = read(tmp_path, queue % ("placed", "placed"))
    assert before["aws_sqs_queue.orders"] == after["aws_sqs_queue.placed"]
    assert before["aws_sqs_queue.orders"] != other["aws_sqs_queue.placed"]


def test_what_a_resource_says_of_itself_does_not_count(tmp_path: Path) -> None:
    network = 'resource "aws_vpc" "%s" {}\n'
    text = network + 'resource "aws_security_group" "%s" {\n  description = "of ${aws_vpc.%s.id}"\n}\n'
    before, _ = read(tmp_path, text % ("main", "web", "main"))
    after, _ = read(tmp_path, text % ("main", "site", "main"))
    assert before["aws_security_group.web"] == after["aws_security_group.site"]


def test_types_are_told_apart_and_instances_are_one(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path, 'resource "aws_sqs_queue" "a" {\n  count = 2\n}\nresource "aws_sns_topic" "b" {\n  count = 2\n}\n'
    )
    assert list(found) == ["aws_sns_topic.b", "aws_sqs_queue.a"]
    assert len(set(found.values())) == 2


def test_moved_blocks_say_where_things_went(tmp_path: Path) -> None:
    _, moved = read(
        tmp_path,
        'resource "aws_sqs_queue" "b" {}\nmoved {\n  from = aws_sqs_queue.a\n  to   = aws_sqs_queue.b\n}\n',
    )
    assert moved == {"aws_sqs_queue.a": "aws_sqs_queue.b"}


def test_calls_of_modules_are_known_by_what_they_are_given(tmp_path: Path) -> None:
    call = 'module "%s" {\n  source = "./queue"\n  name   = "%s"\n}\n'
    (tmp_path / "queue").mkdir()
    (tmp_path / "queue" / "main.tf").write_text('variable "name" {}\n')
    before, _ = read(tmp_path, call % ("orders", "orders"))
    after, _ = read(tmp_path, call % ("placed", "orders"))
    other, _ = read(tmp_path, call % ("placed", "placed"))
    assert before["module.orders"] == after["module.placed"] != other["module.placed"]
