"""Literals of HCL: what is written reads back as what it was, and is laid out as `terraform fmt` would have it."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from native_terraform import needs_terraform, terraform, unformatted

from scaffold.emit.errors import EmitError
from scaffold.emit.hcl import WIDTH, Code, hcl, hcl_address, hcl_body, hcl_key, hcl_reference, hcl_string
from scaffold.model.values import Reference, Unknown, Value, ValueSet
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.functions.json_text import encode_json

NASTY = ['"', "\\", "${", "%{", "$", "%", "$$", "%%", "{", "}", "#", "//", "/*", "\n", "\r", "\t", "\0", "\x7f", "\x85"]
NASTY += ["\u2028", "\u202e", "\ufeff", "é", "日", "😀", "<<EOT", "${x}", "%{if", "null", "a b", "[", "0", "for"]
TEXTS = (
    st.lists(st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=("Cs",)), max_size=20), max_size=6)
    .map("".join)
    .map(lambda text: unicodedata.normalize("NFC", text))  # as all text in Terraform is
)
NUMBERS = st.integers(-(10**40), 10**40) | st.floats(allow_nan=False, allow_infinity=False)
JSON_TEXTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTS,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
).map(encode_json)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS | JSON_TEXTS
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5).map(tuple) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=25,
)
BODIES = st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True), DATA, max_size=6)


class _Nothing:
    """A module without any names."""

    files = None

    def resolve(self, root: str, steps: tuple[str | int, ...]) -> Value:
        raise AssertionError(f"{root} is no literal: {steps}")

    def spend(self, steps: int) -> None: ...

    def weigh(self, value: Value) -> None: ...


def read(text: str) -> Value:
    """The value of an expression that refers to nothing."""
    return evaluate(parse_expression(text), Environment(_Nothing(), {}))  # type: ignore[arg-type]


def plain(value: Any) -> Any:
    """A value with numbers as the reader has them: whole ones are integers."""
    if isinstance(value, float) and value == int(value):
        return int(Decimal(repr(value)))
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


@settings(deadline=None, max_examples=300)
@given(DATA, st.integers(0, 12), st.integers(0, WIDTH))
def test_what_is_written_reads_back(value: Value, indent: int, column: int) -> None:
    assert read(hcl(value, indent, column)) == plain(value)


@settings(deadline=None, max_examples=150)
@given(DATA)
def test_without_calls_it_reads_back_too(value: Value) -> None:
    text = hcl(value, calls=False)
    assert read(text) == plain(value)
    assert json.dumps(text).count("jsonencode(") == json.dumps(value, ensure_ascii=False).count("jsonencode(")


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(TEXTS, DATA, max_size=6))
def test_a_body_is_an_object_without_brackets(attributes: dict[str, Value]) -> None:
    assert read("{\n" + hcl_body(attributes, 2) + "\n}") == plain(attributes)


@settings(deadline=None, max_examples=300)
@given(JSON_TEXTS)
def test_json_is_shown_as_what_it_says(text: str) -> None:
    assert read(hcl(text)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (-5, "-5"),
        (10**30, "1" + "0" * 30),
        (0.25, "0.25"),
        (2.0, "2"),
        (1e300, "1e300"),
        (5e-7, "5e-07"),
        ("a ${b} %{c} $$", '"a $${b} %%{c} $$"'),
        ('say "hi"\\\n\t\r', '"say \\"hi\\"\\\\\\n\\t\\r"'),
        ("é\u202e\0", '"é\\u202e\\u0000"'),
        ("\U000e0041", '"\\U000e0041"'),
        ("half \ud800", '"half \ufffd"'),
        ((), "[]"),
        ({}, "{}"),
        ((1, ("a",)), '[1, ["a"]]'),
        (ValueSet(("a", "b")), '["a", "b"]'),
        ({"a": 1, "b-c": 2, "d e": 3, "5": 4, "null": 5}, '{ a = 1, b-c = 2, "d e" = 3, "5" = 4, "null" = 5 }'),
        ({"é": 1}, '{ "\\u00e9" = 1 }'),
        (Reference('module.a["x y"].b', ("c", 0, "d e")), 'module.a["x y"].b.c[0]["d e"]'),
        (Code("plan"), "plan"),
        ('{"a":1}', '"{\\"a\\":1}"'),
        ('{"Statement":[],"Version":"x"}', 'jsonencode({ Statement = [], Version = "x" })'),
        ('{"Version":"x","Statement":[]}', '"{\\"Version\\":\\"x\\",\\"Statement\\":[]}"'),
        ('{"Statement":[],"Version":1.0}', '"{\\"Statement\\":[],\\"Version\\":1.0}"'),
        ('{"Statement":[],"Version":"<"}', '"{\\"Statement\\":[],\\"Version\\":\\"<\\"}"'),
    ],
)
def test_spellings(value: Value, text: str) -> None:
    assert hcl(value) == text


def test_long_values_are_broken_and_their_signs_aligned() -> None:
    sites = tuple(f"a-rather-long-name-of-a-site-{number}" for number in range(3))
    value = {"sites": sites, "a": 1, "long_name": 2, "inner": {"of": sites, "x": {}}, "b c": None}
    assert hcl_body({"x": 1, "value": value, "text": "y"}, 2) == "\n".join(
        [
            "  x = 1",
            "  value = {",
            "    sites = [",
            '      "a-rather-long-name-of-a-site-0",',
            '      "a-rather-long-name-of-a-site-1",',
            '      "a-rather-long-name-of-a-site-2",',
            "    ]",
            "    a         = 1",
            "    long_name = 2",
            "    inner = {",
            "      of = [",
            '        "a-rather-long-name-of-a-site-0",',
            '        "a-rather-long-name-of-a-site-1",',
            '        "a-rather-long-name-of-a-site-2",',
            "      ]",
            "      x = {}",
            "    }",
            '    "b c" = null',
            "  }",
            '  text = "y"',
        ]
    )


@pytest.mark.parametrize("address", ["", "a b", "a.", ".a", "a[", "a[x]", 'a["b"', "a;b", "a\n.b", "a.b}", "a[-1]"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(EmitError):
        hcl_address(address)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_keys_in_addresses_stay_in_their_quotes(key: str, step: str) -> None:
    text = hcl_reference(Reference(f"module.a[{hcl_string(key)}].b.c", (step,) if step else ()))
    assert hcl_address(f"module.a[{hcl_string(key)}].b.c") in text
    parse_expression(text)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Unknown("why"), object(), (1, Unknown("why"))])
def test_what_has_no_spelling_is_refused(value: Any) -> None:
    with pytest.raises(EmitError):
        hcl(value)


@settings(deadline=None)
@given(TEXTS)
def test_a_key_is_an_identifier_or_quoted_in_ascii(name: str) -> None:
    key = hcl_key(name)
    assert key.isascii()
    assert read(f"{{ {key} = 1 }}") == {name: 1}


@needs_terraform
def test_terraform_reads_the_same_and_would_not_format_it_otherwise(tmp_path: Path) -> None:
    bodies = drawn(100)
    for number, body in enumerate(bodies):
        inner = hcl_body({"value": Code(hcl(body, 2, 10))}, 2)
        (tmp_path / f"f{number}.tf").write_text(f'output "o{number}" {{\n{inner}\n}}\n')
    assert unformatted(tmp_path) == ""
    done = terraform(tmp_path, "apply", "-auto-approve", "-no-color")
    assert done.returncode == 0, done.stderr
    found = json.loads(terraform(tmp_path, "output", "-json").stdout)
    for number, body in enumerate(bodies):
        assert as_json(found[f"o{number}"]["value"]) == as_json(plain(body))


def drawn(count: int) -> list[dict[str, Value]]:
    """Different bodies, for one run of a program that takes its time to start."""
    bodies: list[dict[str, Value]] = [{"a": '$${"', "b": "$$${x}", "c": "%%%{if}", "d": "$${x}", "e": "%%{x}"}]

    @settings(deadline=None, max_examples=count, phases=[Phase.generate], database=None)
    @given(BODIES)
    def draw(body: dict[str, Value]) -> None:
        bodies.append(body)

    draw()
    return bodies


def as_json(value: Any) -> Any:
    """Data as JSON has it, with numbers as decimal text short enough to be the same everywhere."""

    def short(text: str) -> str:
        return f"{float(text):.12g}"

    return json.loads(json.dumps(value), parse_int=short, parse_float=short)
