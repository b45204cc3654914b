"""Whatever a Python file is put together from comes back, and anything else is refused."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scaffold.merge import Unit, UnparsableError
from scaffold.merge.python import PYTHON

STATEMENTS = [
    "x = 1",
    "x = '# no'; y = 2",
    "import a.b as c, d",
    "from .a import (\n    b,  # b\n    c,\n)",
    '"""Text.\n\n  More.\n"""',
    "@mark\n# between\n@other(1)\nasync def test_a(x):\n    await x\n\n    # end",
    "class TestA(B):  # a\n    '''A.'''\n\n    x = 1\n\n    # a\n    def test_a(self):\n        pass\n\n    # inner",
    "class TestB:\n    class Inner:\n        def test_b(self): ...\n\n\n    def setUp(self): self.x = 1",
    "if a:\n    b\n# half\nelif c: d\nelse:\n    e  # e",
    "try:\n\tx\nexcept (A, B):\n\tpass",
    "with a as b, \\\n  c: pass",
    "s = f'{a!r:>{b}} {{}} {c=}' 'd' \\\n  r'e'[0]",
    "t = '''\n# not a comment\n\tdef test_no(): pass\n'''",
    "match a:\n    case [1, *_]: pass",
]
TRIVIA = ["\n", "# note\n", "    # indented\n", "\n\n", "\f\n", "\t\n", "#!odd\n", "  \n"]
PIECES = st.one_of(
    st.sampled_from(STATEMENTS).map(lambda text: f"{text}\n"),
    st.sampled_from(TRIVIA),
    st.sampled_from(STATEMENTS).map(lambda text: f"\f{text}  # why\n" if "\n" not in text else f"{text}\n"),
)


@st.composite
def files(draw: st.DrawFn) -> str:
    text = "".join(draw(st.lists(PIECES, max_size=12)))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return draw(st.sampled_from(["", "\ufeff", "#!/usr/bin/env python\n"])) + text


def check(file: Unit, text: str) -> None:
    assert file.text == text
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for group in (file, *(unit for _, unit in file.walk())):
        keys = [unit.key for unit in group.children]
        assert len(set(keys)) == len(keys)
    for _, unit in file.walk():
        assert unit.key
        assert unit.head.replace("\r", "\n").startswith(lines[unit.line - 1])


@settings(max_examples=150, deadline=None)
@given(files())
@example("x = 1\n\n    # indented\n")
def test_a_file_comes_back(text: str) -> None:
    check(PYTHON.parse(text), text)


@settings(max_examples=100, deadline=None)
@given(files(), files())
def test_line_ends_do_not_count(one: str, other: str) -> None:
    text = f"{one}\n{other.removeprefix(chr(0xFEFF))}".replace("\r\n", "\n")
    shapes = [
        [(unit.key, unit.shape, unit.notes) for _, unit in PYTHON.parse(each).walk()]
        for each in (text, text.replace("\n", "\r\n"))
    ]
    assert shapes[0] == shapes[1]


NOISE = st.lists(
    st.one_of(
        st.sampled_from([*STATEMENTS, *TRIVIA]),
        st.sampled_from([*"()[]{}'\"\\:;,#@\f\t\r\n\0 ", "f'{", "'''", "\ud800", "é", "case "]),
    ),
    max_size=10,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(NOISE, st.text(max_size=40)))
def test_anything_else_is_refused(text: str) -> None:
    try:
        file = PYTHON.parse(text)
    except UnparsableError as error:
        line = error.line
    else:
        check(file, text)
        line = 1
    assert line >= 1
