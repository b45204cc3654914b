"""What becomes a person's, by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scaffold.merge import Known
from scaffold.output import Entry, Lock, OutputError, eject, spell_lock
from scaffold.output.lock_text import read_lock

UNITS = {
    "Queue": Known(("Queue",), "group", frozenset()),
    "configuration:aws_q.a": Known(("Queue", "has a name"), "case", frozenset()),
    "configuration:aws_q.b": Known(("Topic", "has a name"), "case", frozenset()),
    "outputs:url": Known(("gives its url",), "case", frozenset()),
}
LOCK = Lock(
    {
        "tests/root.test.js": Entry("jest", ".", units=UNITS),
        "tests/test_root.py": Entry("pytest", ".", units={"outputs:url": UNITS["outputs:url"]}),
        "tests/support.js": Entry("jest", ".", frozenset({"a" * 16})),
    }
)


def ejected(lock: Lock) -> Iterator[str]:
    for path, entry in lock.files.items():
        yield from [path] if entry.ejected else []
        yield from (f"{path}::{case}" for case, known in entry.units.items() if known.ejected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tests/support.js", "tests/support.js"),
        ("tests/root.test.js", "tests/root.test.js"),
        ("configuration:aws_q.a", "tests/root.test.js::configuration:aws_q.a"),
        ("Queue > has a name", "tests/root.test.js::configuration:aws_q.a"),
        ("tests/root.test.js::Queue::has a name", "tests/root.test.js::configuration:aws_q.a"),
        ("tests/test_root.py::gives its url", "tests/test_root.py::outputs:url"),
        ("tests/test_root.py::outputs:url", "tests/test_root.py::outputs:url"),
    ],
)
def test_files_and_cases_by_name(name: str, expected: str) -> None:
    found = eject(LOCK, [name])
    assert list(ejected(found)) == [expected]
    assert read_lock(spell_lock(found)) == found
    assert eject(found, [name]) == found


def test_several_at_once() -> None:
    assert len(list(ejected(eject(LOCK, ["tests/support.js", "configuration:aws_q.b"])))) == 2


@pytest.mark.parametrize("name", ["has a name", "outputs:url", "gives its url", "tests/root.test.js::has a name"])
def test_a_name_that_several_have_is_refused_with_theirs(name: str) -> None:
    with pytest.raises(OutputError, match="is the name of 2 cases") as caught:
        eject(LOCK, [name])
    assert "tests/root.test.js::" in caught.value.diagnostic.hint


@pytest.mark.parametrize(
    ("name", "near"), [("configuration:aws_q.c", "configuration:aws_q.a"), ("tests/suport.js", "tests/support.js")]
)
def test_a_name_that_nothing_has_is_refused_with_near_ones(name: str, near: str) -> None:
    with pytest.raises(OutputError, match="is called") as caught:
        eject(LOCK, [name])
    assert near in caught.value.diagnostic.hint


@pytest.mark.parametrize("name", ["", "Queue", "*", "zzzzzzzz", "tests"])
def test_what_is_no_case_is_refused(name: str) -> None:
    with pytest.raises(OutputError):
        eject(LOCK, [name])
    with pytest.raises(OutputError, match="is called"):
        eject(Lock(), [name])
