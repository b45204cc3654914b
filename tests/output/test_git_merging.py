"""Two people generate again on two branches, and git merges them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import made_up_suites as suites
import pytest
from made_up_suites import Site, compared, generate

from scaffold.output import LOCK_PATH, Verb, load_lock

ROOT: Site = {
    "test_a.py": {"aws_q.a": "a", "aws_q.b": "b", "aws_q.c": "c", "aws_q.d": "d"},
    "test_b.py": {"aws_t.a": "a", "aws_t.b": "b"},
}
Change = Callable[[Site], Site]


def git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git as if nobody had set it up."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ("-c", "user.name=A Person", "-c", "user.email=person@example.com", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *who, *words], cwd=root, env=environment, capture_output=True, text=True, check=False)


def commit(root: Path, site: Site) -> None:
    generate(root, site, prune=True)
    git(root, "add", "--all")
    assert git(root, "commit", "--message", "Generate").returncode == 0


def setting(file: str, **names: str | None) -> Change:
    """A change of resources of a file: another name, a new one, or gone."""

    def change(site: Site) -> Site:
        changed = {**site.get(file, {}), **{f"aws_q.{name}": value or "" for name, value in names.items()}}
        # Sorted, as the plan of a project is.
        return {**site, file: {address: changed[address] for address in sorted(changed) if changed[address]}}

    return change


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with generated suites in it."""
    git(tmp_path, "init")
    commit(tmp_path, ROOT)
    return tmp_path


def merged(root: Path, mine: Change, theirs: Change) -> tuple[Site, str]:
    """What the project is after both changes, and what git says of merging them."""
    git(root, "switch", "--create", "theirs")
    commit(root, theirs(ROOT))
    git(root, "switch", "main")
    commit(root, mine(ROOT))
    said = git(root, "merge", "theirs")
    return mine(theirs(ROOT)), said.stdout + said.stderr


def clean(root: Path, site: Site) -> bool:
    """Whether nothing has to be done, the next run changes no file, and the one after it nothing at all."""
    found = generate(root, site)
    assert not found.lock_lacks
    assert not compared(root, site).drifts
    before = suites.contents(root)
    generate(root, site)
    return not found.drifts and not found.diagnostics and suites.contents(root) == before


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (setting("test_a.py", a="a2"), setting("test_a.py", d="d2")),
        (setting("test_a.py", a="a2"), setting("test_b.py", x="x")),
        (setting("test_a.py", x0="x"), setting("test_b.py", x1="x")),
        (setting("test_a.py", x0="x", x1="x"), setting("test_c.py", x2="x")),
        (setting("test_c.py", x1="x"), setting("test_d.py", x2="x")),
        (setting("test_a.py", a=None), setting("test_a.py", d="d2")),
        (setting("test_a.py", a="a2", aa="a"), setting("test_a.py", d=None, z="z")),
        (setting("test_a.py", a=None), setting("test_a.py", z="z")),
    ],
    ids=["change", "change-add", "add", "add-file", "add-files", "remove-change", "several", "remove-add"],
)
def test_different_resources_merge_and_the_next_run_is_clean(repository: Path, mine: Change, theirs: Change) -> None:
    site, said = merged(repository, mine, theirs)
    assert "CONFLICT" not in said
    assert git(repository, "status", "--porcelain").stdout == ""
    assert clean(repository, site)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (setting("test_a.py", b="b2"), setting("test_a.py", c="c2")),
        (setting("test_a.py", ba="x"), setting("test_a.py", bb="x")),
        (setting("test_a.py", b=None), setting("test_a.py", c="c2")),
        (setting("test_a.py", b=None), setting("test_a.py", c=None)),
        (setting("test_a.py", b="b2"), setting("test_a.py", b="b3")),
        (setting("test_c.py", x="1"), setting("test_c.py", y="2")),
        (setting("test_a.py", e="e"), setting("test_a.py", b="b2", d=None)),
    ],
    ids=["change", "add", "remove-change", "remove", "same", "same-file", "add-remove"],
)
def test_the_lock_has_no_conflict_even_where_the_suites_have(repository: Path, mine: Change, theirs: Change) -> None:
    site, said = merged(repository, mine, theirs)
    assert f"Merge conflict in {LOCK_PATH}" not in said
    assert "<<<<<<<" not in (repository / LOCK_PATH).read_text()
    load_lock(repository)
    conflicting = [path for path in git(repository, "diff", "--name-only", "--diff-filter=U").stdout.split() if path]
    kept = [change.path for change in compared(repository, site).changes if change.verb is Verb.KEPT]
    assert kept == conflicting
    if conflicting:
        hints = [found.hint for found in compared(repository, site).diagnostics]
        assert all("git checkout --ours" in hint for hint in hints)
        git(repository, "checkout", "--ours", *conflicting)
    generate(repository, site, prune=True)
    wanted = {path: text.encode() for path, text in suites.suite(site).items()}
    found = suites.contents(repository)
    assert {path: found[path] for path in wanted} == wanted
    assert clean(repository, site)


def test_both_may_be_the_first(tmp_path: Path) -> None:
    git(tmp_path, "init")
    (tmp_path / "README").write_text("Mine.\n")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--message", "Begin")
    mine, theirs = setting("test_a.py", a="a", b="b"), setting("test_b.py", c="c")
    git(tmp_path, "switch", "--create", "theirs")
    commit(tmp_path, theirs({}))
    git(tmp_path, "switch", "main")
    commit(tmp_path, mine({}))
    assert "CONFLICT" not in git(tmp_path, "merge", "theirs").stdout
    assert clean(tmp_path, mine(theirs({})))


def test_without_its_attributes_the_markers_of_git_are_understood(repository: Path) -> None:
    (repository / ".scaffold/.gitattributes").write_text("# Mine.\n")
    git(repository, "commit", "--all", "--message", "No attributes")
    site, said = merged(repository, setting("test_a.py", a="a2", aa="x"), setting("test_b.py", a="x"))
    assert f"Merge conflict in {LOCK_PATH}" in said
    assert clean(repository, site)
    assert "<<<<<<<" not in (repository / LOCK_PATH).read_text()
