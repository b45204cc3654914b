"""Files without cases that a formatter has been at: they are still ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.model.written import Written
from scaffold.output import Change, Regeneration, Verb, carry_out, load_lock, regenerate

OPTIONS = Regeneration(targets=frozenset({"jest"}))
VERSIONS = {
    "support/tokens.js": ("const a = 'x';\n", "const a = 'y';\n", 'const a = "x"\n'),
    "support/tokens.py": (
        "def a():\n    return ['x']\n",
        "def a():\n    return ['y']\n",
        'def a():\n    return [\n        "x",\n    ]\n',
    ),
    "package.json": ('{\n  "type": "commonjs"\n}\n', '{\n  "type": "module"\n}\n', '{ "type": "commonjs" }\n'),
}


def generate(root: Path, path: str, text: str) -> Change:
    done = regenerate({path: Written(text, target="jest")}, root, load_lock(root), OPTIONS)
    carry_out(done, root)
    (change,) = done.changes
    return change


@pytest.mark.parametrize("path", VERSIONS)
def test_a_formatted_file_stays_as_it_was_formatted(tmp_path: Path, path: str) -> None:
    first, _, formatted = VERSIONS[path]
    generate(tmp_path, path, first)
    (tmp_path / path).write_text(formatted)
    assert [generate(tmp_path, path, first).verb for _ in range(2)] == [Verb.UNCHANGED, Verb.UNCHANGED]
    assert (tmp_path / path).read_text() == formatted


@pytest.mark.parametrize("path", VERSIONS)
def test_a_formatted_file_follows_the_next_version(tmp_path: Path, path: str) -> None:
    first, second, formatted = VERSIONS[path]
    generate(tmp_path, path, first)
    (tmp_path / path).write_text(formatted)
    assert generate(tmp_path, path, second).verb is Verb.UPDATE
    assert (tmp_path / path).read_text() == second


@pytest.mark.parametrize("path", VERSIONS)
def test_an_edited_file_is_kept(tmp_path: Path, path: str) -> None:
    first, second, formatted = VERSIONS[path]
    generate(tmp_path, path, first)
    edited = formatted.replace("x", "mine").replace("commonjs", "mine")
    (tmp_path / path).write_text(edited)
    assert generate(tmp_path, path, second).verb is Verb.KEPT
    assert (tmp_path / path).read_text() == edited


def test_text_that_is_no_json_is_a_persons(tmp_path: Path) -> None:
    first, second, _ = VERSIONS["package.json"]
    generate(tmp_path, "package.json", first)
    (tmp_path / "package.json").write_text(json.dumps({"type": "commonjs"})[:-1])
    assert generate(tmp_path, "package.json", second).verb is Verb.KEPT


GROUPS = {
    "support/tokens.js": ("describe('a', () => {\n  it('b', () => {});\n", "});\n", "  // mine\n"),
    "support/tokens.py": ("class TestA:\n    def test_b(self):\n        return 1\n", "", "    # mine\n"),
}


@pytest.mark.parametrize("path", ["support/tokens.js", "support/tokens.py"])
@pytest.mark.parametrize("which", [0, 2])
def test_a_comment_of_a_person_at_the_end_is_kept(tmp_path: Path, path: str, which: int) -> None:
    versions = VERSIONS[path]
    generate(tmp_path, path, versions[0])
    noted = versions[which] + ("# mine\n" if path.endswith(".py") else "// mine\n")
    (tmp_path / path).write_text(noted)
    assert generate(tmp_path, path, versions[1]).verb is Verb.KEPT
    assert (tmp_path / path).read_text() == noted


@pytest.mark.parametrize("path", GROUPS)
def test_a_comment_of_a_person_at_the_end_of_a_group_is_kept(tmp_path: Path, path: str) -> None:
    start, end, comment = GROUPS[path]
    generate(tmp_path, path, start + end)
    (tmp_path / path).write_text(start + comment + end)
    assert generate(tmp_path, path, f"\n{start}{end}\n".replace("b", "c")).verb is Verb.KEPT
    assert (tmp_path / path).read_text() == start + comment + end


def test_a_member_that_is_there_twice_is_a_persons(tmp_path: Path) -> None:
    first, second, _ = VERSIONS["package.json"]
    generate(tmp_path, "package.json", first)
    doubled = '{ "type": "mine", "type": "commonjs" }\n'
    (tmp_path / "package.json").write_text(doubled)
    assert generate(tmp_path, "package.json", second).verb is Verb.KEPT
    assert (tmp_path / "package.json").read_text() == doubled
