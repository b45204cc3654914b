"""A formatter leaves the shapes of Python units as they are; whatever else changes does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.merge.python import PYTHON

ROOT = Path(__file__).parent.parent.parent
GENERATED = sorted(path for path in ROOT.glob("golden/**/expected/**/test_*.py") if path.stat().st_size > 400)
STYLES = (
    ("--line-length=60", "--config", 'format.quote-style="single"'),
    ("--line-length=200", "--config", "format.skip-magic-trailing-comma=true"),
)


def shape(text: str) -> list[tuple[str, str, str]]:
    return [(unit.key, unit.shape, unit.notes) for _, unit in PYTHON.parse(text).walk()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = 'a'\n", 'x = "a"\n'),
        ("x = 'it\\'s'\n", 'x = "it\'s"\n'),
        ("x = u'a'\n", "x = 'a'\n"),
        ("x = 'a' 'b'\n", "x = (\n    'ab'\n)\n"),
        ("x = R'\\d'\n", 'x = r"\\d"\n'),
        ("x = '\\xAB'\n", "x = '\\xab'\n"),
        ("x = f'{a}' 'b'\n", 'x = f"{a}b"\n'),
        ("x = 'a{' f'{b}'\n", 'x = f"a{{{b}"\n'),
        ("x = f'{ a }'\n", "x = f'{a}'\n"),
        ("f(a, b)\n", "f(\n    a,\n    b,\n)\n"),
        ("return_ = (\n    a\n)\n", "return_ = a\n"),
        ("for (a, b) in c: pass\n", "for a, b in c:\n    pass\n"),
        ("class A(): pass\n", "class A:\n    pass\n"),
        ("class A: pass  # why\n", "class A:\n    pass  # why\n"),
        ("def f():\n    a; b;\n", "def f():\n    a\n    b\n"),
        ("x = 0XAB + 1E5 + 1. + .5 + 1e+5 + 1J\n", "x = 0xab + 1e5 + 1.0 + 0.5 + 1e5 + 1j\n"),
        ("x = a \\\n  + b\n", "x = (\n    a + b\n)\n"),
        ("with (open(a)) as b: pass\n", "with open(a) as b:\n    pass\n"),
        ("from a import (b, c,)\n", "from a import b, c\n"),
        ("def f():\n    '''  A.\n\n        B.\n    '''\n", 'def f():\n  """A.\n\n      B."""\n'),
        ("x = 1 #why\n", "x = 1  # why\n"),
        ("x = 1\r\n'''a\r\nb'''\r\n", "x = 1\n'''a\nb'''\n"),
        ("x = [  # a\n  1\n]\n", "x = [\n    1,  # a\n]\n"),
        ("del (a)\nassert (a)\n", "del a\nassert a\n"),
        ("def f(a, *, b=(1)): pass\n", "def f(\n    a,\n    *,\n    b=1,\n):\n    pass\n"),
        ("x[a:b, c]\n", "x[a : b, c,]\n"),
    ],
)
def test_what_a_formatter_changes_does_not_count(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x = (1,)\n", "x = (1)\n"),
        ("x[1]\n", "x[1,]\n"),
        ("x[a:]\n", "x[:a]\n"),
        ("x = (a + b) * c\n", "x = a + b * c\n"),
        ("x = a - (b - c)\n", "x = a - b - c\n"),
        ("x = 'a'\n", "x = b'a'\n"),
        ("x = 'a'\n", "x = f'a'\n"),
        ("x = '\\n'\n", "x = r'\\n'\n"),
        ("x = '\\1' '1'\n", "x = '\\11'\n"),
        ("x = b'\\uAB00'\n", "x = b'\\uab00'\n"),
        ("x = f'{a}'\n", "x = f'{a!r}'\n"),
        ("x = f'{a=}'\n", "x = f'{a = }'\n"),
        ("x = f'{{a}}'\n", "x = f'{a}'\n"),
        ("x = 1\n", "x = 1  # why\n"),
        ("x = 1  # why\n", "x = 1  # how\n"),
        ("def f():\n    # a\n    b\n    c\n", "def f():\n    b\n    # a\n    c\n"),
        ("x = [\n    # a\n    1,\n    # b\n    2,\n]\n", "x = [\n    # b\n    1,\n    # a\n    2,\n]\n"),
        ("# a\nx = 1\n", "# b\nx = 1\n"),
        ("def f(): pass\n", "async def f(): pass\n"),
        ("def f(a, b): pass\n", "def f(a, *, b): pass\n"),
        ("def f(a, b): pass\n", "def f(a, /, b): pass\n"),
        ("def f(*a): pass\n", "def f(**a): pass\n"),
        ("f(*a)\n", "f(**a)\n"),
        ("f(a)\n", "f(a=a)\n"),
        ("from . import a\n", "from .. import a\n"),
        ("import a\n", "import a as b\n"),
        ("x = 1\n", "x: int = 1\n"),
        ("@a\ndef f(): pass\n", "def f(): pass\n"),
        ("if a:\n    b\n    c\n", "if a:\n    b\nc\n"),
        ("if a:\n    b\nelse:\n    if c:\n        d\n", "if a:\n    b\nelif c:\n    d\n"),
        ("class TestA(B):\n    x = 1\n", "class TestA(C):\n    x = 1\n"),
        ("class TestA:  # a\n    x = 1\n", "class TestA:  # b\n    x = 1\n"),
        ("x = not a\n", "x = ~a\n"),
        ("x = a is b\n", "x = a is not b\n"),
        ("def f():\n    '''A.\n\n    B.\n    '''\n", "def f():\n    '''A.\n\n    B.\n      C.\n    '''\n"),
        ("x = {a: b}\n", "x = {a, b}\n"),
        ("x = {**a}\n", "x = {*a}\n"),
        ("x = [a for a in b]\n", "x = (a for a in b)\n"),
        ("x = yield_\n", "x = lambda: yield_\n"),
        ("try: pass\nexcept A: pass\n", "try: pass\nexcept* A: pass\n"),
        ("raise_ = 1_000\n", "raise_ = 1000\n"),
    ],
)
def test_what_says_something_else_counts(one: str, other: str) -> None:
    assert shape(one) != shape(other)


def formatted(text: str, style: tuple[str, ...]) -> str:
    command = (
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        "--no-cache",
        *style,
        "--stdin-filename=test_x.py",
        "-",
    )
    return subprocess.run(command, input=text, capture_output=True, check=True, text=True, encoding="utf-8").stdout


def test_generated_files_may_be_formatted() -> None:
    texts = [path.read_text(encoding="utf-8") for path in GENERATED]
    assert texts
    for style in STYLES:
        changed = 0
        for text in texts:
            other = formatted(text, style)
            changed += other != text
            assert shape(other) == shape(text)
        assert changed
