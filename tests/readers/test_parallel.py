"""Work shared between processes gives what one process gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scaffold.readers.parallel import in_processes
from scaffold.readers.reading import ReadOptions
from scaffold.readers.terraform import read


@dataclass(frozen=True, slots=True)
class One:
    text: str


@dataclass(frozen=True, slots=True)
class Two:
    one: One
    others: tuple[One, ...] = ()


def make(number: int) -> Two:
    one = One(str(number))
    return Two(one, (one, One("")))


def fail(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_keep_their_order(jobs: int) -> None:
    results = in_processes(make, range(40), jobs)
    assert results == [make(number) for number in range(40)]
    assert all(result.one is result.others[0] for result in results)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ValueError, match="three"):
        in_processes(fail, range(8), jobs)


def test_several_roots_are_read_alike_by_one_process_and_by_two(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "main.tf").write_text(
        'variable "name" {}\nresource "aws_sqs_queue" "a" { name = var.name }\n'
    )
    for name in "abcdef":
        (tmp_path / name).mkdir()
        call = f'module "queue" {{\n  source = "../shared"\n  name = "{name}"\n}}\n'
        (tmp_path / name / "main.tf").write_text(f'{call}resource "aws_sns_topic" "{name}" {{}}\n')
    alone, together = (read(tmp_path, ReadOptions(jobs=jobs)) for jobs in (1, 2))
    assert together == alone
    assert [project.path for project in alone.projects] == list("abcdef")
    for project in together.projects:
        assert [module.path for module in project.modules] == [project.path, "shared"]
        assert all(module.blocks for module in project.modules)
