"""The templates themselves."""

from __future__ import annotations

from scaffold.emit.render import Renderer, builtin_folder

#: What is made for each suite: what the cloud gives, what programs read of the environment.
TABLES = ("outputs.js", "variables.js")


def test_all_but_the_tables_are_plain_files() -> None:
    """Observed programs run beside copies of them, which nobody renders."""
    for library in ("programs", "pulumi", "cdktf"):
        rendered = dict(Renderer().files(f"{library}/support/"))
        for template in (builtin_folder() / library / "support").iterdir():
            name = template.name.removesuffix(".j2")
            assert (rendered[name] == template.read_text(encoding="utf-8")) is (name not in TABLES), name


def test_no_file_is_longer_than_the_repositorys_own_may_be() -> None:
    for library in ("programs", "pulumi", "cdktf"):
        for name, text in Renderer().files(f"{library}/support/"):
            assert len(text.splitlines()) <= 400, name
            assert max(map(len, text.splitlines())) <= 120, name
