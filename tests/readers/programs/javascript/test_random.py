"""Random expressions give what they give in Node.js: one program for each subject, the same one each time."""

from __future__ import annotations

import json
import random
import string
import struct
from collections.abc import Iterator

import pytest

_STEPS = ["/", "/", "a", "b.c", ".", "..", ".x", "a.", "//", "", "c.d.e", "..."]
_ATOMS = [
    *("a", "b", "c", ".", r"\d", r"\w", r"\s", "[ab]", "[^a]", "[a-c]", r"[\w-]", "-", " "),
    *("(a)", "(b|c)", "(?:ab)", "(a*)", "(?:a|b)*", "((a)|b)+", r"\1"),
]
_PLACES = ["^", "$", r"\b", r"\B", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", "(?=(a))"]
_COUNTS = ["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,1}?", "{2,}"]


def paths(dice: random.Random) -> Iterator[str]:
    def some() -> str:
        return json.dumps("".join(dice.choice(_STEPS) for _ in range(dice.randint(0, 6))))

    for _ in range(60):
        one, two = some(), some()
        for name in ("normalize", "dirname", "extname", "parse", "basename"):
            yield f"path.{name}({one})"
        yield f"path.join({one}, {two})"
        yield f"path.resolve('/r', {one}, {two})"
        yield f"path.relative('/r' + {one}, '/r' + {two})"


def _number(dice: random.Random) -> float:
    kind = dice.random()
    if kind < 0.3:
        value = struct.unpack("d", struct.pack("Q", dice.getrandbits(64)))[0]
        return float(value) if value == value and abs(value) < 1e308 else 1.5
    if kind < 0.6:
        return dice.uniform(-1e6, 1e6)
    return round(dice.uniform(-1000, 1000), dice.randint(0, 5))


def numbers(dice: random.Random) -> Iterator[str]:
    for _ in range(100):
        value = f"({_number(dice)!r})"
        yield f"String{value}"
        yield f"{value}.toFixed({dice.randint(0, 8)})"
        yield f"{value}.toPrecision({dice.randint(1, 21)})"
        yield f"{value}.toExponential({dice.randint(0, 20)})"
        yield f"{value}.toLocaleString()"
        yield f"[{value} | 0, {value} % 7, Math.round{value}, {value} >>> 3]"
        yield f"({round(dice.uniform(-1e9, 1e9), 4)!r}).toString({dice.choice([2, 3, 8, 16, 36])})"


def patterns(dice: random.Random) -> Iterator[str]:
    for _ in range(120):
        parts = [
            dice.choice(_PLACES) if dice.random() < 0.25 else dice.choice(_ATOMS) + dice.choice(_COUNTS)
            for _ in range(dice.randint(1, 5))
        ]
        pattern = json.dumps("".join(parts) + dice.choice(["", "", "|b", "|(c)"]))
        flags = "".join(flag for flag in "gimsuy" if dice.random() < 0.15)
        text = json.dumps("".join(dice.choice("abc1 -A\n_") for _ in range(dice.randint(0, 10))))
        regex = f"new RegExp({pattern}, '{flags}')"
        yield f"{regex}.exec({text})"
        yield f"{text}.replace({regex}, '[$&$1]')"
        yield f"{text}.split({regex})"
        yield f"{text}.match({regex})"


def _document(dice: random.Random, depth: int = 0) -> object:
    kind = dice.random()
    if depth > 3 or kind < 0.5:
        return dice.choice([1, -1, 0, 1.5, 1e21, 1e-7, "a", 'é\n"', "", None, True, "\u2028", "😀", -0.0])
    if kind < 0.75:
        return [_document(dice, depth + 1) for _ in range(dice.randint(0, 3))]
    names = ["a", "b", "1", "0", "z z", "10", "-1", "é"]
    return {dice.choice(names): _document(dice, depth + 1) for _ in range(dice.randint(0, 4))}


def documents(dice: random.Random) -> Iterator[str]:
    for _ in range(80):
        text = json.dumps(_document(dice))
        yield f"JSON.stringify({text}, null, {dice.randint(0, 4)})"
        yield f"JSON.parse({json.dumps(text)})"
        broken = list(text)
        broken[dice.randrange(len(broken))] = dice.choice('{}[],:"0a t-.')
        yield f"JSON.parse({json.dumps(''.join(broken))})"


def texts(dice: random.Random) -> Iterator[str]:
    def some() -> str:
        signs = ["a", "b", "ab", "😀", "é", " ", "$", "&", ",", "1"]
        return json.dumps("".join(dice.choice(signs) for _ in range(dice.randint(0, 6))))

    for _ in range(80):
        one, two, three = some(), some(), some()
        start, end = dice.randint(-5, 8), dice.randint(-5, 8)
        for name in ("slice", "substring", "substr"):
            yield f"{one}.{name}({start}, {end}).split('').map(c => c.charCodeAt(0))"
        for name in ("indexOf", "lastIndexOf", "startsWith", "endsWith", "includes"):
            yield f"{one}.{name}({two}, {start})"
        yield f"{one}.split({two}, {end}).map(escape)"
        yield f"{one}.replace({two}, {three})"
        yield f"{one}.replaceAll({two}, '<$&$`$$>' + {three})"
        yield f"{one}.padEnd({end}, {two}).length"
        yield f"[{one} < {two}, {one} == {two}, {one}.length, [...{one}].length]"
        yield f"new URLSearchParams({{k: {one}}}).toString() + encodeURIComponent({one})"


@pytest.mark.parametrize("subject", [paths, numbers, patterns, documents, texts])
def test_random_expressions_give_what_they_give_in_node(show, node, subject):
    expressions = list(subject(random.Random(f"{subject.__name__} {string.digits}")))
    expected = dict(zip(expressions, node(expressions), strict=True))
    assert dict(zip(expressions, show(expressions), strict=True)) == expected
