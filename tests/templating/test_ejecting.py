"""Copying templates out: what stands above them, what is kept to compare with, and that nobody's file is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.diagnostics import RefusedError
from scaffold.emit.builtin import builtin_folder
from scaffold.emit.contract import VERSION
from scaffold.emit.render import Renderer, template_names
from scaffold.templating import template_path
from scaffold.templating.ejecting import context_of, eject, without_header
from scaffold.templating.known import known_name

NAME = "pytest/test_module.py.j2"
#: Templates that need nothing to be rendered.
ALONE = ("pytest/package.py.j2", "jest/package.json.j2", "programs/package.json.j2", "pytest/support/terraform.py.j2")


def text_of(name: str) -> str:
    return (builtin_folder() / name).read_text(encoding="utf-8")


def test_a_copy_says_above_the_original_what_it_is_and_gets(tmp_path: Path) -> None:
    done = eject(template_path(tmp_path), NAME, tmp_path / "own")
    assert done.file == tmp_path / "own" / NAME
    text = done.file.read_text(encoding="utf-8")
    head = text.removesuffix(text_of(NAME))
    assert head != text
    assert head.startswith(f"{{# scaffold template {NAME}, context {VERSION}\n")
    assert "suite: SuiteView" in head
    assert "Blocks: header, fixture, inventory" in head
    assert context_of(text) == VERSION


def test_what_macros_get_stands_above_those_that_have_some(tmp_path: Path) -> None:
    file = eject(template_path(tmp_path), "pytest/cases.py.j2", tmp_path).file
    assert file is not None
    assert "Macro test(case):\n     case: CaseView\n" in file.read_text(encoding="utf-8")


def test_the_original_is_kept_to_compare_with(tmp_path: Path) -> None:
    done = eject(template_path(tmp_path), NAME, tmp_path)
    assert done.upstream == tmp_path / ".upstream" / NAME
    kept = done.upstream.read_text(encoding="utf-8")
    assert context_of(kept) == VERSION
    assert without_header(kept) == text_of(NAME)
    assert without_header(text_of(NAME)) == text_of(NAME)


def test_every_template_can_be_copied_out_and_read_again(tmp_path: Path) -> None:
    path = template_path(tmp_path)
    copies = [eject(path, name, tmp_path / "own").file for name in template_names()]
    own = Renderer([tmp_path / "own"])
    assert all(copies)
    assert template_path(tmp_path, (tmp_path / "own",)).levels[0].has(NAME)
    assert [own.render(name) for name in ALONE] == [Renderer().render(name) for name in ALONE]
    assert all(own._environment.get_template(name) for name in template_names())


def test_a_copy_can_have_single_blocks_and_extend_the_original(tmp_path: Path) -> None:
    file = eject(template_path(tmp_path), "jest/suite.js.j2", tmp_path, ["fixture"]).file
    assert file is not None
    body = file.read_text(encoding="utf-8").partition("#}\n")[2]
    assert body == ('{% extends "builtin/jest/suite.js.j2" %}\n{% block fixture %}\n{{ super() }}\n{%- endblock %}\n')


def test_a_block_that_is_not_there_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        eject(template_path(tmp_path), NAME, tmp_path / "own", ["heder"])
    assert "has no block 'heder'" in caught.value.diagnostic.summary
    assert "header" in caught.value.diagnostic.hint
    assert not (tmp_path / "own").exists()


def test_a_persons_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.parent.mkdir()
    file.write_text("mine\n", encoding="utf-8")
    with pytest.raises(RefusedError, match="is there already"):
        eject(template_path(tmp_path), NAME, tmp_path)
    assert file.read_text(encoding="utf-8") == "mine\n"
    assert not (tmp_path / ".upstream").exists()
    done = eject(template_path(tmp_path), NAME, tmp_path, seen=True)
    assert done.file is None
    assert file.read_text(encoding="utf-8") == "mine\n"
    assert without_header(done.upstream.read_text(encoding="utf-8")) == text_of(NAME)


@pytest.mark.parametrize("place", ["pytest", ".upstream"])
def test_links_that_lead_out_of_the_folder_are_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / place).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RefusedError, match="leads out of"):
        eject(template_path(tmp_path), NAME, tmp_path / "own")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert [path.name for path in (tmp_path / "own").iterdir()] == [place]


@pytest.mark.parametrize("given", [NAME, NAME.removesuffix(".j2"), f"builtin/{NAME}"])
def test_a_template_is_known_by_its_name_with_and_without_what_stands_around_it(tmp_path: Path, given: str) -> None:
    assert known_name(template_path(tmp_path), given) == NAME


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("pytest/test_modul.py.j2", f"Did you mean {NAME}"),
        ("terraform.py", "pytest/support/terraform.py.j2"),
        ("../../etc/passwd", "See `scaffold templates list`."),
        ("", "See `scaffold templates list`."),
    ],
)
def test_a_template_that_is_not_there_has_others_that_are_called_alike(tmp_path: Path, given: str, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        known_name(template_path(tmp_path), given)
    assert hint in caught.value.diagnostic.hint
