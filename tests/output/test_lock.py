"""The lock as text: what is written is read again, what git merges is joined, and nothing else gets in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.merge import Known
from scaffold.model.plain_paths import is_plain
from scaffold.output.errors import OutputError
from scaffold.output.lock import Entry, Lock, LockError, between
from scaffold.output.lock_text import read_lock, spell_lock

QUEUE = Known(("Orders", "has a queue"), "case", frozenset({"0" * 16}), subject="aws_sqs_queue.orders")
TOPIC = Known(("Orders", "has a topic"), "case", frozenset({"1" * 16}), subject="aws_sns_topic.orders")


def locked(*units: tuple[str, Known], digests: tuple[str, ...] = ()) -> Lock:
    entry = Entry("pytest", ".", frozenset(digests), dict(units))
    return Lock({"tests/test_root.py": entry}, {".": {"aws_sqs_queue.orders": frozenset({"2" * 16})}})


def with_entries(*lines: str) -> str:
    return '{"version": 1, "lock": {\n' + ",\n".join(lines) + "\n}}"


digests = st.frozensets(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=3)
some_digests = digests.filter(bool)
words = st.text(st.characters(codec=None), max_size=9) | st.sampled_from(
    ["a :: b", "~", "%7E", "<<<<<<< x", "a\u2028b"]
)
parts = words.filter(lambda part: is_plain(part) and "/" not in part and part.lower() not in (".git", ".scaffold"))
paths = st.lists(parts, min_size=1, max_size=3).map("/".join).filter(is_plain)
units = st.builds(
    Known,
    st.lists(words, max_size=3).map(tuple),
    st.sampled_from(["file", "case", "group", "import", "setup"]),
    digests,
    digests,
    digests,
    words,
    st.booleans(),
    st.booleans(),
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    found = draw(st.dictionaries(words, units, max_size=3))
    some = st.frozensets(st.sampled_from(sorted(found))) if found else st.just(frozenset[str]())
    flags = [draw(st.booleans()) for _ in range(2)]
    return Entry(draw(words), draw(words), draw(digests), found, flags[0], draw(some), flags[1], draw(some))


locks = st.builds(
    Lock,
    st.dictionaries(paths, entries(), max_size=3),
    st.dictionaries(words, st.dictionaries(words, some_digests, min_size=1, max_size=2), max_size=2),
)


@settings(deadline=None)
@given(locks)
def test_what_is_written_is_read_again(lock: Lock) -> None:
    text = spell_lock(lock)
    assert read_lock(text) == lock
    assert text.encode().decode() == text
    assert read_lock(json.dumps(json.loads(text), indent=4)) == lock


@settings(deadline=None)
@given(locks)
def test_there_is_one_line_an_entry_sorted_and_each_ends_alike(lock: Lock) -> None:
    lines = spell_lock(lock).split("\n")
    found = lines[3:-4]
    keys = [next(iter(json.loads("{" + line[:-1] + "}"))) for line in found]
    assert all(line.endswith("},") for line in found)
    assert keys == sorted(set(keys))
    assert len(keys) == sum(1 + len(entry.units) for entry in lock.files.values()) + sum(
        map(len, lock.resources.values())
    )


def test_another_resource_changes_no_other_line() -> None:
    one = spell_lock(locked(("resource:queue", QUEUE))).splitlines()
    both = spell_lock(locked(("resource:queue", QUEUE), ("resource:topic", TOPIC))).splitlines()
    assert [line for line in both if "topic" not in line] == one


def test_an_entry_that_is_there_twice_has_what_both_say() -> None:
    text = with_entries(
        '"a.py": {"target": "jest", "project": ".", "digest": "aaaaaaaa"}',
        '"a.py": {"target": "jest", "project": ".", "digest": ["aaaaaaaa", "bbbbbbbb"]}',
        '"a.py :: x": {"at": ["x"], "role": "case", "digest": "cccccccc", "pending": true}',
        '"a.py :: x": {"at": ["y"], "role": "case", "digest": "dddddddd", "ejected": true}',
        '"./ :: q": {"attributes": "eeeeeeee"}',
        '"./ :: q": {"attributes": "ffffffff"}',
    )
    unit = Known(("x",), "case", frozenset({"cccccccc", "dddddddd"}), ejected=True)
    entry = Entry("jest", ".", frozenset({"aaaaaaaa", "bbbbbbbb"}), {"x": unit})
    assert read_lock(text) == Lock({"a.py": entry}, {".": {"q": frozenset({"eeeeeeee", "ffffffff"})}})


def conflicting(ours: str, theirs: str, base: str | None) -> str:
    return "".join(
        (
            '{\n  "version": 1,\n  "lock": {\n<<<<<<< HEAD\n    ',
            ours,
            ",\n" if base is None else f",\n||||||| 0a1b2c3\n    {base},\n",
            "=======\n    ",
            theirs,
            ',\n>>>>>>> other\n    "~": {}\n  }\n}\n',
        )
    )


@pytest.mark.parametrize("base", [None, '"a.py": {"target": "jest", "project": ".", "digest": "cccccccc"}'])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_git_could_not_merge_is_joined(base: str | None, ends: str) -> None:
    line = '"a.py": {"target": "jest", "project": ".", "digest": "%s"}'
    text = conflicting(line % "aaaaaaaa", line % "bbbbbbbb", base).replace("\n", ends)
    expected = {"aaaaaaaa", "bbbbbbbb"} | ({"cccccccc"} if base else set())
    assert read_lock(text).files["a.py"].digests == expected


BROKEN = {
    "": 1,
    "[]": 1,
    "{}": 1,
    "null": 1,
    "<<<<<<< HEAD": 1,
    '{"version": 2, "lock": {}}': 1,
    '{"version": 1}': 1,
    '{"version": 1, "lock": []}': 1,
    '{"version": 1, "lock": {}, "more": {}}': 1,
    '{"version": 1, "version": 2, "lock": {}}': 1,
    '{\n"version": 1,\n"lock": {\n"a": }': 4,
    "[" * 99999: 1,
    '{"version": 1, "lock": ' + '{"a":' * 99999: 1,
    with_entries('"~": {}', '"a.py": 3'): 3,
    with_entries('"a.py": {}'): 2,
    with_entries('"a.py": {"target": 3}'): 2,
    with_entries('"a.py": {"target": "x", "project": {}}'): 2,
    with_entries('"b.py": {"target": "x"}', '"a.py": {"target": "x", "more": 1}'): 3,
    with_entries('"a.py": {"target": "x", "digest": "../../../x"}'): 2,
    with_entries('"a.py": {"target": "x", "digest": {"a": "b"}}'): 2,
    with_entries('"a.py": {"target": "x", "digest": [["aaaaaaaa"]]}'): 2,
    with_entries('"a.py": {"target": "x", "ejected": "yes"}'): 2,
    with_entries('"a.py": {"target": "x", "ejected": 1}'): 2,
    with_entries('"a.py :: x": {"at": "x", "role": "case"}'): 2,
    with_entries('"a.py :: x": {"at": [1], "role": "case"}'): 2,
    with_entries('"a.py :: x": {"at": [], "role": "king"}'): 2,
    with_entries('"a.py :: x": {"at": [], "role": ["case"]}'): 2,
    with_entries('"a.py": {"at": [], "role": "case"}'): 2,
    with_entries('"x": {"attributes": "aaaaaaaa"}'): 2,
    with_entries('"./ :: x": {"attributes": 1e999}'): 2,
    with_entries('"é\\u00e9": {"target": "x"}', '"\\u00e9": 1'): 3,
    conflicting('"a.py": {"target": "x"}', '"b.py": {"target": ', None): 7,
    conflicting('"a.py": {"target": "x"}', '"b.py": 3', None): 7,
    conflicting('"a.py": {"target": "x"}', '"version": 2', None): 1,
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_nobody_wrote_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(LockError) as caught:
        read_lock(text)
    assert caught.value.line == BROKEN[text]
    assert str(caught.value)


names = st.sampled_from(["target", "project", "at", "role", "digest", "a.py", "a.py :: x", "../x", "lock", "version"])
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
)


@settings(deadline=None)
@given(documents)
def test_no_document_does_harm(value: object) -> None:
    for document in (value, {"version": 1, "lock": value}, {"version": 1, "lock": {"a.py :: x": value, "a.py": value}}):
        try:
            lock = read_lock(json.dumps(document))
        except (LockError, OutputError):
            continue
        assert read_lock(spell_lock(lock)) == lock


HOSTILE = [
    "../x",
    "/etc/passwd",
    "a/../../x",
    "a\\\\b",
    "C:/x",
    "",
    "a//b",
    "./a",
    "a\\u0000b",
    "%2E%2E/x/..",
    ".git/hooks/pre-commit",
    "sub/.GIT/config",
    ".scaffold/templates/x.j2",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_a_place_outside_is_refused_with_the_line(path: str) -> None:
    text = with_entries('"a.py": {"target": "x"}', f'"{path}": {{"target": "x", "digest": "aaaaaaaa"}}')
    with pytest.raises(OutputError, match="line 3 names"):
        read_lock(text)


def test_units_of_no_file_are_nobodys() -> None:
    text = with_entries('"../a.py :: x": {"at": ["x"], "role": "case"}', '"b.py :: x": {"at": ["x"], "role": "case"}')
    assert read_lock(text) == Lock()


def test_between_two_locks_both_are_ours() -> None:
    renewed = Known(QUEUE.at, "case", frozenset({"9" * 16}), subject=QUEUE.subject)
    before, after = locked(("queue", QUEUE)), locked(("queue", renewed), ("topic", TOPIC))
    entry = between(before, after, frozenset()).files["tests/test_root.py"]
    assert entry.units["queue"].digests == {"0" * 16, "9" * 16}
    assert entry.coming == {"topic"}
    assert not entry.pending


def test_between_two_locks_a_file_to_be_made_is_only_coming() -> None:
    after = locked(("queue", QUEUE))
    for before in (Lock(), after):
        entry = between(before, after, frozenset(after.files)).files["tests/test_root.py"]
        assert (entry.pending, entry.coming) == (True, frozenset({"queue"}))


def test_between_two_locks_nothing_is_forgotten() -> None:
    before = locked(("queue", QUEUE))
    found = between(before, Lock(), frozenset())
    assert found == before


def test_between_two_locks_what_is_still_to_come_stays_so() -> None:
    after = locked(("queue", QUEUE), ("topic", TOPIC))
    started = between(locked(("queue", QUEUE)), after, frozenset())
    assert between(started, after, frozenset()).files["tests/test_root.py"].coming == {"topic"}
    made = frozenset(after.files)
    entry = between(between(Lock(), after, made), after, made).files["tests/test_root.py"]
    assert (entry.pending, entry.coming) == (True, frozenset({"queue", "topic"}))
