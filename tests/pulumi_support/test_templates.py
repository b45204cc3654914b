"""The templates themselves."""

from __future__ import annotations

from scaffold.emit.render import Renderer, builtin_folder


def test_all_but_the_table_of_the_mocks_are_plain_files() -> None:
    """Observed programs run beside copies of them, which nobody renders."""
    for library in ("programs", "pulumi", "cdktf"):
        rendered = dict(Renderer().files(f"{library}/support/"))
        for template in (builtin_folder() / library / "support").iterdir():
            name = template.name.removesuffix(".j2")
            assert (rendered[name] == template.read_text(encoding="utf-8")) is (name != "outputs.js"), name


def test_no_file_is_longer_than_the_repositorys_own_may_be() -> None:
    for library in ("programs", "pulumi", "cdktf"):
        for name, text in Renderer().files(f"{library}/support/"):
            assert len(text.splitlines()) <= 400, name
            assert max(map(len, text.splitlines())) <= 120, name
