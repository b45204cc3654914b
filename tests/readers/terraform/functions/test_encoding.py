"""Encoding functions: each row is a call and what `terraform console` answers."""

from typing import Any

import pytest

from scaffold.model.values import ValueSet
from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import identity

LONG = "several words that are to be folded at the eightieth column, once  or twice, and not anywhere else at all"

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("base64decode", ("R29vZCBkYXk=",), "Good day"),
    ("base64decode", ("R29v\nZCBkYXk=\r\n",), "Good day"),
    ("base64decode", ("",), ""),
    ("base64encode", ("Good day é",), "R29vZCBkYXkgw6k="),
    ("csvdecode", ("a,b,c\n1,2,3\n4,5,6\n",), ({"a": "1", "b": "2", "c": "3"}, {"a": "4", "b": "5", "c": "6"})),
    ("csvdecode", ('a,b\r\n"x, ""y""\nz",\r\n\n',), ({"a": 'x, "y"\nz', "b": ""},)),
    ("csvdecode", ("a b\n x ",), ({"a b": " x "},)),
    ("csvdecode", ("a,b\n",), ()),
    ("csvdecode", ("a\n1\r",), ({"a": "1"},)),
    ("jsondecode", ('{"k": [1, 2.5, true, null, "x"]}',), {"k": (1, 2.5, True, None, "x")}),
    ("jsondecode", ("true",), True),
    ("jsondecode", ('"\\u00e9\\ud83d\\ude00"',), "é😀"),
    ("jsondecode", ("1e3",), 1000),
    ("jsondecode", ("{}",), {}),
    ("jsonencode", ({"b": 1, "a": ("x", None, True)},), '{"a":["x",null,true],"b":1}'),
    (
        "jsonencode",
        ('<a href="x">&\u2028\u2029\t\n\r\\\x00\x1b\x7f é😀',),
        '"\\u003ca href=\\"x\\"\\u003e\\u0026\\u2028\\u2029\\t\\n\\r\\\\\\u0000\\u001b\x7f é😀"',
    ),
    ("jsonencode", (1.50,), "1.5"),
    ("jsonencode", (10**21,), "1000000000000000000000"),
    ("jsonencode", (0.000001,), "0.000001"),
    ("jsonencode", (ValueSet(("b", "c")),), '["b","c"]'),
    ("jsonencode", (None,), "null"),
    ("jsonencode", ({},), "{}"),
    ("jsonencode", ({"é": 1, "z": 2, "😀": 3, "Z": 4},), '{"Z":4,"z":2,"é":1,"😀":3}'),
    ("textdecodebase64", ("RwBvAG8AZAA=", "UTF-16LE"), "Good"),
    ("textdecodebase64", ("6Q==", "ISO-8859-1"), "é"),
    ("textencodebase64", ("Good", "UTF-16LE"), "RwBvAG8AZAA="),
    ("textencodebase64", ("Good", "utf-16be"), "AEcAbwBvAGQ="),
    ("textencodebase64", ("Good", "UTF-16"), "/v8ARwBvAG8AZA=="),
    ("textencodebase64", ("é", "windows-1252"), "6Q=="),
    ("textencodebase64", ("é", "UTF-8"), "w6k="),
    ("urlencode", ("Good day!",), "Good+day%21"),
    ("urlencode", ("a/b?c=d&e=f~g-h_i.j+é",), "a%2Fb%3Fc%3Dd%26e%3Df~g-h_i.j%2B%C3%A9"),
    ("yamldecode", ("k: v",), {"k": "v"}),
    ("yamldecode", ("true",), True),
    ("yamldecode", ("---",), None),
    (
        "yamldecode",
        ("[yes, No, off, y, N, True, tRue, ~, null, Null, '']",),
        (True, False, False, True, False, True, "tRue", None, None, None, ""),
    ),
    (
        "yamldecode",
        ("[1, -2, +3, 1.5, .5, 1e3, 0x1F, 0o17, 017, 1_000, 1.2.3, 0b1, '7']",),
        (1, -2, 3, 1.5, 0.5, 1000, 31, 15, 17, "1_000", "1.2.3", "0b1", "7"),
    ),
    (
        "yamldecode",
        ("[2001-01-02, 2001-1-2t3:4:5Z, 2001-01-02T03:04:05+02:00, 2001-01-02 03:04:05, 2001-13-01]",),
        (
            "2001-01-02T00:00:00Z",
            "2001-01-02T03:04:05Z",
            "2001-01-02T03:04:05+02:00",
            "2001-01-02T03:04:05Z",
            "2001-13-01",
        ),
    ),
    (
        "yamldecode",
        ("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\nc: *x\n",),
        {"a": {"p": 1, "q": 2}, "b": {"p": 1, "q": 3}, "c": {"p": 1, "q": 2}},
    ),
    (
        "yamldecode",
        ('a: !!str 12\nb: !!int "7"\nc: !!int 1_0\nd: |\n  x\n  y\ne: >-\n  x\n  y\n',),
        {"a": "12", "b": "7", "c": 10, "d": "x\ny\n", "e": "x y"},
    ),
    ("yamldecode", ("a: 2\n<<: {a: 1, b: 1}",), {"a": 1, "b": 1}),
    ("yamldecode", ("- 1: one\n  true: yes\n",), ({"1": "one", "true": True},)),
    ("yamlencode", ("x",), '"x"\n'),
    ("yamlencode", (None,), "null\n...\n"),
    ("yamlencode", (1.5,), "1.5\n...\n"),
    ("yamlencode", ({"b": 1, "a": {"c": 1.5, "d": None}},), '"a":\n  "c": 1.5\n  "d": null\n"b": 1\n'),
    (
        "yamlencode",
        ({"l": ("x", ("y", ("z",)), {"k": "v", "m": ("n",)}, (), {})},),
        '"l":\n- "x"\n- - "y"\n  - - "z"\n- "k": "v"\n  "m":\n  - "n"\n- []\n- {}\n',
    ),
    (
        "yamlencode",
        (
            {
                "s": "x\ny\n",
                "t": "x\ny",
                "u": "x\n\n",
                "v": "\n",
                "w": "  x\ny",
                "x": "x \ny",
                "y": "a\tb\nc",
                "z": "x\r\n",
            },
        ),
        '"s": |\n  x\n  y\n"t": |-\n  x\n  y\n"u": |+\n  x\n\n"v": |2+\n\n"w": |2-\n    x\n  y\n'
        '"x": "x \\ny"\n"y": "a\\tb\\nc"\n"z": "x\\r\\n"\n',
    ),
    ("yamlencode", (("x\ny", ("p\nq\n",)),), "- |-\n  x\n  y\n- - |\n    p\n    q\n"),
    (
        "yamlencode",
        ('\x00\x07\x1b\x7f\x85\xa0\u2028\ufeff😀é"\\',),
        '"\\0\\a\\e\\x7F\\N\xa0\\L\\uFEFF\\U0001F600é\\"\\\\"\n',
    ),
    ("yamlencode", ({"a\nb": 1, "k" * 129: ("x",)},), '? |-\n  a\n  b\n: 1\n? "' + "k" * 129 + '"\n: - "x"\n'),
    ("yamlencode", ((),), "[]\n"),
    ("yamlencode", (ValueSet(("b", "c")),), '- "b"\n- "c"\n'),
    (
        "yamlencode",
        (LONG,),
        '"several words that are to be folded at the eightieth column, once  or twice, and\n'
        '  not anywhere else at all"\n',
    ),
]

ERRORS: list[tuple[str, tuple[Any, ...], str]] = [
    ("base64decode", ("x",), "failed to decode"),
    ("base64decode", ("é===",), "failed to decode"),
    ("base64decode", ("/w==",), "not valid UTF-8"),
    ("csvdecode", ("",), "missing header"),
    ("csvdecode", ("a,a\n1,2",), 'duplicate column name "a"'),
    ("csvdecode", ("a,b\n1",), "wrong number of fields"),
    ("csvdecode", ('a\nx"y',), "bare"),
    ("csvdecode", ('a\n"x',), "quoted-field"),
    ("csvdecode", ('a\n"x"y',), "quoted-field"),
    ("jsondecode", ("{",), "invalid JSON"),
    ("jsondecode", ("",), "invalid JSON"),
    ("jsondecode", ("[1] x",), "invalid JSON"),
    ("jsondecode", ("NaN",), "invalid JSON"),
    ("jsondecode", ("'x'",), "invalid JSON"),
    ("textencodebase64", ("☃", "ISO-8859-1"), "cannot be represented"),
    ("textdecodebase64", ("x", "UTF-8"), "failed to decode"),
    ("yamldecode", ("a: b: c",), "invalid YAML"),
    ("yamldecode", ("a: *x",), "invalid YAML"),
    ("yamldecode", ("--- 1\n--- 2",), "invalid YAML"),
    ("yamldecode", (".nan",), "NaN"),
    ("yamldecode", ("",), "missing start"),
    ("yamldecode", ("! 8",), "unsupported tag"),
    ("yamldecode", ("!!set {a, b}",), "set"),
    ("yamldecode", ("{[1]: x}",), "key of a mapping"),
    ("yamldecode", ("<<: [{a: 1}]",), "cannot merge"),
    ("yamldecode", ("null: x",), "key of a mapping"),
    ("yamldecode", ("!!int x",), "cannot parse"),
    ("yamldecode", ("!x 1",), "unsupported tag"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert identity(FUNCTIONS[name].call(*arguments)) == identity(expected)


@pytest.mark.parametrize(("name", "arguments", "reason"), ERRORS)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason) as caught:
        FUNCTIONS[name].call(*arguments)
    assert not isinstance(caught.value, NeedsKnownError)


def test_control_signs_have_their_short_json_escapes() -> None:
    assert FUNCTIONS["jsonencode"].call("\b\f") == '"\\b\\f"'


def test_lone_surrogates_of_json_are_replaced() -> None:
    assert FUNCTIONS["jsondecode"].call('"\\ud800"') == "\ufffd"


def shared(depth: int) -> tuple[Any, ...]:
    """A value that is small in memory and enormous when it is written out."""
    value: tuple[Any, ...] = ("x",)
    for _ in range(depth):
        value = (value, value)
    return value


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("jsonencode", (shared(60),)),
        ("yamlencode", (shared(60),)),
        ("jsondecode", ("[" * 100_000,)),
        ("jsondecode", ("[" * 1000 + "]" * 1000,)),
        ("jsondecode", ("1e999999",)),
        ("jsondecode", ("1" * 10_000,)),
        (
            "yamldecode",
            (
                "a: &a [x]\n"
                + "\n".join(f"b{n}: &b{n} [{', '.join(['*a' if n == 0 else f'*b{n - 1}'] * 9)}]" for n in range(30)),
            ),
        ),
        ("yamldecode", ("&x [*x]",)),
        ("yamldecode", ("[" * 5000,)),
        ("yamldecode", ("1" * 10_000,)),
        ("yamldecode", ("# " + "x" * 600_000,)),
    ],
)
def test_hostile_input_is_refused_in_time(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(FunctionError):
        FUNCTIONS[name].call(*arguments)
