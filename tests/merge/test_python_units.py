"""What a Python file of tests is taken apart into."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from scaffold.merge import Role, Unit, UnparsableError
from scaffold.merge.python import PYTHON

ROOT = Path(__file__).parent.parent.parent
GENERATED = sorted(ROOT.glob("golden/**/expected/**/*.py"))


def taken(text: str) -> Unit:
    file = PYTHON.parse(text)
    assert file.text == text
    return file


def outline(text: str) -> list[tuple[str, Role]]:
    return [(" > ".join(path), unit.role) for path, unit in taken(text).walk()]


def only(text: str) -> Unit:
    (unit,) = taken(dedent(text)).children
    return unit


SUITE = '''\
#!/usr/bin/env python
# Ours.

"""What is declared."""

import pytest

from .support import (
    REGION,  # where
    synthesis as made,
)

limit: int = 3  # of them

# All of it.
# Really.
@pytest.mark.skipif("not REGION")
# And this.
async def test_one(tmp_path):
    x = "# no comment"
    # in it


class TestShop:  # the shop
    """Of the shop."""

    app = made("main.py")

    def setUp(self):
        self.client = made("x")

    # Before it.
    def test_two(self):
        assert self.app

        # at its end

    class TestInner:
        def test_three(self): pass

    # at the end


if __name__ == "__main__":
    pytest.main()
# the last
'''


def test_a_suite_is_its_statements() -> None:
    assert outline(SUITE) == [
        ("docstring", Role.SETUP),
        ("import pytest", Role.IMPORT),
        ("from .support import", Role.IMPORT),
        ("limit =", Role.SETUP),
        ("test_one", Role.CASE),
        ("TestShop", Role.GROUP),
        ("TestShop > docstring", Role.SETUP),
        ("TestShop > app =", Role.SETUP),
        ("TestShop > def setUp", Role.SETUP),
        ("TestShop > test_two", Role.CASE),
        ("TestShop > TestInner", Role.GROUP),
        ("TestShop > TestInner > test_three", Role.CASE),
        ("if __name__ __main__", Role.SETUP),
    ]


def test_comments_belong_to_what_they_stand_at() -> None:
    file = taken(SUITE)
    units = {" > ".join(path): unit for path, unit in file.walk()}
    assert file.lead == "#!/usr/bin/env python\n"
    assert units["docstring"].lead == "# Ours.\n\n"
    assert units["docstring"].notes == "#Ours."
    assert units["test_one"].lead == "\n# All of it.\n# Really.\n"
    assert units["test_one"].notes == "#All of it.\n#Really."
    assert units["test_one"].head.startswith("@pytest.mark")
    assert units["test_one"].head.endswith("    # in it\n")
    assert units["TestShop"].head == "class TestShop:  # the shop\n"
    assert units["TestShop > test_two"].head.endswith("# at its end\n")
    assert units["TestShop"].inner == "\n    # at the end\n"
    assert file.inner == "# the last\n"
    assert units["TestShop > test_two"].line == SUITE[: SUITE.index("    def test_two")].count("\n") + 1


def test_names_that_are_made_and_used() -> None:
    units = {" > ".join(path): unit for path, unit in taken(SUITE).walk()}
    assert units["from .support import"].binds == {"REGION", "made"}
    assert units["from .support import"].uses == {"support", "synthesis"}
    assert units["TestShop > app ="].binds == {"app"}
    assert {"made"} <= units["TestShop > app ="].uses
    assert units["TestShop > def setUp"].binds == {"setUp", "client"}
    assert {"self", "app"} <= units["TestShop > test_two"].uses
    assert {"pytest", "tmp_path"} <= units["test_one"].uses


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import a.b, c as d, e.f as g\n", {"a", "d", "g"}),
        ("from x import *\n", set()),
        ("a, (b, *c) = d.e = f[0] = 1\n", {"a", "b", "c"}),
        (
            "try:\n    import a\nexcept ImportError:\n    a = b = None\nelse:\n    c = 1\nfinally:\n    d = 1\n",
            set("abcd"),
        ),
        (
            "if x:\n    def f(): y = 1\nelif z:\n    class C: w = 1\nelse:\n    with o as (p, q): pass\n",
            {"f", "C", "p", "q"},
        ),
        ("for i, j in k:\n    (m := 1)\n", {"i", "j", "m"}),
        ("def f():\n    global a, b\n    c = 1\n", {"f", "a", "b"}),
        ("a = 1; import b\n", {"a", "b"}),
        ("type A = int\n", {"A"}),
        ("x += 1\n", {"x"}),
        ("match a:\n    case 1: b = 1\n", {"b"}),
    ],
)
def test_what_a_statement_binds(text: str, names: set[str]) -> None:
    assert only(text).binds == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('x = f"{a.b} c {d!r:>{e}} {{f}}"\n', {"x", "a", "b", "d", "r", "e"}),
        ('def f(a: "B | C") -> "D": pass\n', {"f", "a", "B", "C", "D"}),
        ('x = {"a": "b"}  # c\n', {"x"}),
        (
            '@pytest.mark.usefixtures("a", \'b\')\ndef test_x(): "words not used"\n',
            {"pytest", "mark", "usefixtures", "test_x", *"ab"},
        ),
        ('@m.parametrize("a, b", [("x y", 1)])\ndef test_x(): pass\n', {"m", "parametrize", "test_x", *"ab"}),
        ("def f():\n    '''Some words'''\n", {"f"}),
    ],
)
def test_what_a_statement_uses(text: str, names: set[str]) -> None:
    assert only(text).uses == names


@pytest.mark.parametrize(
    ("text", "key", "role"),
    [
        ("import a\n", "import a", Role.IMPORT),
        ("import a.b, c as d\n", "import a.b, c", Role.IMPORT),
        ("from .. import a\n", "from .. import", Role.IMPORT),
        ("from a . b import (c,)\n", "from a b import", Role.IMPORT),
        ("import a; import b\n", "import a; import b", Role.SETUP),
        ("a = b = 1\n", "a = b =", Role.SETUP),
        ("os.environ['A'] = '1'\n", "os.environ A =", Role.SETUP),
        ("sys.path.insert(0, 'x')\n", "sys.path.insert()", Role.SETUP),
        ("class Helper:\n    def help(self): pass\n", "class Helper", Role.SETUP),
        ("@pytest.fixture\ndef test_data(): pass\n", "def test_data", Role.SETUP),
        ("@pytest.fixture()\ndef made(): pass\n", "def made", Role.SETUP),
        ("class T(TestCase):\n    def test_x(self): pass\n", "T", Role.GROUP),
        ("class TestX:\n    pass\n", "TestX", Role.GROUP),
        ("class TestX: pass\n", "class TestX", Role.SETUP),
        ("if a:\n    def test_x(): pass\n", "if a", Role.SETUP),
        ("...\n", "expr", Role.SETUP),
    ],
)
def test_what_a_statement_is_called(text: str, key: str, role: Role) -> None:
    unit = only(text)
    assert (unit.key, unit.role) == (key, role)


def test_keys_are_unique_among_siblings() -> None:
    text = "def test_a(): pass\ndef test_a(): pass\nclass TestB:\n    def test_a(self): pass\nx = 1\nx = 2\n'x #2'\n"
    keys = [key for key, _ in outline(text)]
    assert keys == ["test_a", "test_a #2", "TestB", "TestB > test_a", "x =", "x = #2", "string"]
    assert [unit.name for _, unit in taken(text).walk() if unit.role is Role.CASE] == ["test_a"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# only",
        "  # only, indented\n",
        "\ufeff",
        "\ufeff#!/x\n# -*- coding: utf-8 -*-\nx = 1",
        "x = 1\r\n\r\n# y\r\ny = '''\r\n'''\r\n",
        "x = 1\ry = 2\r\n",
        "\f\nclass A:\n\f\n    x = 1\n\fy = 1\n",
        "x\\\n  = 1\nif x: y; z\n",
        "class A:\n\tdef test_x(self):\n\t\tpass\n\t# end\n  # odd\n# out\n",
        "try: pass\nexcept (A) : pass\n",
        "def f[T](a: T): return f'{a['x']}', t'{a}'\n",
        "class A:\n  # c\n\n  x = 1\n\n# out\n\n  # in\ny\n   \n ",
        "x = 'a\u2028b'\n# \u2028\n",
    ],
)
def test_nothing_is_lost(text: str) -> None:
    taken(text)


def test_what_has_to_be_first_is_the_files_own() -> None:
    file = taken("\ufeff#!/x\n# -*- coding: utf-8 -*-\n# Mine.\nx = 1\n")
    assert file.lead == "\ufeff#!/x\n# -*- coding: utf-8 -*-\n"
    assert file.children[0].lead == "# Mine.\n"
    assert taken("#!/x\n").lead + taken("#!/x\n").inner == "#!/x\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = 1\ndef f(:\n", 2),
        ("x = (\n", 1),
        ("x\n  y\n", 2),
        ("x = '\n", 1),
        ("x\n\0", 1),
        ("x = '\ud800'\n", 1),
        ("'a' b'b'\n", 1),
        ("f'a' t'b'\n", 1),
        ("if x:\n\ty\n        z\n", 3),
        ("x\n \\\ny\n", 2),
        ("<<<<<<< HEAD\nx = 1\n", 1),
    ],
)
def test_what_is_not_python_is_refused(text: str, line: int) -> None:
    with pytest.raises(UnparsableError) as caught:
        PYTHON.parse(text)
    assert caught.value.line == line


DEEP = {
    "brackets": "(" * 20_000 + ")" * 20_000,
    "open brackets": "[" * 20_000,
    "operators": "x = a" + " + a" * 20_000,
    "signs": "x = " + "-" * 20_000 + "1",
    "words": "x = " + "not " * 20_000 + "1",
    "attributes": "x" + ".y" * 20_000,
    "calls": "x" + "()" * 20_000,
    "choices": "x = " + "a if b else " * 2_000 + "1",
    "strings": "x = " + '"a" ' * 20_000,
    "branches": "if a:\n pass\n" + "elif b:\n pass\n" * 5_000,
    "blocks": "".join(" " * depth + "if a:\n" for depth in range(400)) + " " * 400 + "pass\n",
    "fields": 'f"{a:' + "{b:" * 5_000 + "}" * 5_000 + '}"',
    "in fields": 'f"{' + "(" * 5_000 + ")" * 5_000 + '}"',
    "patterns": "match a:\n case " + "[" * 40 + "]" * 40 + ":\n  pass\n",
    "both": ("(" + "-" * 400) * 90 + "1" + ")" * 90,
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_too_deep_is_refused(kind: str) -> None:
    with pytest.raises(UnparsableError):
        PYTHON.parse(DEEP[kind])


def test_what_people_write_is_not_too_deep() -> None:
    table = "x = [\n" + "".join(f"    {{'a': [{number}, f(b.c(d)[0])]}},\n" for number in range(2_000)) + "]\n"
    message = "y = (\n" + "".join(f"    'line {number} '\n" for number in range(100)) + ")\n"
    taken(table + message + "z = " + " and ".join(f"a.b({number}) == c" for number in range(60)) + "\n")


def test_the_library_is_only_loaded_for_a_file() -> None:
    code = "import sys; from scaffold.merge import language_of; language_of('x.py'); assert 'libcst' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: str(path.relative_to(ROOT / "golden")))
def test_generated_files_are_taken_apart(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    file = taken(text)
    assert sum(unit.role is Role.CASE for _, unit in file.walk()) == sum(
        line.lstrip().startswith(("def test_", "async def test_")) for line in text.splitlines()
    )
