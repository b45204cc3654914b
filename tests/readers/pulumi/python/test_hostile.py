"""Python programs that mean no good, through the whole reading: bounded, said with file and line, the rest still read."""

# ruff: noqa: E501

from __future__ import annotations

import os
import resource
import time
from functools import partial
from pathlib import Path

import pytest

from scaffold.cli.main import run
from scaffold.model.deployments import Variant
from scaffold.readers.programs import budget
from scaffold.readers.pulumi import read
from scaffold.readers.reading import Reading, ReadOptions

PROJECT = "name: shop\nruntime: python\n"
START = 'import pulumi\nimport pulumi_aws as aws\naws.sqs.Queue("first")\n'
LAST = '\naws.sqs.Queue("last")\n'


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "Budget", partial(budget.Budget, steps=40_000))


def _written(folder: Path, text: str, **files: str) -> Path:
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "requirements.txt").write_text("pulumi\npulumi-aws\n")
    (folder / "__main__.py").write_text(text)
    for name, content in files.items():
        (folder / f"{name}.py").write_text(content)
    return folder


def _names(reading: Reading) -> list[str]:
    assert reading.programs is not None
    (entry,) = reading.programs.entries(reading.projects[0].path)
    found = reading.programs.evaluate(Variant(entry, reading.programs.sample(entry)))
    return [registration.name for registration in found.registrations]


ENDLESS = [
    "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')",
    "import re\nre.sub(r'(x+x+)+y', '', 'x' * 64)",
    "while True: pass",
    "def g():\n    while True: yield 1\nfor _ in g(): pass",
    "def g():\n    while True: yield 1\nx = list(g())",
    "x = []\nwhile True: x.append('a' * 1000)",
    "x = 'a'\nwhile True: x += x",
    "x = [1]\nwhile True: x = x + x",
    "x = {}\ni = 0\nwhile True:\n    i += 1\n    x[i] = x",
    "'a' * 10 ** 10",
    "10 ** 10 ** 10",
    "sum(range(10 ** 12))",
    "x = [0] * 10 ** 11",
    "import itertools\nlist(itertools.permutations(range(30)))",
    "import itertools\nlist(itertools.product(range(100), repeat=100))",
    "import itertools\nfor _ in itertools.count(): pass",
    "'%1000000000d' % 1",
    "f'{1:1000000000}'",
    "def f(x):\n    try: f(x)\n    finally: f(x)\nf(1)",
    "import json\njson.loads('[' * 100000 + ']' * 100000)",
    "import json\nx = []\nx.append(x)\njson.dumps(x)",
    "x = int('9' * 100000)\nwhile x: x -= 1",
    "import time\nwhile True: time.sleep(1000)",
    "import copy\nx = []\nfor _ in range(40): x = [x, x]\ncopy.deepcopy(x)\nstr(x)",
    "pulumi.Output.all(*[pulumi.Output.from_input(i) for i in range(10 ** 7)])",
    "for i in range(10 ** 9): aws.sqs.Queue(f'q{i}')",
]


@pytest.mark.parametrize("body", [ENDLESS[0], ENDLESS[3], "def f(x):\n    try: f(x)\n    finally: f(x)\nf(1)"])
def test_with_all_that_it_may_take_it_still_ends(tmp_path: Path, body: str) -> None:
    start = time.process_time()
    read(_written(tmp_path, START + body), ReadOptions(declarations=False))
    assert time.process_time() - start < 15


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("body", ENDLESS)
def test_what_never_ends_is_given_up(tmp_path: Path, body: str) -> None:
    start = time.process_time()
    reading = read(_written(tmp_path, START + body), ReadOptions(declarations=False))
    assert time.process_time() - start < 10
    said = [
        found
        for found in reading.diagnostics
        if found.position is not None and found.position.file.endswith("__main__.py")
    ]
    assert said
    assert all(found.position is not None and found.position.line for found in said)
    assert "first" in {found.name for found in reading.projects[0].resources}


RECURSIVE = [
    "def f(): f()\nf()",
    "class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().b",
    "class A:\n    @property\n    def p(self): return self.p\nA().p",
    "class A:\n    def __eq__(self, o): return self == o\nA() == A()",
    "class A:\n    def __repr__(self): return f'{self}'\nrepr(A())",
    "class A:\n    def __init__(self): self.a = A()\nA()",
    "def d(f): return d(f)\n@d\ndef g(): pass",
    "def g(): yield from g()\nlist(g())",
    "class A(pulumi.ComponentResource):\n    def __init__(self, n): A(n + 'x')\nA('a')",
    "def f(x): return pulumi.Output.from_input(x).apply(f)\nf(1)",
]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("body", RECURSIVE)
def test_recursion_without_end_is_said(tmp_path: Path, body: str) -> None:
    start = time.process_time()
    reading = read(_written(tmp_path, START + body), ReadOptions(declarations=False))
    assert time.process_time() - start < 10
    assert any(found.position is not None and found.position.line for found in reading.diagnostics)
    assert "first" in {found.name for found in reading.projects[0].resources}


ODD = [
    "exec('import os')\neval('1')",
    "exec(open('/etc/passwd').read()) if False else exec('x = 1')",
    "class Meta(type):\n    def __new__(mcs, *a): return super().__new__(mcs, *a)\n    def __call__(cls, *a): return super().__call__(*a)\nclass A(metaclass=Meta): pass\nA()",
    "import json\njson.dumps = lambda *a, **k: 'patched'\njson.dumps({})",
    "pulumi.Resource.x = 5\npulumi.export = pulumi.export",
    "import builtins\nbuiltins.print = lambda *a: None\nprint('x')",
    "aws.sqs.Queue.tag = 'x'",
    "from pulumi import *\nfrom pulumi_aws import *\nfrom os import *",
    "import threading\nthreading.Thread(target=lambda: None).start()",
    "import signal\nsignal.signal(signal.SIGTERM, lambda *a: None)",
    "import subprocess\nx = subprocess.check_output(['true']).decode().strip()",
    "__import__('json').dumps(1)",
    "import importlib\nimportlib.import_module('json').dumps(1)",
    "import ctypes\nctypes.CDLL(None)",
    "import gc, atexit, weakref\ngc.collect()\natexit.register(print)",
    "import socket\nsocket.socket()",
    "import urllib.request\nx = urllib.request.urlopen('http://127.0.0.1:1').read()",
    "open('out.txt', 'w').write('x')",
    "import os\nos.remove('Pulumi.yaml') if os.path.exists('nothing') else None",
    "import os\nos.system('touch made')",
    "import shutil\nshutil.rmtree('nothing', ignore_errors=True)",
    "import a\nimport b",
    "globals()['x'] = 1\nlocals()['y'] = 2",
    "import sys\nsys.setrecursionlimit(10 ** 9)\nsys.modules.clear if False else None",
    "x = type('X', (object,), {'y': 1})().y",
    "import os\nos._exit(0) if os.environ.get('NOTHING') == 'yes' else None",
]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("body", ODD)
def test_odd_programs_are_read_to_their_end(tmp_path: Path, body: str) -> None:
    files = {"a": "import b\nx = 1", "b": "import a\ny = 2"}
    reading = read(_written(tmp_path, START + body + LAST, **files), ReadOptions(declarations=False))
    assert _names(reading) == ["first", "last"]
    assert sorted(os.listdir(tmp_path)) == ["Pulumi.yaml", "__main__.py", "a.py", "b.py", "requirements.txt"]


ENDING = [
    "import sys\nsys.exit(0)",
    "raise SystemExit",
    "import os\nos._exit(1)",
    "quit()",
    "exit(3)",
    "raise KeyboardInterrupt",
    "raise RuntimeError('no')",
]


@pytest.mark.parametrize("body", ENDING)
def test_a_program_that_ends_itself_ends_only_itself(tmp_path: Path, body: str) -> None:
    reading = read(_written(tmp_path, START + body + LAST), ReadOptions(declarations=False))
    assert _names(reading) == ["first"]


FILES = {
    "no text": bytes(range(256)) * 40,
    "utf-16": "import pulumi".encode("utf-16"),
    "nul": b"x = 1\0\0\n",
    "one long line": b"x = [" + b"1, " * 50_000 + b"]",
    "nested brackets": b"x = " + b"[" * 20_000 + b"]" * 20_000,
    "nested blocks": b"".join(b" " * at + b"if 1:\n" for at in range(2000)),
    "operators": b"x = " + b"-" * 100_000 + b"1",
    "a long sum": b"x = 1" + b" + 1" * 5_000,
    "a chain of calls": b"x = f" + b"(1)" * 5_000,
    "a chain of members": b"x = f" + b".a" * 5_000,
    "many elifs": b"if x == 0: pass\n" + b"".join(b"elif x == %d: pass\n" % at for at in range(5000)),
    "unclosed": b"def f(\n" * 2000,
    "quotes": b"'" * 10_001,
    "decorators": b"@f\n" * 5000 + b"def g(): pass",
    "too large": b"# " + b"x" * (10 << 20),
}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", FILES)
def test_files_that_cannot_be_read_leave_the_others(tmp_path: Path, name: str) -> None:
    _written(
        tmp_path, START.replace("import pulumi\n", "import pulumi\ntry:\n    import odd\nexcept NameError: pass\n")
    )
    (tmp_path / "odd.py").write_bytes(FILES[name])
    start = time.process_time()
    reading = read(tmp_path, ReadOptions(declarations=False))
    assert time.process_time() - start < 12
    assert "first" in {found.name for found in reading.projects[0].resources}


def test_links_that_lead_nowhere_or_around(tmp_path: Path) -> None:
    _written(tmp_path, START + "import loop\nfrom around import x\nfrom outside import y" + LAST)
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    (tmp_path / "around").symlink_to(tmp_path)
    (tmp_path / "outside.py").symlink_to("/etc/passwd")
    reading = read(tmp_path, ReadOptions(declarations=False))
    assert "first" in {found.name for found in reading.projects[0].resources}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("command", ["inspect", "generate"])
@pytest.mark.parametrize("body", [ENDLESS[0], ENDLESS[4], RECURSIVE[1], "raise ValueError('\\x1b[31m')", "def f(:"])
def test_commands_say_it_without_a_traceback(
    tmp_path: Path, command: str, body: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(_written(tmp_path, START + body))
    run([command, "."])
    said = "".join(capsys.readouterr())
    assert "Traceback" not in said
    assert "\x1b[31m" not in said
    assert "__main__.py:" in said


@pytest.mark.usefixtures("small")
def test_memory_is_bounded(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read(_written(tmp_path, START + "x = 'ab'\nwhile True: x = x + x + 'c'\n"), ReadOptions(declarations=False))
    read(_written(tmp_path, START + "x = [1]\nwhile True: x = [*x, *x]\n"), ReadOptions(declarations=False))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1 << 20
