"""Whatever a project goes through, what nobody edited is as generated, and a second run finds nothing to do."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import made_up_suites as suites
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_suites import Site, compared, generate

from scaffold.output import load_lock

names = st.sampled_from(["a", "b", "c"])
addresses = st.sampled_from([f"aws_q.{letter}" for letter in "abcdefg"])
modules = st.dictionaries(addresses, names, max_size=5)
sites = st.fixed_dictionaries({}, optional={"test_a.py": modules, "test_b.py": modules})


def ordered(site: Site) -> Site:
    return {file: dict(sorted(resources.items())) for file, resources in site.items()}


def written(site: Site) -> Mapping[str, bytes]:
    return {path: text.encode() for path, text in suites.suite(site).items()}


def found(root: Path) -> Mapping[str, bytes]:
    return {path: content for path, content in suites.contents(root).items() if not path.startswith(".scaffold/")}


@settings(deadline=None, max_examples=40)
@given(st.lists(sites, min_size=1, max_size=4))
def test_pruned_suites_are_as_if_generated_for_the_first_time(history: list[Site]) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        for site in map(ordered, history):
            generate(Path(folder), site, prune=True)
            assert found(Path(folder)) == written(site)
            again = compared(Path(folder), site)
            assert not again.drifts
            assert again.lock == again.before
        generate(Path(other), ordered(history[-1]))
        assert load_lock(Path(folder)) == load_lock(Path(other))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(sites, st.booleans(), st.data()), min_size=2, max_size=4))
def test_what_a_person_wrote_stays(history: list[tuple[Site, bool, st.DataObject]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, mine = Path(folder), list[tuple[str, str]]()
        for number, (site, prune, data) in enumerate(history):
            generate(root, ordered(site), version=number, prune=prune)
            for path, text in mine:
                assert text in (root / path).read_text()
            assert not compared(root, ordered(site), version=number, prune=prune).drifts
            there = [path for path in sorted(found(root)) if path != suites.SUPPORT]
            if there:
                path = data.draw(st.sampled_from(there))
                mine.append(
                    (path, f"# mine {number}\ndef test_of_my_own_{number}() -> None:\n    assert {number} < 9\n")
                )
                before = (root / path).read_text()
                (root / path).write_text(f"{before}\n\n{mine[-1][1]}")
