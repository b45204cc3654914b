"""Numbers, text and bytes stand for what they do in Python."""

from __future__ import annotations

import ast
import re
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.programs.ir import Constant, TextTemplate
from scaffold.readers.programs.python_source import read_module

LONE = re.compile("[\ud800-\udfff]")
PIECES = st.sampled_from(
    ["a", "é", "😀", " ", "\\", "\\n", "\\'", '\\"', "\\\\", "\\x41", "\\x4", "\\u00e9", "\\u12", "\\U0001F600",
     "\\U00110000", "\\N{BULLET}", "\\N{NOTHING}", "\\N", "\\101", "\\8", "\\777", "\\\n", "\n", "\r\n", "\r", "{", "}",
     "{{", "}}", "#", '"', "'", '""', "\\ud83d\\ude00", "\\q", "\0", "\t", "\f"]
)  # fmt: skip
PREFIXES = st.sampled_from(["", "r", "u", "b", "br", "Rb", "U", "BR"])
QUOTES = st.sampled_from(["'", '"', "'''", '"""'])


def value(text: str) -> Any:
    """The value of the one expression of a text; `None` where it is refused."""
    module = read_module("a.py", text)
    if module.faults or len(module.body) != 1:
        return None
    found = getattr(module.body[0], "value", None)
    assert isinstance(found, Constant)
    return found.value


def expected(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = ast.literal_eval(text)
        except (SyntaxError, ValueError):
            return None
    return LONE.sub("\ufffd", found) if isinstance(found, str) else found


@given(PREFIXES, QUOTES, st.lists(PIECES, max_size=8).map("".join))
def test_text(prefix: str, quote: str, inner: str) -> None:
    text = f"{prefix}{quote}{inner}{quote}"
    assert value(f"({text})") == expected(f"({text})")


@given(st.lists(st.tuples(PREFIXES, QUOTES, st.text(max_size=5)), min_size=1, max_size=4))
def test_any_characters_one_text_behind_the_other(parts: list[tuple[str, str, str]]) -> None:
    text = f"({' '.join(prefix + quote + inner + quote for prefix, quote, inner in parts)})"
    assert value(text) == expected(text)


@given(st.one_of(st.text(), st.binary()))
def test_what_repr_writes(given_: str | bytes) -> None:
    assert value(repr(given_)) == given_
    assert value(ascii(given_)) == given_


@given(st.one_of(st.integers(min_value=0), st.floats(min_value=0, allow_nan=False, allow_infinity=False)))
def test_numbers_that_repr_writes(number: float) -> None:
    found = value(repr(number))
    assert found == number
    assert type(found) is type(number)


@given(st.text("0123456789_.eE+jJxXoObBaAfFlL", min_size=1, max_size=8).map(lambda text: f"0{text}"))
def test_any_number(text: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            known = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        assert read_module("a.py", text).faults
        return
    if isinstance(known, ast.Constant) and not isinstance(known.value, complex):
        assert value(text) == known.value
        assert type(value(text)) is type(known.value)


@pytest.mark.parametrize("text", ["9" * 5000, "010", "10L", "0x", "1__0", "1_", "0b2", "1e"])
def test_what_is_no_number(text: str) -> None:
    assert read_module("a.py", f"a = {text}\nb = 1\n").faults


FORMATTED = st.sampled_from(
    ["a", "{{", "}}", "{x}", "{x!r}", "{x:>5}", "{x:>{y}}", "{x=}", "{x = !s:^9}", "\\n", "\\x41", "\\N{BULLET}", "\\q",
     "'", '"', "{y:04}", "{x[0]}", "{(lambda: 1)()}", "{ {1: 2}[1] }", "é", "\\\n", "{x:\\x3e8}", "{x!a:>9}",
     "{y:{'>'}9}"]
)  # fmt: skip


@given(st.sampled_from(["f", "F", "rf", "fR"]), QUOTES, st.lists(FORMATTED, max_size=6).map("".join))
def test_formatted_text(prefix: str, quote: str, inner: str) -> None:
    text = f"{prefix}{quote}{inner}{quote}"
    names = {"x": "é!", "y": 7}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            wanted = eval(text, dict(names))  # the text is made of the pieces above
        except (SyntaxError, ValueError, NameError):
            return
    module = read_module("a.py", text)
    assert not module.faults
    found = getattr(module.body[0], "value", None)
    assert formatted(found, module.text, names) == wanted


def formatted(node: Any, text: str, names: dict[str, Any]) -> str:
    """What a formatted text is, with each value in it evaluated by Python, from where it stands."""
    if isinstance(node, Constant):
        return str(node.value)
    assert isinstance(node, TextTemplate)
    found = node.texts[0]
    for value_, behind in zip(node.values, node.texts[1:], strict=True):
        if getattr(value_, "function", None) is not None and getattr(value_.function, "name", "") == "%format":
            inner, conversion, spec = (argument.value for argument in value_.arguments)
            given_ = eval(f"({text[inner.at : inner.end]})", dict(names))
            given_ = {"r": repr, "s": str, "a": ascii, "": lambda one: one}[conversion.value](given_)
            found += format(given_, formatted(spec, text, names))
        else:
            found += format(eval(f"({text[value_.at : value_.end]})", dict(names)))
        found += behind
    return found


@pytest.mark.parametrize(
    ("text", "texts"),
    [("f'{x['a']}'", ("", "")), ("f\"{'\\n'.join(x)}b\"", ("", "b")), ("f'{f'{x}'}{x # c\n}'", ("", "", ""))],
)
def test_the_grammar_of_3_12(text: str, texts: tuple[str, ...]) -> None:
    module = read_module("a.py", text)
    assert not module.faults
    assert module.body[0].value.texts == texts  # type: ignore[union-attr]
