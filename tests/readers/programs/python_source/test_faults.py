"""What does not parse: it is told, and everything around it is still read. Nothing raises, and all of it is quick."""

from __future__ import annotations

import codecs
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typescript_shapes import nodes, shape

from scaffold.readers.programs.ir import Opaque
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.python_source import read_module


def lost(module: Module) -> list[str]:
    """The text of what was not understood, anywhere."""
    found = [module.text[node.at : node.end] for node in nodes(module.body) if isinstance(node, Opaque)]
    return sorted(found, key=module.text.index)


def told(module: Module) -> list[tuple[int, str]]:
    """The lines with what is wrong in them."""
    return [(module.text.count("\n", 0, fault.at) + 1, fault.message) for fault in module.faults]


@pytest.mark.parametrize(
    ("text", "without", "faults"),
    [
        ("b = f(y=1, : )", ["b = f(y=1, : )"], [(2, "`:` is not expected here")]),
        ("b = f(1, 2", ["b = f(1, 2"], [(2, "this `(` is never closed")]),
        ("b = 1)", ["b = 1)"], [(2, "this `)` closes nothing")]),
        ("b = 'x", ["b = 'x"], [(2, "this text is never closed")]),
        ("def f(:\n  x\n  y", ["def f(:\n  x\n  y"], [(2, "`)` is missing here")]),
        ("@a\n@b\ndef f(:\n  x", ["@a\n@b\ndef f(:\n  x"], [(4, "`)` is missing here")]),
        ("@a(\ndef f():\n  x", ["@a(\ndef f():\n  x"], [(2, "this `(` is never closed")]),
        ("if a\n  b\nelse:\n  c", ["if a\n  b\nelse:\n  c"], [(2, "`:` is missing here")]),
        ("class A\n  b = 1", ["class A\n  b = 1"], [(2, "`:` is missing here")]),
        ("try:\n  a\nexcept B C:\n  d\nfinally: e", ["try:\n  a\nexcept B C:\n  d\nfinally: e"],
         [(4, "`C` is not expected here")]),
        ("def f():\n  a\n  b = = c\n  d", ["b = = c"], [(4, "`=` is not expected here")]),
        ("if a:\n  b = (\n  c = d\nelse:\n  e", ["b = ("], [(3, "this `(` is never closed")]),
        ("else:\n  b", ["else:\n  b"], [(2, "`else:` is not expected here")]),
        ("<<<<<<< a\nb = 1\n=======\nb = 2\n>>>>>>> c", ["<<<<<<< a", "=======", ">>>>>>> c"],
         [(2, "`<<<<<<<` is not expected here"), (4, "`=======` is not expected here"),
          (6, "`>>>>>>>` is not expected here")]),
        ("x = {\n  'a': 1\n  'b': 2,\n}", ["x = {\n  'a': 1\n  'b': 2,\n}"], [(3, "`1` is not expected here")]),
        ("x = f'{}'", ["x = f'{}'"], [(2, "a name is missing here")]),
        ("x = 1 +", ["x = 1 +"], [(2, "`x = 1 +` is not expected here")]),
        ("print 'a'", ["print 'a'"], [(2, "`print` is a function in Python 3")]),
        ("exec 'a'", ["exec 'a'"], [(2, "`exec` is a function in Python 3")]),
        ("raise A, 'b'", ["raise A, 'b'"], [(2, "this `raise` is Python 2")]),
        ("x = a <> b", ["a <> b"], [(2, "`<>` is no operator of Python 3")]),
        ("x = 0777", ["0777"], [(2, "this is no number")]),
        ("x = ur'a'", ["ur'a'"], [(2, "`ur` is nothing that text begins with")]),
        ("x = `a`", ["`a`"], [(2, "``` is nothing that text begins with")]),
        ("x = '\\x4'", ["'\\x4'"], [(2, "an escape is not complete: \\x")]),
        ("x = b'a' 'b'", ["b'a' 'b'"], [(2, "bytes and text cannot be joined")]),
        ("x = (a as b)", ["a as b"], [(2, "`as` is not expected here")]),
        ("def f((a, b)): pass", [], [(2, "this is no parameter of Python 3")]),
        ("if a:\n# c\nb", [], [(2, "a block has to be indented and hold something")]),
        ("x = 1\n  y = 2", [], [(3, "this is not indented as the lines before it")]),
        ("def f():\n    x\n  y", [], [(4, "this is not indented as the lines before it")]),
        ("try: a\nx", [], [(2, "this `try` has neither `except` nor `finally`")]),
        ("*a = b", [], [(2, "a target with a star has to be one of several")]),
        ("a, *b, *c = d", [], [(2, "there can be only one target with a star")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_lost_and_nothing_else(text: str, without: list[str], faults: list[tuple[int, str]]) -> None:
    module = read_module("a.py", f"before = 1\n{text}\nafter = 2\n")
    assert lost(module) == without
    assert told(module) == faults
    assert shape(module.body[0]) == ("Evaluate", ("Assign", ("BindName", "before"), ("Constant", 1)))
    assert shape(module.body[-1]) == ("Evaluate", ("Assign", ("BindName", "after"), ("Constant", 2)))


def test_text_that_is_never_closed_is_lost_to_the_end() -> None:
    module = read_module("a.py", 'a = 1\nb = """c\nd = 2\n')
    assert lost(module) == ['b = """c\nd = 2\n']
    assert told(module) == [(2, "this text is never closed")]


GOOD = [
    "a = 1", "def f(a, b=1):\n    return a", "class C(B):\n    x: int = 1\n    def m(self): return self.x",
    "if a:\n    b()\nelif c:\n    d()\nelse:\n    e()", "for a in b:\n    c(a)\nelse:\n    d",
    "f(\n    a,\n    b=1,\n)",
    "try:\n    a\nexcept B as c:\n    d\nfinally:\n    e", "@a(1)\n@b\ndef g():\n    '''d'''\n    yield 1",
    "with a as b:\n    c = {\n        'd': [1],\n    }", "match a:\n    case [b]:\n        c", "x = '''y\nz'''  # c",
    "case = f'{a[\"b\"]}'", "import a.b", "# comment", "",
]  # fmt: skip
BAD = [
    "a = = 1", "b = (1", "c = 'x", "d = 1)", "def e(:\n    f", "if g\n    h", "class I(:\n    j = 1", "k l m",
    "@(\ndef n(): o",
    "for p in:\n    q", "r = [1 2]", "s = {1: }", "while t u:\n    v", "import", "x = f'{'", "lambda",
    "return return", "y = $",
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(GOOD), st.sampled_from(GOOD)), min_size=1, max_size=4), st.sampled_from(BAD))
def test_good_statements_around_a_bad_one(good: list[tuple[str, str]], bad: str) -> None:
    """They are read as they are without it."""
    firsts, lasts = [one for one, _ in good], [one for _, one in good]
    before = "\n".join([*firsts, "1"])
    after = "\n".join(["1", *lasts])
    wanted = shape(read_module("a.py", f"{before}\n\n{after}\n").body)
    module = read_module("a.py", f"{before}\n{bad}\n{after}\n")
    assert tuple(one for one in shape(module.body) if one[0] != "Opaque") == wanted
    assert lost(module) == [bad]
    assert module.faults


def test_faults_are_told_once_and_not_without_end() -> None:
    module = read_module("a.py", "a = = 1\n" * 100)
    assert len(module.faults) == 20
    assert len({fault.at for fault in module.faults}) == 20
    assert len(lost(module)) == 100


LATIN = "ä = 'ö'  # ü\n"


@pytest.mark.parametrize(
    "content",
    [
        LATIN.encode(), codecs.BOM_UTF8 + LATIN.encode(), LATIN.encode("utf-16"),
        b"# -*- coding: latin-1 -*-\n" + LATIN.encode("latin-1"),
        b"#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\n" + LATIN.encode("latin-1"),
        b"\n# coding=cp1252\n" + LATIN.encode("cp1252"),
    ],
)  # fmt: skip
def test_encodings(content: bytes) -> None:
    module = read_module("a.py", content)
    assert not module.faults
    assert shape(module.body[-1]) == ("Evaluate", ("Assign", ("BindName", "ä"), ("Constant", "ö")))


@pytest.mark.parametrize(
    "content",
    [
        b"a = '\xff'\nb = 1", b"# coding: nothing\na = 1\nb = 1", b"# coding: zlib_codec\na = 1\nb = 1",
        b"x = 1\ny = 2\n# coding: latin-1\na = '\xe4'\nb = 1", b"# coding: ascii\na = '\xe4'\nb = 1",
    ],
)  # fmt: skip
def test_what_cannot_be_decoded_is_told(content: bytes) -> None:
    module = read_module("a.py", content)
    assert [fault.message for fault in module.faults] == ["the file is not in the encoding that it says, or UTF-8"]
    assert shape(module.body[-1]) == ("Evaluate", ("Assign", ("BindName", "b"), ("Constant", 1)))


def test_nul_is_told_and_is_no_end() -> None:
    module = read_module("a.py", "a = 'x\0y'\nb = 1")
    assert told(module) == [(1, "there must be no NUL in a program")]
    assert len(module.body) == 2


WORDS = [
    "def ", "x", "=", " ", "\n", "\n  ", "\n    ", "{", "}", "(", ")", "[", "]", "'", '"', "'''", '"""', "f'", "rb'",
    "#",
    "class ", "lambda ", "async ", "await ", "*", "**", ":", ":=", ";", ",", ".", "...", "import ", "from ", "as ", "y",
    "for ", "in ", "if ", "elif ", "else:", "match ", "case ", "_", "1", "0x", "1j", "\\", "\\\n", "@", "|", "try:",
    "except ", "finally:", "with ", "yield ", "return ", "raise ", "global ", "del ", "not ", "is ", "type ", "print ",
    "exec ", "None", "é", "😀", "\0", "\ufeff", "\r\n", "\r", "\f", "\t", "\u2028", "!", "!r", "%", "<>", "`", "$", "?",
]  # fmt: skip


@example(":\nimport A async")
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=60).map("".join)))
def test_no_text_raises(text: str) -> None:
    module = read_module("a.py", text)
    for node in nodes((module.body, module.comments, module.faults, tuple(module.types.values()))):
        assert 0 <= node.at <= node.end <= len(module.text)
    if any(isinstance(node, Opaque) and node.reason == "a syntax error" for node in nodes(module.body)):
        assert module.faults


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    assert isinstance(read_module("a.py", content), Module)


HOSTILE: dict[str, Any] = {
    "brackets": "(" * 100_000, "mixed": "[(" * 50_000, "braces": "{" * 100_000, "calls": "f(" * 50_000,
    "formatted": 'f"{' * 30_000, "quotes": "'" * 100_000, "long quotes": '"""' * 33_333, "not": "not " * 30_000,
    "lines": "x = = 1\n" * 3_000, "open": "x = (\n" * 3_000, "unclosed": "a = 'x\n" * 3_000, "else": "else:\n" * 20_000,
    "nested": "".join(" " * depth + "if a:\n" for depth in range(1_000)), "decorators": "@a\n" * 20_000,
    "patterns": "match x:\n  case " + "[" * 20_000 + "]" * 20_000 + ": pass\n", "continued": "\\\n" * 50_000,
    "continued words": "x\\\n" * 20_000, "comments": "if x:\n  y\n" + "  #\n" * 50_000 + "z\n",
    "headers": "".join(f"def f{place}(:\n  x\n" for place in range(3_000)), "stars": "a, *" * 20_000 + "b = c",
    "annotation": "x: '" + "a[" * 2_000 + "]" * 2_000 + "'\n",
    "with": "with " + ", ".join(["a as b"] * 5_000) + ": c\n",
    "classes": "".join(" " * depth + f"class A{depth}:\n" for depth in range(90)) + " " * 90 + "x: int = 1\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_bounded_time(name: str) -> None:
    started = time.process_time()
    assert isinstance(read_module("a.py", HOSTILE[name]), Module)
    assert time.process_time() - started < 5
