"""What does not parse: it is told, and everything around it is still read. Nothing raises, and all of it is quick."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typescript_shapes import nodes, shape

from scaffold.readers.programs.ir import Function, Opaque
from scaffold.readers.programs.ir_statements import Declare, Module
from scaffold.readers.programs.typescript import EXTENSIONS, read_module


def names(statements: Any) -> list[str]:
    """The variables that are declared, and `?` for what was not understood."""
    return ["?" if isinstance(one, Opaque) else one.target.name for one in statements]


def inside(module: Module, name: str) -> Any:
    """The body of a function that is declared somewhere."""
    return next(node.body for node in nodes(module.body) if isinstance(node, Function) and node.name == name)


def test_one_statement_is_lost_and_the_others_are_read() -> None:
    module = read_module("a.ts", "const a = 1;\nconst b = new Thing('x', { y: 1, : });\nconst c = 3;\n")
    assert names(module.body) == ["a", "?", "c"]
    (fault,) = module.faults
    assert module.text.count("\n", 0, fault.at) == 1
    assert "is not expected here" in fault.message


def test_the_smallest_statement_around_it_is_lost() -> None:
    module = read_module(
        "a.ts",
        """
        class A {
          f() { return 1; }
          constructor() {
            things.map(function inner(x) {
              const a = x;
              const b = = 2;
              const c = a;
            });
          }
          g = 1 +* 2;
          h = 3;
        }
        const after = 1;
        """,
    )
    assert names(inside(module, "inner")) == ["a", "?", "c"]
    assert [one.target.name for one in module.body if isinstance(one, Declare)] == ["A", "after"]
    members: Any = module.body[0].value.members
    assert [(one.key.value, isinstance(one.value, Opaque)) for one in members] == [
        ("f", False), ("constructor", False), ("g", True), ("h", False)
    ]  # fmt: skip


def test_what_is_left_open_swallows_what_may_stand_in_it() -> None:
    module = read_module("a.ts", "const a = 1;\nif (x) {\n  const b = 2;\n")
    assert names(module.body)[0] == "a"
    assert "b" not in names(module.body)
    (fault,) = module.faults
    assert fault.message in ("this `{` is never closed", "`}` is missing here")


@pytest.mark.parametrize("text", ["if (x const a = 1;", "f( const a = 1;", "while x) const a = 1;"])
def test_what_shares_a_line_with_an_error_is_not_taken_for_a_statement(text: str) -> None:
    module = read_module("a.ts", f"{text}\nconst b = 2;\n")
    assert module.faults
    assert "a" not in names(module.body)


def test_an_error_in_markup_is_nobody_s_business() -> None:
    module = read_module("a.tsx", 'const a = <A href="?b=1&c_d=2" />;')
    assert not module.faults
    assert shape(module.body)[0][3] == ("Opaque", "this is markup (JSX)")


def test_faults_are_told_once_and_not_without_end() -> None:
    module = read_module("a.ts", "const = ;\n" * 100)
    assert 0 < len(module.faults) <= 20
    assert len({fault.at for fault in module.faults}) == len(module.faults)


@pytest.mark.parametrize("content", [b"const a = '\xff\xfe';\nconst b = 1;", b"const a = 1; // \xe9\nconst b = 1;"])
def test_what_is_not_utf_8_is_told(content: bytes) -> None:
    module = read_module("a.ts", content)
    assert [fault.message for fault in module.faults] == ["the file is not UTF-8"]
    assert names(module.body) == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    module = read_module("a.ts", "const ä = 'ö';".encode(encoding))
    assert not module.faults
    assert names(module.body) == ["ä"]


def test_nul_is_no_end() -> None:
    module = read_module("a.ts", "const a = 'x\0y';\nconst b = 1;")
    assert not module.faults
    assert shape(module.body)[0][3] == ("Constant", "x\0y")


WORDS = [
    "const ", "x", "=", " ", "\n", "{", "}", "(", ")", "[", "]", "`", "${", "'", '"', "/", "*/", "/*", "//", "<", ">",
    "class ", "extends ", "function ", "=>", "async ", "await ", "...", "?.", "??", "!", ":", ";", ",", ".", "import ",
    "export ", "default ", "from ", "'y'", "enum ", "namespace ", "interface ", "type ", "for ", "of ", "in ", "if ",
    "else ", "switch ", "case ", "new ", "delete ", "1", "0x", "1n", "\\", "\\u", "#a", "@", "as ", "static ", "get ",
    "é", "😀", "\0", "\ufeff", "\r\n", "\u2028", "declare ", "abstract ", "using ", "import('x').", "with ",
]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=60).map("".join)), st.sampled_from(EXTENSIONS))
def test_no_text_raises(text: str, extension: str) -> None:
    module = read_module(f"a{extension}", text)
    for node in nodes((module.body, module.comments, module.faults, tuple(module.types.values()))):
        assert 0 <= node.at <= node.end <= len(module.text)
    if any(isinstance(node, Opaque) and node.reason == "a syntax error" for node in nodes(module.body)):
        assert module.faults


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    assert isinstance(read_module("a.ts", content), Module)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000, "[(" * 50_000, "{" * 100_000, "f(" * 50_000, "`${" * 30_000, "<a>" * 30_000, "'" * 100_000,
        "/*" * 100_000, "new " * 30_000, "if(a)" * 30_000, "a?b:" * 30_000, "class A{" * 20_000, "x=[" + "1," * 100_000,
        "function f(){" * 20_000 + "}" * 20_000, "enum E{A=" + "1+" * 20_000 + "1}", "const = ;\n" * 20_000,
        "namespace A" + ".B" * 20_000 + "{x}", "a;\n" * 100_000, "/** d */\ninterface I { a: string }\n" * 5_000,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    assert isinstance(read_module("a.ts", text), Module)
    assert time.process_time() - started < 10
