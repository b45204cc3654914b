"""The README's table of resource types is what the catalog has. Run as a program, this writes it."""

from __future__ import annotations

import re
from pathlib import Path

from scaffold.catalog.services import services
from scaffold.catalog.services.clients import client

README = Path(__file__).parents[3] / "README.md"
SECTION = re.compile(r"(?s)(<!-- services -->\n).*?(<!-- end of services -->\n)")


def table() -> str:
    """The resource types by the client that is asked about them."""
    types: dict[str, list[str]] = {}
    for known in services().values():
        types.setdefault(client(known.client).class_name.removesuffix("Client"), []).append(known.type)
    attributes = sum(len(known.attributes) for known in services().values())
    rows = [f"| {name} | {', '.join(f'`{type_}`' for type_ in types[name])} |" for name in sorted(types, key=str.lower)]
    head = (
        f"{len(services())} resource types and {attributes} attributes; `scaffold list services` lists them one a line."
    )
    return "\n".join([head, "", "| Service | Resource types |", "| --- | --- |", *rows, ""])


def test_the_readme_lists_what_is_asked_about() -> None:
    found = SECTION.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert found[0] == f"{found[1]}{table()}{found[2]}"


def test_there_are_as_many_types_as_users_ask_for() -> None:
    assert len(services()) >= 60


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(SECTION.sub(lambda found: f"{found[1]}{table()}{found[2]}", text), encoding="utf-8")
