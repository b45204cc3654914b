"""References in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.pulumi.yaml.interpolation import Access, InterpolationError, parts_of


def told(text: str) -> list[str | tuple[str, tuple[str | int, ...]]]:
    return [part if isinstance(part, str) else (part.name, part.steps) for part in parts_of(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("plain", ["plain"]),
        ("${a}", [("a", ())]),
        ("${a.b[0].c}", [("a", ("b", 0, "c"))]),
        ('${a["b.c"]["d"].e}', [("a", ("b.c", "d", "e"))]),
        ('${a["say \\"hi\\""]}', [("a", ('say "hi"',))]),
        ('${["odd name"].b}', [("odd name", ("b",))]),
        ("${my-queue.arn}", [("my-queue", ("arn",))]),
        ("${aws:region}", [("aws:region", ())]),
        ("x${a}y${b.c}z", ["x", ("a", ()), "y", ("b", ("c",)), "z"]),
        ("$${a}", ["${a}"]),
        ("$$$$", ["$$"]),
        ("$", ["$"]),
        ("a$b", ["a$b"]),
        ("$$ ${a}", ["$ ", ("a", ())]),
        ("${a[10][2]}", [("a", (10, 2))]),
    ],
)
def test_the_parts_of_a_text(text: str, parts: list[object]) -> None:
    assert told(text) == parts


@pytest.mark.parametrize("text", ["${", "${a", "${}", "${a[}", "${a[x]}", '${a["b}', '${a["b"}', "${[0]}", '${a["b'])
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(InterpolationError):
        parts_of(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parts_of(text)
    except InterpolationError:
        assert "${" in text
        return
    assert all(not isinstance(part, Access) or text[part.at : part.end].startswith("${") for part in found)


@given(st.text())
def test_escaped_text_is_itself(text: str) -> None:
    assert "".join(map(str, parts_of(text.replace("$", "$$")))) == text
