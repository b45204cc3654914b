"""Python's imports, compared with CPython."""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.python_oracle import check, evaluate

PACKAGES: list[Mapping[str, str]] = [
    {"main.py": "import util\nresult = util.x", "util.py": "x = 1"},
    {"main.py": "from util import x as y, f\nresult = y, f()", "util.py": "x = 1\ndef f(): return x"},
    {"main.py": "import pkg\nresult = pkg.x", "pkg/__init__.py": "x = 5"},
    {"main.py": "import pkg.sub\nresult = pkg.sub.x, pkg.x", "pkg/__init__.py": "x = 5", "pkg/sub.py": "x = 6"},
    {"main.py": "import pkg.sub as s\nresult = s.x", "pkg/__init__.py": "", "pkg/sub.py": "x = 6"},
    {"main.py": "from pkg import sub\nresult = sub.x", "pkg/__init__.py": "", "pkg/sub.py": "x = 6"},
    {"main.py": "import pkg\npkg.sub", "pkg/__init__.py": "", "pkg/sub.py": "x = 6"},
    {"main.py": "import pkg\nresult = pkg.sub.x", "pkg/__init__.py": "from . import sub", "pkg/sub.py": "x = 6"},
    {
        "main.py": "import pkg\nresult = pkg.x, pkg.sub.x",
        "pkg/__init__.py": "from .sub import x",
        "pkg/sub.py": "x = 6",
    },
    {"main.py": "from pkg.a import v\nresult = v", "pkg/a.py": "from .b import v", "pkg/b.py": "v = 'bare'"},
    {"main.py": "from pkg.a.c import v\nresult = v", "pkg/a/c.py": "from ..b import w\nv = w + 1", "pkg/b.py": "w = 1"},
    {"main.py": "from lambda_ import handler\nresult = handler.x", "lambda_/handler.py": "x = 3"},
    {"main.py": "from a import *\nresult = x, y", "a.py": "x = 1\ny = 2\n_z = 3"},
    {"main.py": "from a import *\n_z", "a.py": "x = 1\n_z = 3"},
    {"main.py": "from a import *\nresult = _z", "a.py": "__all__ = ['_z']\nx = 1\n_z = 3"},
    {"main.py": "from a import *\nx", "a.py": "__all__ = ['_z']\nx = 1\n_z = 3"},
    {"main.py": "from p import *\nresult = s.x", "p/__init__.py": "__all__ = ['s']", "p/s.py": "x = 1"},
    {"main.py": "from a import *\ndef f(): return x\nresult = f()", "a.py": "x = 1"},
    {"main.py": "from a import nothing", "a.py": "x = 1"},
    {"main.py": "import a\na.nothing", "a.py": "x = 1"},
    {"main.py": "from pkg import nothing", "pkg/__init__.py": ""},
    {"main.py": "import a\nresult = a.x, a.b.y", "a.py": "import b\nx = 1", "b.py": "import a\ny = 2"},
    {"main.py": "import a", "a.py": "from b import y\nx = 1", "b.py": "from a import x\ny = 2"},
    {
        "main.py": "import a\nresult = a.f()",
        "a.py": "import b\nx = 1\ndef f(): return b.g()",
        "b.py": "import a\ndef g(): return a.x",
    },
    {"main.py": "import a", "a.py": "import b\nx = 1", "b.py": "import a\na.x"},
    {
        "main.py": "from p import a\nresult = a.b.n",
        "p/__init__.py": "",
        "p/a.py": "from . import b",
        "p/b.py": "from . import a\nn = 1",
    },
    {"main.py": "result = __name__, __package__, __file__.rsplit('/', 1)[1], __doc__"},
    {"main.py": "'''says'''\nresult = __doc__"},
    {
        "main.py": "from p import m\nresult = m.r",
        "p/__init__.py": "",
        "p/m.py": "'doc'\nr = __name__, __package__, __doc__",
    },
    {"main.py": "import p\nresult = p.r", "p/__init__.py": "r = __name__, __package__"},
    {"main.py": "import a\na.x = 5\nfrom a import x\nresult = x, a.f()", "a.py": "x = 1\ndef f(): return x"},
    {"main.py": "import a\nresult = [a.n, a.again()]", "a.py": "n = 1\ndef again():\n    import a\n    return a.n + 1"},
    {"main.py": "import a, b\nresult = a.log", "a.py": "log = ['a']", "b.py": "from a import log\nlog.append('b')"},
    {"main.py": "try:\n    from a import nothing\nexcept ImportError as e:\n    result = str(e)", "a.py": ""},
    {"main.py": "import a\nresult = a.anything", "a.py": "def __getattr__(name): return name.upper()"},
    {"main.py": "from a import anything\nresult = anything", "a.py": "def __getattr__(name): return name.upper()"},
    {"main.py": "def f():\n    from a import x\n    return x\nresult = f()", "a.py": "x = 1"},
    {"main.py": "from .a import x", "a.py": "x = 1"},
    {"main.py": "import p.a", "p/__init__.py": "", "p/a.py": "from ...q import x"},
    {"main.py": "import a\nresult = a.C.__module__, a.f.__module__", "a.py": "class C: pass\ndef f(): pass"},
    {"main.py": "from a import f\nf(1, 2)", "a.py": "def f(x): pass"},
    {"main.py": "from a import f\nf(x=1, **{'x': 2})", "a.py": "def f(x): pass"},
    {"main.py": "import a\n", "a.py": "raise ValueError('at import')"},
    {
        "main.py": "try:\n    import a\nexcept ValueError:\n    pass\nimport b\nresult = b.n",
        "a.py": "import b\nraise ValueError('x')",
        "b.py": "n = 1",
    },
    {"main.py": "if __name__ == '__main__':\n    result = 'run'"},
    {
        "main.py": "import sys, os\nsys.path.append(os.path.join(os.path.dirname(__file__), 'extra'))\nimport more\nresult = more.x",
        "extra/more.py": "x = 9",
    },
    {
        "main.py": "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent / 'extra'))\nimport more\nresult = more.x",
        "extra/more.py": "x = 9",
    },
    {"main.py": "import p.q.r\nresult = p.q.r.x", "p/q/r.py": "x = 1"},
    {"main.py": "from p import q\nresult = q.x", "p/__init__.py": "class q: x = 'class'", "p/q.py": "x = 'module'"},
    {"main.py": "import json\nresult = json", "json.py": "x = 1"}
    and {"main.py": "import types_of\nresult = types_of.x", "types_of.py": "x = 1"},
]


@pytest.mark.parametrize("program", PACKAGES, ids=lambda files: files["main.py"][:50])
def test_imports(program: Mapping[str, str]) -> None:
    check(program)


def test_unknown_packages_are_unknown(tmp_path: Path) -> None:
    source = "import nothing_of_the_kind as n\nfrom nothing_of_the_kind.sub import f\nresult = [n.x.y, f(1), 'known']"
    evaluator, module = evaluate(source, tmp_path)
    assert evaluator.failure is None
    assert evaluator.packages == ("nothing_of_the_kind",)
    found = evaluator.freeze(evaluator.get(module, "result"))
    assert isinstance(found, tuple)
    assert found[2] == "known"


def test_names_of_an_unknown_star_import_are_unknown(tmp_path: Path) -> None:
    evaluator, module = evaluate("from nothing_of_the_kind import *\nresult = Something(1).x\nafter = 5", tmp_path)
    assert evaluator.failure is None
    assert evaluator.get(module, "after") == 5


def test_a_module_that_is_missing_is_noted(tmp_path: Path) -> None:
    evaluator, module = evaluate(
        {"main.py": "import p.a\nresult = p.a.y", "p/__init__.py": "", "p/a.py": "from .gone import x\ny = 5"}, tmp_path
    )
    assert [found.code for found in evaluator.diagnostics] == ["module-not-found"]
    assert evaluator.get(module, "result") == 5


def test_sources_below_src_are_found(tmp_path: Path) -> None:
    evaluator, module = evaluate(
        {"main.py": "from app.net import x\nresult = x", "src/app/__init__.py": "", "src/app/net.py": "x = 5"}, tmp_path
    )
    assert evaluator.failure is None
    assert evaluator.get(module, "result") == 5
