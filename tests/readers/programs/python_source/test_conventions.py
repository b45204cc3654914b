"""What statements and expressions become, spelled out."""

from __future__ import annotations

from typing import Any

import pytest
from typescript_shapes import nodes, shape

from scaffold.readers.programs import ir
from scaffold.readers.programs.ir import Sort
from scaffold.readers.programs.ir_statements import Declare, Module
from scaffold.readers.programs.python_source import read_module
from scaffold.readers.programs.syntax.lowering import MAX_DEPTH

A, B = ("Name", "a"), ("Name", "b")
TRUE = ("Constant", True)


def read(text: str) -> Module:
    module = read_module("a.py", text)
    assert not module.faults, module.faults
    return module


def bound(name: str) -> Any:
    return ("BindName", name)


def call(name: str, *given: Any) -> Any:
    return ("Invoke", ("Name", name), tuple(("Argument", one) for one in given))


def kept(name: str, value: Any) -> Any:
    return ("Assign", bound(name), value)


def tuple_(*items: Any) -> Any:
    return ("Items", items, ("sort", Sort.TUPLE))


def part(name: str, place: int) -> Any:
    return ("Index", ("Name", name), ("Constant", place))


def taken(name: str, value: Any) -> Any:
    return ("Binary", "not-same", kept(name, value), ("Constant", None))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = b = 1", ("Evaluate", kept("b", kept("a", ("Constant", 1))))),
        ("a: int = 1", ("Declare", "var", bound("a"), ("Constant", 1))),
        ("a: int", ("Declare", "var", bound("a"), None)),
        ("a.b: int = 1", ("Evaluate", ("Assign", ("BindPlace", ("Member", A, "b")), ("Constant", 1)))),
        ("a @= b", ("Evaluate", (*kept("a", B), ("operator", "matrix-multiply")))),
        ("@a\n@b\ndef f(): pass", ("Declare", "def", bound("f"), ("Invoke", A, (("Argument", ("Invoke", B, (
            ("Argument", ("Function", "f", (), ())),))),)))),
        ("class C(a, m=b):\n  x = 1", ("Declare", "class", bound("C"), ("Class", "C", (A,), (), ("body", (
            ("Evaluate", kept("x", ("Constant", 1))),)), ("keywords", (("Argument", B, ("name", "m")),))))),
        ("class C:\n  a.__x = __y", ("Declare", "class", bound("C"), ("Class", "C", (), (), ("body", (
            ("Evaluate", ("Assign", ("BindPlace", ("Member", A, "_C__x")), ("Name", "_C__y"))),))))),
        ("assert a, b", ("If", ("Unary", "not", A), (("Throw", ("value", call("AssertionError", B))),))),
        ("raise a from b", ("Throw", ("value", A))),
        ("with a as b, b: a", ("With", A, bound("b"), (("With", B, None, (("Evaluate", A),)),))),
        ("import a.b", ("Import", "a.b", (("Imported", ".", "a"),))),
        ("import a.b as c", ("Import", "a.b", (("Imported", "*", "c"),))),
        ("from .a import b as c", ("Import", ".a", (("Imported", "b", "c"),))),
        ("from . import *", ("Import", ".", (("Imported", "*", ""),))),
        ("a is not b", ("Evaluate", ("Binary", "not-same", A, B))),
        ("a != b", ("Evaluate", ("Binary", "not-equals", A, B))),
        ("a < b() < 1", ("Evaluate", ("Logical", "and", ("Binary", "less", A, kept("%t1", call("b"))),
                                      ("Binary", "less", ("Name", "%t1"), ("Constant", 1))))),
        ("a[b:]", ("Evaluate", ("Index", A, ("Slice", ("start", B))))),
        ("a(*b, **b, c=1)", ("Evaluate", ("Invoke", A, (("Argument", ("Spread", B)), ("Argument", ("Spread", B),
            ("name", "**")), ("Argument", ("Constant", 1), ("name", "c")))))),
        ("f'{a}{b!r:>{a}}{a=}'", ("Evaluate", ("TextTemplate", ("", "", "a=", ""), (
            A, call("%format", B, ("Constant", "r"), ("TextTemplate", (">", ""), (A,))),
            call("%format", A, ("Constant", "r"), ("Constant", "")))))),
        ("...", ("Evaluate", ("Name", "Ellipsis"))),
        ("2j", ("Evaluate", call("complex", ("Constant", 0), ("Constant", 2.0)))),
        ("type A = b", ("Evaluate", kept("A", call("%type", ("Constant", "A"))))),
        ("type A[T] = b", ("Evaluate", kept("A", call("%type", ("Constant", "A"))))),
        ("t'{a}'", ("Evaluate", ("Opaque", "this is not supported: a template string"))),
        ("try: a\nexcept A, B: b", ("Try", (("Evaluate", A),), (("Handler", None, (("Evaluate", B),), ("types", (
            ("Name", "A"), ("Name", "B")))),))),
        ("print >> a, b", ("Evaluate", tuple_(("Binary", "shift-right", ("Name", "print"), A), B))),
    ],
)  # fmt: skip
def test_conventions(text: str, found: Any) -> None:
    assert shape(read(text).body) == (found,)


def test_match() -> None:
    text = """
match a:
    case {"k": [x, *_], **z} if x: 1
    case b.C(1, k=None) as y: 2
    case "e" | None: 3
    case other: 4
"""
    subject, chain = shape(read(text).body)
    assert subject == ("Evaluate", kept("%t1", A))
    captured = (kept("x", part("%t3", 0)), kept("z", part("%t2", 1)), TRUE)
    of_mapping = call("%match_mapping", ("Name", "%t1"), tuple_(("Constant", "k")), TRUE)
    of_list = call("%match_sequence", part("%t2", 0), ("Constant", 1), ("Constant", 0), TRUE)
    first = ("Logical", "and", taken("%t2", of_mapping), taken("%t3", of_list))
    first = ("Logical", "and", ("Logical", "and", first, ("Sequence", captured)), ("Name", "x"))
    assert chain[:3] == ("If", first, (("Evaluate", ("Constant", 1)),))
    (chain,) = chain[3][1]
    of_class = call("%match_class", ("Name", "%t1"), ("Member", B, "C"), ("Constant", 1), tuple_(("Constant", "k")))
    second = ("Logical", "and", taken("%t4", of_class), ("Binary", "equals", part("%t4", 0), ("Constant", 1)))
    second = ("Logical", "and", second, ("Binary", "same", part("%t4", 1), ("Constant", None)))
    second = ("Logical", "and", second, ("Sequence", (kept("y", ("Name", "%t1")), TRUE)))
    assert chain[:3] == ("If", second, (("Evaluate", ("Constant", 2)),))
    (chain,) = chain[3][1]
    third = [("Binary", "equals", ("Name", "%t1"), ("Constant", "e")), ("Binary", "same", ("Name", "%t1"),
             ("Constant", None))]  # fmt: skip
    assert chain[:3] == ("If", ("Logical", "or", *third), (("Evaluate", ("Constant", 3)),))
    assert chain[3][1] == (("Evaluate", kept("other", ("Name", "%t1"))), ("Evaluate", ("Constant", 4)))


def test_type_parameters_are_variables() -> None:
    assert shape(read("class A[T: int, *Ts](B[T]): pass").body)[:2] == tuple(
        ("Evaluate", kept(name, call("%type", ("Constant", name)))) for name in ("T", "Ts")
    )


@pytest.mark.parametrize(
    "text", ['def f():\n  """One\n\n    two."""', 'class A:\n  "One" " two."', 'async def f(): r"""One\ntwo."""']
)
def test_documentation(text: str) -> None:
    (found,) = read(text).body
    assert isinstance(found, Declare)
    assert found.documentation == found.value.documentation == "One two."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["def f():\n  f'{a}'", "def f():\n  b'a'", "def f():\n  1\n  'a'", "def f(): 'a' + 'b'"]
)
def test_no_documentation(text: str) -> None:
    assert read(text).body[0].documentation == ""  # type: ignore[union-attr]


def test_comments_and_places() -> None:
    module = read("#!/bin/x\nä = '#'  # one\n#two\n")
    assert [(comment.text, module.text[comment.at : comment.end]) for comment in module.comments] == [
        ("!/bin/x", "#!/bin/x"), (" one", "# one"), ("two", "#two")
    ]  # fmt: skip
    (statement,) = module.body
    assert module.text[statement.at : statement.end] == "ä = '#'"


def test_generators_are_what_has_a_yield_of_its_own() -> None:
    module = read("def f(a=(yield)):\n  def g(): yield\n  return lambda: [(yield) for x in y]\n")
    found = {node.name: node.generator for node in nodes(module.body) if isinstance(node, ir.Function)}
    assert found == {"f": False, "g": True, "": True}


@pytest.mark.parametrize(
    "text",
    ["a" + " + 1" * 20_000, "a" + ".b(1)[0]" * 10_000, "a if b else " * 10_000 + "c", "a" + " < b" * 10_000,
     "a = " * 10_000 + "b", "a" + " and b" * 10_000, "a" + " 'b'" * 0 + "; b" * 10_000,
     "if a: b\n" + "elif a: b\n" * 10_000, "match a:\n" + " case 1: b\n" * 10_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_long_is_not_deep(text: str) -> None:
    assert not any(isinstance(node, ir.Opaque) for node in nodes(read(text).body))


@pytest.mark.parametrize(
    ("start", "end"), [("(", ")"), ("[", "]"), ("-", ""), ("lambda: ", ""), ("f(", ")"), ("not ", "")]
)
def test_deep_is_opaque(start: str, end: str) -> None:
    deep = MAX_DEPTH * 2
    module = read(f"a = {start * deep}b{end * deep}\nc = 1\n")
    assert {node.reason for node in nodes(module.body) if isinstance(node, ir.Opaque)} == {"this is nested too deeply"}
    assert shape(module.body[1]) == ("Evaluate", kept("c", ("Constant", 1)))
