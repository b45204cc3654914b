"""Every program has the shape and the places that Python's own parser gives it."""

from __future__ import annotations

import ast
import random
import sys
import sysconfig
import textwrap
import tokenize
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_ast import body_of, differences
from typescript_shapes import nodes

from scaffold.readers.programs import ir
from scaffold.readers.programs import ir_statements as statements
from scaffold.readers.programs.python_source import read_module
from scaffold.readers.programs.python_source.expressions import BINARY, COMPARISONS

PROGRAMS = [
    "def f(): pass",
    "def f(a, b=1, /, c: int = 2, *args: int, d, e: 'str' = 3, **kw: dict) -> None: return",
    "def f(*, a, b=1): pass",
    "async def f(a, *, b): return await a",
    "def f():\n  'd'\n  yield\n  yield 1, 2\n  x = yield from a\n  return (yield)",
    "def f():\n  return lambda: (yield)",
    "@a\n@b.c(1)\n@(yes := d)[0]\nasync def f(): pass",
    "@a\nclass C(A, b.B, *c, metaclass=M, **k):\n  'd'\n  x: int = 1\n  y: str\n  __p = 2\n  def __q(self, __r): "
    "self.__s = __p; del self.__t; f(__u=1); import __v; global __w\n  class __N: __z = 1",
    "class _C: __a__ = __b = 1",
    "class ___: __a = 1",
    "lambda: 0",
    "lambda a, /, b=1, *c, d=2, e, **f: (a, b)",
    "lambda *, a: a if b else c",
    "x = y = z = 1",
    "a, *b = c, (d, [e, *f]), g = h\na, *b.c, d = *e[0], f = g\nfor a, *b.c in d: pass",
    "a & b ^ c & d | e ^ f & g\na ^ b ^ c & d & e\na & (b ^ c)\n(a := b if c else d if e else f)",
    "*a, b = [c] = d",
    "(a), (b.c), ((d[0])) = e",
    "a.b: int = 1\na[0]: int\n(a): int = 2\na: int\nb: 'C | None' = None",
    "a += 1; a.b -= 1; a[0] *= 1; a @= 1; a /= 1; a //= 1; a %= 1; a **= 1; a >>= 1; a <<= 1; a &= 1; a ^= 1; a |= 1",
    "x = yield\nx += yield 1\nx = await a",
    "a < b <= c != d is not e not in f() in g is h > 1 >= 2 == 3",
    "a < f() < g() < (h := 1) < 3",
    "not a and b or not (c or d) and e",
    "a or b or c and d and e",
    "-a ** -b ** c + ~d * +e @ f // g % h << i >> j & k ^ l | m",
    "-1, +1.5, ~0, 1j, 0x1f, 0o17, 0b11, 1_000, 1e3, .5, 5., 00, 1e400",
    "await a ** 2\nawait f(x)[0].y\n-await a",
    "a if b else c if d else (e if f else g)",
    "(a := 1, b := 2)\nf(c := 3)\n[d := 4]\nx[e := 5]\n{f := 6}",
    "f(a, *b, c=1, *d, **e, g=2)\nf(x for x in y)\nf(a, (x for x in y))\nf(a)(b)[c].d()\nf(*a or b, **c or d)",
    "[a, *b, c]\n(a, *b)\n{a, *b}\n{**a, 'b': 1, **c | d}\n()\n[]\n{}\n(a,)\n[*a | b, c]\n(*a.b, *c[0], *d())",
    "x[1], x[1:2], x[:], x[::], x[a:b:c], x[:, 1], x[...], x[1,], x[*a], x[*a, 1], x[a:b, c], x[(1, 2)]",
    "[x for x in y]\n{x for x in y if a if b}\n{k: v for k, v in y for z in w if z}\n(x async for x, in y)\n"
    "[x for x, *y in z for (a, b) in x if (c := a)]\n[lambda: x for x in y]\n[[x for x in y] for z in w]",
    "del a, b.c, d[0], (e, [f])",
    "assert a\nassert a, b\nassert (a, b)",
    "raise\nraise A\nraise A(b) from c",
    "global a, b\nnonlocal_ = 1\ndef f():\n  def g():\n    nonlocal a\n  global b",
    "import a, b.c, d as e, f.g as h",
    "from a import b, c as d\nfrom . import e\nfrom ..f.g import (h, i as j,)\nfrom ... import k\nfrom l import *\n"
    "from __future__ import annotations",
    "if a: b\nelif c: d\nelif e:\n  f\nelse: g",
    "if a:\n  pass\nelse:\n  if b:\n    c",
    "while a:\n  break\nelse:\n  continue_ = 1",
    "for a, *b in c, *d:\n  continue\nelse: e",
    "for a.b in c: pass\nfor a[0], in b: pass\nasync def f():\n  async for a in b: pass",
    "with a: b\nwith a as b, c as (d, e), f: g\nwith (a as b, c): d\nwith (a, b) as c: d\nwith (a): b",
    "with (a as b): c\nwith (a).b as c[0], d as e.f: pass\nasync def f():\n  async with a as b, c: pass",
    "try: a\nexcept: b\nelse: c\nfinally: d",
    "try: a\nexcept A: b\nexcept (B, c.C) as d: e\nexcept f(): g\nfinally: pass",
    "try: a\nexcept* A as b: c\nexcept* (B, C): d",
    "match a:\n  case 1 | -2.5 | 'b' 'c' | b'd' | None | True | -1 + 2j | 3 - 1j: e",
    "match a, *b:\n  case c, *_: d\n  case [*e, f] | (e, f) if g: h\n  case (i): j\n  case []: k\n  case _: l",
    "match a:\n  case {}: b\n  case {'c': d, e.f: [g, _], -1: h, None: (i), **j}: k",
    "match a:\n  case B(): c\n  case d.E(f, 1, g=h, i=J(k) as l): m\n  case n.o as p: q\n  case (r | s) as t if u: v",
    "match a:\n  case B(c=D(e) | F(e)):\n    match e:\n      case {'x': [y, *z]}: w\n  case [[[q]]]: q\n",
    "match(a)\nmatch = case = type = 1\nmatch[a]\ntype(a).b = c\nprint(type (a), match, case)\ncase(a)",
    "print >> a, b\nprint\nprint(a), b\nprint >> a\nprint (a)",
    "...\na = ...\n...\nNone, True, False, Ellipsis, __debug__",
    "f'' f'{a}' 'b' f'{c!r}{d!s:>{w}.{p}}{e:%H:%M}{f=}{g = !a}{h=:3}{{}}' '{i}'",
    "f'{a[\"b\"]}' f\"{'x' 'y'}{ {1: 2}[1] }{lambda_(1)}{(lambda: 1)()}{x != y}{(z := 1)}\"",
    "f'''{\na\n:>3}''' rf'\\{a}\\d{b:\\d}' f'\\x41{c}\\N{BULLET}\\u0042' fr'{{a}}' f'{a, *b}' f'{yes}{no:{a}{b}}'",
    "f'{x:=10}{x:=+5}' f'{\"a\":=^80}' f'{y:=^{w}}'",
    "'a' \"b\" '''c\nd''' r'\\n' u'e' R'h\\\\' 'i'",
    "b'a' b\"b\" rb'\\n' Rb'\\\\' B'\\x00\\101\\n'",
    "'\\\n' '\\'' '\\a\\b\\f\\n\\r\\t\\v\\0\\101\\x41\\u0041\\U00000041\\N{BULLET}\\q\\8' 'a\\\nb'",
    "\uff41 = \ufb01 = 1\nclass É:\n  é = 'ä' 'ü😀'\n  def ö(self): return self.\uff41",
    "x = (1 # a\n  + # b\n  2)\nf(a, # c\n # d\n b)\nif a: # e\n  b # f\n  # g\n# h\nelif c: d # i\n # j\n",
    "x = 1 + \\\n  2\nif a and \\\n  b: c\nassert a, \\\n  'b'",
    "a; b; c;\nif x: y; z;\nf(x),\ndef g(): return x,",
    "if a:\n\tb\n\tif c:\n\t\td\n\te\nelse:\n    f\n",
    "def f():\n  (bar.\nbaz)\n  x = 1\n",
    "\f\nx = 1\n\fy = 2\nif a:\n  b\n\f  c\n",
    "x = [\n1,\n2,\n]\ny = {\n'a': 1,\n}\nz = f(\na,\n)\n",
    "class A:\n  def f(self): return super().f()\n\n\n\n  # c\n\n  x = 1\n\n",
    "",
    "# only a comment",
    "\n\n\n",
    "x",
    "if a:\n  pass",
]  # fmt: skip


def compare(text: str, content: str | bytes | None = None) -> None:
    module = read_module("a.py", text if content is None else content)
    assert not module.faults, module.faults
    assert list(differences(module.body, body_of(text))) == []


@pytest.mark.parametrize("text", PROGRAMS)
def test_programs(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compare(text)


@pytest.mark.parametrize("text", PROGRAMS)
@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends(text: str, ends: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compare(text.replace("\n", ends))


@pytest.mark.parametrize("text", PROGRAMS)
def test_in_a_method(text: str) -> None:
    if "import *" in text or "'''" in text or "\f" in text or "(bar." in text or "\t" in text or "\\\n" in text:
        pytest.skip("this cannot be indented")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compare("class K:\n  def m(self):\n    0\n" + textwrap.indent(text, "    ") + "\n    last = 1\nafter = 2\n")


NAMES = st.sampled_from(["a", "b", "_c", "é"])


def expressions(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions of expressions, with no more brackets than it takes for any to stand anywhere."""
    one = st.one_of(inner, inner.map(lambda text: f"({text})"))
    binary = st.sampled_from([*BINARY, "and", "or", *COMPARISONS])
    return st.one_of(
        st.tuples(one, binary, one).map(" ".join),
        st.tuples(one, binary, one, binary, one).map(" ".join),
        st.tuples(st.sampled_from(["-", "+", "~", "not ", "await "]), one).map("".join),
        st.tuples(one, one, one).map(lambda three: "{} if {} else {}".format(*three)),
        st.tuples(NAMES, one).map(lambda two: "lambda {}: {}".format(*two)),
        st.tuples(NAMES, one).map(lambda two: "({} := {})".format(*two)),
        st.tuples(one, one).map(lambda two: "{}[{}]".format(*two)),
        st.tuples(one, one, one).map(lambda three: "{}[{}:{}, *a]".format(*three)),
        st.tuples(one, NAMES).map(lambda two: "{}.{}".format(*two)),
        st.tuples(one, one, one).map(lambda three: "{}({}, *{}, **a)".format(*three)),
        st.tuples(one, one, one).map(lambda three: "{}({}, k={})".format(*three)),
        st.tuples(one, one).map(lambda two: "[{}, *{}]".format(*two)),
        st.tuples(one, one).map(lambda two: "{{{}: {}}}".format(*two)),
        st.tuples(one, one).map(lambda two: "({}, {})".format(*two)),
        st.tuples(one, NAMES, one, one).map(lambda four: "[{} for {} in {} if {}]".format(*four)),
        st.tuples(one, NAMES, one).map(lambda three: "({} async for {} in {})".format(*three)),
        st.tuples(one, one).map(lambda two: "(yield {}, {})".format(*two)),
    )


EXPRESSIONS = st.recursive(
    st.one_of(NAMES, st.sampled_from(["1", "2.5", "'x'", "b'y'", "None", "...", "[]", "()", "{}"])),
    expressions,
    max_leaves=12,
)


@settings(deadline=None, max_examples=100)
@given(EXPRESSIONS)
def test_any_expression(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError:
            return
        compare(text)


def standard_library() -> list[Path]:
    found = [Path(sysconfig.get_paths()["stdlib"])]
    return sorted(path for folder in found for path in folder.rglob("*.py") if "site-packages" not in path.parts)


def parsed(content: bytes) -> tuple[str, ast.Module] | None:
    """The text of a file and its tree, where Python parses it."""
    try:
        lines = iter(content.splitlines(keepends=True))
        text = content.decode(tokenize.detect_encoding(lambda: next(lines, b""))[0]).removeprefix("\ufeff")
        return text, ast.parse(content)
    except (SyntaxError, ValueError, LookupError, RecursionError):
        return None


def test_a_sample_of_the_standard_library() -> None:
    """No fault, nothing opaque, and the very tree of Python: of a sample that is the same every time."""
    found = random.Random(5).sample(standard_library(), 16)
    seen = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in found:
            content = path.read_bytes()
            known = parsed(content) if len(content) < 20_000 and "badsyntax" not in path.name else None
            if known is not None:
                compare(known[0], content)
                counted(read_module(path.name, content).body, known[1])
                seen += 1
    assert seen > 5


def counted(body: Any, tree: ast.Module) -> None:
    """As many functions, classes and names that are bound as there are."""
    found: Counter[str] = Counter()
    for node in nodes(body):
        found["function"] += isinstance(node, ir.Function)
        found["class"] += isinstance(node, ir.Class)
        found["imported"] += isinstance(node, statements.Imported)
        assert not isinstance(node, ir.Opaque), node
    wanted: Counter[str] = Counter()
    for one in ast.walk(tree):
        wanted["function"] += isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        wanted["class"] += isinstance(one, ast.ClassDef)
        wanted["imported"] += isinstance(one, ast.alias)
    assert found == wanted


def test_our_own_sources() -> None:
    for path in sorted(Path(read_module.__code__.co_filename).parent.glob("*.py")):
        compare(path.read_text(encoding="utf-8"))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.11 does not know these")
def test_formatted_text_of_3_12() -> None:
    compare("""f"{x["a"]}{f"{1}"}{'\\n'.join(y)}{ # c\n z}" """)
