"""Python's regular expressions find what `re` finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaffold.readers.programs.python.library.regex_syntax import compile_pattern
from scaffold.readers.programs.regex.match import Matcher, TooMuchWorkError
from scaffold.readers.programs.regex.reading import PatternError, UnsupportedPatternError

SIGNS = st.sampled_from(["a", "b", ".", r"\w", r"\d", r"\s", "[ab]", "[^a]", "[]a]", "[a-c-]", "é", r"\x41", r"\n"])
PLACES = st.sampled_from([r"\b", r"\B", "^", "$", r"\A", r"\Z", "(?=a)", "(?!b)", "(?<=a)", "(?<!ab)"])
TIMES = st.sampled_from(["", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{0,}?", "*+", "{a}"])


def _grouped(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    kinds = st.sampled_from(["(", "(?:", "(?P<n>", "(?>", "(?i:", "(?s-i:"])
    return st.tuples(kinds, parts, st.just("a"), parts, st.sampled_from([")", "|b)"]), st.sampled_from(["", "?"])).map(
        "".join
    )


PATTERNS = st.recursive(
    st.lists(st.one_of(st.tuples(SIGNS, TIMES).map("".join), PLACES), min_size=1, max_size=4).map("".join),
    lambda inner: st.one_of(
        _grouped(inner), st.tuples(inner, inner).map("".join), st.tuples(inner, inner).map("|".join)
    ),
    max_leaves=4,
)
FLAGS = st.sampled_from([0, re.IGNORECASE, re.MULTILINE, re.DOTALL, re.ASCII, re.VERBOSE, re.IGNORECASE | re.ASCII])


@settings(max_examples=150, deadline=None)
@given(PATTERNS, FLAGS, st.text("aabbAB \n1é_", min_size=1, max_size=8))
def test_a_pattern_finds_what_it_finds_there(pattern, flags, text):
    try:
        expected = re.compile(pattern, flags).search(text)
    except re.error:
        with pytest.raises(PatternError):
            compile_pattern(pattern, flags)
        return
    found = Matcher(compile_pattern(pattern, flags).program, lambda _: None).search(text, 0)
    if expected is None or found is None:
        assert found is None
        assert expected is None
        return
    assert found[:2] == expected.span()


def test_the_work_on_one_text_is_bounded():
    matcher = Matcher(compile_pattern("(a+)+$", 0).program, lambda _: None)
    with pytest.raises(TooMuchWorkError):
        matcher.search("a" * 40 + "b", 0)


@pytest.mark.parametrize("pattern", ["(" * 300 + ")" * 300, "((a{1000}){1000}){1000}", "a" * 20_000])
def test_patterns_that_are_too_large_are_refused(pattern):
    with pytest.raises(UnsupportedPatternError):
        compile_pattern(pattern, 0)
