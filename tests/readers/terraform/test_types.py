"""Type constraints and conversion: each row is what Terraform makes of a variable of that type."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model.values import Reference, Template, Value, ValueSet
from scaffold.readers.terraform.types import (
    ANY,
    BOOL,
    NUMBER,
    STRING,
    Attribute,
    ConversionError,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    TypeSyntaxError,
    convert,
    identity,
    parse_type,
    to_bool,
    to_number,
    to_text,
    unify,
)

ARN = Reference("aws_sqs_queue.a", ("arn",))
NAME = Template(("queue-", Reference("var.stage")))


def constant(text: str) -> Value:
    """Defaults in these tests are written as JSON."""
    return frozen(json.loads(text))


def frozen(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: frozen(item) for key, item in data.items()}
    return tuple(map(frozen, data)) if isinstance(data, list) else data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string", STRING),
        ("  number ", NUMBER),
        ("bool", BOOL),
        ("any", ANY),
        ('"string"', STRING),
        ('"list"', ListOf(ANY)),
        ("list", ListOf(ANY)),
        ("map", MapOf(ANY)),
        ("list(string)", ListOf(STRING)),
        ("set( number )", SetOf(NUMBER)),
        ("map(list(any))", MapOf(ListOf(ANY))),
        ("tuple([string, number,])", TupleOf((STRING, NUMBER))),
        ("tuple([])", TupleOf(())),
        ("object({})", ObjectOf({})),
        ("object({ a = string, b = bool })", ObjectOf({"a": Attribute(STRING), "b": Attribute(BOOL)})),
        ("object({\n  a = string # x }\n  b = bool // )\n  /* ] */ c = any\n})", None),
        ("object({a=optional(string)})", ObjectOf({"a": Attribute(STRING, optional=True)})),
        ("object({a=optional(number, 5),})", ObjectOf({"a": Attribute(NUMBER, True, True, 5)})),
        ('object({a=optional(string, "x,)}(") })', ObjectOf({"a": Attribute(STRING, True, True, "x,)}(")})),
        ("object({ a : list(string) })", ObjectOf({"a": Attribute(ListOf(STRING))})),
        ('object({ "a-b" = string })', ObjectOf({"a-b": Attribute(STRING)})),
    ],
)
def test_constraints(text: str, expected: Type | None) -> None:
    found = parse_type(text, constant)
    if expected is None:
        expected = ObjectOf({"a": Attribute(STRING), "b": Attribute(BOOL), "c": Attribute(ANY)})
    assert found == expected


@pytest.mark.parametrize(
    "default",
    [
        '"${f("}")}, %{ if x }a%{ endif }"',
        "[1, [2, (3)]]",
        "<<-EOT\n  a ) ,\n  EOT\n",
        '{ a = "b" /* ) */ }',
        '"\\")"',
        '"$${x)"',
    ],
)
def test_defaults_are_handed_on_as_written(default: str) -> None:
    seen: list[str] = []
    parse_type(f"object({{ a = optional(any, {default}), b = string }})", lambda text: seen.append(text))
    assert seen == [default.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "strin",
        "list(",
        "list(string",
        "list(string))",
        "listof(string)",
        "string(number)",
        "tuple(string)",
        "object({a})",
        "object({a = })",
        "object({a = optional(string, })",
        "optional(string)",
        'object({a = optional(string, "x)})',
        "string number",
        "list(" * 1000 + "any" + ")" * 1000,
    ],
)
def test_what_is_no_constraint_is_refused(text: str) -> None:
    with pytest.raises(TypeSyntaxError):
        parse_type(text, str)


@given(st.text(alphabet='list(),{}[]=" \n#$%<-/*optional', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_type(text, str)
    except TypeSyntaxError:
        return


NESTED = (
    'object({ n = number, o = optional(object({ s = optional(string, "d"), l = optional(list(number), [1]) }), {}) })'
)

CONVERTED: list[tuple[Any, str, Any]] = [
    (5, "string", "5"),
    (True, "string", "true"),
    (0.5, "string", "0.5"),
    ("5.0", "number", 5),
    ("-1e-2", "number", -0.01),
    ("true", "bool", True),
    ("0", "bool", False),
    (None, "string", None),
    (None, "object({ a = string })", None),
    (("x", 1), "any", ("x", 1)),
    ((1, "2"), "list(number)", (1, 2)),
    ((), "list(string)", ()),
    ((1, None), "list(string)", ("1", None)),
    ((3, 1, "3"), "set(number)", ValueSet((1, 3))),
    (ValueSet(("a", "b")), "list(string)", ("a", "b")),
    ((1, "x", True), "list(any)", ("1", "x", "true")),
    (((1,), ("x", 2)), "list(any)", (("1",), ("x", "2"))),
    (((1,), ("x", 2)), "list(list(any))", (("1",), ("x", "2"))),
    (({"a": 1}, {"a": "x"}), "list(any)", ({"a": "1"}, {"a": "x"})),
    ({"a": 1, "b": 2}, "map(string)", {"a": "1", "b": "2"}),
    ({"a": 1, "b": "x"}, "map(any)", {"a": "1", "b": "x"}),
    ({"a": {"x": 1}, "b": {"y": "2"}}, "map(any)", {"a": {"x": "1"}, "b": {"y": "2"}}),
    ({"a": "1", "z": 2}, "object({ a = number })", {"a": 1}),
    ({"a": "1"}, "object({ a = any, b = optional(bool) })", {"a": "1", "b": None}),
    ({"n": "1"}, NESTED, {"n": 1, "o": {"s": "d", "l": (1,)}}),
    ({"n": 1, "o": None}, NESTED, {"n": 1, "o": {"s": "d", "l": (1,)}}),
    ({"n": 1, "o": {"s": None, "l": ("2",)}}, NESTED, {"n": 1, "o": {"s": "d", "l": (2,)}}),
    ({"k": {"n": 1}}, f"map({NESTED})", {"k": {"n": 1, "o": {"s": "d", "l": (1,)}}}),
    (({"n": 1},), f"set({NESTED})", ValueSet(({"n": 1, "o": {"s": "d", "l": (1,)}},))),
    ({"a": None}, 'object({ a = optional(string, "d") })', {"a": "d"}),
    ({"a": None}, "object({ a = string })", {"a": None}),
    (("1", 2), "tuple([number, string])", (1, "2")),
]


@pytest.mark.parametrize(("value", "constraint", "expected"), CONVERTED)
def test_conversion(value: Any, constraint: str, expected: Any) -> None:
    assert identity(convert(value, parse_type(constraint, constant))) == identity(expected)


REFUSED: list[tuple[Any, str, str]] = [
    ("x", "number", "a number is required"),
    (True, "number", "number required"),
    (1, "bool", "bool required"),
    ("True", "bool", 'a bool is required; to convert from string, use lowercase "true"'),
    (("x",), "string", "string required"),
    ({}, "string", "string required"),
    ("x", "list(string)", "list of string required"),
    ({"a": 1}, "set(any)", "set of any single type required"),
    (("x",), "map(number)", "map of number required"),
    ("x", "object({})", "object required"),
    ({"a": 1}, "object({ a = number, b = string })", 'attribute "b" is required'),
    ({}, "object({ a = number, b = string })", 'attributes "a" and "b" are required'),
    ({"a": {"b": "x"}}, "map(object({ b = number }))", 'element "a": attribute "b": a number is required'),
    ((1, "x"), "list(number)", "element 1: a number is required"),
    ((1, True), "list(any)", "all list elements must have the same type"),
    ({"a": 1, "b": ()}, "map(any)", "all map elements must have the same type"),
    (("x", {}), "set(any)", "all set elements must have the same type"),
    (("x",), "tuple([string, string])", "tuple of 2 elements required, not 1"),
]


@pytest.mark.parametrize(("value", "constraint", "reason"), REFUSED)
def test_refused_conversion(value: Any, constraint: str, reason: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, parse_type(constraint, constant))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("value", "constraint", "expected"),
    [
        (ARN, "number", ARN),
        (ARN, "map(string)", ARN),
        ((1, ARN), "list(string)", ("1", ARN)),
        ((1, NAME), "list(any)", ("1", NAME)),
        ((1, ARN), "list(any)", (1, ARN)),
        (("b", ARN, "a", "b", ARN), "set(string)", ValueSet(("a", "b", ARN))),
        ({"a": ARN, "b": 1}, "object({ a = number, b = string })", {"a": ARN, "b": "1"}),
        ({"a": ARN}, "map(any)", {"a": ARN}),
    ],
)
def test_what_is_not_known_passes_untouched(value: Any, constraint: str, expected: Any) -> None:
    assert identity(convert(value, parse_type(constraint))) == identity(expected)


def test_unification() -> None:
    assert unify((1, "x")) == ("1", "x")
    assert unify((1, 2)) == (1, 2)
    assert unify((None, 1, "x")) == (None, "1", "x")
    assert unify(((1, "x"), (2, "y"))) == ((1, "x"), (2, "y"))
    assert unify(((), (1,), (True, "x"))) == ((), ("1",), ("true", "x"))
    assert unify((ValueSet((1, 2)), ("x",))) == (ValueSet(("1", "2")), ValueSet(("x",)))
    assert unify(()) == ()
    for values in ((1, True), ("x", ()), ({}, ()), ({"a": 1}, {"a": ()})):
        with pytest.raises(ConversionError):
            unify(values)


def test_sets_are_in_the_order_of_terraform() -> None:
    of = SetOf(ANY)
    assert convert(("b", "B", "é", "a", "10", "9"), of) == ("10", "9", "B", "a", "b", "é")
    assert convert((10, 9.5, -1, 0.25), of) == (-1, 0.25, 9.5, 10)
    assert convert((True, False, True), of) == (False, True)
    assert convert(("b", None, "a"), of) == ("a", "b", None)
    assert identity((1,)) != identity((True,))
    assert identity(1) == identity(1.0)


@pytest.mark.parametrize(
    ("text", "number"),
    [("10", 10), ("-0", 0), ("1.50", 1.5), (".5", 0.5), ("5.", 5), ("1E3", 1000), ("0.1", 0.1), ("+7", 7)],
)
def test_numbers(text: str, number: Any) -> None:
    assert identity(to_number(text)) == identity(number)
    assert type(to_number(text)) is type(number)


@pytest.mark.parametrize("text", ["", "x", "0x1", "1_0", " 1", "1e", "nan", "inf", "1e9999999", "9" * 20000, "\u0661"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ConversionError, match="a number is required"):
        to_number(text)


FRACTIONS = st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())


@given(st.one_of(st.integers(), FRACTIONS, st.booleans()))
def test_text_of_a_primitive_converts_back(value: Any) -> None:
    text = to_text(value)
    assert "e" not in text or isinstance(value, bool)
    assert (to_bool(text) if isinstance(value, bool) else to_number(text)) == value
