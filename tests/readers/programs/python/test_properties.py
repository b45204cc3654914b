"""Operators, formatting, methods of text, sorting and slicing: whatever they are given, they do what CPython's do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_oracle import check

pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning")
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ATTEMPT = """
def attempt(work):
    try:
        return work()
    except Exception as error:
        return type(error).__name__, str(error)
"""

TEXTS = st.text(st.sampled_from("abAB01 _-.,:%{}[]é\n\t"), max_size=8)
WHOLE = st.integers(-20, 20) | st.integers(-(10**20), 10**20)
FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=32)
PLAIN = st.one_of(WHOLE, FLOATS, st.booleans(), TEXTS, st.none(), st.binary(max_size=4))
LISTS = st.lists(PLAIN, max_size=4)
VALUES = st.one_of(
    PLAIN,
    LISTS,
    LISTS.map(tuple),
    st.dictionaries(st.one_of(TEXTS, st.integers(0, 5)), PLAIN, max_size=3),
    st.sets(st.integers(0, 6), max_size=3),
    st.lists(LISTS, max_size=2),
)


def compare(expressions: list[str]) -> None:
    rows = "".join(f"    attempt(lambda: {expression}),\n" for expression in expressions)
    check(f"{ATTEMPT}result = [\n{rows}]")


def several(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(strategy, min_size=1, max_size=15)


def literal(value: Any) -> str:
    return f"({value!r})"


OPERATORS = [
    "not in",
    *["+", "-", "*", "/", "//", "%", "&", "|", "^", "==", "!=", "<", "<=", ">", ">=", "in", "is", "and", "or"],
]


@st.composite
def binary(draw: st.DrawFn) -> str:
    operator = draw(st.sampled_from(OPERATORS))
    left, right = draw(VALUES), draw(VALUES)
    if operator == "is" or (operator in "|^" and isinstance(left, set)):
        operator = "=="
    if operator == "*":
        left, right = draw(st.one_of(st.integers(-5, 5), LISTS, TEXTS)), draw(st.one_of(st.integers(-5, 5), TEXTS))
    return f"{literal(left)} {operator} {literal(right)}"


@QUICK
@given(several(binary()))
def test_operators(expressions):
    compare(expressions)


@st.composite
def shift_or_power(draw: st.DrawFn) -> str:
    operator = draw(st.sampled_from(["<<", ">>", "**", "%", "//", "divmod", "round"]))
    left, right = draw(st.integers(-50, 50) | st.floats(-50, 50)), draw(st.integers(-9, 9) | st.floats(-9, 9))
    if operator == "**" and isinstance(left, int | float) and left < 0 and isinstance(right, float):
        right = int(right)
    if operator in ("divmod", "round"):
        return f"{operator}({left!r}, {right!r})"
    return f"({left!r}) {operator} ({right!r})"


@QUICK
@given(several(shift_or_power()))
def test_numbers(expressions):
    compare(expressions)


@st.composite
def formatting(draw: st.DrawFn) -> str:
    value = draw(PLAIN)
    fill = draw(st.sampled_from(["", "*", "0", " "]))
    align = draw(st.sampled_from(["", "<", ">", "^", "="]))
    parts = [["", "+", " ", "-"], ["", "#"], ["", "0"], ["", "5", "12"], ["", ",", "_"], ["", ".0", ".3"]]
    spec = (fill if align else "") + align + "".join(draw(st.sampled_from(part)) for part in parts)
    spec += draw(st.sampled_from(["", *"bcdeEfFgGnosxX%"]))
    way = draw(st.sampled_from(["format({}, {!r})", "'{{:{1}}}'.format({0})", "f'{{{0}:{1}}}'"]))
    if "f'" in way and isinstance(value, str | bytes):
        way = "format({}, {!r})"
    return way.format(literal(value), spec)


@QUICK
@given(several(formatting()))
def test_the_format_language(expressions):
    compare(expressions)


@st.composite
def percents(draw: st.DrawFn) -> str:
    count = draw(st.integers(0, 3))
    parts = []
    for _ in range(count):
        flags = draw(st.sampled_from(["", "-", "+", "0", "#", " "]))
        width = draw(st.sampled_from(["", "3", "8"])) + draw(st.sampled_from(["", ".1", ".4"]))
        parts.append(f"%{flags}{width}{draw(st.sampled_from('sdrfxgec'))}{draw(st.sampled_from(['', '-']))}")
    values = tuple(draw(PLAIN) for _ in range(draw(st.integers(max(0, count - 1), count + 1))))
    given_ = values[0] if len(values) == 1 and draw(st.booleans()) and not isinstance(values[0], bytes) else values
    return f"{''.join(parts)!r} % {literal(given_)}"


@QUICK
@given(several(percents()))
def test_percent_formatting(expressions):
    compare(expressions)


@st.composite
def fields(draw: st.DrawFn) -> str:
    pieces = st.sampled_from(
        ["{}", "{0}", "{1}", "{x}", "{x!r}", "{:>4}", "{0[0]}", "{x[a]}", "{{", "}}", "-", "{", "}"]
    )
    template = "".join(draw(st.lists(pieces, max_size=4)))
    return f"{template!r}.format({literal(draw(VALUES))}, {literal(draw(PLAIN))}, x={literal(draw(VALUES))})"


@QUICK
@given(several(fields()))
def test_format_fields(expressions):
    compare(expressions)


METHODS = {
    "capitalize casefold isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace "
    "istitle isupper lower lstrip rsplit rstrip split splitlines strip swapcase title upper encode expandtabs": (),
    "count find index rfind rindex partition rpartition strip lstrip rstrip split rsplit startswith endswith "
    "removeprefix removesuffix join": (TEXTS,),
    "center ljust rjust zfill expandtabs": (st.integers(-3, 12),),
    "split rsplit replace": (TEXTS, st.integers(-1, 3)),
    "replace": (TEXTS, TEXTS),
    "find count startswith": (TEXTS, st.integers(-4, 4), st.integers(-4, 4)),
    "join": (st.lists(PLAIN, max_size=3),),
    "center": (st.integers(0, 9), TEXTS),
}


@st.composite
def methods(draw: st.DrawFn) -> str:
    names = draw(st.sampled_from(list(METHODS)))
    arguments = [literal(draw(strategy)) for strategy in METHODS[names]]
    return f"{literal(draw(TEXTS))}.{draw(st.sampled_from(names.split()))}({', '.join(arguments)})"


@QUICK
@given(several(methods()))
def test_methods_of_text(expressions):
    compare(expressions)


BOUNDS = st.sampled_from(["", "0", "1", "2", "-1", "-3", "9", "-9", "None", "'a'", "1.0"])


@st.composite
def slices(draw: st.DrawFn) -> str:
    holder = literal(draw(st.one_of(TEXTS, LISTS, LISTS.map(tuple), st.binary(max_size=4))))
    if draw(st.booleans()):
        holder = f"range({draw(st.integers(0, 9))})"
    if draw(st.integers(0, 3)) == 0:
        return f"{holder}[{draw(BOUNDS) or 0}]"
    return f"{holder}[{draw(BOUNDS)}:{draw(BOUNDS)}:{draw(BOUNDS)}]"


@QUICK
@given(several(slices()))
def test_slices(expressions):
    compare(expressions)


@st.composite
def orders(draw: st.DrawFn) -> str:
    kinds = st.sampled_from([TEXTS, WHOLE, PLAIN, st.tuples(WHOLE, TEXTS), st.lists(WHOLE, max_size=2)])
    items = literal(draw(st.lists(draw(kinds), max_size=6)))
    key = draw(st.sampled_from(["", ", key=str", ", key=repr", ", key=lambda x: x", ", key=type"]))
    work = draw(st.sampled_from(["sorted({}{}, reverse=True)", "sorted({}{})", "max({}{})", "min({}{}, default=1)"]))
    return work.format(items, key)


@QUICK
@given(several(orders()))
def test_sorting(expressions):
    compare(expressions)


@st.composite
def changes(draw: st.DrawFn) -> str:
    steps = []
    for _ in range(draw(st.integers(1, 5))):
        value, place = literal(draw(PLAIN)), draw(st.integers(-4, 4))
        choices = [f"xs.append({value})", f"xs.insert({place}, {value})", f"xs.pop({place})", "xs.reverse()"]
        choices += [f"xs[{place}] = {value}", f"xs[{place}:] = [{value}]", f"del xs[{place}]", f"xs.remove({value})"]
        choices += [f"xs += [{value}]", f"xs[::2] = [{value}]", "xs *= 2", f"xs.index({value})", f"xs.count({value})"]
        choices += [f"d[{value}] = {place}", f"d.pop({value})", f"d.setdefault({value}, {place})", f"del d[{value}]"]
        steps.append(draw(st.sampled_from(choices)))
    return "".join(f"try:\n    {step}\nexcept Exception as error:\n    said.append(str(error))\n" for step in steps)


@QUICK
@given(LISTS, changes())
def test_changes_of_lists_and_dicts(items, steps):
    check(f"said, xs, d = [], {literal(items)}, {{}}\n{steps}result = said, xs, d")


@QUICK
@given(st.lists(VALUES, min_size=1, max_size=6))
def test_values_as_text_and_keys(values):
    shown = ", ".join(f"{literal(value)}" for value in values)
    check(f"{ATTEMPT}xs = [{shown}]\nresult = [(str(x), repr(x), bool(x), attempt(lambda: {{x: 1}})) for x in xs], xs")
