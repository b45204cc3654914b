"""A resource is known again under another name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from scaffold.merge import Known
from scaffold.output.lock import Entry, Lock
from scaffold.output.renaming import remembered, renamed_subjects
from scaffold.output.run import Regeneration

A, B = "a" * 16, "b" * 16


def locked(resources: Mapping[str, str], *subjects: str, target: str = "jest", coming: tuple[str, ...] = ()) -> Lock:
    units = {f"has:{subject}": Known((subject,), "case", frozenset(), subject=subject) for subject in subjects}
    entry = Entry(target, ".", units=units, coming=frozenset(f"has:{subject}" for subject in coming))
    return Lock({"a.test.js": entry}, {".": {address: frozenset({digest}) for address, digest in resources.items()}})


def renames(lock: Lock, resources: Mapping[str, str] | None = None, **options: Any) -> Mapping[str, str]:
    return renamed_subjects(lock, Regeneration(targets=frozenset({"jest"}), resources=resources or {}, **options))


def test_the_same_under_another_name() -> None:
    lock = locked({"aws_q.a": A, "aws_q.b": B}, "aws_q.a", "aws_q.b")
    assert renames(lock, {"aws_q.c": A, "aws_q.b": B}) == {"aws_q.a": "aws_q.c"}


@pytest.mark.parametrize(
    "fresh",
    [
        {"aws_q.a": A, "aws_q.c": A},
        {"aws_q.c": B},
        {},
        {"aws_q.c": A, "aws_q.d": A},
    ],
    ids=["still there", "not alike", "gone", "two could be it"],
)
def test_nothing_is_guessed(fresh: Mapping[str, str]) -> None:
    assert renames(locked({"aws_q.a": A}, "aws_q.a"), fresh) == {}


def test_two_that_are_gone_and_alike_are_not_told_apart() -> None:
    lock = locked({"aws_q.a": A, "aws_q.b": A}, "aws_q.a", "aws_q.b")
    assert renames(lock, {"aws_q.c": A}) == {}


def test_nothing_is_gone_of_a_project_that_cannot_be_read() -> None:
    assert renames(locked({"aws_q.a": A}, "aws_q.a"), {"aws_q.c": A}, complete=False) == {}


def test_one_that_has_cases_already_is_not_new() -> None:
    lock = locked({"aws_q.a": A, "aws_q.c": A}, "aws_q.a", "aws_q.c")
    assert renames(lock, {"aws_q.c": A}) == {}


def test_a_run_that_was_killed_has_not_used_the_new_name_up() -> None:
    lock = locked({"aws_q.a": A}, "aws_q.a", "aws_q.c", coming=("aws_q.c",))
    assert renames(lock, {"aws_q.c": A}) == {"aws_q.a": "aws_q.c"}


def test_another_targets_suites_are_renamed_later() -> None:
    lock = locked({"aws_q.a": A}, "aws_q.a", target="pytest")
    options = Regeneration(targets=frozenset({"jest"}), resources={"aws_q.c": A})
    kept = remembered(lock, options, lock.files)
    assert set(kept) == {"aws_q.a", "aws_q.c"}
    later = Lock(lock.files, {".": kept})
    options = Regeneration(targets=frozenset({"pytest"}), resources={"aws_q.c": A})
    assert renamed_subjects(later, options) == {"aws_q.a": "aws_q.c"}
    assert set(remembered(later, options, {})) == {"aws_q.c"}


def test_what_could_not_be_read_is_remembered() -> None:
    lock = locked({"aws_q.a": A})
    assert set(remembered(lock, Regeneration(complete=False), {})) == {"aws_q.a"}
    assert set(remembered(lock, Regeneration(), {})) == set()


def test_moved_blocks_are_followed() -> None:
    lock = locked({}, "aws_q.a", "aws_q.x", "aws_q.aa")
    moved = {"aws_q.a": "aws_q.b", "aws_q.b": "aws_q.c", "aws_q.x": "aws_q.y", "aws_q.y": "aws_q.x"}
    assert renames(lock, moved=moved) == {"aws_q.a": "aws_q.c"}


@pytest.mark.parametrize(
    ("old", "new", "subject", "expected"),
    [
        ("aws_q.a", "aws_q.b", 'aws_q.a["x"]', 'aws_q.b["x"]'),
        ("aws_q.a", "aws_q.b", "module.m.aws_q.a", "module.m.aws_q.b"),
        ("module.a", "module.b", 'module.a["k"].aws_q.x', 'module.b["k"].aws_q.x'),
        ("module.a", "module.b", "module.z.module.a.aws_q.x", "module.z.module.b.aws_q.x"),
        ("module.m.aws_q.a", "module.m.aws_q.b", "aws_q.a", "aws_q.b"),
        ("module.m.aws_q.a", "module.n.aws_q.a", "aws_q.a", "aws_q.a"),
        ("aws_q.a", "module.m.aws_q.a", "aws_q.a[0]", "module.m.aws_q.a[0]"),
        ("aws_q.a", "aws_q.b", "aws_q.ab", "aws_q.ab"),
    ],
)
def test_subjects_are_spelled_in_several_ways(old: str, new: str, subject: str, expected: str) -> None:
    assert renames(locked({}, subject), moved={old: new}).get(subject, subject) == expected
