"""Texts made from regular expressions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.terraform.functions.regex_match import find
from scaffold.readers.terraform.functions.regex_samples import MAX_LENGTH, MAX_SAMPLES, samples
from scaffold.readers.terraform.functions.registry import FunctionError

SIGNS = st.sampled_from(
    [
        "a",
        "Z",
        "0",
        "-",
        r"\.",
        r"\d",
        r"\w",
        r"\S",
        r"\s",
        ".",
        "[a-z]",
        "[^a-z]",
        "[[:upper:]]",
        "[0-9_.-]",
        "é",
        r"\x41",
    ]
)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeat = st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"])
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.tuples(inner, repeat).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
    )


PATTERNS = st.recursive(SIGNS, _combined, max_leaves=8)


@given(PATTERNS, st.sampled_from(["", "^"]), st.sampled_from(["", "$"]))
def test_samples_match(pattern: str, start: str, end: str) -> None:
    found = samples(f"{start}(?:{pattern}){end}")
    assert found
    assert len(found) == len(set(found)) <= MAX_SAMPLES
    for text in found:
        assert find(f"^(?s:.*)(?:{pattern})", text) is not None
        if start and end:
            assert find(f"^(?:{pattern})$", text) is not None


@given(st.text(max_size=30))
def test_any_text_as_a_pattern_gives_matching_samples_or_none(pattern: str) -> None:
    for text in samples(pattern):
        assert find(pattern, text) is not None
        assert len(text) <= MAX_LENGTH + 1


@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), max_size=20))
def test_what_is_quoted_is_its_own_sample(text: str) -> None:
    quoted = re.escape(text).replace("\\ ", " ")
    try:
        find(quoted, text)
    except FunctionError:
        return
    assert samples(f"^{quoted}$") == (text,)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^[a-z][a-z0-9-]{2,9}$", ("aaa", "aabcde", "aabcdefghi")),
        ("^(dev|staging|prod)$", ("dev", "staging", "prod")),
        ("^[0-9]{12}$", ("111111111111", "102345678910")),
        (r"^([0-9]{1,3}\.){3}[0-9]{1,3}/[0-9]{1,2}$", ("1.1.1.1/1", "102.102.102.102/10")),
        ("^$", ("",)),
        ("(?i)^ab$", ("ab",)),
        (r"\bweb\b", ("web",)),
    ],
)
def test_they_are_short_then_typical_then_long(pattern: str, expected: tuple[str, ...]) -> None:
    assert samples(pattern) == expected


@pytest.mark.parametrize("pattern", ["(", "a{2000}", "(?=a)", r"a\bb", "(a{500}){2}", "[^\\x00-\\x{10FFFF}]"])
def test_patterns_without_samples(pattern: str) -> None:
    assert samples(pattern) == ()
