"""Which folders may hold sources of a project."""

from __future__ import annotations

from pathlib import Path

from scaffold.readers.search import own_folders


def test_what_others_wrote_or_tools_made_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text("{}")
    for name in ("src", ".hidden", "node_modules", "own/pyvenv", "imports/aws/_jsii", "cdktf.out", "out/stacks"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "environment").mkdir()
    (tmp_path / "environment" / "pyvenv.cfg").write_text("")
    (tmp_path / "out" / "manifest.json").write_text("{}")
    names = [each.name for each in tmp_path.iterdir() if each.is_dir()]
    assert own_folders(tmp_path, names) == ["imports", "own", "src"]
    assert own_folders(tmp_path / "imports", ["aws"]) == []
