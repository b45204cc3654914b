"""What holds for all values, whatever Node.js is asked."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.programs.javascript import dates, numbers, path
from scaffold.readers.programs.javascript.coerce import in_order
from scaffold.readers.programs.javascript.regex_syntax import compile_pattern
from scaffold.readers.programs.javascript.texts import units, well_formed, whole
from scaffold.readers.programs.regex.match import Matcher

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
STEPS = st.lists(st.sampled_from(["a", "b.c", ".", "..", "x y"]), max_size=6)


@given(FLOATS)
def test_a_number_is_read_as_it_is_printed(value):
    text = numbers.number_text(numbers.number(value))
    assert numbers.parse_number(text) == value
    assert numbers.parse_float(text) == value
    assert re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", text)


@given(st.integers(-(2**53), 2**53), st.integers(2, 36))
def test_a_whole_number_is_read_in_the_base_that_it_is_printed_in(value, radix):
    assert numbers.parse_int(numbers.radix_text(value, radix), radix) == value


@given(FLOATS.filter(lambda value: abs(value) < 1e21), st.integers(0, 20))
def test_a_fixed_number_is_near(value, digits):
    assert abs(float(numbers.fixed(value, digits)) - value) <= 0.5 * 10**-digits + abs(value) * 1e-15


@given(FLOATS)
def test_numbers_of_32_bits_are_those(value):
    assert -(2**31) <= numbers.to_int32(value) < 2**31
    assert (numbers.to_int32(value) - numbers.to_uint32(value)) % 2**32 == 0


@given(st.text())
def test_units_are_a_text_again(text):
    text = well_formed(text)
    assert whole(units(text)) == text
    assert len(units(text)) == len(text.encode("utf-16-le")) // 2


@given(STEPS, STEPS)
def test_a_relative_path_leads_there(start, target):
    here, there = "/" + "/".join(start), "/" + "/".join(target)
    way = path.relative("/", here, there)
    assert path.resolve(here, way) == path.resolve(there)
    assert path.normalize(path.normalize(here)) == path.normalize(here)


@given(st.integers(-8_640_000_000_000_000, 8_640_000_000_000_000))
def test_a_date_is_its_fields(value):
    assert dates.from_fields(list(dates.fields(value)[:7])) == value
    assert dates.parse(dates.iso_text(value)) == (value, False)


@given(st.lists(st.one_of(st.integers(0, 50).map(str), st.text(max_size=3)), unique=True))
def test_indexes_come_first(names):
    found = in_order(names)
    assert sorted(found) == sorted(names)
    indexes = [name for name in found if re.fullmatch("0|[1-9][0-9]*", name)]
    assert found[: len(indexes)] == indexes == sorted(indexes, key=int)
    assert found[len(indexes) :] == [name for name in names if name not in indexes]


SIMPLE = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a)", "(?:b|c)", "(b|ab)", "^", "$", r"\b"]),
        st.sampled_from(["", "", "*", "+", "?", "*?", "{1,2}"]),
    ),
    min_size=1,
    max_size=5,
).map(lambda parts: "".join(atom + ("" if atom in ("^", "$", r"\b") else count) for atom, count in parts))


@given(SIMPLE, st.text("abc-", max_size=12))
def test_a_simple_pattern_matches_as_in_python(pattern, text):
    found = Matcher(compile_pattern(pattern, ""), lambda _: None).search(text, 0)
    expected = re.compile(pattern.replace("$", r"\Z")).search(text)
    assert (None if found is None else found[:2]) == (expected.span() if expected else None)


@pytest.mark.parametrize("text", ['{"a": [1, 2.5, null, "\\u00e9"], "b": {}}', "[]", '"x"', "-0.5e3"])
def test_a_document_is_written_as_it_was_read(show, text):
    assert json.loads(json.loads(show([f"JSON.stringify(JSON.parse({json.dumps(text)}))"])[0])) == json.loads(text)
