"""Numbers and text, and that writing one out and reading it gives it back."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typescript_shapes import expression, read

from scaffold.readers.programs.typescript.literals import property_name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("42", 42), ("1_000", 1000), ("1.50", 1.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1E-3", 0.001),
        ("0xFF", 255), ("0Xf_f", 255), ("0b101", 5), ("0O17", 15), ("017", 15), ("089", 89),
        ("1e400", math.inf), ("9007199254740993", 2**53), ("1e21", 1e21),
        ("0x" + "f" * 400, math.inf),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float) -> None:
    found = expression(text)
    assert found == ("Constant", value)
    assert type(found[1]) is type(value)


@pytest.mark.parametrize(("text", "digits"), [("1_0n", "10"), ("0xFFn", "255"), ("0b11n", "3")])
def test_a_big_integer_is_made_by_bigint(text: str, digits: str) -> None:
    assert expression(text) == ("Invoke", ("Name", "BigInt"), (("Argument", ("Constant", digits)),))


def test_a_whole_number_is_an_int() -> None:
    assert type(expression("3.0")[1]) is int
    assert type(expression("9007199254740991")[1]) is int


def test_a_big_integer_without_measure_is_opaque() -> None:
    assert expression("9" * 5000 + "n")[0] == "Opaque"
    assert expression("0x" + "9" * 5000 + "n")[0] == "Opaque"


@pytest.mark.parametrize(
    ("value", "name"),
    [(1, "1"), (1.5, "1.5"), (1e21, "1e+21"), (1.5e300, "1.5e+300"), (1e-7, "1e-7"), (0.00001, "0.00001"),
     (0.000015, "0.000015"), (1e20, "100000000000000000000"), (math.inf, "Infinity")],
)  # fmt: skip
def test_the_property_name_that_a_number_is(value: float, name: str) -> None:
    assert property_name(value) == name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"'a\'b'", "a'b"), (r'"a\"b"', 'a"b'), (r"'\n\t\r\b\f\v\0'", "\n\t\r\b\f\v\0"), (r"'\x41\u0042\u{43}'", "ABC"),
        (r"'\u{1F600}'", "😀"), (r"'\uD83D\uDE00'", "😀"), (r"'\uD83D'", "\ufffd"), (r"'\101\7'", "A\a"),
        ("'a\\\nb'", "ab"), ("'a\\\r\nb'", "ab"), (r"'\a\$'", "a$"), ("'é😀'", "é😀"), ("`plain`", "plain"),
        (r"`\`\${x}`", "`${x}"), ("`a\r\nb`", "a\nb"),
    ],
)  # fmt: skip
def test_text(text: str, value: str) -> None:
    assert expression(text) == ("Constant", value)


def test_a_template_has_its_parts_cooked_and_raw() -> None:
    assert expression(r"`a\n${b}${c}d`") == ("TextTemplate", ("a\n", "", "d"), (("Name", "b"), ("Name", "c")))
    tagged = expression(r"pulumi.interpolate`a\n${b}`")
    assert tagged == (
        "TextTemplate", ("a\n", ""), (("Name", "b"),), ("tag", ("Member", ("Name", "pulumi"), "interpolate"))
    )  # fmt: skip
    (statement,) = read(r"_ = tag`a\n${b}\x41`").body
    assert statement.value.value.raw == (r"a\n", r"\x41")


def test_templates_in_templates() -> None:
    assert expression("`a${`b${c}`}`") == (
        "TextTemplate", ("a", ""), (("TextTemplate", ("b", ""), (("Name", "c"),)),)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "pattern", "flags"),
    [(r"/a\/b[/]c/gi", r"a\/b[/]c", "gi"), ("/[^a-z]/", "[^a-z]", ""), (r"/x{2}/u", "x{2}", "u")],
)
def test_regular_expressions(text: str, pattern: str, flags: str) -> None:
    assert expression(text) == ("Regex", pattern, *([("flags", flags)] if flags else []))


@given(st.text())
@example("\u2028 \ufeff \x00 ${} ` \\")
def test_text_reads_as_it_was_written(text: str) -> None:
    text = text.replace("\ud800", "")
    written = json.dumps(text)
    assert expression(written) == ("Constant", text)
    back_quoted = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${").replace("\r", "\\r")
    assert expression(f"`{back_quoted}`") == ("Constant", text)


@given(st.floats(min_value=0, allow_nan=False, allow_infinity=False))
def test_numbers_read_as_they_were_written(value: float) -> None:
    assert expression(repr(value)) == ("Constant", value)


@given(st.integers(min_value=0, max_value=2**64))
def test_integers_read_as_they_were_written(value: int) -> None:
    for written in (hex(value), oct(value), bin(value)):
        assert expression(f"{written}n")[2] == (("Argument", ("Constant", str(value))),)
        assert expression(written) == ("Constant", value if value <= 2**53 else float(value))
